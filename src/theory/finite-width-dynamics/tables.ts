/** Predicted and simulated means as tables. */
import type { SampleEstimate, Slope } from '../../numeric/simulation/estimates.ts';
import type { Table } from '../tables/table.ts';
import type { FiniteWidthTraining, QuantityComparison } from './finite-width-training.ts';
import type { Expansion, MeanDynamics } from './mean-dynamics.ts';

/** The expansions of one record with their names, the loss first. */
export function namedExpansions({ records }: MeanDynamics, record: number): readonly (readonly [string, Expansion])[] {
  const { loss, outputs, variances, kernel } = records[record]!;
  return [
    ['loss', loss],
    ...outputs.map((e, a): [string, Expansion] => [`f(${a + 1})`, e]),
    ...variances.map((e, a): [string, Expansion] => [`Var f(${a + 1})`, e]),
    ...kernel.flatMap((row, a) => row.map((e, b): [string, Expansion] => [`Θ(${a + 1},${b + 1})`, e])),
  ];
}

/** Limit and coefficient of 1/n of every mean at every record; n* = |correction/limit|. */
export const meanDynamicsTable = (dynamics: MeanDynamics): Table => ({
  name: 'mean-dynamics',
  caption: 'Means over the initialisation: limit + correction/n + O(1/n^2), n* = |correction/limit|.',
  header: [unit(dynamics), 'quantity', 'limit', 'correction', { csv: 'crossover', latex: '$n^*$' }],
  rows: dynamics.records.flatMap(({ at }, record) =>
    namedExpansions(dynamics, record).map(([name, { limit, correction }]) => [
      `${at}`,
      name,
      `${limit}`,
      `${correction}`,
      limit === 0 ? '' : `${Math.abs(correction / limit)}`,
    ]),
  ),
  alignment: 'rlrrr',
});

const unit = ({ schedule }: MeanDynamics): string => (schedule.method === 'flow' ? 'time' : 'step');

/** Every comparison, with the slopes in rows of their own width. */
export const finiteWidthTable = ({ prediction, comparisons }: FiniteWidthTraining): Table => ({
  name: 'finite-width-training',
  caption: 'Simulated means of trained networks beside limit + correction/n.',
  header: [
    unit(prediction),
    'quantity',
    'width',
    'simulated',
    'lower',
    'upper',
    'limit',
    'predicted',
    'n deviation',
    'n deviation lower',
    'n deviation upper',
    'correction',
    'remainder',
    'remainder lower',
    'remainder upper',
    'deviation slope',
    'remainder slope',
  ],
  rows: comparisons.flatMap(({ at, quantity, expansion, byWidth, deviationSlope, remainderSlope }) =>
    byWidth.map(({ width, simulated, predicted, scaledDeviation, remainder }) =>
      [
        at,
        quantity,
        width,
        simulated.value,
        simulated.lower,
        simulated.upper,
        expansion.limit,
        predicted,
        scaledDeviation.value,
        scaledDeviation.lower,
        scaledDeviation.upper,
        expansion.correction,
        remainder.value,
        remainder.lower,
        remainder.upper,
        deviationSlope?.value ?? '',
        remainderSlope?.value ?? '',
      ].map(String),
    ),
  ),
  alignment: 'rlrrrrrrrrrrrrrrr',
});

/** The record where the correction to the loss is largest: there the deviation shows best. */
export function tellingRecord({ records }: MeanDynamics): number {
  const size = (k: number): number => Math.abs(records[k]!.loss.correction);
  return records.reduce((best, _, k) => (size(k) > size(best) ? k : best), 0);
}

/** The comparisons at one record for a terminal, with the slopes below each quantity. */
export function comparisonText(
  { prediction, comparisons, level }: FiniteWidthTraining,
  record: number,
): readonly (readonly string[])[] {
  const { at } = prediction.records[record]!;
  const percent = `${100 * level}%`;
  return [
    ['', 'n', 'simulated', 'n = ∞', 'to 1/n', 'n · deviation', percent, 'predicted'],
    ...comparisons.filter((one) => one.at === at).flatMap(linesOf),
  ];
}

function linesOf({
  quantity,
  expansion,
  byWidth,
  deviationSlope,
  remainderSlope,
}: QuantityComparison): readonly (readonly string[])[] {
  return [
    ...byWidth.map(({ width, simulated, predicted, scaledDeviation: d }, k) => [
      k === 0 ? quantity : '',
      `${width}`,
      `${short(simulated.value)}${simulated.heavyTailed ? ' (heavy tail)' : ''}`,
      short(expansion.limit),
      short(predicted),
      short(d.value),
      interval(d),
      short(expansion.correction),
    ]),
    ...(deviationSlope === undefined
      ? []
      : [['', 'slope', 'of the deviation', '', '', deviationSlope.value.toFixed(3), interval(deviationSlope), '-1']]),
    ...(remainderSlope === undefined
      ? []
      : [
          [
            '',
            'slope',
            'after the correction',
            '',
            '',
            remainderSlope.value.toFixed(3),
            interval(remainderSlope),
            '-2',
          ],
        ]),
  ];
}

/** Limit and correction of the loss, the first outputs and Θ(1,1) by record for a terminal. */
export function meanDynamicsText(dynamics: MeanDynamics): readonly (readonly string[])[] {
  const shown = (name: string): boolean =>
    name === 'loss' || name === 'f(1)' || name === 'Var f(1)' || name === 'Θ(1,1)';
  const names = namedExpansions(dynamics, 0).flatMap(([name]) => (shown(name) ? [name] : []));
  return [
    [unit(dynamics), ...names.flatMap((name) => [name, '1/n'])],
    ...dynamics.records.map(({ at }, record) => [
      short(at),
      ...namedExpansions(dynamics, record).flatMap(([name, { limit, correction }]) =>
        shown(name) ? [short(limit), short(correction)] : [],
      ),
    ]),
  ];
}

const short = (x: number): string => `${Number(x.toPrecision(5))}`;
const interval = ({ lower, upper }: Pick<SampleEstimate | Slope, 'lower' | 'upper'>): string =>
  `[${Number(lower.toPrecision(4))}, ${Number(upper.toPrecision(4))}]`;
