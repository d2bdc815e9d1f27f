import type { TopLevelSpec } from 'vega-lite';
import type { SimulationResult } from '../../numeric/simulation/simulate.ts';
import { draw, type Figure } from './figure.ts';
import { config } from './style.ts';

const WIDTH = 420;
const HEIGHT = 300;
/** More curves than this cannot be told apart. */
const MOST_CURVES = 6;

/**
 * |value| against the width, both logarithmic, with the interval of each point; the first statistics, of those whose
 * intervals leave out 0, as many as can be told apart.
 */
export function widthFigure(result: SimulationResult): Promise<Figure> {
  const shown = result.statistics
    .filter(({ byWidth }) => byWidth.every(({ estimate: { lower, upper } }) => lower * upper > 0))
    .slice(0, MOST_CURVES);
  const values = shown.flatMap(({ name, byWidth }) =>
    byWidth.map(({ width, estimate: { value, lower, upper } }) => ({
      statistic: name,
      width,
      value: Math.abs(value),
      lower: Math.min(Math.abs(lower), Math.abs(upper)),
      upper: Math.max(Math.abs(lower), Math.abs(upper)),
    })),
  );
  const names = shown.map(({ name, slope }) =>
    slope === undefined ? name : `${name}, slope ${slope.value.toFixed(2)}`,
  );
  return draw(
    specification(values),
    `${result.observable} against the width, ${result.draws} draws: ${names.join('; ')}`,
  );
}

const specification = (values: readonly object[]): TopLevelSpec =>
  ({
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    encoding: {
      x: {
        field: 'width',
        type: 'quantitative',
        scale: { type: 'log', base: 2, nice: false },
        axis: { title: 'width' },
      },
      color: { field: 'statistic', type: 'nominal', sort: null, legend: { title: null } },
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: {
          y: { field: 'lower', type: 'quantitative', scale: { type: 'log' }, axis: { title: 'absolute value' } },
          y2: { field: 'upper' },
        },
      },
      {
        mark: { type: 'line', point: true },
        encoding: { y: { field: 'value', type: 'quantitative', scale: { type: 'log' } } },
      },
    ],
    config,
  }) as TopLevelSpec;
