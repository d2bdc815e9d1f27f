import type { TopLevelSpec } from 'vega-lite';
import type { LearningExperiment } from '../dynamics/learning-experiment.ts';
import { draw, type Figure } from './figure.ts';
import { hittingTimeAxes } from './hitting-time-axes.ts';
import { config, QUIET } from './style.ts';

const WIDTH = 420;
const HEIGHT = 300;

/**
 * |overlap| of every run against samples over d^p, p the method's exponent, by dimension; curves of different dimensions fall on each other where
 * p is right (logarithms apart). Beside it hitting times against the dimension, with the fitted line.
 */
export function learningFigure(experiment: LearningExperiment): Promise<Figure> {
  return draw(specification(experiment), describe(experiment));
}

const rounded = (x: number): number => Number(x.toPrecision(5));

function specification({ dimensions, sampleExponent, threshold, slope }: LearningExperiment): TopLevelSpec {
  const colour = {
    field: 'dimension',
    type: 'ordinal',
    scale: { scheme: 'viridis' },
    legend: { title: 'dimension d' },
  };
  const traces = dimensions.flatMap(({ dimension, runs }) =>
    runs.flatMap(({ trace }, run) =>
      trace.slice(1).map(({ samples, overlap }) => ({
        dimension,
        run: `${dimension}/${run}`,
        time: rounded(samples / dimension ** sampleExponent),
        overlap: rounded(Math.abs(overlap)),
      })),
    ),
  );
  const exponent = sampleExponent === 1 ? '' : `^${sampleExponent}`;
  const hits = dimensions.flatMap(({ dimension, runs }) =>
    runs.flatMap(({ hittingTime }) => (hittingTime === undefined ? [] : [{ dimension, hittingTime }])),
  );
  const logs = dimensions.map(({ dimension, median }) => ({ x: Math.log(dimension), y: Math.log(median) }));
  const middle = (of: 'x' | 'y'): number => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const line =
    slope === undefined
      ? []
      : dimensions.map(({ dimension }) => ({
          dimension,
          hittingTime: Math.exp(middle('y') + slope.value * (Math.log(dimension) - middle('x'))),
        }));
  const encoding = hittingTimeAxes('hittingTime', threshold);
  return {
    hconcat: [
      {
        width: WIDTH,
        height: HEIGHT,
        data: { values: traces },
        mark: { type: 'line', strokeWidth: 1, opacity: 0.6 },
        encoding: {
          x: {
            field: 'time',
            type: 'quantitative',
            scale: { type: 'log' },
            axis: { title: `samples / d${exponent}`, tickCount: 5 },
          },
          y: { field: 'overlap', type: 'quantitative', axis: { title: '|overlap|' } },
          detail: { field: 'run' },
          color: colour,
        },
      },
      ...(hits.length === 0
        ? []
        : [
            {
              width: 0.6 * WIDTH,
              height: HEIGHT,
              layer: [
                { data: { values: line }, mark: { type: 'line', color: QUIET, strokeDash: [4, 4] }, encoding },
                { data: { values: hits }, mark: { type: 'point', size: 24 }, encoding: { ...encoding, color: colour } },
              ],
            },
          ]),
    ],
    config,
  } as unknown as TopLevelSpec;
}

function describe({ link, method, dimensions, slope }: LearningExperiment): string {
  const medians = dimensions.map(
    ({ dimension, median }) =>
      `d = ${dimension}: ${Number.isFinite(median) ? Number(median.toPrecision(4)) : 'not reached'}`,
  );
  const fitted =
    slope === undefined
      ? ''
      : `; slope ${slope.value.toFixed(2)} [${slope.lower.toFixed(2)}, ${slope.upper.toFixed(2)}]`;
  return `Overlap against samples for ${link.name} by ${method}; median hitting times ${medians.join(', ')}${fitted}.`;
}
