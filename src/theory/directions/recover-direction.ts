/** A single index from samples: a warm start, refinement, and the overlap reached with its interval. */
import { InputError } from '../../base/errors.ts';
import type { Estimate } from '../estimate.ts';
import { heldOutOverlap, hermitePair, inner } from './held-out-overlap.ts';
import { normalised } from './leading-eigenvector.ts';
import { partialTrace } from './partial-trace.ts';
import { checkedSamples, type Samples, sliceOf } from './samples.ts';
import { tensorUnfolding } from './tensor-unfolding.ts';

export interface RecoveryOptions {
  /** The information exponent k. */
  readonly order: number;
  /** 'partial-trace' when left out. */
  readonly start?: 'partial-trace' | 'tensor-unfolding';
  /** Steps of refinement at most; 50 when left out. */
  readonly refinements?: number;
  /** |u_k|, where the link is known. Not needed otherwise. */
  readonly coefficient?: number;
  /** Of the interval; 0.95 when left out. */
  readonly level?: number;
}

export interface Recovery {
  readonly direction: Float64Array;
  /** Before refinement. */
  readonly warmStart: Float64Array;
  readonly refinements: number;
  /** |⟨ŵ, w*⟩| if the labels are a function of one direction, with its interval from the held-out samples. */
  readonly overlap: Estimate;
}

const HELD_OUT = 0.25;
const CONVERGED = 1e-12;
const LEVEL = 0.95;

/**
 * Three quarters of the samples find ŵ: a warm start, then w ← mean y He_k(x)[w^(k−1)] normalised, till it stands. The last quarter says how
 * good it is, by {@link heldOutOverlap}.
 * Throws {@link InputError} on fewer than 40 samples, on an order, level or coefficient out of range.
 */
export async function recoverDirection(given: Samples, options: RecoveryOptions): Promise<Recovery> {
  const samples = checkedSamples(given, 40);
  const { order, start = 'partial-trace', refinements = 50, coefficient, level = LEVEL } = options;
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  if (coefficient !== undefined && !(coefficient > 0))
    throw new InputError('coefficient', `expected a positive number, got ${coefficient}`);
  const n = samples.labels.length;
  const split = Math.floor(n * (1 - HELD_OUT));
  const training = sliceOf(samples, 0, split);
  const { warmStart, direction, steps } = directionOfOrder(training, order, start, refinements);
  const overlap = await heldOutOverlap(sliceOf(samples, split, n), order, direction, coefficient, level);
  return { direction, warmStart, refinements: steps, overlap };
}

/** A warm start, and where w ← mean y He_k(x)[w^(k−1)] normalised brings it. Throws as {@link partialTrace} does. */
export function directionOfOrder(
  samples: Samples,
  order: number,
  start: NonNullable<RecoveryOptions['start']> = 'partial-trace',
  refinements = 50,
): { readonly warmStart: Float64Array; readonly direction: Float64Array; readonly steps: number } {
  const warmStart = start === 'partial-trace' ? partialTrace(samples, order) : tensorUnfolding(samples, order);
  let direction = warmStart;
  let steps = 0;
  while (steps < refinements && order > 1) {
    const next = normalised(hermiteContraction(samples, order, direction));
    if (next === undefined) break;
    steps++;
    const product = next.reduce((sum, x, a) => sum + x * direction[a]!, 0);
    // For even orders with u_k < 0 the map turns the sign round.
    direction = next;
    if (1 - Math.abs(product) < CONVERGED) break;
  }
  return { warmStart, direction, steps };
}

/** mean y He_k(x)[w^(k−1)] = mean y (x He_(k−1)(z) − (k−1) w He_(k−2)(z)), z = ⟨w, x⟩, |w| = 1. */
export function hermiteContraction(
  { inputs, dimension: d, labels }: Samples,
  order: number,
  w: Float64Array,
): Float64Array {
  const sum = new Float64Array(d);
  const n = labels.length;
  let own = 0;
  for (let i = 0; i < n; i++) {
    const x = inputs.subarray(i * d, (i + 1) * d);
    const [below, value] = hermitePair(order - 1, inner(w, x));
    const y = labels[i]! / n;
    own += y * (order - 1) * below;
    for (let a = 0; a < d; a++) sum[a]! += y * value * x[a]!;
  }
  return sum.map((value, a) => value - own * w[a]!);
}
