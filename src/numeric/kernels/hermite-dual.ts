/** Dual activations of functions without a closed form, by their Hermite coefficients at each variance. */
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';

/** Coefficients of σ(√K g) and of σ'(√K g) in normalised Hermite polynomials, and how far they are from the truth. */
export interface HermiteCoefficients {
  readonly value: Float64Array;
  readonly derivative: Float64Array;
  /** E σ(√K g)² and E σ'(√K g)². */
  readonly square: number;
  readonly derivativeSquare: number;
  /** ‖σ(√K g) − its expansion‖ in L², the error of the integrals included, estimated. */
  readonly error: number;
  readonly derivativeError: number;
}

const ORDER = 256;
/** e^(−x²/2) beyond this is below 2^−53 relative to what is kept, for functions that grow like polynomials. */
const RANGE = 12;
const COARSE = 480;
const FINEST = 15_360;
const TOLERANCE = 1e-13;

/**
 * a_l(K) = E[σ(√K g) h_l(g)], l < 256, by the trapezoidal rule on [−12, 12], its step halved until two values agree
 * (Trefethen and Weideman, SIAM Review 56, 2014: it converges geometrically for analytic σ). With them
 * E[σ(u) σ(v)] = Σ_l a_l(K11) a_l(K22) c^l, c the correlation, and what is cut off is at most the product of the two
 * L² errors, by Cauchy and Schwarz. Needs `f` and `df`. Throws {@link InputError} at values that are not finite.
 */
export function hermiteCoefficients(activation: Activation, variance: number): HermiteCoefficients {
  const { f, df, kind } = activation;
  if (f === undefined || df === undefined)
    throw new InputError(
      kind,
      'its kernel needs the function and its derivative',
      'Give the activation f and df, or use one with a closed form',
    );
  const scale = Math.sqrt(variance);
  const value = expand((x) => f.call(activation, scale * x), kind);
  const derivative = expand((x) => df.call(activation, scale * x), kind);
  return {
    value: value.coefficients,
    derivative: derivative.coefficients,
    square: value.square,
    derivativeSquare: derivative.square,
    error: value.error,
    derivativeError: derivative.error,
  };
}

function expand(g: (x: number) => number, kind: string): { coefficients: Float64Array; square: number; error: number } {
  let before = integrals(g, COARSE, kind);
  for (let points = 2 * COARSE; ; points *= 2) {
    const now = integrals(g, points, kind);
    const change = Math.hypot(...now.coefficients.map((a, l) => a - before.coefficients[l]!));
    const size = Math.sqrt(now.square);
    if (change <= TOLERANCE * Math.max(size, Number.MIN_VALUE) || points >= FINEST) {
      const kept = now.coefficients.reduce((sum, a) => sum + a * a, 0);
      // What the expansion misses, up to rounding in the difference of the two squares.
      const missed = Math.sqrt(Math.max(0, now.square - kept) + 2 ** -50 * now.square);
      const settled = Math.abs(now.square - before.square);
      return {
        ...now,
        coefficients: trimmed(now.coefficients, now.square),
        error: missed + change + Math.sqrt(settled),
      };
    }
    before = now;
  }
}

/** Without those at the end that together are below rounding. */
function trimmed(coefficients: Float64Array, square: number): Float64Array {
  let length = coefficients.length;
  for (let rest = 0; length > 1; length--) {
    rest += coefficients[length - 1]! ** 2;
    if (rest > 2 ** -104 * square) break;
  }
  return coefficients.slice(0, length);
}

/** The coefficients and E g². */
function integrals(
  g: (x: number) => number,
  points: number,
  kind: string,
): { coefficients: Float64Array; square: number } {
  const coefficients = new Float64Array(ORDER);
  const step = (2 * RANGE) / points;
  let square = 0;
  for (let i = 0; i <= points; i++) {
    const x = -RANGE + i * step;
    const y = g(x);
    if (!Number.isFinite(y)) throw new InputError(kind, `its value at ${x} standard deviations is ${y}`);
    const weighted = (y * Math.exp((-x * x) / 2) * step) / Math.sqrt(2 * Math.PI);
    square += weighted * y;
    // h_{l+1} = (x h_l − √l h_{l−1})/√(l + 1)
    let [previous, current] = [0, 1];
    for (let l = 0; l < ORDER; l++) {
      coefficients[l]! += weighted * current;
      [previous, current] = [current, (x * current - Math.sqrt(l) * previous) / Math.sqrt(l + 1)];
    }
  }
  return { coefficients, square };
}

/** Σ_l a_l b_l c^l. */
export function powerSeries(a: Float64Array, b: Float64Array, c: number): number {
  let sum = 0;
  for (let l = Math.min(a.length, b.length) - 1; l >= 0; l--) sum = sum * c + a[l]! * b[l]!;
  return sum;
}
