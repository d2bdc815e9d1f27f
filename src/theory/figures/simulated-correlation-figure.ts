import type { TopLevelSpec } from 'vega-lite';
import { InputError } from '../../base/errors.ts';
import type { CorrelationReport } from '../correlation-functions/mean.ts';
import { meanAtWidth, type SimulatedCorrelation } from '../correlation-functions/simulate-correlations.ts';
import { draw, type Figure } from './figure.ts';
import { config, INK, QUIET } from './style.ts';

const WIDTH = 420;
const HEIGHT = 300;
/** Points of the exact curve between two powers of 2. */
const FINE = 4;

export interface SimulatedSeries {
  readonly label: string;
  readonly simulated: SimulatedCorrelation;
  /** For the exact curve, where there is one. */
  readonly exact?: CorrelationReport;
}

/**
 * |C(n)| on logarithmic axes for one or several networks: points with their intervals, exact means as curves, and dashed the
 * guide n^bound through the last of each. A point whose interval holds 0 has a bar from its far end down to the axis.
 * Throws {@link InputError} when nothing is left to draw.
 */
export function simulatedCorrelationFigure(series: readonly SimulatedSeries[], bound: number): Promise<Figure> {
  const points = series.flatMap(({ label, simulated: { byWidth } }) =>
    byWidth.flatMap(({ width, estimate: { value, lower, upper } }) => {
      const [far, near] = [Math.max(Math.abs(lower), Math.abs(upper)), Math.min(Math.abs(lower), Math.abs(upper))];
      return value === 0
        ? []
        : [{ label, n: width, value: Math.abs(value), far, near: lower * upper > 0 ? near : null }];
    }),
  );
  const curves = series.flatMap(({ label, simulated: { byWidth }, exact }) =>
    exact === undefined ? [] : curveOf(exact, byWidth).map((point) => ({ label, ...point })),
  );
  if (points.length + curves.length === 0)
    throw new InputError('figure', 'all means are zero, and a logarithmic axis has no place for them');
  const guides = series.flatMap(({ label }) => {
    const of = (rows: readonly { label: string; n: number; value: number }[]): typeof rows =>
      rows.filter((row) => row.label === label);
    const last = of(curves).at(-1) ?? of(points).at(-1);
    return last === undefined
      ? []
      : of(points).map(({ n }) => ({ label, n, guide: last.value * (n / last.n) ** bound }));
  });
  const floor = Math.min(...[...points, ...curves].map(({ value }) => value)) / 10;
  const bars = points.map((point) => ({ ...point, near: point.near ?? floor }));
  const name = series[0]!.simulated.correlation;
  const fits = series.map(({ label, simulated: { exponent } }) =>
    exponent === null ? label : `${label}, fitted exponent ${exponent.value.toFixed(2)}`,
  );
  return draw(
    specification(bars, curves, guides, name),
    `The size of E ${name} by width, simulated with intervals${curves.length > 0 ? ' beside the exact curve' : ''}: ${fits.join('; ')}. Dashed, the slope n^${bound} of the bound.`,
  );
}

function curveOf(
  report: CorrelationReport,
  means: readonly { readonly width: number }[],
): readonly { n: number; value: number }[] {
  const widths = means.map(({ width }) => width);
  const [low, high] = [Math.log2(Math.min(...widths)), Math.log2(Math.max(...widths))];
  const between = Array.from({ length: Math.floor((high - low) * FINE) + 1 }, (_, k) =>
    Math.round(2 ** (low + k / FINE)),
  );
  return [...new Set([...between, ...widths])]
    .sort((a, b) => a - b)
    .map((n) => ({ n, value: Math.abs(meanAtWidth(report, n)) }))
    .filter(({ value }) => value > 0 && Number.isFinite(value));
}

function specification(
  points: readonly object[],
  curves: readonly object[],
  guides: readonly object[],
  name: string,
): TopLevelSpec {
  const x = {
    field: 'n',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    axis: { title: 'width n', grid: false },
  };
  const y = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { type: 'log' },
    axis: { title: `|E ${name}|`, tickCount: 6, format: '.0e' },
  });
  const color = {
    field: 'label',
    type: 'nominal',
    sort: null,
    legend: { title: null, labelColor: INK, labelFontSize: 12, labelLimit: 260, orient: 'right' },
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: guides },
        mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 4], color: QUIET },
        encoding: { x, y: y('guide'), color },
      },
      { data: { values: curves }, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y: y('value'), color } },
      {
        data: { values: points },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, y: y('near'), y2: { field: 'far' }, color },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 45, opacity: 1 },
        encoding: { x, y: y('value'), color },
      },
    ],
    config,
  } as unknown as TopLevelSpec;
}
