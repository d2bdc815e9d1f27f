/** Exact averages of polynomials. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { lcm, type Rational, rational } from '../base/rational.ts';
import type { Measure, Moment, Moments } from './measure.ts';
import { type Factor, factorsOf } from './monomials.ts';
import { type Polynomial, Polynomial as PolynomialClass, polynomialFromTerms, type Term } from './polynomial.ts';
import { ZZ } from './rings/integers.ts';
import { polynomialRing, type SparsePolynomial } from './rings/polynomial-ring.ts';

export interface ExpectationOptions {
  /** Told how many terms are averaged. */
  readonly progress?: Progress;
}

/**
 * E[f] under a measure, exactly: a polynomial in the variables of f that the measure does not average, and in the
 * measure's parameters; a constant where there are none. `expectation(f, standardGaussian())`.
 * Throws {@link InputError} when the measure does not fit f or lacks a moment, {@link TooLargeError} when it cannot end.
 */
export function expectation(f: Polynomial, measure: Measure, options: ExpectationOptions = {}): Polynomial {
  if (!(f instanceof PolynomialClass))
    throw new InputError('expectation', 'expected a polynomial', "Make one with Polynomial.parse('x1^2')");
  const averaged = measure.averaged(f.variables);
  const clash = measure.parameters.find((name) => averaged.includes(name));
  if (clash !== undefined)
    throw new InputError('expectation', `'${clash}' is a parameter of the measure and a variable that it averages`);
  const groups = groupByRest(f, averaged);
  const variables = [...new Set([...f.variables.filter((name) => !averaged.includes(name)), ...measure.parameters])];
  const terms =
    measure.parameters.length === 0
      ? numericTerms(groups, f.denominator, measure, averaged, options.progress ?? silent)
      : parametricTerms(groups, f.denominator, measure, averaged, variables, options.progress ?? silent);
  return polynomialFromTerms(variables, terms);
}

/** E[f] where it is a number. Throws {@link InputError} when it depends on variables or parameters. */
export function expectedValue(f: Polynomial, measure: Measure, options: ExpectationOptions = {}): Rational {
  return constantOf(expectation(f, measure, options), 'the expectation');
}

/** The value of a polynomial without variables. Throws {@link InputError} naming one that it has. */
export function constantOf(f: Polynomial, what: string): Rational {
  const variable = f.monomials.variables[0];
  if (variable !== undefined)
    throw new InputError(what, `expected a number, got a polynomial in ${f.variables[variable]}`);
  return f.length === 0 ? rational(0n) : f.coefficient(0);
}

/** The terms of f that share a monomial in the variables that stay. */
interface Group {
  readonly rest: readonly Factor[];
  readonly numerators: bigint[];
  readonly monomials: (readonly Factor[])[];
}

/** Variables that stay are numbered among themselves, as are the averaged ones. */
function groupByRest(f: Polynomial, averaged: readonly string[]): readonly Group[] {
  const position = new Map(averaged.map((name, i) => [name, i]));
  const restNumber = new Map(f.variables.filter((name) => !position.has(name)).map((name, i) => [name, i]));
  const inOrder = f.variables.filter((name) => position.has(name)).every((name, i) => position.get(name) === i);
  const all = restNumber.size === 0 && inOrder;
  const groups = new Map<string, Group>();
  for (let t = 0; t < f.length; t++) {
    const factors = factorsOf(f.monomials, t);
    const inner: Factor[] = [];
    const rest: Factor[] = [];
    if (!all)
      for (const [variable, exponent] of factors) {
        const name = f.variables[variable]!;
        const at = position.get(name);
        if (at === undefined) rest.push([restNumber.get(name)!, exponent]);
        else inner.push([at, exponent]);
      }
    if (!inOrder) inner.sort(([u], [v]) => u - v);
    const key = rest.join(';');
    const group = groups.get(key) ?? { rest, numerators: [], monomials: [] };
    groups.set(key, group);
    group.numerators.push(f.numerators[t]!);
    group.monomials.push(all ? factors : inner);
  }
  return [...groups.values()];
}

/** Sums of moments by denominator, since few of them differ: one common denominator is taken at the end. */
function sumByDenominator<T, Sum>(
  group: Group,
  moment: Moments<T>,
  zero: () => Sum,
  accumulate: (sum: Sum, coefficient: bigint, moment: T) => Sum,
  step: () => void,
): readonly Moment<Sum>[] {
  const sums = new Map<bigint, Sum>();
  group.monomials.forEach((factors, t) => {
    const { numerator, denominator } = moment(factors);
    sums.set(denominator, accumulate(sums.get(denominator) ?? zero(), group.numerators[t]!, numerator));
    step();
  });
  return [...sums].map(([denominator, numerator]) => ({ numerator, denominator }));
}

/** Counts terms, and tells now and then. */
function counter(groups: readonly Group[], progress: Progress): () => void {
  const total = groups.reduce((sum, { numerators }) => sum + numerators.length, 0);
  let done = 0;
  return () => {
    if (++done % 256 === 0) progress(done, total, 'averaging terms');
  };
}

function numericTerms(
  groups: readonly Group[],
  denominator: bigint,
  measure: Measure,
  averaged: readonly string[],
  progress: Progress,
): readonly Term[] {
  const moment = measure.moments<bigint>({
    ring: ZZ,
    parameter: (name) => {
      throw new InputError(measure.name, `'${name}' is not among its parameters`);
    },
    variables: averaged,
    monomials: groups.flatMap(({ monomials }) => monomials),
  });
  const step = counter(groups, progress);
  return groups.map((group) => {
    const sums = sumByDenominator(
      group,
      moment,
      () => 0n,
      (sum, c, m) => sum + c * m,
      step,
    );
    const common = sums.reduce((all, sum) => lcm(all, sum.denominator), 1n);
    const total = sums.reduce((all, sum) => all + sum.numerator * (common / sum.denominator), 0n);
    return { coefficient: rational(total, common * denominator), factors: group.rest };
  });
}

function parametricTerms(
  groups: readonly Group[],
  denominator: bigint,
  measure: Measure,
  averaged: readonly string[],
  variables: readonly string[],
  progress: Progress,
): readonly Term[] {
  const ring = polynomialRing(ZZ, variables.length);
  const moment = measure.moments<SparsePolynomial<bigint>>({
    ring,
    parameter: (name) => ring.variable(variables.indexOf(name)),
    variables: averaged,
    monomials: groups.flatMap(({ monomials }) => monomials),
  });
  const step = counter(groups, progress);
  return groups.flatMap((group) => {
    const sums = sumByDenominator(
      group,
      moment,
      (): [bigint, SparsePolynomial<bigint>][] => [],
      (sum, c, m) => {
        sum.push([c, m]);
        return sum;
      },
      step,
    );
    return sums.flatMap(({ numerator: products, denominator: d }) => {
      const sum = ring.sumOfProducts!(
        products.map(([c]) => ring.constant(c)),
        products.map(([, m]) => m),
      );
      // What stays may also be a parameter, so the two are multiplied as monomials of one ring.
      const product = ring.mul(sum, { monomials: Int32Array.of(ring.table.number(group.rest)), coefficients: [1n] });
      return Array.from(product.monomials, (monomial, t) => ({
        coefficient: rational(product.coefficients[t]!, d * denominator),
        factors: ring.table.factors(monomial),
      }));
    });
  });
}
