import type { TopLevelSpec } from 'vega-lite';
import { powerOfTen } from './coefficients-by-degree-figure.ts';
import { draw, type Figure } from './figure.ts';
import { ACCENT, config, INK, QUIET } from './style.ts';

const WIDTH = 400;
const HEIGHT = 220;
/** Losses below this part of the largest are rounding. */
const FLOOR = 1e-16;
const CEILING = 100;

export interface TrainingPlot {
  /** What the horizontal axis counts. */
  readonly axis: 'step' | 'time';
  readonly points: readonly {
    readonly at: number;
    readonly loss: number;
    readonly testLoss?: number;
    readonly kernelDrift?: number;
    readonly predictions: readonly { readonly name: string; readonly loss: number }[];
  }[];
}

/** The loss of a training run, on a logarithmic scale, with those that predictions give; below it, how far the kernel moved. */
export function trainingFigure(plot: TrainingPlot): Promise<Figure> {
  return draw(specification(plot), describe(plot));
}

function specification({ axis, points }: TrainingPlot): TopLevelSpec {
  const lines = points.flatMap(({ at, loss, testLoss, predictions }) => [
    { at, series: 'network', value: loss },
    ...(testLoss === undefined ? [] : [{ at, series: 'on test inputs', value: testLoss }]),
    ...predictions.map(({ name, loss: value }) => ({ at, series: name, value })),
  ]);
  // A prediction may diverge where the network does not: what is far above the network's own losses is left out.
  const largest = Math.max(...points.map(({ loss }) => loss), Number.MIN_VALUE);
  const values = lines.filter(({ value }) => value > FLOOR * largest && value <= CEILING * largest);
  const smallest = Math.min(...values.map(({ value }) => value), largest);
  const highest = Math.max(...values.map(({ value }) => value), smallest);
  const [low, high] = [Math.floor(Math.log10(smallest)), Math.ceil(Math.log10(highest))];
  const stride = Math.max(1, Math.ceil((high - low) / 6));
  const ticks = Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, k) => low + k * stride);
  const powers = Object.fromEntries(ticks.map((k) => [`${k}`, powerOfTen(k)]));
  const names = [...new Set(lines.map(({ series }) => series))];
  const drift = points.flatMap(({ at, kernelDrift }) =>
    kernelDrift === undefined ? [] : [{ at, value: kernelDrift }],
  );
  const x = (title: string | null): object => ({ field: 'at', type: 'quantitative', title, axis: { grid: false } });
  return {
    vconcat: [
      {
        width: WIDTH,
        height: HEIGHT,
        data: { values },
        mark: { type: 'line', strokeWidth: 2, point: values.length < 200 },
        encoding: {
          x: x(drift.length === 0 ? axis : null),
          y: {
            field: 'value',
            type: 'quantitative',
            scale: { type: 'log' },
            title: 'loss',
            axis: {
              values: ticks.map((k) => 10 ** k),
              labelExpr: `${JSON.stringify(powers)}[round(log(datum.value) / LN10)]`,
            },
          },
          color: {
            field: 'series',
            type: 'nominal',
            sort: names,
            scale: { domain: names, range: [ACCENT, '#7aa6c2', '#c2571a', '#7b4ba0', INK].slice(0, names.length) },
            legend: { title: null, orient: 'top', labelFontSize: 12 },
          },
        },
      },
      ...(drift.length === 0
        ? []
        : [
            {
              width: WIDTH,
              height: HEIGHT / 2,
              data: { values: drift },
              mark: { type: 'line', strokeWidth: 2, color: QUIET, point: { color: QUIET } },
              encoding: {
                x: x(axis),
                y: { field: 'value', type: 'quantitative', title: '‖Θ − Θ₀‖ / ‖Θ₀‖', axis: { tickCount: 4 } },
              },
            },
          ]),
    ],
    config,
  } as TopLevelSpec;
}

function describe({ axis, points }: TrainingPlot): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const short = (x: number): string => `${Number(x.toPrecision(3))}`;
  const moved = last.kernelDrift === undefined ? '' : `; the kernel moved by ${short(last.kernelDrift)} of itself`;
  const names = last.predictions.map(({ name }) => name).join(' and ');
  return `The loss over the ${axis}, from ${short(first.loss)} to ${short(last.loss)} at ${axis} ${short(last.at)}${names === '' ? '' : `, beside ${names}`}${moved}.`;
}
