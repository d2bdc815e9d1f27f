/** The correlation map at a fixed point of the variance, and where it sends correlations. */
import { rational } from '../../base/rational.ts';
import { type AlgebraicNumber, compareToRational, rationalNumber, valueAtRoot } from '../algebraic/algebraic-number.ts';
import { derivativeOf, type RationalPolynomial, trimZeros } from '../algebraic/rational-polynomial.ts';
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
  const { covariance } = coefficientsOfMaps(maps);
  const coefficients = covariance.map((part) => valueAtRoot(variance, part, [QQ.zero, QQ.one]));
  const susceptibility = slopeAt(covariance, variance, QQ.one);
  const { value, slope } =
    compareToRational(susceptibility, QQ.one) <= 0
      ? { value: rationalNumber(QQ.one), slope: susceptibility }
      : belowOne(coefficients, covariance, variance);
  return { coefficients, value, slope, depthScale: depthScale(slope) };
}

/** Σ_l covariance[l](K) weights(l) / K as an element of Q(K). */
function combine(
  covariance: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
  weights: RationalPolynomial,
): AlgebraicNumber {
  const size = Math.max(...covariance.map(({ length }) => length));
  const sum = Array.from({ length: size }, (_, k) =>
    covariance.reduce((total, part, l) => QQ.add(total, QQ.mul(part[k] ?? QQ.zero, weights[l] ?? QQ.zero)), QQ.zero),
  );
  return valueAtRoot(variance, trimZeros(sum), [QQ.zero, QQ.one]);
}

const powersOf = (c: ReturnType<typeof rational>, count: number): RationalPolynomial => {
  const powers = [QQ.one];
  while (powers.length < count) powers.push(QQ.mul(powers.at(-1)!, c));
  return powers;
};

function slopeAt(
  covariance: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
  c: ReturnType<typeof rational>,
): AlgebraicNumber {
  const powers = powersOf(c, covariance.length);
  const weights = covariance.map((_, l) => (l === 0 ? QQ.zero : QQ.mul(rational(BigInt(l)), powers[l - 1]!)));
  return combine(covariance, variance, weights);
}

function belowOne(
  coefficients: readonly AlgebraicNumber[],
  covariance: readonly RationalPolynomial[],
  variance: AlgebraicNumber,
): { value: RealNumber; slope: RealNumber } {
  if (coefficients[0]!.sign() === 0) return { value: rationalNumber(QQ.zero), slope: coefficients[1]! };
  const exact = coefficients.map((a) => a.rational);
  if (exact.every((a) => a !== undefined)) {
    const map = exact as RationalPolynomial;
    const excess = trimZeros(map.map((a, l) => (l === 1 ? QQ.add(a, QQ.from(-1)) : a)));
    const root = realRoots(excess).find(({ value: c }) => c.sign() > 0)!.value;
    return { value: root, slope: valueAtRoot(root, derivativeOf(map)) };
  }
  // C(c) − c is positive at 0, negative before 1, with one change of sign: bisection by exact signs.
  let [low, high, shift] = [0n, 1n, 0];
  const enclosure = (bits: number): Enclosure => {
    while (shift < bits) {
      const middle = rational(low + high, 1n << BigInt(shift + 1));
      const weights = powersOf(middle, covariance.length);
      const image = combine(covariance, variance, weights);
      const above = compareToRational(image, middle) > 0;
      [low, high, shift] = above ? [low + high, high * 2n, shift + 1] : [low * 2n, low + high, shift + 1];
    }
    return { low: rational(low, 1n << BigInt(shift)), high: rational(high, 1n << BigInt(shift)) };
  };
  const slope = (bits: number): Enclosure => {
    // C′ rises with c, so its values at the ends enclose it.
    for (let more = bits + 8; ; more += 32) {
      const { low: from, high: to } = enclosure(more);
      const bounds = {
        low: slopeAt(covariance, variance, from).enclosure(bits + 4).low,
        high: slopeAt(covariance, variance, to).enclosure(bits + 4).high,
      };
      const width = QQ.add(bounds.high, QQ.mul(bounds.low, QQ.from(-1)));
      if (width.numerator << BigInt(bits) <= width.denominator) return bounds;
    }
  };
  return { value: enclosed(enclosure), slope: enclosed(slope) };
}

/** A number that is not 0, known by its enclosures. */
const enclosed = (enclosure: (bits: number) => Enclosure): RealNumber => ({
  enclosure,
  decimal: (digits) => decimalFromEnclosures(enclosure, digits),
  toNumber: () => numberFromEnclosures(enclosure),
  toString: () => `≈ ${decimalFromEnclosures(enclosure, 16)}`,
});
