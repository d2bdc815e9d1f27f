/** Polynomial approximation of formulas, with certified errors. */
import { InputError } from '../../base/errors.ts';
import { suggestion } from '../../network/suggestion.ts';
import { containsZero, type Enclosure, magnitudeExponent, widthExponent } from '../enclosure/enclosure.ts';
import { realEnclosures } from '../enclosure/reals.ts';
import { type ExactConstant, encloseConstant, formatConstant } from '../formula/exact-constant.ts';
import { type Formula, product, rationalFormula } from '../formula/formula.ts';
import { parityParts } from '../formula/parity.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { polynomialOfFormula } from '../formula/polynomial-of-formula.ts';
import { maximumError } from './maximum-error.ts';
import type { ApproximationMethod, MeanSquare, MethodResult } from './method.ts';
import { approximationMethods } from './methods.generated.ts';
import { type IntervalProblem, intervalProblem, parseConstants, parseInterval } from './problem.ts';
import type { Extremum } from './remez.ts';

export interface ApproximationOptions {
  readonly degree: number;
  /** One of {@link approximationMethodNames}; least-squares unless given. */
  readonly method?: string;
  /** Two constants, such as '-5,5' or '-sqrt(3),sqrt(3)'; '-1,1' unless given. Of no meaning under the Gaussian. */
  readonly interval?: string;
  /** Where Taylor expands, a constant; the middle of the interval unless given. */
  readonly centre?: string;
  /** Where Hermite interpolation meets value and derivative; evenly spaced unless given. */
  readonly nodes?: string;
  /** Significant digits; 30 unless given. */
  readonly digits?: number;
  /** Seconds after which it is given up; 60 unless given. */
  readonly maximumSeconds?: number;
}

export interface PolynomialApproximation {
  readonly formula: Formula;
  readonly method: string;
  readonly degree: number;
  /** Absent for the Gaussian weight, on the whole line. */
  readonly interval: IntervalProblem | undefined;
  /** Coefficients of p in x, from degree 0. */
  readonly coefficients: readonly {
    readonly tier: 'exact' | 'enclosed';
    readonly exact?: ExactConstant;
    readonly value: Enclosure;
  }[];
  /** sup |f − p| over the interval; at a jump of f both sides count. */
  readonly maximumError: Enclosure | undefined;
  readonly meanSquares: readonly MeanSquare[];
  /** Minimax only: where the error is ± its maximum, and the errors there. */
  readonly equioscillation: readonly Extremum[] | undefined;
  readonly digits: number;
}

export const approximationMethodNames: readonly string[] = approximationMethods.map(({ name }) => name);

const LARGEST = { degree: 100, digits: 1000 };
const ROUNDS = 5;

/**
 * The polynomial p of a degree that approximates f by a method, its coefficients exact where they can be (piecewise polynomials
 * on rational intervals, Taylor series and Gaussian projections with closed forms) and enclosed to `digits` digits otherwise,
 * and its errors, all enclosed.
 *
 * Throws {@link InputError} where something cannot be read, the method does not fit (an even degree for Hermite interpolation,
 * a jump for H¹), f is unbounded on the interval, or time runs out.
 */
export function approximate(formula: Formula | string, options: ApproximationOptions): PolynomialApproximation {
  const { degree, digits = 30, maximumSeconds = 60, interval = '-1,1' } = options;
  check('degree', degree, 0, LARGEST.degree);
  check('digits', digits, 1, LARGEST.digits);
  const method = methodNamed(options.method ?? 'least-squares');
  const f = typeof formula === 'string' ? parseFormula(formula) : formula;
  const problem = intervalProblem(f, ...parseInterval(interval));
  const [centre] = options.centre === undefined ? [] : parseConstants(options.centre);
  const nodes = options.nodes === undefined ? undefined : parseConstants(options.nodes);
  const deadline = performance.now() + 1000 * maximumSeconds;
  const own = polynomialOfFormula(f);
  if (own !== undefined && own.length <= degree + 1) return itself(f, own, method, degree, problem, digits);
  const wanted = Math.ceil(digits * Math.log2(10)) + 4;
  let bits = wanted + 16;
  for (let round = 1; ; round++) {
    const result = method.approximate({
      formula: f,
      degree,
      problem,
      bits,
      deadline,
      ...(centre === undefined ? {} : { centre }),
      ...(nodes === undefined ? {} : { nodes }),
    });
    const largest =
      result.maximumError ?? (result.scaled && largestError(problem.scaled, result.scaled, wanted, bits, deadline));
    const missing = missingBits(result, largest, wanted);
    if (missing === 0 || round === ROUNDS)
      return described(
        f,
        method,
        degree,
        problem,
        result,
        largest,
        digits,
        symmetricCoefficients(f, problem, degree, method, centre, nodes),
      );
    bits += missing + 8;
  }
}

function check(option: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new InputError(option, `expected a whole number from ${least} to ${most}, got ${value}`);
}

function methodNamed(name: string): ApproximationMethod {
  const found = approximationMethods.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new InputError(
    'method',
    `there is no method '${name}'`,
    `${suggestion(name, approximationMethodNames)}The methods are ${approximationMethodNames.join(', ')}`,
  );
}

/** A relative tolerance needs the size of the error, which is found from coarse to fine. */
function largestError(
  scaled: Formula,
  p: readonly Enclosure[],
  wanted: number,
  bits: number,
  deadline: number,
): Enclosure {
  let found = maximumError(scaled, p, -Math.min(bits, 40), deadline);
  for (;;) {
    const exponent = Math.max(magnitudeExponent(found) - wanted - 2, -bits);
    if (widthExponent(found) <= exponent + 1) return found;
    found = maximumError(scaled, p, exponent, deadline);
    if (exponent === -bits) return found;
  }
}

/** The bits by which the widest of all falls short; a coefficient that may be 0 is measured against the largest. */
function missingBits(
  { enclosed, exact, meanSquares }: MethodResult,
  largest: Enclosure | undefined,
  wanted: number,
): number {
  const relative = (a: Enclosure): number => {
    const width = widthExponent(a);
    return width === -Infinity ? 0 : Math.max(0, Math.ceil(width + wanted - (magnitudeExponent(a) - 2)));
  };
  const top = Math.max(...enclosed.map(magnitudeExponent));
  // An error that is 0 for all that is seen.
  const ofError = (a: Enclosure): number =>
    containsZero(a) && magnitudeExponent(a) < top - wanted - 16 ? 0 : relative(a);
  const ofCoefficient = (a: Enclosure): number => {
    if (widthExponent(a) === -Infinity) return 0;
    return containsZero(a) ? Math.max(0, Math.ceil(widthExponent(a) + wanted - top)) : relative(a);
  };
  const all = [
    ...(exact === undefined ? enclosed.map(ofCoefficient) : []),
    ...meanSquares.map(({ value, exact: known }) => (known === undefined ? ofError(value) : 0)),
    ...(largest === undefined ? [] : [ofError(largest)]),
  ];
  return Math.min(Math.max(0, ...all), 4 * wanted);
}

function described(
  formula: Formula,
  method: ApproximationMethod,
  degree: number,
  interval: IntervalProblem,
  { enclosed, exact, scaled, meanSquares, equioscillation }: MethodResult,
  largest: Enclosure | undefined,
  digits: number,
  symmetric: readonly (ExactConstant | undefined)[],
): PolynomialApproximation {
  const K = realEnclosures(Math.ceil(digits * 3.33) + 64);
  return {
    formula,
    method: method.name,
    degree,
    interval: scaled === undefined ? undefined : interval,
    coefficients: enclosed.map((value, k) => {
      if (exact !== undefined) return { tier: 'exact', exact: exact[k]!, value };
      const known = symmetric[k];
      return known === undefined
        ? { tier: 'enclosed', value }
        : { tier: 'exact', exact: known, value: encloseConstant(known, K) };
    }),
    maximumError: largest,
    meanSquares: meanSquares.map((mean) =>
      mean.value.lower < 0n ? { ...mean, value: { ...mean.value, lower: 0n } } : mean,
    ),
    equioscillation,
    digits,
  };
}

/**
 * Coefficients that symmetry gives: where f = L + g with L an odd polynomial of degree ≤ n and g even, or the other way
 * round, each method commutes with adding L and with x → −x (the best polynomial is unique), so the p of f has L's odd coefficients.
 */
function symmetricCoefficients(
  f: Formula,
  { middle }: IntervalProblem,
  degree: number,
  method: ApproximationMethod,
  centre: Formula | undefined,
  nodes: readonly Formula[] | undefined,
): readonly (ExactConstant | undefined)[] {
  const isCentred = middle.kind === 'rational' && middle.value.numerator === 0n;
  if (!(isCentred || method.onTheLine === true) || centre !== undefined || !areSymmetric(nodes)) return [];
  const parts = parityParts(f);
  if (parts === undefined) return [];
  const [even, odd] = [parts.even, parts.odd].map(polynomialOfFormula);
  return Array.from({ length: degree + 1 }, (_, k) => {
    const part = k % 2 === 0 ? even : odd;
    return part === undefined || part.length > degree + 1 ? undefined : (part[k] ?? []);
  });
}

function areSymmetric(nodes: readonly Formula[] | undefined): boolean {
  if (nodes === undefined) return true;
  const texts = [1, -1].map((sign) =>
    nodes
      .map((node) => polynomialOfFormula(product(rationalFormula(sign), node)))
      .map((constant) => (constant === undefined ? undefined : formatConstant(constant[0] ?? [])))
      .sort()
      .join(' '),
  );
  return texts[0] === texts[1] && !texts[0]!.includes('undefined');
}

/** A polynomial of no higher degree is its own approximation by every method. */
function itself(
  formula: Formula,
  own: readonly ExactConstant[],
  method: ApproximationMethod,
  degree: number,
  interval: IntervalProblem,
  digits: number,
): PolynomialApproximation {
  const K = realEnclosures(Math.ceil(digits * 3.33) + 64);
  return {
    formula,
    method: method.name,
    degree,
    interval: method.onTheLine === true ? undefined : interval,
    coefficients: Array.from({ length: degree + 1 }, (_, k) => ({
      tier: 'exact' as const,
      exact: own[k] ?? [],
      value: encloseConstant(own[k] ?? [], K),
    })),
    maximumError: K.zero,
    meanSquares: [{ meaning: 'mean of (f − p)²', exact: [], value: K.zero }],
    equioscillation: undefined,
    digits,
  };
}
