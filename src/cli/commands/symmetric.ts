import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import type { AnalyticLink } from '../../theory/symmetric/analytic-link.ts';
import type { Command } from '../command.ts';
import { positiveInteger, seedOption } from '../options.ts';
import { note, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import type { FlowRow, MomentRow, SymmetricReport } from '../symmetric-report.ts';

interface Options {
  readonly link?: string;
  readonly dimension: number;
  readonly teacher?: string;
  readonly starts?: string;
  readonly dimensions?: string;
  readonly cosine: number;
  readonly samples?: string;
  readonly runs: number;
  readonly seed: number;
  readonly activation?: string;
  readonly units: number;
  readonly data?: string;
  readonly level: number;
  readonly figure?: string;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('symmetric')
      .summary('how hard a symmetric single-index model f(⟨h, p̃⟩) of power sums is to learn')
      .description(
        'Labels f(⟨h, p̃(x)⟩) of N points x on the circle, eigenvalues of a Haar unitary matrix (CUE), with p̃_k = k^(−1/2) Σ x_n^k: the adapted information exponent, exact moments, flows, learning from samples, and the conditioning of a DeepSets student.',
      )
      .option('--link <FORMULA>', "f in one variable, such as 'z^3 - z' or 'exp(z) - 1'")
      .option('--dimension <N>', 'points on the circle', positiveInteger('--dimension'), 12)
      .option('--teacher <H1,H2,…>', 'h, real and rational: exact moments of z = ⟨h, p̃⟩; with --data the direction')
      .option('--starts <R,R,…>', 'overlaps from which the flow starts: its times and their exponent')
      .option(
        '--dimensions <D,D,…>',
        'median recovery times of the flow from random starts on the sphere of C^D, with their exponent',
      )
      .option('--cosine <C>', 'the overlap at which the flow has arrived', between0And1('--cosine'), 0.9)
      .option('--samples <N,N,…>', 'learn from so many samples')
      .option('--runs <N>', 'teachers and starts for --samples, starts for --dimensions', positiveInteger('--runs'), 16)
      .option('--seed <N>', 'of --samples, --dimensions and of the random a_m', seedOption, 1)
      .option(
        '--activation <C1,C2,…>',
        'Taylor coefficients of a DeepSets activation: the conditioning of its first layer',
      )
      .option('--units <M>', 'hidden units for --activation, with random a_m', positiveInteger('--units'), 96)
      .option('--data <FILE>', 'N angles, Re y and Im y a row (CSV, Parquet, Arrow): the exponent from samples')
      .option('--level <A>', 'probability that a statement about --data is wrong', between0And1('--level'), 0.05)
      .option('--figure <FILE.svg>', 'draw the flows from --starts')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Exact: exponents and moments. Flows are integrated; times are in units of 1/(s F_s), F_k = |α_k|² k!.

Examples:
  isserlis symmetric --link "z^3 - 2z^5" --dimension 12 --starts 0.1,0.05,0.02,0.01
  isserlis symmetric --link "z^2" --teacher 3/5,4/5 --dimension 3
  isserlis symmetric --link "z^3" --samples 50,200,800 --seed 7
  isserlis symmetric --link "z^3" --dimensions 32,128,512 --runs 40
  isserlis symmetric --activation 1,1/2,1/6,1/24 --units 96
  isserlis symmetric --data samples.csv --dimension 9 --teacher 3/5,4/5`,
      )
      .action(run);
  },
};

function between0And1(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && value < 1)) throw new InputError(option, `expected a number between 0 and 1, got '${text}'`);
    return value;
  };
}

async function run(options: Options): Promise<void> {
  const asked = [options.link, options.activation, options.data];
  if (asked.every((part) => part === undefined))
    throw new InputError('symmetric', 'expected something to look at', 'Give --link, --activation or --data');
  if (options.figure !== undefined && options.starts === undefined)
    throw new InputError('--figure', 'expected flows to draw', 'Give --starts too');
  const needsLink = (['starts', 'samples', 'dimensions'] as const).find((name) => options[name] !== undefined);
  if (options.link === undefined && needsLink !== undefined)
    throw new InputError(`--${needsLink}`, 'expected a link to learn', 'Give --link too');
  const { symmetricJson, symmetricText } = await import('../symmetric-report.ts');
  const teacher = options.teacher === undefined ? undefined : await rationals(options.teacher, '--teacher');
  if (teacher?.every(({ numerator }) => numerator === 0n) === true)
    throw new InputError('--teacher', 'expected a number that is not 0');
  const report: SymmetricReport = {
    dimension: options.dimension,
    cosine: options.cosine,
    seed: options.seed,
    ...(options.link === undefined ? {} : await ofLink(options.link, teacher, options)),
    ...(options.activation === undefined ? {} : { conditioning: await conditioning(options.activation, options) }),
    ...(options.data === undefined ? {} : { estimate: await estimate(options.data, teacher, options) }),
  };
  const text = options.json === true ? `${JSON.stringify(symmetricJson(report), null, 2)}\n` : symmetricText(report);
  await writeResult([text]);
}

const decimals = (text: string, option: string): Promise<readonly number[]> =>
  Promise.all([rationals(text, option), import('../../base/rational.ts')]).then(([values, { numberFromRational }]) =>
    values.map(numberFromRational),
  );

async function rationals(text: string, option: string): Promise<readonly Rational[]> {
  const { parseRational } = await import('../../base/rational.ts');
  return text.split(',').map((part) => parseRational(part, option));
}

async function ofLink(
  text: string,
  teacher: readonly Rational[] | undefined,
  options: Options,
): Promise<Partial<SymmetricReport>> {
  const { readAnalyticLink } = await import('../../theory/symmetric/analytic-link.ts');
  const { adaptedExponent } = await import('../../theory/symmetric/adapted-exponent.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const link = readAnalyticLink(text);
  const exponent = adaptedExponent(link);
  const order = exponent.value !== undefined && exponent.value < Infinity ? exponent.value : undefined;
  if (order === undefined && options.starts !== undefined)
    throw new InputError('--starts', 'expected a link with an exponent: this one has no order that moves the overlap');
  const highest = teacher === undefined ? undefined : teacher.findLastIndex(({ numerator }) => numerator !== 0n) + 1;
  return {
    link: text,
    exponent,
    coefficients: link.coefficients.map(formatRational),
    ...(order === undefined || highest === undefined ? {} : { needed: order * highest }),
    ...(teacher === undefined ? {} : { moments: await moments(teacher, order ?? 1, options.dimension) }),
    ...(options.starts === undefined ? {} : await flows(link, order!, options)),
    ...(options.dimensions === undefined ? {} : { byDimension: await byDimension(order, options) }),
    ...(options.samples === undefined ? {} : { experiment: await experiment(link, options) }),
  };
}

/** Orders of the moments that are shown. */
const HIGHEST_ORDER = 8;

/** E[z^k conj(z)^l] for k ≥ l ≥ 1 up to the exponent and one more, at most 8; those off the diagonal only where they are not 0. */
async function moments(teacher: readonly Rational[], order: number, size: number): Promise<readonly MomentRow[]> {
  const { singleIndexMoment } = await import('../../theory/symmetric/single-index-moments.ts');
  const { powerSumInnerProducts } = await import('../../theory/symmetric/power-sum-inner-products.ts');
  const { formatSurds } = await import('../../theory/symmetric/surd-sum.ts');
  const { formatRational } = await import('../../base/rational.ts');
  const h = teacher.map((c) => formatRational(c));
  const inner = powerSumInnerProducts(size);
  const rows: MomentRow[] = [];
  for (let left = 1; left <= Math.min(order + 1, HIGHEST_ORDER); left++)
    for (let right = 1; right <= left; right++) {
      const { value, stable, inStableRange } = singleIndexMoment(h, left, h, right, size, inner);
      if (left === right || value.length > 0)
        rows.push({ left, right, exact: formatSurds(value), stable: formatRational(stable), inStableRange });
    }
  return rows;
}

async function flows(link: AnalyticLink, order: number, options: Options): Promise<Partial<SymmetricReport>> {
  const { normalisedPotential } = await import('../../theory/symmetric/adapted-exponent.ts');
  const recovery = await import('../../theory/symmetric/recovery-time.ts');
  const { powerLaw } = await import('../../theory/symmetric/power-law.ts');
  const starts = await decimals(options.starts!, '--starts');
  const { cosine } = options;
  // Beyond the coefficients known, Σ F_k need not converge.
  const potential = link.complete ? normalisedPotential(link)! : recovery.monomialPotential(order);
  const kinds = ['spherical', 'unnormalised'] as const;
  const rows = kinds.map((kind): FlowRow => {
    const times = recovery.recoveryTimes(potential, starts, { kind, cosine });
    const fit =
      new Set(starts).size < 2 ? undefined : powerLaw(times.map(({ start, time }) => ({ x: start, y: time })));
    return { kind, times, fit, theory: recovery.recoveryExponent(order, kind) };
  });
  if (options.figure !== undefined) {
    const { symmetricFlowFigure } = await import('../../theory/figures/symmetric-flow-figure.ts');
    const curves = kinds.flatMap((kind) =>
      starts.map((start) => ({
        kind,
        start,
        points: recovery.flowFrom([start, 0], { potential, kind, cosine }).points,
      })),
    );
    const { svg } = await symmetricFlowFigure(curves);
    await writeResult([svg], options.figure);
    note(`wrote ${options.figure}`);
  }
  return { flows: rows, leadingTermOnly: !link.complete };
}

async function byDimension(
  order: number | undefined,
  { dimensions, runs, seed, cosine }: Options,
): Promise<NonNullable<SymmetricReport['byDimension']>> {
  if (order === undefined)
    throw new InputError(
      '--dimensions',
      'expected a link with an exponent: this one has no order that moves the overlap',
    );
  const { recoveryByDimension } = await import('../../theory/symmetric/recovery-time.ts');
  const sizes = dimensions!.split(',').map((part) => positiveInteger('--dimensions')(part.trim()));
  const bar = progressBar('following flows');
  try {
    return (['spherical', 'unnormalised'] as const).map((kind) => ({
      kind,
      runs,
      ...recoveryByDimension(order, sizes, { kind, runs, seed, cosine, progress: bar.progress }),
    }));
  } finally {
    bar.stop();
  }
}

async function experiment(
  link: AnalyticLink,
  { samples, dimension, runs, seed }: Options,
): Promise<NonNullable<SymmetricReport['experiment']>> {
  const { finiteSampleExperiment } = await import('../../theory/symmetric/finite-samples.ts');
  const sizes = samples!.split(',').map((part) => positiveInteger('--samples')(part.trim()));
  const bar = progressBar('learning');
  try {
    return finiteSampleExperiment(link, { size: dimension, samples: sizes, runs, seed, progress: bar.progress });
  } finally {
    bar.stop();
  }
}

async function conditioning(
  text: string,
  { units, seed }: Options,
): Promise<NonNullable<SymmetricReport['conditioning']>> {
  const { conditioningOf, randomPoints } = await import('../../theory/symmetric/deep-sets.ts');
  const { key } = await import('../../base/philox.ts');
  const activation = await decimals(text, '--activation');
  return { units, ...conditioningOf({ activation, points: randomPoints(key(seed, 'symmetric-first-layer'), units) }) };
}

async function estimate(
  path: string,
  teacher: readonly Rational[] | undefined,
  { dimension, level }: Options,
): Promise<NonNullable<SymmetricReport['estimate']>> {
  const { readInputs } = await import('../read-inputs.ts');
  const { exactValue } = await import('../../base/coefficient.ts');
  const { numberFromRational } = await import('../../base/rational.ts');
  const { estimateAdaptedExponent } = await import('../../theory/symmetric/estimate-adapted-exponent.ts');
  const rows = await readInputs(
    path,
    dimension + 2,
    `${dimension} angles and the real and imaginary part of y (--dimension ${dimension})`,
  );
  const numbers = rows.map((row) => row.map((c) => numberFromRational(exactValue(c))));
  const points = numbers.flatMap((row) =>
    row.slice(0, dimension).flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
  );
  const direction = (teacher ?? [rational(1n)]).flatMap((c) => [numberFromRational(c), 0]);
  return estimateAdaptedExponent(
    {
      points: Float64Array.from(points),
      size: dimension,
      labels: Float64Array.from(numbers.flatMap((row) => row.slice(dimension))),
      direction: Float64Array.from(direction),
    },
    { level },
  );
}
