/** Eigenvalues of random unitary matrices, without the matrices. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import type { Key } from '../../base/philox.ts';
import { type FillOptions, fillGaussians } from './fill.ts';
import { cosineAndSineOfTurns, turnsOf } from './turns.ts';

/** Doubles of a result. */
const MAXIMUM_DOUBLES = 2 ** 28;
const MAXIMUM_SIZE = 2000;

/**
 * `count` independent draws of the eigenvalues of a Haar unitary matrix of a size N: [count][N][re, im], each draw by rising
 * angle in [0, 2π). Draw p depends on (seed, stream, layer, start + p) alone.
 *
 * Method: the Verblunsky coefficients of such a matrix and a fixed vector are independent, α_k the first coordinate of a
 * uniform point of the unit sphere of C^{N−k}; the eigenvalues are the zeros of the paraorthogonal polynomial that they give
 * ({@link paraorthogonalZeros}). [Killip and Nenciu, "Matrix models for circular ensembles", IMRN 2004, theorem 1 for β = 2]
 * Throws {@link InputError} on a count or size that is no positive integer, {@link TooLargeError} beyond N = 2000 or 2²⁸ doubles.
 */
export function circularUnitaryEigenvalues(
  source: Key,
  count: number,
  size: number,
  { start = 0, layer = 0 }: FillOptions = {},
): Float64Array {
  for (const [name, n] of Object.entries({ count, size }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  if (size > MAXIMUM_SIZE || 2 * count * size > MAXIMUM_DOUBLES)
    throw new TooLargeError(
      'circularUnitaryEigenvalues',
      `${count} draws of ${size} eigenvalues are over the limit of ${MAXIMUM_SIZE} eigenvalues and 2^28 doubles in all`,
      'Draw in parts, with `start`',
    );
  const result = new Float64Array(2 * count * size);
  // 2(N − k) Gaussians for α_k.
  const each = size * (size + 1);
  const gaussians = new Float64Array(each);
  const verblunsky = new Float64Array(2 * size);
  for (let p = 0; p < count; p++) {
    fillGaussians(gaussians, source, { layer, start: (start + p) * each });
    for (let k = 0, at = 0; k < size; at += 2 * (size - k), k++) {
      let square = 0;
      for (let i = at; i < at + 2 * (size - k); i++) square += gaussians[i]! ** 2;
      const norm = Math.sqrt(square);
      verblunsky[2 * k] = gaussians[at]! / norm;
      verblunsky[2 * k + 1] = gaussians[at + 1]! / norm;
    }
    paraorthogonalZeros(verblunsky).forEach((turn, n) => {
      const [re, im] = cosineAndSineOfTurns(turn);
      result[2 * (p * size + n)] = re;
      result[2 * (p * size + n) + 1] = im;
    });
  }
  return result;
}

/** Grid cells per zero in which zeros are looked for first. */
const CELLS = 3;
const MAXIMUM_STEPS = 80;
const SMALL_STEP = 2 ** -46;

/**
 * The eigenvalues e^{2πit} of the CMV matrix with Verblunsky coefficients α_0, …, α_{N−1} ([N][re, im], |α_k| < 1, the last
 * of modulus 1): their t, rising in [0, 1). Additions, products, quotients and square roots only, so every engine gives the same bits.
 *
 * With Φ_{k+1} = z Φ_k − conj(α_k) Φ_k*, B_k = z Φ_k/Φ_k* has modulus 1 on the circle, and a phase ψ_k(t) (in turns) with
 * ψ_0 = t, ψ_{k+1} = t + ψ_k − 2 arg(1 − α_k B_k), which rises with t and by k + 1 over a turn. The zeros of Φ_N are
 * where ψ_{N−1} + arg α_{N−1} is an integer: N of them, each bracketed, then found by Newton's method with bisection.
 * [Killip and Stoiciu, "Eigenvalue statistics for CMV matrices", Duke Math. J. 146 (2009), Section 2]
 */
export function paraorthogonalZeros(verblunsky: Float64Array): Float64Array {
  const n = verblunsky.length / 2;
  const target = turnsOf(verblunsky[2 * n - 2]!, verblunsky[2 * n - 1]!);
  let slope = 0;
  const phase = (t: number): number => {
    const [zx, zy] = cosineAndSineOfTurns(t);
    let [x, y] = [zx, zy];
    let [u, v] = [1, 0];
    let sum = 0;
    slope = 1;
    for (let k = 0; k < n - 1; k++) {
      const a = verblunsky[2 * k]!;
      const b = verblunsky[2 * k + 1]!;
      // 1 − α B; B turns into z (B − conj α)/(1 − α B).
      const dx = 1 - a * x + b * y;
      const dy = -a * y - b * x;
      const square = dx * dx + dy * dy;
      slope = 1 + (slope * (1 - a * a - b * b)) / square;
      const px = (x - a) / square;
      const py = (y + b) / square;
      const qx = px * dx + py * dy;
      const qy = py * dx - px * dy;
      x = qx * zx - qy * zy;
      y = qx * zy + qy * zx;
      // Each argument is within a quarter turn, so that of a product of two is the sum.
      if (k % 2 === 0) {
        u = dx;
        v = dy;
      } else {
        sum += turnsOf(u * dx - v * dy, u * dy + v * dx);
        u = 1;
        v = 0;
      }
    }
    return n * t - 2 * (sum + turnsOf(u, v)) + target;
  };
  const cells = CELLS * n;
  const values = Float64Array.from({ length: cells + 1 }, (_, i) => phase(i / cells));
  // Exactly one turn later it is exactly n more, whatever the roundings.
  values[cells] = values[0]! + n;
  const first = Math.ceil(values[0]!);
  const zeros = new Float64Array(n);
  let cell = 0;
  for (let j = 0; j < n; j++) {
    const goal = first + j;
    while (cell + 1 < cells && values[cell + 1]! <= goal) cell++;
    zeros[j] = crossing(phase, () => slope, goal, cell / cells, (cell + 1) / cells);
  }
  return zeros;
}

function crossing(f: (t: number) => number, slope: () => number, goal: number, from: number, to: number): number {
  let [low, high] = [from, to];
  let t = (low + high) / 2;
  for (let step = 0; step < MAXIMUM_STEPS; step++) {
    const rest = f(t) - goal;
    if (rest === 0) return t;
    if (rest < 0) low = t;
    else high = t;
    const newton = t - rest / slope();
    // Newton's method squares the error, so that after a step this small only roundings are left.
    if (Math.abs(newton - t) <= SMALL_STEP) return newton;
    t = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return t;
}
