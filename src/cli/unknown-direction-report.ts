/** What samples say of the information exponent where no direction is known, as JSON and as text. */
import { exponentFromSamples } from '../theory/directions/exponent-from-samples.ts';
import { recoverDirection } from '../theory/directions/recover-direction.ts';
import { type Samples, samplesFrom } from '../theory/directions/samples.ts';
import { whiten } from '../theory/directions/whitening.ts';
import type { Estimate } from '../theory/estimate.ts';
import { table } from './output.ts';
import { progressBar } from './progress-bar.ts';

interface Options {
  readonly level?: number;
  readonly order?: number;
  readonly kurtosis?: number;
  readonly labelBound?: number;
  readonly seed?: number;
  readonly whiten?: true;
  readonly recover?: true | number;
}

export async function withoutDirection(
  file: string,
  inputs: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { level, order, kurtosis, labelBound, seed, whiten: toWhiten, recover }: Options,
): Promise<{ readonly json: unknown; readonly text: string }> {
  const bar = progressBar('exponent');
  const samples = samplesFrom(inputs, labels);
  const found = await exponentFromSamples(samples, {
    ...(level === undefined ? {} : { level }),
    ...(order === undefined ? {} : { maximumOrder: order }),
    ...(kurtosis === undefined ? {} : { kurtosis }),
    ...(labelBound === undefined ? {} : { labelBound }),
    ...(seed === undefined ? {} : { seed }),
    whitened: toWhiten === true,
    progress: bar.progress,
  }).finally(() => bar.stop());
  const { orders, atMost, statement, basis, below, findings, assumptions, warnings, remedy, tier } = found;
  const direction =
    recover === undefined ? undefined : await recovered(samples, recover, atMost, found.level, toWhiten === true);
  const json = {
    data: file,
    samples: labels.length,
    dimension: orders.dimension,
    whitened: toWhiten === true,
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
      along: findings[i]!.along ?? null,
      regression: findings[i]!.regression ?? null,
      present: findings[i]!.present,
      foundBy: findings[i]!.foundBy,
    })),
    inputChecks: orders.inputChecks,
    warnings,
    ...(remedy === undefined ? {} : { remedy }),
    ...(recover === undefined ? {} : { recovery: direction ?? null }),
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
    intervalText(findings[i]!.along),
    intervalText(findings[i]!.regression),
    findings[i]!.present && orders.warnings.length === 0 ? `found by ${findings[i]!.foundBy.join(', ')}` : '',
  ]);
  const head = [
    'k',
    'T_k',
    'deviation',
    'null deviation',
    'P if independent',
    'found from',
    '|C_k|²/k! up to',
    'E[y h_k(⟨ŵ, x⟩)]: mean',
    'regression',
    '',
  ];
  const text = [
    `${file}: ${given(labels.length, orders.samples)} of dimension ${orders.dimension}, no direction given`,
    `${statement} (${tier}: ${basis})`,
    table([head, ...rows]),
    'T_k is unbiased for |C_k|²/k!, C_k = E[y He_k(x)]; ŵ comes from half of the samples, its intervals from the others: of the mean, and by regression on polynomials.',
    `Assumed: ${assumptions.join('; ')}.`,
    ...warnings.map((warning) => `Warning: ${warning}.`),
    ...(remedy === undefined ? [] : [`${remedy}.`]),
    ...(direction !== undefined
      ? ['', recoveryText(direction)]
      : recover === undefined
        ? []
        : ['', 'No direction: no order was found to recover by. Give one: --recover 3.']),
  ];
  return { json, text: `${text.join('\n')}\n` };
}

const intervalText = (interval: { readonly lower: number; readonly upper: number } | undefined): string =>
  interval === undefined ? '?' : `[${Number(interval.lower.toPrecision(3))}, ${Number(interval.upper.toPrecision(3))}]`;

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

const given = (all: number, used: number): string =>
  `${all} samples, ${all - used} of them for the centre of the labels,`;

interface RecoveryReport {
  readonly order: number;
  readonly direction: readonly number[];
  readonly refinements: number;
  readonly overlap: Estimate;
  readonly tier: 'tested';
}

/** Of the inputs as given, also where they are whitened; undefined where no order is given or found. */
async function recovered(
  given: Samples,
  wanted: true | number,
  found: number | undefined,
  level: number,
  whitened: boolean,
): Promise<RecoveryReport | undefined> {
  const order = wanted === true ? found : wanted;
  if (order === undefined) return undefined;
  const whitening = whitened ? whiten(given) : undefined;
  const recovery = await recoverDirection(whitening?.samples ?? given, { order, level: 1 - level });
  const direction = [...(whitening?.original(recovery.direction) ?? recovery.direction)];
  return { order, direction, refinements: recovery.refinements, overlap: recovery.overlap, tier: 'tested' };
}

/** Directions of more coordinates are for --json. */
const SHOWN = 12;

function recoveryText({ order, direction, refinements, overlap }: RecoveryReport): string {
  const short = (x: number): string => `${Number(x.toPrecision(4))}`;
  const rest = direction.length > SHOWN ? `, … (${direction.length} in all; --json has them)` : '';
  const down = Math.floor(overlap.lower * 1000) / 1000;
  const up = Math.ceil(overlap.upper * 1000) / 1000;
  return [
    `Direction of order ${order}: ${direction.slice(0, SHOWN).map(short).join(', ')}${rest}`,
    `overlap ${short(overlap.value)}, ${short(100 * overlap.level)}% interval [${down}, ${up}] (tested on ${overlap.n} samples held out: ${overlap.method}; one direction assumed, ${refinements} refinements)`,
  ].join('\n');
}
