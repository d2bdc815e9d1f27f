/** Critical initialisation: the weight and bias variances at which a susceptibility is 1, and beyond which everything escapes. */
import type { Coefficient } from '../../base/coefficient.ts';
import { type Rational, rational } from '../../base/rational.ts';
import {
  type AlgebraicNumber,
  compare,
  compareToRational,
  rationalNumber,
  valueAtRoot,
} from '../algebraic/algebraic-number.ts';
import {
  derivativeOf,
  minus,
  productOf,
  quotientOf,
  type RationalPolynomial,
  trimZeros,
  valueAt,
} from '../algebraic/rational-polynomial.ts';
import { realRoots } from '../algebraic/real-roots.ts';
import { exactCoefficients, type UnivariateCoefficients } from '../kernels/derivative-means.ts';
import type { Polynomial } from '../polynomial.ts';
import { QQ } from '../rings/rationals.ts';
import { inVariance, mapCoefficients, varianceOption } from './signal-maps.ts';

export type Susceptibility = 'perpendicular' | 'parallel';

/**
 * σ_w² = 1/denominator(K), σ_b² = numerator(K)/denominator(K), for K in the ranges: the variance K is then a fixed point at which
 * the susceptibility is 1.
 */
export interface CriticalCurve {
  readonly susceptibility: Susceptibility;
  /** D(K) = E σ′(√K g)² for χ_⊥; d/dK E σ(√K g)² for χ_∥. */
  readonly denominator: Polynomial;
  /** K D(K) − E σ(√K g)². */
  readonly numerator: Polynomial;
  /** The K ≥ 0 with D(K) > 0 and σ_b² ≥ 0, by their ends, rising; no `to` means up to infinity. An end with D = 0 is no point of the curve. */
  readonly ranges: readonly { readonly from: AlgebraicNumber; readonly to: AlgebraicNumber | undefined }[];
}

/** E σ(√K g)² and the denominator of the curve. */
function ingredients(
  activation: UnivariateCoefficients,
  susceptibility: Susceptibility,
): { mean: RationalPolynomial; denominator: RationalPolynomial } {
  const maps = mapCoefficients(exactCoefficients(activation, 'activation'), QQ.one, QQ.zero);
  return {
    mean: maps.variance,
    denominator: susceptibility === 'perpendicular' ? maps.perpendicular : derivativeOf(maps.variance),
  };
}

/**
 * The critical curve of a polynomial activation, parametrised by the variance K (proved): χ_⊥ = 1, the edge of chaos, or χ_∥ = 1,
 * where fixed points of the variance appear and vanish.
 * Throws {@link TooLargeError} beyond degree 32.
 * Source: Poole et al., NeurIPS 2016, §2; Roberts, Yaida and Hanin, "The principles of deep learning theory", §5.
 */
export function criticalCurve(
  activation: UnivariateCoefficients,
  susceptibility: Susceptibility = 'perpendicular',
): CriticalCurve {
  const { mean, denominator } = ingredients(activation, susceptibility);
  const numerator = minus(trimZeros([QQ.zero, ...denominator]), mean);
  return {
    susceptibility,
    denominator: inVariance(denominator),
    numerator: inVariance(numerator),
    ranges: admissible(numerator, denominator),
  };
}

/** The K ≥ 0 with numerator ≥ 0 and denominator > 0. */
function admissible(numerator: RationalPolynomial, denominator: RationalPolynomial): CriticalCurve['ranges'] {
  if (denominator.length === 0) return [];
  const product = productOf(numerator.length === 0 ? [QQ.one] : numerator, denominator);
  const roots = product.length < 2 ? [] : realRoots(product).map(({ value }) => value);
  const breaks = [rationalNumber(QQ.zero), ...roots.filter((K) => K.sign() > 0)];
  const holds = (K: AlgebraicNumber): boolean =>
    valueAtRoot(K, denominator).sign() > 0 && valueAtRoot(K, numerator).sign() >= 0;
  const ranges: { from: AlgebraicNumber; to: AlgebraicNumber | undefined }[] = [];
  breaks.forEach((K, i) => {
    const next = breaks[i + 1];
    const open = ranges.at(-1);
    const continues = open !== undefined && open.to === K;
    if (holds(rationalNumber(between(K, next)))) {
      if (continues && holds(K)) ranges[ranges.length - 1] = { from: open.from, to: next };
      else ranges.push({ from: K, to: next });
    } else if (holds(K) && !continues) ranges.push({ from: K, to: K });
  });
  return ranges;
}

/** A rational number strictly between two, or beyond the first. */
function between(a: AlgebraicNumber, b: AlgebraicNumber | undefined): Rational {
  if (b === undefined) return QQ.add(a.enclosure(4).high, QQ.one);
  for (let bits = 8; ; bits *= 2) {
    const [from, to] = [a.enclosure(bits).high, b.enclosure(bits).low];
    if (from.numerator * to.denominator < to.numerator * from.denominator)
      return QQ.mul(QQ.add(from, to), rational(1n, 2n));
  }
}

export interface CriticalPoint {
  /** The fixed point K. */
  readonly variance: AlgebraicNumber;
  /** σ_w² there. */
  readonly weightVariance: AlgebraicNumber;
}

export interface CriticalPoints {
  /** For a linear activation without biases: σ_w² at which every K is a fixed point with susceptibility 1; no points are listed then. */
  readonly everyVariance: Rational | undefined;
  /** By rising K. */
  readonly points: readonly CriticalPoint[];
}

/** The points of the {@link criticalCurve} with a given σ_b² (proved): K D(K) − E σ² = σ_b² D(K). Throws {@link InputError} on a negative σ_b². */
export function criticalPoints(
  activation: UnivariateCoefficients,
  options: { readonly biasVariance?: Coefficient | Rational; readonly susceptibility?: Susceptibility } = {},
): CriticalPoints {
  const { mean, denominator } = ingredients(activation, options.susceptibility ?? 'perpendicular');
  const bias = varianceOption(options.biasVariance ?? 0, 'biasVariance');
  const equation = minus(productOf([QQ.mul(bias, QQ.from(-1)), QQ.one], denominator), mean);
  if (denominator.length === 0) return { everyVariance: undefined, points: [] };
  if (equation.length === 0) return { everyVariance: quotientOf(QQ.one, denominator[0]!), points: [] };
  const points = realRoots(equation).flatMap(({ value: K }) =>
    K.sign() >= 0 && valueAtRoot(K, denominator).sign() > 0
      ? [{ variance: K, weightVariance: valueAtRoot(K, [QQ.one], denominator) }]
      : [],
  );
  return { everyVariance: undefined, points };
}

/** The σ_w² beyond which every K > 0 escapes. */
export interface EscapeWeightVariance {
  /** sup of (K − σ_b²)/E σ(√K g)² over K > 0; undefined when it is infinite: some K stay bounded at every σ_w². */
  readonly value: AlgebraicNumber | undefined;
  /** The K at which the supremum is reached; undefined when it is a limit. */
  readonly variance: AlgebraicNumber | undefined;
  /** Whether every K > 0 escapes at this σ_w² too: it does unless the supremum is reached. */
  readonly inclusive: boolean;
}

/**
 * V(K) = K at σ_w² = (K − σ_b²)/E σ(√K g)², so beyond the supremum of this quotient there is no fixed point K > 0 (proved).
 * For He₂ = z² − 1 without biases it is (1 + √3)/4; for a + bz + cz² with ac > 0 it is 1/(b² + 2ac + 2√3 ac).
 * Throws {@link InputError} on a negative σ_b².
 */
export function escapeWeightVariance(
  activation: UnivariateCoefficients,
  options: { readonly biasVariance?: Coefficient | Rational } = {},
): EscapeWeightVariance {
  const { mean } = ingredients(activation, 'parallel');
  const bias = varianceOption(options.biasVariance ?? 0, 'biasVariance');
  const infinite: EscapeWeightVariance = { value: undefined, variance: undefined, inclusive: false };
  if (mean.length < 2) return infinite;
  const above = [QQ.mul(bias, QQ.from(-1)), QQ.one];
  const inside = minus(mean, productOf(above, derivativeOf(mean)));
  let best: EscapeWeightVariance | undefined;
  const consider = (candidate: EscapeWeightVariance): void => {
    const order = best === undefined ? 1 : compare(candidate.value!, best.value!);
    if (order > 0 || (order === 0 && candidate.variance !== undefined)) best = candidate;
  };
  // As K → 0 without biases, where E σ² → 0: the limit 1/σ′(0)², infinite if that vanishes.
  if (bias.numerator === 0n && (mean[0]?.numerator ?? 0n) === 0n) {
    if (mean[1]!.numerator === 0n) return infinite;
    const linear = mean.length === 2;
    consider({
      value: rationalNumber(quotientOf(QQ.one, mean[1]!)),
      variance: undefined,
      inclusive: !linear,
    });
    if (linear) return best!;
  }
  // As K → ∞: 1/slope for a linear activation, 0 for all others.
  if (mean.length === 2)
    return { value: rationalNumber(quotientOf(QQ.one, mean[1]!)), variance: undefined, inclusive: true };
  for (const { value: K } of realRoots(inside))
    if (K.sign() > 0 && compareToRational(K, bias) > 0)
      consider({ value: valueAtRoot(K, above, mean), variance: K, inclusive: false });
  return best!;
}

/** σ_w² and σ_b² on the critical curve at a rational K, exactly; undefined where the curve has no such point. */
export function pointOnCurve(
  activation: UnivariateCoefficients,
  K: Rational,
  susceptibility: Susceptibility = 'perpendicular',
): { readonly weightVariance: Rational; readonly biasVariance: Rational } | undefined {
  const { mean, denominator } = ingredients(activation, susceptibility);
  const D = valueAt(denominator, K);
  if (D.numerator <= 0n || K.numerator < 0n) return undefined;
  const weightVariance = quotientOf(QQ.one, D);
  const biasVariance = QQ.add(K, QQ.mul(QQ.mul(weightVariance, valueAt(mean, K)), QQ.from(-1)));
  return biasVariance.numerator < 0n ? undefined : { weightVariance, biasVariance };
}
