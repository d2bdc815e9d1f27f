/** Medians with intervals that assume nothing of the law. */
import { InputError } from '../../base/errors.ts';

export interface MedianInterval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly n: number;
  readonly method: string;
}

/** Throws {@link InputError} where no interval of this level can come from so many draws: 2^{1−n} must not exceed 1 − level. */
export function checkDraws(n: number, level: number): void {
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (!(2 ** (1 - n) <= 1 - level))
    throw new InputError(
      'medianInterval',
      `${n} draws are too few for an interval of a median at level ${level}`,
      `Take ${Math.ceil(1 - Math.log2(1 - level))} or more`,
    );
}

/**
 * [x_(k), x_(n+1−k)] of the sorted draws, with the largest k for which P(Binomial(n, ½) < k) ≤ (1 − level)/2: it covers a
 * median of the law with probability at least `level`. Throws {@link InputError} on draws that are NaN, or too few ({@link checkDraws}).
 */
export function medianInterval(draws: ArrayLike<number>, level: number): MedianInterval {
  const n = draws.length;
  checkDraws(n, level);
  const sorted = Float64Array.from(draws).sort();
  if (sorted.some(Number.isNaN)) throw new InputError('medianInterval', 'the draws are not numbers');
  const alpha = (1 - level) / 2;
  // Binomial probabilities by logarithms; the first is 2^−n.
  let [k, below, log] = [0, Math.exp(-n * Math.LN2), -n * Math.LN2];
  // A little more is allowed, for roundings: at n = 1 − log₂(1 − level) the two are equal.
  while (below <= alpha * (1 + 1e-12) && k < n / 2) {
    k++;
    log += Math.log((n - k + 1) / k);
    below += Math.exp(log);
  }
  const middle = Math.floor(n / 2);
  return {
    value: n % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
    lower: sorted[k - 1]!,
    upper: sorted[n - k]!,
    level,
    n,
    method: 'order statistics',
  };
}
