/** The variance layer by layer: exact while that is short, then in decimal intervals. */
import { Decimal } from 'decimal.js';
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { bitLength, formatRational, lcm, type Rational, rational } from '../../base/rational.ts';
import { valueAt } from '../algebraic/rational-polynomial.ts';
import { decimalOf } from '../algebraic/real-number.ts';
import { derivativeMeans } from '../kernels/derivative-means.ts';
import { coefficientsOfMaps, type SignalMaps } from './signal-maps.ts';

export interface VarianceAtDepth {
  readonly depth: number;
  /** The variance exactly, while numerator and denominator together have at most 4,096 bits. */
  readonly exact: Rational | undefined;
  /** Bounds in decimal notation, up to 40 digits; `Infinity` above what an exponent of 9·10¹⁵ can say. */
  readonly low: string;
  readonly high: string;
}

const LARGEST_EXACT = 4096;
const LARGEST_DEPTH = 100_000;
const DIGITS = 40;
const OPTIONS = { precision: DIGITS, maxE: 9e15, minE: -9e15, toExpNeg: -7, toExpPos: 21 };
const Down = Decimal.clone({ ...OPTIONS, rounding: Decimal.ROUND_FLOOR });
const Up = Decimal.clone({ ...OPTIONS, rounding: Decimal.ROUND_CEIL });

interface Interval {
  readonly low: Decimal;
  readonly high: Decimal;
}

/**
 * K, V(K), V(V(K)), … to a depth, depth 0 first: exactly, then enclosed by interval arithmetic on 40 decimal digits, and no further than
 * numbers up to 10^(9·10¹⁵) go (fewer entries then).
 * Throws {@link InputError} on a negative K and on a depth that is no integer from 0 to 100,000.
 */
export function varianceByDepth(
  maps: SignalMaps,
  variance: Coefficient | Rational,
  depth: number,
): readonly VarianceAtDepth[] {
  const start = exactValue(variance, 'variance');
  if (start.numerator < 0n) throw new InputError('variance', `expected a variance ≥ 0, got ${formatRational(start)}`);
  if (!Number.isSafeInteger(depth) || depth < 0 || depth > LARGEST_DEPTH)
    throw new InputError('depth', `expected an integer from 0 to ${LARGEST_DEPTH}, got ${depth}`);
  const map = coefficientsOfMaps(maps).variance;
  const step = intervalMap(maps);
  const found: VarianceAtDepth[] = [];
  let exact: Rational | undefined = start;
  let enclosure = intervalOf(start);
  for (let layer = 0; layer <= depth; layer++) {
    found.push({
      depth: layer,
      exact,
      low: enclosure.low.toString(),
      high: enclosure.high.toString(),
    });
    const next: Rational | undefined = exact === undefined ? undefined : valueAt(map, exact);
    const short: boolean =
      next !== undefined && bitLength(next.numerator) + bitLength(next.denominator) <= LARGEST_EXACT;
    exact = short ? next : undefined;
    enclosure = next === undefined ? step(enclosure) : intervalOf(next);
    if (!enclosure.low.isFinite() || enclosure.low.e > 8.9e15) break;
  }
  return found;
}

function intervalOf(c: Rational): Interval {
  if (c.denominator === 1n && bitLength(c.numerator) < 128)
    return { low: new Down(c.numerator.toString()), high: new Up(c.numerator.toString()) };
  // 48 digits rounded to nearest, then one unit of the 45th digit to either side.
  const near = new Up(decimalOf(c, DIGITS + 8));
  if (near.isZero()) return { low: new Down(0), high: new Up(0) };
  const unit = new Up(10).pow(near.e - DIGITS - 4);
  return { low: new Down(near).sub(unit), high: new Up(near).add(unit) };
}

/** V on intervals as σ_w² Σ_l r_l(K)² K^l/l! + σ_b². */
function intervalMap(maps: SignalMaps): (K: Interval) => Interval {
  const means = derivativeMeans(maps.activation);
  let factorial = 1n;
  const parts = means.map((mean, l) => {
    if (l > 0) factorial *= BigInt(l);
    const common = mean.reduce((m, { denominator }) => lcm(m, denominator), 1n);
    const integers = mean.map(({ numerator, denominator }) => numerator * (common / denominator));
    return {
      integers: integers.map((n) => intervalOf(rational(n))),
      scale: intervalOf(rational(1n, common * common * factorial)),
    };
  });
  const weight = intervalOf(maps.weightVariance);
  const bias = intervalOf(maps.biasVariance);
  return (K) => {
    let sum: Interval = { low: new Down(0), high: new Up(0) };
    let power: Interval = { low: new Down(1), high: new Up(1) };
    for (const { integers, scale } of parts) {
      let mean: Interval = { low: new Down(0), high: new Up(0) };
      for (let k = integers.length - 1; k >= 0; k--) mean = add(multiply(mean, K), integers[k]!);
      sum = add(sum, multiply(multiply(square(mean), scale), power));
      power = multiply(power, K);
    }
    return add(multiply(weight, sum), bias);
  };
}

const add = (a: Interval, b: Interval): Interval => ({ low: Down.add(a.low, b.low), high: Up.add(a.high, b.high) });

function multiply(a: Interval, b: Interval): Interval {
  const pairs = [
    [a.low, b.low],
    [a.low, b.high],
    [a.high, b.low],
    [a.high, b.high],
  ] as const;
  return {
    low: Down.min(...pairs.map(([x, y]) => Down.mul(x, y))),
    high: Up.max(...pairs.map(([x, y]) => Up.mul(x, y))),
  };
}

function square(a: Interval): Interval {
  const [low, high] = [a.low.abs(), a.high.abs()];
  const straddles = a.low.isNegative() && !a.high.isNegative();
  const [small, large] = low.lessThan(high) ? [low, high] : [high, low];
  return { low: straddles ? new Down(0) : Down.mul(small, small), high: Up.mul(large, large) };
}
