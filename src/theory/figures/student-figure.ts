import type { TopLevelSpec } from 'vega-lite';
import type { StudentExperiment } from '../teacher-student/student-experiment.ts';
import { draw, type Figure } from './figure.ts';
import { hittingTimeAxes } from './hitting-time-axes.ts';
import { config, INK, QUIET } from './style.ts';

const WIDTH = 420;
const HEIGHT = 300;

const rounded = (x: number): number => Number(x.toPrecision(5));

/**
 * The |overlap| of a student, of its median neuron or its leading singular vector, in every run against samples over d^p, and dashed the flow of theory, by dimension; beside it, for several
 * dimensions, samples until the threshold, and the flow's.
 */
export function studentFigure(experiment: StudentExperiment): Promise<Figure> {
  return draw(specification(experiment), describe(experiment));
}

function specification({ dimensions, sampleExponent: p, threshold, measure }: StudentExperiment): TopLevelSpec {
  const scale = { scheme: 'viridis' };
  const colour = { field: 'dimension', type: 'ordinal', scale, legend: { title: 'dimension d' } };
  const axes = {
    x: {
      field: 'time',
      type: 'quantitative',
      axis: { title: `samples / d${p === 1 ? '' : `^${p}`}`, tickCount: 5 },
    },
    y: { field: 'overlap', type: 'quantitative', scale: { domain: [0, 1] }, axis: { title: `|overlap|, ${measure}` } },
  };
  const traces = dimensions.flatMap(({ dimension, runs, table }) =>
    runs.flatMap(({ records }, run) =>
      records.map(({ median, singular }, i) => ({
        dimension,
        run: `${dimension}/${run}`,
        time: rounded(table[i]!.samples / dimension ** p),
        overlap: rounded(measure === 'singular vector' ? singular : median),
      })),
    ),
  );
  const flows = dimensions.flatMap(({ dimension, table }) =>
    table.flatMap(({ samples, flow }) =>
      flow === undefined
        ? []
        : [{ dimension, time: rounded(samples / dimension ** p), overlap: rounded(Math.abs(flow)) }],
    ),
  );
  const hits = dimensions.flatMap(({ dimension, runs }) =>
    runs.flatMap(({ hittingTime }) => (hittingTime === undefined ? [] : [{ dimension, samples: hittingTime }])),
  );
  const predicted = dimensions.flatMap(({ dimension, flowSamples }) =>
    flowSamples === undefined || !Number.isFinite(flowSamples) || flowSamples <= 0
      ? []
      : [{ dimension, samples: flowSamples }],
  );
  const encoding = hittingTimeAxes('samples', threshold);
  const dash = { type: 'line', color: INK, strokeWidth: 2, strokeDash: [6, 4] };
  return {
    hconcat: [
      {
        width: WIDTH,
        height: HEIGHT,
        layer: [
          {
            data: { values: traces },
            mark: { type: 'line', strokeWidth: 1, opacity: 0.6 },
            encoding: { ...axes, detail: { field: 'run' }, color: colour },
          },
          ...(flows.length === 0
            ? []
            : [{ data: { values: flows }, mark: dash, encoding: { ...axes, detail: { field: 'dimension' } } }]),
        ],
      },
      ...(dimensions.length < 2 || hits.length === 0
        ? []
        : [
            {
              width: 0.6 * WIDTH,
              height: HEIGHT,
              layer: [
                ...(predicted.length === 0
                  ? []
                  : [{ data: { values: predicted }, mark: { ...dash, color: QUIET }, encoding }]),
                { data: { values: hits }, mark: { type: 'point', size: 24 }, encoding: { ...encoding, color: colour } },
              ],
            },
          ]),
    ],
    config,
  } as unknown as TopLevelSpec;
}

function describe({ link, loss, dimensions, threshold }: StudentExperiment): string {
  const medians = dimensions.map(
    ({ dimension, median, flowSamples }) =>
      `d = ${dimension}: ${Number.isFinite(median) ? Number(median.toPrecision(4)) : 'not reached'}${
        flowSamples === undefined ? '' : `, ${Number(flowSamples.toPrecision(4))} by the flow`
      }`,
  );
  return `Overlap of a student's neurons against samples for ${link.name}, ${loss} loss, dashed the flow; samples until ${threshold}: ${medians.join('; ')}.`;
}
