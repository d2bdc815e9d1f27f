/** Hermite expansions of formulas: exact coefficients where there are closed forms, certified digits of all others. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { rational } from '../../base/rational.ts';
import { containsZero, type Enclosure, isBounded, magnitudeExponent, widthExponent } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import { type ExactConstant, encloseConstant } from '../formula/exact-constant.ts';
import { type Formula, powerOf } from '../formula/formula.ts';
import { parityParts } from '../formula/parity.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { closedGaussianCoefficients } from './closed-form.ts';
import { exactTruncationError } from './exact-truncation-error.ts';
import { gaussianMoments } from './gaussian-moments.ts';

export interface HermiteCoefficient {
  /** k. */
  readonly degree: number;
  /** exact: a closed form. enclosed: an interval. */
  readonly tier: 'exact' | 'enclosed';
  /** c_k exactly, where the tier is exact. */
  readonly exact?: ExactConstant;
  /** c_k = E[σ(g) He_k(g)]. */
  readonly coefficient: Enclosure;
  /** u_k = c_k/√k! = E[σ(g) h_k(g)]. */
  readonly normalised: Enclosure;
}

/** σ = Σ_k c_k/k! He_k = Σ_k u_k h_k in L² of the standard Gaussian. */
export interface HermiteExpansion {
  readonly formula: Formula;
  readonly coefficients: readonly HermiteCoefficient[];
  /** E[σ(g)²]; undefined where it is infinite or not known to be finite. */
  readonly squaredNorm:
    | { readonly tier: 'exact' | 'enclosed'; readonly exact?: ExactConstant; readonly value: Enclosure }
    | undefined;
  /** ‖σ − Σ_{k < terms} u_k h_k‖² = ‖σ‖² − Σ u_k². */
  readonly squaredTruncationError: Enclosure | undefined;
  readonly digits: number;
}

export interface HermiteExpansionOptions {
  /** How many coefficients, from degree 0; 8 unless given. */
  readonly terms?: number;
  /** Significant digits of each; 30 unless given. */
  readonly digits?: number;
  /** Seconds after which it is given up; 60 unless given. */
  readonly maximumSeconds?: number;
  readonly progress?: Progress;
}

const LARGEST = { terms: 400, digits: 2000 };
const ROUNDS = 4;

/**
 * The coefficients c_k = E[σ(g) He_k(g)] and u_k = E[σ(g) h_k(g)], h_k = He_k/√k!, of a function of one standard Gaussian, and
 * the L² error of the truncated series.
 *
 * Exact for polynomials, for |x|, relu, sign, step, erf, exp, sin, cos, Gaussians, their products with polynomials and sums
 * (`closed-form.ts`), and for parts of σ that parity shows to be 0. Any other is enclosed (`gaussian-moments.ts`) to `digits`
 * significant digits, or, where that many show no sign, to an absolute 10^(−2 digits) ‖σ‖ at the last.
 *
 * Throws {@link InputError} where the formula cannot be read, E|σ| is not known to be finite, or time runs out.
 */
export function hermiteExpansion(formula: Formula | string, options: HermiteExpansionOptions = {}): HermiteExpansion {
  const { terms = 8, digits = 30, maximumSeconds = 60, progress = silent } = options;
  checkCount('terms', terms, LARGEST.terms);
  checkCount('digits', digits, LARGEST.digits);
  const f = typeof formula === 'string' ? parseFormula(formula) : formula;
  const deadline = performance.now() + 1000 * maximumSeconds;
  const exact = exactCoefficients(f, terms);
  const exactNorm = closedGaussianCoefficients(powerOf(f, rational(2n)), 1)?.[0];
  const complete = exact.every((c) => c !== undefined) && exactNorm !== undefined;
  let bits = Math.ceil(digits * Math.log2(10)) + 12;
  for (let round = 1; ; round++) {
    const K = realEnclosures(bits + 64 + 4 * terms);
    const needed = exact.every((c) => c !== undefined) ? 1 : terms;
    const moments = complete ? undefined : gaussianMoments(f, needed, bits, { deadline, progress });
    const expansion = assemble(f, K, exact, exactNorm, moments, digits);
    const missing = expansion.coefficients.map(({ normalised }) => missingBits(normalised, digits));
    const most = Math.max(0, ...missing);
    if (most === 0 || round === ROUNDS) return expansion;
    // A small coefficient asks for more bits; one that shows no sign yet, for as many again and once only.
    if (round > 1 && expansion.coefficients.every(({ normalised }, k) => missing[k] === 0 || containsZero(normalised)))
      return expansion;
    bits += Math.min(most, Math.ceil(digits * Math.log2(10))) + 2;
  }
}

function checkCount(option: string, value: number, largest: number): void {
  if (!Number.isSafeInteger(value) || value < 1 || value > largest)
    throw new InputError(option, `expected a whole number from 1 to ${largest}, got ${value}`);
}

/** The bits by which an enclosure is wider than `digits` significant digits call for. */
function missingBits(a: Enclosure, digits: number): number {
  const width = widthExponent(a);
  if (width === -Infinity) return 0;
  return Math.max(0, Math.ceil(width + digits * Math.log2(10) + 2 - (magnitudeExponent(a) - 3)));
}

/** What is known of the coefficients without quadrature. */
function exactCoefficients(f: Formula, terms: number): readonly (ExactConstant | undefined)[] {
  const whole = closedGaussianCoefficients(f, terms);
  if (whole !== undefined) return whole;
  const parts = parityParts(f);
  const even = parts && closedGaussianCoefficients(parts.even, terms);
  const odd = parts && closedGaussianCoefficients(parts.odd, terms);
  return Array.from({ length: terms }, (_, k) => (k % 2 === 0 ? even : odd)?.[k]);
}

function assemble(
  formula: Formula,
  K: RealEnclosures,
  exact: readonly (ExactConstant | undefined)[],
  exactNorm: ExactConstant | undefined,
  moments: { readonly coefficients: readonly Enclosure[]; readonly squaredNorm: Enclosure } | undefined,
  digits: number,
): HermiteExpansion {
  let factorial = 1n;
  const coefficients = exact.map((known, degree): HermiteCoefficient => {
    if (degree > 1) factorial *= BigInt(degree);
    const coefficient = known === undefined ? moments!.coefficients[degree]! : encloseConstant(known, K);
    const normalised = K.div(coefficient, K.sqrt(K.from(factorial)));
    return known === undefined
      ? { degree, tier: 'enclosed', coefficient, normalised }
      : { degree, tier: 'exact', exact: known, coefficient, normalised };
  });
  const value = exactNorm === undefined ? moments?.squaredNorm : encloseConstant(exactNorm, K);
  if (value === undefined || !isBounded(value))
    return { formula, coefficients, squaredNorm: undefined, squaredTruncationError: undefined, digits };
  const rest = exactTruncationError(exact, exactNorm);
  const enclosed =
    rest === undefined
      ? coefficients.reduce((sum, { normalised }) => K.sub(sum, K.square(normalised)), value)
      : encloseConstant(rest, K);
  return {
    formula,
    coefficients,
    squaredNorm: exactNorm === undefined ? { tier: 'enclosed', value } : { tier: 'exact', exact: exactNorm, value },
    // It is a sum of squares.
    squaredTruncationError: enclosed.lower < 0n ? { ...enclosed, lower: 0n } : enclosed,
    digits,
  };
}
