import type { TopLevelSpec } from 'vega-lite';
import type { FiniteWidthTraining } from '../finite-width-dynamics/finite-width-training.ts';
import { tellingRecord } from '../finite-width-dynamics/tables.ts';
import { draw, type Figure } from './figure.ts';
import { config, INK, QUIET } from './style.ts';

const WIDTH = 220;
const HEIGHT = 190;
const SHOWN = ['loss', 'f(1)', 'Θ(1,1)'];
const MEANING: Readonly<Record<string, string>> = { loss: 'loss', 'f(1)': 'E f(x₁)', 'Θ(1,1)': 'E Θ(x₁, x₁)' };

/**
 * Above, n (simulated − limit) of the loss, f and Θ by time, each width a colour, which fall on the predicted coefficient of
 * 1/n as n grows. Below, |simulated − limit| and what is left after the correction, by width at the time of the largest correction
 * of the loss, beside slopes −1 and −2.
 */
export function finiteWidthTrainingFigure(result: FiniteWidthTraining): Promise<Figure> {
  return draw(specification(result), describe(result));
}

function specification({ prediction, comparisons }: FiniteWidthTraining): TopLevelSpec {
  const unit = prediction.schedule.method === 'flow' ? 'time' : 'step';
  const colour = {
    field: 'n',
    type: 'ordinal',
    scale: { scheme: 'viridis' },
    legend: { title: 'width n', titleFontWeight: 'normal', titleFontSize: 13, labelFontSize: 12 },
  };
  const collapse = SHOWN.map((name) => {
    const shown = comparisons.filter(({ quantity }) => quantity === name);
    const points = shown.flatMap(({ at, byWidth }) =>
      byWidth.map(({ width, scaledDeviation: { value, lower, upper } }) => ({ at, n: width, value, lower, upper })),
    );
    const line = shown.map(({ at, expansion }) => ({ at, value: expansion.correction }));
    const x = { field: 'at', type: 'quantitative', title: unit, axis: { grid: false, tickCount: 5 } };
    const y = {
      field: 'value',
      type: 'quantitative',
      title: `n · deviation of ${MEANING[name]}`,
      axis: { tickCount: 5 },
    };
    return {
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: line },
          mark: { type: 'line', interpolate: 'monotone', color: INK, strokeWidth: 1.5 },
          encoding: { x, y },
        },
        {
          data: { values: points },
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color: colour },
        },
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 28 },
          encoding: { x, y, color: colour },
        },
      ],
    };
  });
  const at = prediction.records[tellingRecord(prediction)]!.at;
  const rates = SHOWN.map((name) => {
    const { byWidth, expansion } = comparisons.find((one) => one.quantity === name && one.at === at)!;
    const points = byWidth.flatMap(({ width: n, scaledDeviation: d, remainder: r }) => [
      { n, kind: 'from n = ∞', ...sizes(d.value / n, d.lower / n, d.upper / n) },
      { n, kind: 'corrected to 1/n', ...sizes(r.value, r.lower, r.upper) },
    ]);
    const visible = points.filter(({ value, lower }) => value > 0 && lower > 0);
    const narrow = byWidth[0]!;
    const first = Math.abs(narrow.remainder.value);
    const guides = byWidth.flatMap(({ width: n }) => [
      ...(expansion.correction === 0 ? [] : [{ n, value: Math.abs(expansion.correction) / n, guide: '1/n' }]),
      ...(first > 0 ? [{ n, value: first * (narrow.width / n) ** 2, guide: '1/n²' }] : []),
    ]);
    const x = {
      field: 'n',
      type: 'quantitative',
      scale: { type: 'log', base: 2, nice: false, padding: 10 },
      axis: { title: 'width n', grid: false, tickCount: 5 },
    };
    const y = {
      field: 'value',
      type: 'quantitative',
      scale: { type: 'log' },
      axis: { title: `|deviation| of ${MEANING[name]}`, tickCount: 5, format: '.0e' },
    };
    const kind = {
      field: 'kind',
      type: 'nominal',
      scale: { domain: ['from n = ∞', 'corrected to 1/n'], range: ['#0b69a3', '#c2571a'] },
      legend: { title: null, labelLimit: 220, labelFontSize: 12 },
    };
    return {
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: guides },
          mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 4], color: QUIET },
          encoding: { x, y, detail: { field: 'guide' } },
        },
        {
          data: { values: visible },
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color: kind },
        },
        {
          data: { values: points.filter(({ value }) => value > 0) },
          mark: { type: 'point', filled: true, size: 28 },
          encoding: { x, y, color: kind },
        },
      ],
    };
  });
  return {
    vconcat: [
      { hconcat: collapse, resolve: { scale: { color: 'shared' } } },
      { hconcat: rates, resolve: { scale: { color: 'shared' } } },
    ],
    resolve: { scale: { color: 'independent' } },
    config,
  } as unknown as TopLevelSpec;
}

/** Absolute values; the interval is left out (lower 0) where it contains 0. */
const sizes = (value: number, lower: number, upper: number): { value: number; lower: number; upper: number } => ({
  value: Math.abs(value),
  lower: lower * upper > 0 ? Math.min(Math.abs(lower), Math.abs(upper)) : 0,
  upper: Math.max(Math.abs(lower), Math.abs(upper)),
});

function describe({ prediction, comparisons, widths, draws }: FiniteWidthTraining): string {
  const at = prediction.records[tellingRecord(prediction)]!.at;
  const loss = comparisons.find((one) => one.quantity === 'loss' && one.at === at)!;
  const unit = prediction.schedule.method === 'flow' ? 'time' : 'step';
  const slope =
    loss.deviationSlope === undefined ? '' : `; slope of the deviation ${loss.deviationSlope.value.toFixed(2)}`;
  return `Width times the deviation from infinite width for the loss, f and the tangent kernel, ${draws} draws at widths ${widths.join(', ')}, beside the predicted coefficients of 1/n; at ${unit} ${Number(at.toPrecision(3))} that of the loss is ${Number(loss.expansion.correction.toPrecision(3))}${slope}.`;
}
