/** Bounds: base-2 logarithms of absolute values, every difference bounded by the sum, every ε and 1/n set to 1. */
import { absolute, bitLength, type Rational } from '../../base/rational.ts';
import type { Arithmetic } from './arithmetic.ts';

/**
 * The coefficients of a polynomial are together at most the value at 1 of the polynomial with all of them made positive.
 * Each operation errs by less than 2^-40 of a bit; the caller adds a whole one.
 */
export function magnitudeArithmetic(): Arithmetic {
  return {
    lanes: 1,
    couplingSize: 1,
    keepsSeries: false,
    fromRational: ({ numerator, denominator }: Rational) => Float64Array.of(log2Of(numerator) - log2Of(denominator)),
    multiplyScalars: (a, b) => Float64Array.of(a[0]! + b[0]!),
    negative: (a) => a,
    isZero: (a) => a[0] === -Infinity,
    zeros: () => Float64Array.of(-Infinity),
    constant: (c) => c.slice(),
    addProduct(target, _targetLength, a, b, _bLength, factor) {
      target[0] = addLogarithms(target[0]!, a[0]! + b[0]! + factor[0]!);
    },
    addCoupled(target, source, factor, coupling) {
      target[0] = addLogarithms(target[0]!, source[0]! + factor[0]! + (coupling < 0 ? 0 : 1));
    },
    couple(x, _length, factor, powers) {
      x[0]! += factor[0]! + powers.reduce((sum, power) => sum + power, 0);
    },
    addSeries(target, source, series) {
      target[0] = addLogarithms(target[0]!, source[0]! + series[0]!);
    },
    addContracted(target, source, series) {
      target[0] = addLogarithms(target[0]!, source[0]! + series[0]!);
    },
    settle: () => {},
  };
}

/** log₂(2^a + 2^b). */
function addLogarithms(a: number, b: number): number {
  if (a < b) return addLogarithms(b, a);
  if (b === -Infinity) return a;
  return a + Math.log1p(2 ** (b - a)) * Math.LOG2E;
}

/** log₂ |n|; −∞ for 0. */
export function log2Of(n: bigint): number {
  const size = absolute(n);
  const bits = bitLength(size);
  const shift = Math.max(0, bits - 60);
  return Math.log2(Number(size >> BigInt(shift))) + shift;
}
