/** The correlation map at a fixed point of the variance, and where it sends correlations. */
import { type Rational, rational } from '../../base/rational.ts';
import { type AlgebraicNumber, compareToRational, rationalNumber, valueAtRoot } from '../algebraic/algebraic-number.ts';
import { valueAtDyadic } from '../algebraic/integer-polynomial.ts';
import {
  derivativeOf,
  difference,
  minus,
  plus,
  type RationalPolynomial,
  times,
  trimZeros,
  valueAt,
} from '../algebraic/rational-polynomial.ts';
import {
  decimalFromEnclosures,
  type Enclosure,
  numberFromEnclosures,
  type RealNumber,
} from '../algebraic/real-number.ts';
import { realRoots } from '../algebraic/real-roots.ts';
import { QQ } from '../rings/rationals.ts';
import { depthScale } from './depth-scale.ts';
import { coefficientsOfMaps, type SignalMaps } from './signal-maps.ts';

export interface CorrelationFixedPoint {
  /** C(c) = Σ_l coefficients[l] c^l, all ≥ 0, with sum 1. */
  readonly coefficients: readonly AlgebraicNumber[];
  /** The attracting c in [0, 1]: 1 when χ_⊥ ≤ 1, below 1 otherwise. */
  readonly value: RealNumber;
  /** C′ there. */
  readonly slope: RealNumber;
  /** ξ_⊥ = −1/ln C′ in layers; Infinity at slope 1, where correlations approach 1 by a power of the depth. */
  readonly depthScale: number | undefined;
}

/**
 * Where correlations c in [0, 1] go at a fixed point K > 0 of the variance; undefined for K = 0.
 *
 * C has coefficients ≥ 0 and C(1) = 1, so it is convex on [0, 1]: with C′(1) = χ_⊥ ≤ 1 the only fixed point there is 1
 * (C(c) = c for all c takes V(K) = K for all K, which has no isolated fixed point);
 * with χ_⊥ > 1 there is exactly one other, and it attracts. Exact for a rational K; else enclosed by exact signs.
 */
export function correlationFixedPoint(maps: SignalMaps, variance: AlgebraicNumber): CorrelationFixedPoint | undefined {
  if (variance.sign() === 0) return undefined;
  const parts = overVariance(coefficientsOfMaps(maps).covariance);
  const coefficients = parts.map((part) => valueAtRoot(variance, part));
  const susceptibility = combine(
    parts,
    variance,
    parts.map((_, l) => rational(BigInt(l))),
  );
  const { value, slope } =
    compareToRational(susceptibility, QQ.one) <= 0
      ? { value: rationalNumber(QQ.one), slope: susceptibility }
      : belowOne(coefficients, parts, variance);
  return { coefficients, value, slope, depthScale: depthScale(slope) };
}

/** covariance[l]/K modulo V(K) = K: those with l ≥ 1 have a factor K, and the first is 1 less all others. */
function overVariance(covariance: readonly RationalPolynomial[]): readonly RationalPolynomial[] {
  const others = covariance.slice(1).map((part) => part.slice(1));
  return [others.reduce<RationalPolynomial>((rest, part) => minus(rest, part), [QQ.one]), ...others];
}

/** Σ_l parts[l](K) weights[l] as an element of Q(K). */
function combine(
  parts: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
  weights: RationalPolynomial,
): AlgebraicNumber {
  const sum = parts.reduce<RationalPolynomial>((total, part, l) => plus(total, times(part, weights[l]!)), []);
  return valueAtRoot(variance, sum);
}

function belowOne(
  coefficients: readonly AlgebraicNumber[],
  parts: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
): { value: RealNumber; slope: RealNumber } {
  if (coefficients[0]!.sign() === 0) return { value: rationalNumber(QQ.zero), slope: coefficients[1]! };
  const exact = coefficients.map((a) => a.rational);
  if (exact.every((a) => a !== undefined)) {
    const map = trimZeros(exact);
    const root = realRoots(minus(map, [QQ.zero, QQ.one])).find(({ value: c }) => c.sign() > 0)!.value;
    return { value: root, slope: valueAtRoot(root, derivativeOf(map)) };
  }
  // C(c) − c is positive at 0 and negative before 1, with one change of sign between: bisection.
  let [low, high, shift] = [0n, 1n, 0];
  const enclosure = (bits: number): Enclosure => {
    const bounds = shift < bits ? boundsOf(coefficients, 2 * bits + 64) : undefined;
    while (shift < bits) {
      const middle = low + high;
      const isBelow = signBetween(bounds!, middle, shift + 1) ?? exactSign(parts, variance, middle, shift + 1);
      [low, high, shift] = isBelow > 0 ? [middle, high * 2n, shift + 1] : [low * 2n, middle, shift + 1];
    }
    return { low: rational(low, 1n << BigInt(shift)), high: rational(high, 1n << BigInt(shift)) };
  };
  const slope = (bits: number): Enclosure => {
    // C′ has coefficients ≥ 0, so it rises with them and with c.
    for (let more = bits + 16; ; more += 64) {
      const ends = enclosure(more);
      const bounds = boundsOf(coefficients, more);
      const unit = 1n << BigInt(more);
      const at = (list: readonly bigint[], c: Rational): Rational =>
        valueAt(derivativeOf(list.map((a) => rational(a, unit))), c);
      const [from, to] = [at(bounds.low, ends.low), at(bounds.high, ends.high)];
      const width = difference(to, from);
      if (width.numerator << BigInt(bits) <= width.denominator) return { low: from, high: to };
    }
  };
  return { value: enclosed(enclosure), slope: enclosed(slope) };
}

interface CoefficientBounds {
  /** low[l]/2^bits ≤ coefficient l ≤ high[l]/2^bits. */
  readonly low: readonly bigint[];
  readonly high: readonly bigint[];
  readonly bits: number;
}

function boundsOf(coefficients: readonly AlgebraicNumber[], bits: number): CoefficientBounds {
  const unit = 1n << BigInt(bits);
  const ends = coefficients.map((a) => a.enclosure(bits));
  return {
    low: ends.map(({ low }) => (low.numerator < 0n ? 0n : (low.numerator * unit) / low.denominator)),
    high: ends.map(({ high }) => (high.numerator * unit) / high.denominator + 1n),
    bits,
  };
}

/** The sign of C(c) − c at c = numerator/2^shift ≥ 0, or undefined when the bounds do not tell. */
function signBetween({ low, high, bits }: CoefficientBounds, numerator: bigint, shift: number): number | undefined {
  const less = (list: readonly bigint[]): bigint[] => list.map((a, l) => (l === 1 ? a - (1n << BigInt(bits)) : a));
  if (valueAtDyadic(less(low), numerator, shift) > 0n) return 1;
  return valueAtDyadic(less(high), numerator, shift) < 0n ? -1 : undefined;
}

function exactSign(
  parts: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
  numerator: bigint,
  shift: number,
): number {
  const c = rational(numerator, 1n << BigInt(shift));
  const powers = [QQ.one];
  while (powers.length < parts.length) powers.push(QQ.mul(powers.at(-1)!, c));
  return compareToRational(combine(parts, variance, powers), c);
}

/** A number that is not 0, known by its enclosures. */
const enclosed = (enclosure: (bits: number) => Enclosure): RealNumber => ({
  enclosure,
  decimal: (digits) => decimalFromEnclosures(enclosure, digits),
  toNumber: () => numberFromEnclosures(enclosure),
  toString: () => `≈ ${decimalFromEnclosures(enclosure, 16)}`,
});
