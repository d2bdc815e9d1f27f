/** What samples say of the information exponent where no direction is known, as JSON and as text. */
import { exponentFromSamples } from '../theory/directions/exponent-from-samples.ts';
import { samplesFrom } from '../theory/directions/samples.ts';
import { table } from './output.ts';
import { progressBar } from './progress-bar.ts';

interface Options {
  readonly level?: number;
  readonly order?: number;
  readonly seed?: number;
  readonly whiten?: true;
}

export async function withoutDirection(
  file: string,
  inputs: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { level, order, seed, whiten }: Options,
): Promise<{ readonly json: unknown; readonly text: string }> {
  const bar = progressBar('exponent');
  const found = await exponentFromSamples(samplesFrom(inputs, labels), {
    ...(level === undefined ? {} : { level }),
    ...(order === undefined ? {} : { maximumOrder: order }),
    ...(seed === undefined ? {} : { seed }),
    whitened: whiten === true,
    progress: bar.progress,
  }).finally(() => bar.stop());
  const { orders, atMost, statement, basis, below, tier } = found;
  const json = {
    data: file,
    samples: orders.samples,
    dimension: orders.dimension,
    whitened: whiten === true,
    informationExponent: { atMost: atMost ?? null },
    tier,
    level: found.level,
    statement,
    basis,
    below,
    orders: orders.statistics.map(({ variance, ...rest }) => ({ ...rest, standardDeviation: variance.deviation })),
    inputChecks: orders.inputChecks,
    warnings: orders.warnings,
  };
  const short = (x: number): string => `${Number(x.toPrecision(4))}`;
  const rows = orders.statistics.map(
    ({ order: k, value, nullVariance, variance, independenceProbability, absenceProbability }) => [
      `${k}`,
      short(value),
      short(variance.deviation),
      short(Math.sqrt(nullVariance)),
      short(independenceProbability),
      short(absenceProbability),
    ],
  );
  const text = [
    `${file}: ${orders.samples} samples of dimension ${orders.dimension}, no direction given`,
    `${statement} (${tier}: ${basis})`,
    table([['k', 'T_k', 'deviation', 'null deviation', 'P if independent', 'P if C_k = 0'], ...rows]),
    'T_k is unbiased for |E[y He_k(x)]|²/k!.',
    ...orders.warnings.map((warning) => `Warning: ${warning}.`),
  ];
  return { json, text: `${text.join('\n')}\n` };
}
