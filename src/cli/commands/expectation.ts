import { InputError } from '../../base/errors.ts';
import { absolute, formatRational, type Rational } from '../../base/rational.ts';
import type { ChaosPart } from '../../symbolic/chaos.ts';
import type { Measure } from '../../symbolic/measure.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import type { NamedPolynomial } from '../../symbolic/polynomial-map.ts';
import { LONGEST_COEFFICIENT, leadingDigits } from '../../symbolic/printing/layout.ts';
import type { SobolDecomposition } from '../../symbolic/sobol.ts';
import type { Command } from '../command.ts';
import { collect, positiveInteger } from '../options.ts';
import { table, writeResult } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface Options {
  readonly polynomial?: string;
  readonly output?: readonly string[];
  readonly covariance?: string;
  readonly mean?: string;
  readonly measure?: readonly string[];
  readonly variables?: string;
  readonly moments?: number;
  readonly cumulants?: number;
  readonly variance?: true;
  readonly chaos?: true;
  readonly sobol?: true;
  readonly digits?: number;
  readonly json?: true;
}

export const command: Command = {
  register(program) {
    program
      .command('expectation')
      .summary('the exact average of a polynomial of random variables')
      .description(
        'Averages a polynomial exactly: under a Gaussian with any covariance, whose entries may be symbols, or under another measure. The standard Gaussian when nothing is said.',
      )
      .argument('[POLYNOMIAL]', "a polynomial such as 'x1^2*x2^2'; its variables in natural order, x2 before x10")
      .option('--polynomial <FILE>', "a JSON file as 'isserlis expand --format json' writes it, in place of POLYNOMIAL")
      .option('--output <NAME|INDEX>', 'which output of the file; may be repeated (default: all)', collect)
      .option(
        '--covariance <MATRIX>',
        "'[[1, 1/2], [1/2, 1]]', exact, with symbols where they are wanted: '[[1, r], [r, 1]]'; 'symbolic' for a symbol in every entry",
      )
      .option('--mean <LIST>', "'[0, 1/3]'; zero when left out")
      .option(
        '--measure <MEASURE>',
        "another measure, such as 'sphere', or the law of each variable: 'uniform(0, 1)'; for one variable 'x1=rademacher', which may be repeated",
        collect,
      )
      .option('--variables <NAMES>', "average these alone, in the order of the covariance's rows: 'x1,x2'")
      .option('--variance', 'Var f in place of E f')
      .option('--moments <K>', 'E f, E f², …, E f^K', positiveInteger('--moments'))
      .option('--cumulants <K>', 'the first K cumulants of f', positiveInteger('--cumulants'))
      .option('--chaos', 'the parts of f by degree, orthogonal to each other, and E of their squares')
      .option('--sobol', 'the variance by subsets of independent variables')
      .option('--digits <N>', 'show numbers also as decimals of so many digits', positiveInteger('--digits'))
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        `
Measures: gaussian, sphere(radius², dimension), torus (phases z1, z2, …, conjugates w1, w2, …), cue(N) (power sums p1, p2, …
of the eigenvalues of a Haar unitary N×N matrix, conjugates q1, q2, …); laws of one variable: normal(mean, variance),
uniform(lower, upper), rademacher, discrete(value: probability, …), gamma(shape), symmetric-beta(λ), moments(E[x], E[x²], …).
Results are exact.

Examples:
  isserlis expectation "x1^2*x2^2" --covariance "[[1,1/2],[1/2,1]]"
  isserlis expectation "x1^2*x2^2" --covariance "[[1,r],[r,1]]"
  isserlis expectation "(a*x + b)^4" --variables x --cumulants 3
  isserlis expectation "x^2*y^2" --measure "sphere(1, 10)"
  isserlis expectation "x*y + x^3" --measure x=rademacher --measure "y=uniform(0, 1)" --sobol
  isserlis expectation "p1^3*q1^3" --measure "cue(2)"`,
      )
      .action(run);
  },
};

async function run(text: string | undefined, options: Options): Promise<void> {
  const polynomials = await readPolynomials(text, options);
  const measure = await readMeasureOptions(options);
  const kinds = (['variance', 'moments', 'cumulants', 'chaos', 'sobol'] as const).filter(
    (k) => options[k] !== undefined,
  );
  if (kinds.length > 1)
    throw new InputError(`--${kinds[0]}`, `cannot be given together with --${kinds[1]}`, 'Ask one thing at a time');
  const bar = progressBar('averaging');
  try {
    const results: { name: string; result: Result }[] = [];
    for (const { name, polynomial } of polynomials) {
      checkAveraged(polynomial, measure);
      results.push({ name, result: await compute(polynomial, measure, options, bar.progress) });
    }
    bar.stop();
    await writeResult([
      options.json === true
        ? `${JSON.stringify(await asJson(results, measure, options), null, 2)}\n`
        : await asText(results, options),
    ]);
  } finally {
    bar.stop();
  }
}

/** A polynomial of which nothing is averaged is a slip, such as x1 where a measure wants z1. */
function checkAveraged({ variables }: Polynomial, measure: Measure): void {
  if (variables.length > 0 && measure.averaged(variables).length === 0)
    throw new InputError(
      'expectation',
      `the measure '${measure.name}' averages none of the polynomial's variables, ${variables.slice(0, 10).join(', ')}`,
      'Look at the names of the variables, or at --variables',
    );
}

async function readPolynomials(text: string | undefined, options: Options): Promise<readonly NamedPolynomial[]> {
  const { polynomial: file, output } = options;
  if ((text === undefined) === (file === undefined))
    throw new InputError(
      'expectation',
      text === undefined ? 'expected a polynomial' : 'expected a polynomial or --polynomial FILE, not both',
      "Write, for instance, isserlis expectation 'x1^2*x2^2'",
    );
  if (file === undefined) {
    if (output !== undefined) throw new InputError('--output', 'is for --polynomial FILE');
    const { parsePolynomial } = await import('../../symbolic/interop/mathjs.ts');
    return [{ name: '', polynomial: parsePolynomial(text!) }];
  }
  const { readPolynomialFile } = await import('../read-polynomial.ts');
  const { outputIndex } = await import('../../symbolic/polynomial-map.ts');
  const map = await readPolynomialFile(file);
  const names = map.outputs.map(({ name }) => name);
  return output === undefined ? map.outputs : output.map((which) => map.outputs[outputIndex(names, which)]!);
}

async function readMeasureOptions(options: Options): Promise<Measure> {
  const { covariance, mean, measure } = options;
  const { readList, readMatrix } = await import('../read-matrix.ts');
  const variables = options.variables?.split(',').map((name) => name.trim());
  if (variables?.some((name) => name === ''))
    throw new InputError('--variables', `expected names, got '${options.variables}'`);
  if (measure !== undefined) {
    if (covariance !== undefined || mean !== undefined)
      throw new InputError(
        covariance !== undefined ? '--covariance' : '--mean',
        'is for the Gaussian measure, which --measure replaces',
      );
    const { readMeasure } = await import('../../symbolic/read-measure.ts');
    return restricted(readMeasure(measure, '--measure'), variables);
  }
  const { gaussian, symbolicCovariance } = await import('../../symbolic/measures/gaussian.ts');
  if (covariance === 'symbolic' && variables === undefined)
    throw new InputError('--covariance', "'symbolic' needs --variables, for the number of rows");
  return gaussian({
    ...(covariance === undefined
      ? {}
      : {
          covariance:
            covariance === 'symbolic' ? symbolicCovariance(variables!.length) : readMatrix(covariance, '--covariance'),
        }),
    ...(mean === undefined ? {} : { mean: readList(mean, '--mean', '[0, 1/3]') }),
    ...(variables === undefined ? {} : { variables }),
  });
}

/** A measure that leaves other variables alone. */
const restricted = (measure: Measure, variables: readonly string[] | undefined): Measure =>
  variables === undefined
    ? measure
    : { ...measure, averaged: (own) => measure.averaged(own.filter((name) => variables.includes(name))) };

type Result =
  | { readonly kind: 'values'; readonly values: readonly { readonly label: string; readonly value: Polynomial }[] }
  | { readonly kind: 'chaos'; readonly parts: readonly ChaosPart[] }
  | { readonly kind: 'sobol'; readonly sobol: SobolDecomposition };

async function compute(
  f: Polynomial,
  measure: Measure,
  options: Options,
  progress: (done: number, total: number, activity: string) => void,
): Promise<Result> {
  if (options.chaos === true) {
    const { chaosExpansion } = await import('../../symbolic/chaos.ts');
    return { kind: 'chaos', parts: chaosExpansion(f, measure) };
  }
  if (options.sobol === true) {
    const { sobolDecomposition } = await import('../../symbolic/sobol.ts');
    return { kind: 'sobol', sobol: sobolDecomposition(f, measure) };
  }
  if (options.moments !== undefined || options.cumulants !== undefined) {
    const { cumulants, momentsOf } = await import('../../symbolic/cumulants.ts');
    const [values, name] =
      options.cumulants === undefined
        ? [momentsOf(f, measure, options.moments!, { progress }), 'moment']
        : [cumulants(f, measure, options.cumulants, { progress }), 'cumulant'];
    return { kind: 'values', values: values.map((value, k) => ({ label: `${name} ${k + 1}`, value })) };
  }
  if (options.variance === true) {
    const { variance } = await import('../../symbolic/inner-products.ts');
    return { kind: 'values', values: [{ label: 'variance', value: variance(f, measure, { progress }) }] };
  }
  const { expectation } = await import('../../symbolic/expectation.ts');
  return { kind: 'values', values: [{ label: 'expectation', value: expectation(f, measure, { progress }) }] };
}

async function asText(results: readonly { name: string; result: Result }[], options: Options): Promise<string> {
  const show = await shower(options.digits);
  const lines = results.map(({ name, result }) => {
    const head = name === '' ? '' : `${name}: `;
    if (result.kind === 'chaos')
      return table([
        [`${head}degree`, 'E[part²]', 'part'],
        ...result.parts.map(({ degree, weight, component }) => [`${degree}`, show(weight), `${component}`]),
      ]);
    if (result.kind === 'sobol') return sobolText(head, result.sobol);
    if (result.values.length === 1) return `${head}${show(result.values[0]!.value)}`;
    return [
      ...(head === '' ? [] : [head.trim()]),
      ...result.values.map(({ label, value }) => `${label}: ${show(value)}`),
    ].join('\n');
  });
  return `${lines.join('\n')}\n`;
}

function sobolText(head: string, { mean, variance, subsets, firstOrder, total }: SobolDecomposition): string {
  const share = (part: Rational): string => {
    const { numerator, denominator } = part;
    const thousandths = (1000n * numerator * variance.denominator) / (denominator * (variance.numerator || 1n));
    return `${thousandths / 10n}.${thousandths % 10n} %`;
  };
  return [
    `${head}mean ${short(mean)}, variance ${short(variance)}`,
    table([
      ['variables', 'variance', 'share'],
      ...subsets.map(({ variables, variance: part }) => [variables.join(' × '), short(part), share(part)]),
    ]),
    table([
      ['variable', 'alone', 'with others'],
      ...Object.keys(total).map((name) => [name, share(firstOrder[name]!), share(total[name]!)]),
    ]),
  ].join('\n');
}

/** Exact where it can be read, its leading digits where not; --json has them all. */
function short(value: Rational): string {
  const exact = formatRational(value);
  if (exact.length <= LONGEST_COEFFICIENT) return exact;
  const [mantissa, exponent] = leadingDigits({ ...value, numerator: absolute(value.numerator) }, 12);
  return `${value.numerator < 0n ? '-' : ''}${mantissa}…${exponent === 0 ? '' : `e${exponent}`}`;
}

/** The value as text, and as a decimal where that is asked for and possible. */
async function shower(digits: number | undefined): Promise<(f: Polynomial) => string> {
  const { evaluateDecimal } = await import('../../symbolic/operations/evaluate.ts');
  const { numberOf } = await import('../../symbolic/covariance.ts');
  return (f) => {
    const exact = `${f}`;
    if (digits === undefined || numberOf(f) === undefined || /^-?\d+$/.test(exact)) return exact;
    return `${exact} ≈ ${evaluateDecimal(
      f,
      f.variables.map(() => 0),
      digits,
    )}`;
  };
}

async function asJson(
  results: readonly { name: string; result: Result }[],
  measure: Measure,
  options: Options,
): Promise<unknown> {
  const show = await shower(undefined);
  const plain = (values: Readonly<Record<string, Rational>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, formatRational(value)]));
  const outputs = results.map(({ name, result }) => {
    const head = name === '' ? {} : { name };
    if (result.kind === 'chaos')
      return {
        ...head,
        chaos: result.parts.map(({ degree, weight, component }) => ({
          degree,
          weight: show(weight),
          component: show(component),
        })),
      };
    if (result.kind === 'sobol') {
      const { mean, variance, subsets, firstOrder, total } = result.sobol;
      return {
        ...head,
        mean: formatRational(mean),
        variance: formatRational(variance),
        subsets: subsets.map(({ variables, variance: part }) => ({ variables, variance: formatRational(part) })),
        firstOrder: plain(firstOrder),
        total: plain(total),
      };
    }
    const values = result.values.map(({ value }) => show(value));
    if (options.moments !== undefined) return { ...head, moments: values };
    if (options.cumulants !== undefined) return { ...head, cumulants: values };
    return { ...head, [options.variance === true ? 'variance' : 'expectation']: values[0]! };
  });
  return { measure: measure.name, tier: 'proved', ...(results[0]?.name === '' ? outputs[0]! : { outputs }) };
}
