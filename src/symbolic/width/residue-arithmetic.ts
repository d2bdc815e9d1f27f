/** Residues modulo several primes below 2^26, side by side. */
import type { Rational } from '../../base/rational.ts';
import { inverted, multiplied, reduced } from '../engine/modular.ts';
import type { Arithmetic, Axis, Scalar } from './arithmetic.ts';
import type { Couplings } from './couplings.ts';

// As in engine/modular.ts, with the inverse of the prime at hand: a product takes four operations.
const ROUND = 6755399441055744;

/** Sums of up to 2^27 balanced residues stay exact, so reductions of sums wait until `settle`. */
export function residueArithmetic(
  primes: readonly number[],
  { size, orders, strides, partners }: Couplings,
): Arithmetic {
  const lanes = primes.length;
  const inverses = primes.map((p) => 1 / p);
  const top = size - 1;
  const residue = (n: bigint, p: number): number => reduced(Number(n % BigInt(p)), p);
  const binomials = primes.map((p) => binomialsModulo(p));

  return {
    lanes,
    couplingSize: size,
    keepsSeries: true,

    fromRational: ({ numerator, denominator }: Rational): Scalar =>
      Float64Array.from(primes, (p) => multiplied(residue(numerator, p), inverted(residue(denominator, p), p), p)),
    multiplyScalars: (a, b) => a.map((x, lane) => multiplied(x, b[lane]!, primes[lane]!)),
    negative: (a) => a.map((x) => -x),
    isZero: (a) => a.every((x) => x === 0),

    zeros: (length) => new Float64Array(lanes * size * length),
    constant(c, length) {
      const x = new Float64Array(lanes * size * length);
      for (let lane = 0; lane < lanes; lane++) x[lane * size * length] = c[lane]!;
      return x;
    },

    addProduct(target, targetLength, a, b, bLength, factor, shift) {
      const length = Math.min(bLength, targetLength - shift);
      for (let lane = 0; lane < lanes; lane++) {
        const p = primes[lane]!;
        const inverse = inverses[lane]!;
        const scale = factor[lane]!;
        for (let i = 0; i < size; i++) {
          let x = a[lane * size + i]!;
          if (x === 0) continue;
          x *= scale;
          x -= p * (x * inverse + ROUND - ROUND);
          const kept = partners[i]!;
          for (let k = 0; k < kept.length; k++) {
            const j = kept[k]!;
            const from = (lane * size + j) * bLength;
            const to = (lane * size + i + j) * targetLength + shift;
            for (let t = 0; t < length; t++) {
              const y = x * b[from + t]!;
              target[to + t]! += y - p * (y * inverse + ROUND - ROUND);
            }
          }
        }
      }
    },

    addCoupled(target, source, factor, coupling) {
      const stride = coupling < 0 ? 0 : strides[coupling]!;
      const order = coupling < 0 ? 0 : orders[coupling]!;
      for (let lane = 0; lane < lanes; lane++) {
        const p = primes[lane]!;
        for (let i = 0; i < size; i++) {
          const x = source[lane * size + i]!;
          if (x === 0) continue;
          const y = multiplied(x, factor[lane]!, p);
          const at = lane * size + i;
          target[at]! += y;
          if (stride > 0 && Math.floor(i / stride) % (order + 1) < order) target[at + stride]! += y;
        }
      }
    },

    couple(x, length, factor, powers) {
      for (let lane = 0; lane < lanes; lane++) {
        const p = primes[lane]!;
        const start = lane * size * length;
        if (factor[lane] !== 1)
          for (let i = start; i < start + size * length; i++) x[i] = multiplied(x[i]!, factor[lane]!, p);
        powers.forEach((power, c) => {
          if (power === 0) return;
          const stride = strides[c]!;
          const order = orders[c]!;
          // From the highest power down, so that what is read has not been changed yet.
          for (let i = size - 1; i >= 0; i--) {
            const exponent = Math.floor(i / stride) % (order + 1);
            for (let k = 1; k <= Math.min(exponent, power); k++) {
              const binomial = binomials[lane]!(power, k);
              for (let t = 0; t < length; t++)
                x[start + i * length + t]! += multiplied(binomial, x[start + (i - k * stride) * length + t]!, p);
            }
            for (let t = 0; t < length; t++) x[start + i * length + t] = reduced(x[start + i * length + t]!, p);
          }
        });
      }
    },

    addSeries(target, source, series, seriesLength, axis) {
      for (let lane = 0; lane < lanes; lane++)
        for (let i = 0; i < size; i++) {
          const at = (lane * size + i) * axis.total;
          addConvolution(target, at, source, at, series, lane * seriesLength, seriesLength, axis, lane);
        }
    },

    addContracted(target, source, series, seriesLength, axis) {
      for (let lane = 0; lane < lanes; lane++)
        for (let i = 0; i < size; i++)
          addConvolution(
            target,
            lane * axis.total,
            source,
            (lane * size + i) * axis.total,
            series,
            (lane * size + top - i) * seriesLength,
            seriesLength,
            axis,
            lane,
          );
    },

    settle(x) {
      const each = x.length / lanes;
      for (let lane = 0; lane < lanes; lane++) {
        const p = primes[lane]!;
        for (let i = lane * each; i < (lane + 1) * each; i++) x[i] = reduced(x[i]!, p);
      }
    },
  };

  function addConvolution(
    target: Float64Array,
    to: number,
    source: Float64Array,
    from: number,
    series: Float64Array,
    start: number,
    seriesLength: number,
    { stride, length, total }: Axis,
    lane: number,
  ): void {
    const p = primes[lane]!;
    const inverse = inverses[lane]!;
    for (let t = 0; t < total; t++) {
      const x = source[from + t]!;
      if (x === 0) continue;
      const most = Math.min(seriesLength, length - (Math.floor(t / stride) % length));
      for (let k = 0; k < most; k++) {
        const y = x * series[start + k]!;
        target[to + t + k * stride]! += y - p * (y * inverse + ROUND - ROUND);
      }
    }
  }
}

/** Binomial coefficients modulo p, by rows of Pascal's triangle as they are asked for. */
export function binomialsModulo(p: number): (n: number, k: number) => number {
  const rows: number[][] = [[1]];
  return (n, k) => {
    for (let row = rows.length; row <= n; row++) {
      const above = rows[row - 1]!;
      rows.push(Array.from({ length: row + 1 }, (_, i) => reduced((above[i - 1] ?? 0) + (above[i] ?? 0), p)));
    }
    return rows[n]![k]!;
  };
}
