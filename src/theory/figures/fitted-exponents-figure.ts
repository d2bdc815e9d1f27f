import type { TopLevelSpec } from 'vega-lite';
import { InputError } from '../../base/errors.ts';
import { numberFromRational, parseRational } from '../../base/rational.ts';
import type { ConjectureRow } from '../conjecture/row.ts';
import { draw, type Figure } from './figure.ts';
import { config, INK, QUIET } from './style.ts';

const WIDTH = 380;
const STEP = 15;

/**
 * Fitted exponents with their intervals, a line for each correlation function and network; the bound as a tick, the exact
 * exponent as an open square. Rows without a fit say so beside the bound. Throws {@link InputError} when no row was simulated.
 */
export function fittedExponentsFigure(rows: readonly ConjectureRow[]): Promise<Figure> {
  const simulated = rows.filter(({ simulation }) => simulation !== null);
  if (simulated.length === 0) throw new InputError('rows', 'none was simulated', 'Simulate them first');
  const values = simulated.map(({ activation, depth, correlation, bound, exact, simulation }) => ({
    network: `${activation}, depth ${depth}`,
    correlation,
    bound: numberFromRational(parseRational(bound)),
    exact,
    value: simulation!.exponent?.value ?? null,
    lower: simulation!.exponent?.lower ?? null,
    upper: simulation!.exponent?.upper ?? null,
    note: simulation!.exponent === null ? 'no fit: 0 in an interval' : '',
  }));
  const networks = [...new Set(values.map(({ network }) => network))];
  const { widths, draws } = simulated[0]!.simulation!;
  return draw(
    specification(values),
    `Fitted exponents of ${new Set(values.map(({ correlation }) => correlation)).size} correlation functions for ${networks.join('; ')}, from ${draws} draws at widths ${widths.join(', ')}, beside the bound.`,
  );
}

function specification(values: readonly object[]): TopLevelSpec {
  const y = { field: 'correlation', type: 'nominal', sort: null, axis: { title: null, labelLimit: 0 } };
  const yOffset = { field: 'network', sort: null };
  const x = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { zero: false },
    axis: { title: 'exponent s, C ~ n^s' },
  });
  const color = {
    field: 'network',
    type: 'nominal',
    sort: null,
    legend: { title: null, labelColor: INK, labelFontSize: 12, orient: 'top' },
  };
  return {
    width: WIDTH,
    height: { step: STEP },
    data: { values },
    layer: [
      { mark: { type: 'tick', color: QUIET, thickness: 2 }, encoding: { x: x('bound'), y, yOffset } },
      {
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x: x('lower'), x2: { field: 'upper' }, y, yOffset, color },
      },
      { mark: { type: 'point', filled: true, size: 45, opacity: 1 }, encoding: { x: x('value'), y, yOffset, color } },
      {
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 11 },
        encoding: { x: x('bound'), y, yOffset, color, text: { field: 'note' } },
      },
      {
        mark: { type: 'point', shape: 'square', filled: false, size: 90, strokeWidth: 1.5 },
        encoding: { x: x('exact'), y, yOffset, color },
      },
    ],
    config,
  } as unknown as TopLevelSpec;
}
