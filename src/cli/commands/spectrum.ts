import { InputError } from '../../base/errors.ts';
import type { Rational } from '../../base/rational.ts';
import type { KernelMode, LearningCurvePoint } from '../../numeric/regression/learning-curve.ts';
import type { Command } from '../command.ts';
import { positiveInteger } from '../options.ts';
import { table, writeResult } from '../output.ts';

interface Options {
  readonly dimension: number;
  readonly target?: string;
  readonly samples?: readonly number[];
  readonly ridge: number;
  readonly noise: number;
  readonly degree: number;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('spectrum')
      .summary('eigenvalues of a dot-product kernel on the sphere, and the learning curve it predicts')
      .description(
        'The eigenvalues by degree of κ(x·y) on the unit sphere: exact for a polynomial κ, by quadrature for any other formula. With a target, the predicted error of kernel ridge regression.',
      )
      .argument('<KERNEL>', "κ as a formula of one variable, such as '1 + t + t^2/2' or 'exp(t)'")
      .requiredOption('--dimension <D>', 'of the space that the sphere lies in', positiveInteger('--dimension'))
      .option('--target <POLYNOMIAL>', "a polynomial in x1, x2, …, such as 'x1*x2 + x1'")
      .option('--samples <N,N,…>', 'training set sizes for the learning curve', samplesOption)
      .option('--ridge <NUMBER>', 'added to the diagonal of the kernel matrix', atLeastZero('--ridge'), 0)
      .option('--noise <NUMBER>', 'variance of the noise on training targets', atLeastZero('--noise'), 0)
      .option('--degree <N>', 'highest degree for a kernel that is no polynomial', positiveInteger('--degree'), 10)
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
For inputs of norm R give κ(R²t). The learning curve is an approximation for many samples, not a bound.

Examples:
  isserlis spectrum "t + t^2" --dimension 10
  isserlis spectrum "1 + t + t^2 + t^3" --dimension 10 --target "x1*x2 + x1" --samples 10,50,200`,
      )
      .action(run);
  },
};

function samplesOption(text: string): readonly number[] {
  return text.split(',').map((part) => positiveInteger('--samples')(part.trim()));
}

function atLeastZero(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= 0 && Number.isFinite(value)))
      throw new InputError(option, `expected a number ≥ 0, got '${text}'`);
    return value;
  };
}

interface Row {
  readonly degree: number;
  readonly multiplicity: bigint;
  readonly exact: string | null;
  readonly eigenvalue: number;
  /** E f² in this degree; undefined without a target. */
  readonly power: Rational | undefined;
}

async function run(text: string, options: Options): Promise<void> {
  if (options.samples !== undefined && options.target === undefined)
    throw new InputError('--samples', 'expected a target to learn', 'Give --target too');
  const { formatRational, numberFromRational } = await import('../../base/rational.ts');
  const { parsePolynomial } = await import('../../symbolic/interop/mathjs.ts');
  const { spherePower } = await import('../../symbolic/spectra/sphere-power.ts');
  const power =
    options.target === undefined ? undefined : spherePower(parsePolynomial(options.target), options.dimension);
  const rows = (await eigenvalues(text, options)).map((row): Row => ({ ...row, power: power?.[row.degree] }));
  const known = new Set(rows.map(({ degree }) => degree));
  const unlearnable = (power ?? []).reduce((sum, p, l) => sum + (known.has(l) ? 0 : numberFromRational(p)), 0);
  const trace = rows.reduce((sum, { multiplicity, eigenvalue }) => sum + Number(multiplicity) * eigenvalue, 0);
  const curve = options.samples === undefined ? [] : await learn(rows, options, unlearnable);
  const report = {
    kernel: text,
    dimension: options.dimension,
    tier: rows.every(({ exact }) => exact !== null) ? 'proved' : 'observed',
    eigenvalues: rows.map(({ degree, multiplicity, exact, eigenvalue, power: p }) => ({
      degree,
      multiplicity: `${multiplicity}`,
      exact,
      eigenvalue,
      ...(power === undefined ? {} : { targetPower: p === undefined ? '0' : formatRational(p) }),
    })),
    trace,
    ...(power === undefined ? {} : { unlearnable }),
    learningCurve: curve.map(({ samples, testError, trainError, effectiveRidge }) => ({
      samples,
      testError: testError === Infinity ? 'Infinity' : testError,
      trainError: trainError === Infinity ? 'Infinity' : trainError,
      effectiveRidge,
    })),
  };
  await writeResult([options.json === true ? `${JSON.stringify(report, null, 2)}\n` : asText(report)]);
}

async function eigenvalues(text: string, { dimension, degree }: Options): Promise<readonly Omit<Row, 'power'>[]> {
  const { univariateFormula } = await import('../univariate-formula.ts');
  const { formatRational, numberFromRational } = await import('../../base/rational.ts');
  const kernel = await univariateFormula(text, 'kernel');
  if (kernel.coefficients !== undefined) {
    const { sphereEigenvalues } = await import('../../symbolic/spectra/dot-product-kernel.ts');
    return sphereEigenvalues(kernel.coefficients, dimension).map((row) => ({
      degree: row.degree,
      multiplicity: row.multiplicity,
      exact: formatRational(row.eigenvalue),
      eigenvalue: numberFromRational(row.eigenvalue),
    }));
  }
  const { floatSphereEigenvalues } = await import('../../numeric/spectra/dot-product-kernel.ts');
  return floatSphereEigenvalues(kernel.function.f, dimension, degree).map((row) => ({
    degree: row.degree,
    multiplicity: row.multiplicity,
    exact: null,
    eigenvalue: Math.abs(row.eigenvalue) <= row.error ? 0 : row.eigenvalue,
  }));
}

async function learn(
  rows: readonly Row[],
  options: Options,
  unlearnable: number,
): Promise<readonly LearningCurvePoint[]> {
  const { learningCurve } = await import('../../numeric/regression/learning-curve.ts');
  const { numberFromRational } = await import('../../base/rational.ts');
  const negative = rows.find(({ eigenvalue }) => eigenvalue < 0);
  if (negative !== undefined)
    throw new InputError(
      'kernel',
      `is not positive semidefinite on this sphere: its eigenvalue of degree ${negative.degree} is ${negative.exact ?? negative.eigenvalue}`,
    );
  const modes = rows.map(
    ({ eigenvalue, multiplicity, power }): KernelMode => ({
      eigenvalue,
      multiplicity: Number(multiplicity),
      power: power === undefined ? 0 : numberFromRational(power),
    }),
  );
  return learningCurve(modes, options.samples!, { ridge: options.ridge, noise: options.noise, unlearnable });
}

interface Report {
  readonly kernel: string;
  readonly dimension: number;
  readonly tier: string;
  readonly eigenvalues: readonly {
    readonly degree: number;
    readonly multiplicity: string;
    readonly exact: string | null;
    readonly eigenvalue: number;
    readonly targetPower?: string;
  }[];
  readonly trace: number;
  readonly unlearnable?: number;
  readonly learningCurve: readonly {
    readonly samples: number;
    readonly testError: number | string;
    readonly trainError: number | string;
    readonly effectiveRidge: number;
  }[];
}

const LONGEST_EXACT = 30;
const short = (x: number | string): string => (typeof x === 'string' ? '∞' : `${Number(x.toPrecision(7))}`);

function asText({
  kernel,
  dimension,
  tier,
  eigenvalues: rows,
  trace,
  unlearnable,
  learningCurve: curve,
}: Report): string {
  const withTarget = unlearnable !== undefined;
  const sections = [
    `κ(t) = ${kernel} on the sphere in ${dimension} dimensions (${tier})`,
    table([
      ['degree', 'multiplicity', 'eigenvalue', ...(withTarget ? ['target'] : [])],
      ...rows.map(({ degree, multiplicity, exact, eigenvalue, targetPower }) => [
        `${degree}`,
        multiplicity,
        exact === null || exact.length > LONGEST_EXACT
          ? short(eigenvalue)
          : exact.includes('/')
            ? `${exact} ≈ ${short(eigenvalue)}`
            : exact,
        ...(withTarget ? [targetPower ?? '0'] : []),
      ]),
    ]),
    `Σ multiplicity · eigenvalue = ${short(trace)}${tier === 'proved' ? ' = κ(1)' : ', up to this degree'}`,
  ];
  if (withTarget && unlearnable > 0)
    sections.push(`Of the target, ${short(unlearnable)} lies in degrees that the kernel does not have.`);
  if (curve.length > 0)
    sections.push(
      `Learning curve (predicted, for many samples):\n${table([
        ['samples', 'test error', 'train error', 'effective ridge'],
        ...curve.map(({ samples, testError, trainError, effectiveRidge }) => [
          `${samples}`,
          short(testError),
          short(trainError),
          short(effectiveRidge),
        ]),
      ])}`,
    );
  return `${sections.join('\n\n')}\n`;
}
