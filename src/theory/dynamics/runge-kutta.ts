import { InputError } from '../../base/errors.ts';

// Dormand and Prince, "A family of embedded Runge–Kutta formulae", J. Comput. Appl. Math. 6 (1980), table 2.
const STAGES: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const FOURTH = [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40];
const LARGEST_STEPS = 1_000_000;

/**
 * States of dy/dt = f(y) at rising times from 0, steps chosen so that the estimated error of each is below `tolerance`
 * (1e−10) times 1 + |y|. Throws {@link InputError} on times that do not rise and when a million steps do not suffice.
 */
export function rungeKutta(
  f: (y: readonly number[]) => readonly number[],
  start: readonly number[],
  times: readonly number[],
  tolerance = 1e-10,
): readonly (readonly number[])[] {
  let [t, y, h] = [0, start, 1e-3];
  let steps = 0;
  return times.map((end) => {
    if (!(end >= t && end < Infinity)) throw new InputError('times', `expected rising times from 0, got ${end}`);
    while (t < end) {
      if (++steps > LARGEST_STEPS) throw new InputError('times', `a million steps end at ${t}, before ${end}`);
      const step = Math.min(h, end - t);
      const slopes: (readonly number[])[] = [];
      let next = y;
      for (const row of STAGES) {
        next = y.map((value, i) => value + step * row.reduce((sum, a, s) => sum + a * slopes[s]![i]!, 0));
        slopes.push(f(next));
      }
      const error = Math.max(
        ...y.map((value, i) => {
          const fourth = value + step * FOURTH.reduce((sum, a, s) => sum + a * slopes[s]![i]!, 0);
          return Math.abs(next[i]! - fourth) / (1 + Math.abs(value));
        }),
      );
      if (error <= tolerance) {
        t = step === end - t ? end : t + step;
        y = next;
      }
      h = step * Math.min(5, Math.max(0.2, 0.9 * (tolerance / Math.max(error, 1e-300)) ** 0.2));
    }
    return y;
  });
}
