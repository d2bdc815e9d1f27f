/** What samples say of the information exponent where no direction is known, as JSON and as text. */
import { exponentFromSamples } from '../theory/directions/exponent-from-samples.ts';
import { samplesFrom } from '../theory/directions/samples.ts';
import { table } from './output.ts';
import { progressBar } from './progress-bar.ts';

interface Options {
  readonly level?: number;
  readonly order?: number;
  readonly kurtosis?: number;
  readonly labelBound?: number;
  readonly seed?: number;
  readonly whiten?: true;
}

export async function withoutDirection(
  file: string,
  inputs: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { level, order, kurtosis, labelBound, seed, whiten }: Options,
): Promise<{ readonly json: unknown; readonly text: string }> {
  const bar = progressBar('exponent');
  const found = await exponentFromSamples(samplesFrom(inputs, labels), {
    ...(level === undefined ? {} : { level }),
    ...(order === undefined ? {} : { maximumOrder: order }),
    ...(kurtosis === undefined ? {} : { kurtosis }),
    ...(labelBound === undefined ? {} : { labelBound }),
    ...(seed === undefined ? {} : { seed }),
    whitened: whiten === true,
    progress: bar.progress,
  }).finally(() => bar.stop());
  const { orders, atMost, statement, basis, below, findings, assumptions, warnings, remedy, tier } = found;
  const json = {
    data: file,
    samples: labels.length,
    dimension: orders.dimension,
    whitened: whiten === true,
    informationExponent: { atMost: atMost ?? null },
    tier,
    level: found.level,
    statement,
    basis,
    assumptions,
    below,
    orders: orders.statistics.map(({ variance, absenceProbability, ...rest }, i) => ({
      ...rest,
      standardDeviation: variance.deviation,
      level: findings[i]!.level,
      threshold: finite(findings[i]!.threshold),
      bound: finite(findings[i]!.bound),
    })),
    inputChecks: orders.inputChecks,
    warnings,
    ...(remedy === undefined ? {} : { remedy }),
  };
  const short = (x: number): string => (x === Infinity ? '?' : `${Number(x.toPrecision(4))}`);
  const rows = orders.statistics.map(({ order: k, value, nullVariance, variance, independenceProbability }, i) => [
    `${k}`,
    short(value),
    short(variance.deviation),
    short(Math.sqrt(nullVariance)),
    short(independenceProbability),
    short(findings[i]!.threshold),
    short(findings[i]!.bound),
  ]);
  const head = ['k', 'T_k', 'deviation', 'null deviation', 'P if independent', 'found from', '|C_k|²/k! up to'];
  const text = [
    `${file}: ${given(labels.length, orders.samples)} of dimension ${orders.dimension}, no direction given`,
    `${statement} (${tier}: ${basis})`,
    table([head, ...rows]),
    'T_k is unbiased for |C_k|²/k!, C_k = E[y He_k(x)].',
    `Assumed: ${assumptions.join('; ')}.`,
    ...warnings.map((warning) => `Warning: ${warning}.`),
    ...(remedy === undefined ? [] : [`${remedy}.`]),
  ];
  return { json, text: `${text.join('\n')}\n` };
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

const given = (all: number, used: number): string =>
  `${all} samples, ${all - used} of them for the centre of the labels,`;
