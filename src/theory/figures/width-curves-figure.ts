import type { TopLevelSpec } from 'vega-lite';
import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import { inverseWidthName } from '../../symbolic/width/finite-width-moment.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { predictedExponent } from '../correlation-functions/cluster-graph.ts';
import type { CorrelationFunction } from '../correlation-functions/correlation-function.ts';
import { type MeanOptions, meanOf } from '../correlation-functions/mean.ts';
import { correlationText } from '../correlation-functions/print.ts';
import { draw, type Figure } from './figure.ts';
import { config, INK, QUIET } from './style.ts';

const WIDTH = 420;
const HEIGHT = 300;
const LARGEST_POWER = 14;

export interface WidthCurve {
  readonly label: string;
  /** All hidden widths are the same indeterminate. */
  readonly network: WideNetwork;
}

/**
 * |C(n)|, exact at n = 1, 2, 4, …, 2¹⁴ for each network, on logarithmic axes; dashed, the slope n^s of the cluster
 * graph's bound through the last point of each. Networks whose mean vanishes have no curve. All inputs are equal.
 * Throws {@link InputError} when a network has another indeterminate than one width or no curve is left.
 */
export function widthCurvesFigure(
  correlation: CorrelationFunction,
  curves: readonly WidthCurve[],
  options: MeanOptions = {},
): Promise<Figure> {
  const exponent = predictedExponent(correlation);
  const drawn = curves.flatMap(({ label, network }) => {
    const points = pointsOf(correlation, network, options);
    const last = points.at(-1);
    if (last === undefined) return [];
    return points.map(({ n, value }) => ({ label, n, value, slope: last.value * (n / last.n) ** exponent }));
  });
  const name = correlationText(correlation);
  if (drawn.length === 0)
    throw new InputError('curves', `the mean of ${name} vanishes for every network given`, 'Choose another function');
  return draw(
    specification(drawn, name),
    `The exact size of ${name} by width for ${[...new Set(drawn.map(({ label }) => label))].join('; ')}, beside the slope n^${exponent} of the bound.`,
  );
}

function pointsOf(
  correlation: CorrelationFunction,
  network: WideNetwork,
  options: MeanOptions,
): readonly { n: number; value: number }[] {
  const [width] = network.widths;
  if (typeof width !== 'string' || network.widths.some((other) => other !== width))
    throw new InputError('curves', 'expected one indeterminate width for all hidden layers');
  const mean = meanOf(correlation, network, options);
  return Array.from({ length: LARGEST_POWER + 1 }, (_, k) => 2 ** k).flatMap((n) => {
    const value = Math.abs(numberFromRational(evaluate(mean, { [inverseWidthName(width)]: `1/${n}` })));
    // A logarithmic axis has no place for zeros, nor a double for what is larger.
    return value > 0 && Number.isFinite(value) ? [{ n, value }] : [];
  });
}

function specification(values: readonly object[], name: string): TopLevelSpec {
  const x = {
    field: 'n',
    type: 'quantitative',
    scale: { type: 'log', base: 2 },
    axis: { title: 'width n', grid: false },
  };
  const scale = { type: 'log' };
  const color = {
    field: 'label',
    type: 'nominal',
    sort: null,
    legend: { title: null, labelColor: INK, labelFontSize: 12, labelLimit: 260, orient: 'right' },
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 4], color: QUIET },
        encoding: { x, y: { field: 'slope', type: 'quantitative', scale }, color },
      },
      {
        mark: { type: 'line', strokeWidth: 2, point: { size: 20 } },
        encoding: {
          x,
          y: {
            field: 'value',
            type: 'quantitative',
            scale,
            axis: { title: `|E ${name}|`, tickCount: 6, format: '.0e' },
          },
          color,
        },
      },
    ],
    config,
  } as unknown as TopLevelSpec;
}
