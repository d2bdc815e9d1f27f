/** `isserlis learn --data`: an online method on samples of the user's. */
import { InputError } from '../base/errors.ts';
import type { LearntDirection, Start } from '../theory/dynamics/learn-from-samples.ts';
import type { Link } from '../theory/dynamics/link.ts';
import type { OnlineMethod } from '../theory/dynamics/online-method.ts';
import type { Estimate } from '../theory/estimate.ts';
import { note, table, writeResult } from './output.ts';
import { progressBar } from './progress-bar.ts';

export interface DataOptions {
  readonly data?: string;
  readonly label?: string;
  readonly direction?: string;
  readonly order?: number;
  readonly start?: string;
  readonly passes?: number;
  readonly heldOut?: number;
  readonly coefficient?: number;
  readonly level?: number;
  readonly whiten?: true;
  readonly out?: string;
  readonly runs?: number;
  readonly seed: number;
  readonly step: number;
  readonly json?: true;
}

/** Runs from random starts, of which the best is kept. */
const RANDOM_RUNS = 8;

export async function learnFromData(link: Link | undefined, method: OnlineMethod, options: DataOptions): Promise<void> {
  const { samplesFromFile, directionFromFile } = await import('../theory/estimators/samples-from-table.ts');
  const { samplesFrom } = await import('../theory/directions/samples.ts');
  const { learnFromSamples } = await import('../theory/dynamics/learn-from-samples.ts');
  const file = options.data!;
  const of = link ?? (await hermiteLink(options.order));
  if (link !== undefined && options.order !== undefined && options.order !== link.informationExponent)
    throw new InputError(
      '--order',
      `the link '${link.name}' has the information exponent ${link.informationExponent}, not ${options.order}`,
      'Give one of --link and --order',
    );
  const { inputs, labels, variables } = await samplesFromFile(file, options);
  const direction = options.direction === undefined ? undefined : await directionFromFile(options.direction);
  if (direction !== undefined && direction.length !== variables.length)
    throw new InputError(
      options.direction!,
      `expected ${variables.length} numbers, as many as ${file} has inputs, got ${direction.length}`,
    );
  const { passes, heldOut, coefficient, level, start } = options;
  const runs = options.runs ?? (start === 'random' ? RANDOM_RUNS : 1);
  const bar = progressBar('learning');
  const found = await learnFromSamples(samplesFrom(inputs, labels), of, method, {
    seed: options.seed,
    runs,
    stepFactor: options.step,
    whitened: options.whiten === true,
    ...(start === undefined ? {} : { start: start as Start }),
    ...(passes === undefined ? {} : { passes }),
    ...(heldOut === undefined ? {} : { heldOut }),
    ...(coefficient === undefined ? {} : { coefficient }),
    ...(level === undefined ? {} : { level }),
    ...(direction === undefined ? {} : { direction }),
    progress: bar.progress,
  }).finally(() => bar.stop());
  if (options.out !== undefined) {
    await writeResult([`${[...found.direction].join('\n')}\n`], options.out);
    note(`wrote ${options.out}`);
  }
  const { version } = await import('../theory/version.ts');
  await writeResult([
    options.json === true
      ? `${JSON.stringify({ ...json(file, of, variables, found, options), version }, null, 2)}\n`
      : text(file, of, method, found),
  ]);
}

/** The link of which nothing is known but its order: h_k. */
async function hermiteLink(order: number | undefined): Promise<Link> {
  if (order === undefined)
    throw new InputError(
      'learn',
      'expected --link or --order with --data',
      'Where neither is known, isserlis exponent --data FILE bounds the order',
    );
  const { normalisedPolynomialLink } = await import('../theory/dynamics/link.ts');
  const { hermite } = await import('../symbolic/bases/orthogonal/hermite.ts');
  const { QQ } = await import('../symbolic/rings/rationals.ts');
  return normalisedPolynomialLink(`He_${order}`, hermite(QQ, order));
}

function json(
  data: string,
  link: Link,
  variables: readonly string[],
  found: LearntDirection,
  { seed, whiten }: DataOptions,
): object {
  const { direction, start, knownOverlap, runs, ...rest } = found;
  return {
    data,
    link: link.name,
    seed,
    generator: 'Philox4x32-10',
    tier: 'tested',
    whitened: whiten === true,
    ...rest,
    knownOverlap: knownOverlap ?? null,
    runs: runs.map(({ correlation, known }) => ({ correlation, known: known ?? null })),
    variables,
    direction: [...direction],
    start: [...start],
  };
}

const short = (x: number): string => `${Number(x.toPrecision(4))}`;
const interval = ({ value, lower, upper, level }: Estimate): string =>
  `${short(value)}, ${100 * level}% interval [${short(lower)}, ${short(upper)}]`;

function text(data: string, link: Link, method: OnlineMethod, found: LearntDirection): string {
  const { order, samples, heldOut, passes, startedFrom, runs, kept, statistic, overlap, knownOverlap, warnings } =
    found;
  const rows = runs.map(({ correlation, known }, run) => [
    `${run + 1}${run === kept && runs.length > 1 ? ', kept' : ''}`,
    short(correlation),
    ...(known === undefined ? [] : [known.start, known.end, known.mean].map(short)),
  ]);
  const known = runs[0]!.known === undefined ? [] : ['|overlap| at the start', 'last step', 'mean of later half'];
  const lines = [
    `${data}: ${samples} samples learnt from in ${passes} ${passes === 1 ? 'pass' : 'passes'}, ${heldOut} held out`,
    `f = ${link.name}, order ${order}; ${method.name} from ${startedFrom}: ${method.source}`,
    '',
    table([['run', `mean y h_${order}`, ...known], ...rows]),
    '',
    `held out: mean y h_${order}(⟨ŵ, x⟩) = ${interval(statistic)} (tested: ${statistic.method})`,
    `|⟨ŵ, w*⟩| from it: ${interval(overlap)} (tested: ${overlap.method}; if labels are a function of one direction)`,
    ...(knownOverlap === undefined ? [] : [`|⟨ŵ, w*⟩| with the direction given: ${short(knownOverlap)}`]),
    ...(statistic.lower <= 0 && statistic.upper >= 0
      ? [`No direction is shown: the interval of the statistic holds 0.`]
      : []),
    ...warnings.map((warning) => `Warning: ${warning}.`),
  ];
  return `${lines.join('\n')}\n`;
}
