import type { TopLevelSpec } from 'vega-lite';
import { numberFromRational, parseRational } from '../../base/rational.ts';
import type { ConjectureRow } from '../conjecture/row.ts';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, INK, QUIET } from './style.ts';

const SIZE = 170;
const COLUMNS = 3;

/**
 * Exact exponents against the bound, a panel for each activation and depth: the number of correlation functions at each
 * place, the diagonal where the bound is attained. Means that vanish or are undecided have no place.
 */
export function exponentsFigure(rows: readonly ConjectureRow[]): Promise<Figure> {
  const groups = new Map<string, { panel: string; bound: number; exact: number; functions: number }>();
  for (const { activation, depth, bound, exact } of rows) {
    if (exact === null) continue;
    const panel = `${activation}, depth ${depth}`;
    const name = `${panel} ${bound} ${exact}`;
    const place = groups.get(name) ?? { panel, bound: numberFromRational(parseRational(bound)), exact, functions: 0 };
    place.functions += 1;
    groups.set(name, place);
  }
  const values = [...groups.values()];
  const ends = values.flatMap(({ bound, exact }) => [bound, exact]);
  const [low, high] = [Math.floor(Math.min(-1, ...ends)) - 0.5, Math.ceil(Math.max(0, ...ends)) + 0.5];
  const violations = values.filter(({ bound, exact }) => exact > bound).length;
  const description = `Exact exponents of ${values.reduce((sum, { functions }) => sum + functions, 0)} correlation functions against the bound; ${violations === 0 ? 'none is above it' : 'SOME ARE ABOVE IT'}.`;
  return draw(specification(values, low, high), description);
}

function specification(values: readonly object[], low: number, high: number): TopLevelSpec {
  const ticks = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
  const scale = { domain: [low, high], nice: false };
  const axis = (title: string): object => ({ title, values: ticks, format: 'd' });
  const encoding = {
    x: { field: 'bound', type: 'quantitative', scale, axis: axis('bound s') },
    y: { field: 'exact', type: 'quantitative', scale, axis: axis('exact exponent') },
  };
  return {
    data: { values },
    facet: { field: 'panel', type: 'nominal', sort: null, header: { title: null, labelColor: INK } },
    columns: COLUMNS,
    spec: {
      width: SIZE,
      height: SIZE,
      layer: [
        {
          mark: { type: 'rule', color: QUIET, strokeDash: [4, 4], clip: true },
          encoding: { x: { datum: low, scale }, y: { datum: low, scale }, x2: { datum: high }, y2: { datum: high } },
        },
        {
          mark: { type: 'circle', size: 520, opacity: 1 },
          encoding: {
            ...encoding,
            color: { condition: { test: 'datum.exact > datum.bound', value: '#b42318' }, value: ACCENT },
          },
        },
        {
          mark: { type: 'text', fontSize: 11 },
          encoding: { ...encoding, text: { field: 'functions' }, color: { value: '#fff' } },
        },
      ],
    },
    config,
  } as unknown as TopLevelSpec;
}
