import type { TopLevelSpec } from 'vega-lite';
import type { PolynomialMap } from '../../symbolic/polynomial-map.ts';
import {
  busiestVariables,
  type InputInteractions,
  inputInteractions,
  strongestInteractions,
} from '../input-interactions.ts';
import { symbolsFor } from '../symbols.ts';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, INK } from './style.ts';

const MOST_INPUTS = 20;
const WIDTH = 300;
const LARGEST_CELL = 58;
/** The mean width of a letter, in font sizes. */
const LETTER = 0.56;
const MARGIN = 12;
const STRONGEST_OPACITY = 0.85;

/**
 * Which inputs interact, as a matrix: a cell's strength is the share of Σ |c| on terms in which both inputs occur, on
 * the diagonal in which the input occurs alone. Of more than 20 inputs, the 20 with the largest shares are shown.
 */
export function inputInteractionsFigure(map: PolynomialMap): Promise<Figure> {
  const interactions = inputInteractions(map);
  return draw(specification(interactions), describe(interactions));
}

function specification(interactions: InputInteractions): TopLevelSpec {
  const shown = busiestVariables(interactions, MOST_INPUTS);
  const largest = Math.max(1e-12, ...shown.flatMap((i) => shown.map((j) => interactions.shares[i]![j]!)));
  const values = shown.flatMap((i) =>
    shown.map((j) => {
      const share = interactions.shares[i]![j]!;
      return {
        row: `${i}`,
        column: `${j}`,
        opacity: Math.round((1000 * STRONGEST_OPACITY * share) / largest) / 1000,
        label: percent(share),
      };
    }),
  );
  const cell = Math.min(LARGEST_CELL, Math.floor(WIDTH / shown.length));
  const fontSize = cell < 16 ? 11 : 13;
  const { rows, columns } = labels(interactions.variables, shown);
  const lengthOf = (names: readonly string[]): number =>
    LETTER * fontSize * Math.max(...names.map(({ length }) => length));
  const upright = lengthOf(columns) < cell - 2;
  const axis = (names: readonly string[]) => ({
    title: null,
    domain: false,
    ticks: false,
    labelLimit: 0,
    labelExpr: `${JSON.stringify(Object.fromEntries(shown.map((i, k) => [i, names[k]])))}[datum.value]`,
    labelFontSize: fontSize,
  });
  const top = {
    ...axis(columns),
    orient: 'top',
    labelAngle: upright ? 0 : -90,
    labelAlign: upright ? 'center' : 'left',
    labelBaseline: upright ? 'bottom' : 'middle',
  } as const;
  const sort = shown.map(String);
  return {
    width: cell * shown.length,
    height: cell * shown.length,
    // Room for the labels by our own estimate: Vega's, without a canvas to measure on, is half as much again.
    autosize: { type: 'none' },
    padding: {
      left: Math.ceil(lengthOf(rows)) + MARGIN,
      top: Math.ceil(upright ? fontSize : lengthOf(columns)) + MARGIN,
      right: 2,
      bottom: 2,
    },
    data: { values },
    encoding: {
      x: { field: 'column', type: 'nominal', sort, axis: top, scale: { padding: 0 } },
      y: { field: 'row', type: 'nominal', sort, axis: axis(rows), scale: { padding: 0 } },
    },
    layer: [
      {
        mark: { type: 'rect', fill: ACCENT, width: cell - 2, height: cell - 2 },
        encoding: { fillOpacity: { field: 'opacity', type: 'quantitative', scale: null, legend: null } },
      },
      ...(cell < 36
        ? []
        : [{ mark: { type: 'text', color: INK, fontSize: 12 }, encoding: { text: { field: 'label' } } } as const]),
    ],
    config,
  } as TopLevelSpec;
}

/** Long names stand in the rows, each with a symbol, and the columns have the symbols only. */
function labels(
  variables: readonly string[],
  shown: readonly number[],
): { readonly rows: readonly string[]; readonly columns: readonly string[] } {
  const symbols = symbolsFor(variables);
  const columns = shown.map((i) => (symbols === variables ? variables[i]! : withSubscript(symbols[i]!)));
  if (symbols === variables) return { rows: columns, columns };
  return { rows: shown.map((i, k) => `${shorten(variables[i]!)}\u2002${columns[k]}`), columns };
}

/** x₁₂ for x12. */
const withSubscript = (symbol: string): string => symbol.replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]!);

const LONGEST_NAME = 18;

const shorten = (name: string): string => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`);

/** '41%', '0.3%', '<0.1%', or nothing for 0. */
export function percent(share: number): string {
  if (share === 0) return '';
  if (share < 0.001) return '<0.1%';
  return `${share < 0.0995 ? (100 * share).toFixed(1) : Math.round(100 * share)}%`;
}

function describe(interactions: InputInteractions): string {
  const [strongest] = strongestInteractions(interactions);
  const said =
    strongest === undefined
      ? 'no two inputs share a term'
      : `the strongest pair is ${strongest.first} and ${strongest.second}, ${percent(strongest.share)}`;
  return `How much of the coefficients lies on terms in which two inputs both occur; ${said}.`;
}
