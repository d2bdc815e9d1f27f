/** Samples of one direction with their labels: checked, and split. */
import { InputError } from '../../base/errors.ts';
import { type Key, uniform } from '../../base/philox.ts';

export interface LabelledProjections {
  /** z_i = ⟨w, x_i⟩/|w|, which should be draws of N(0, 1); see `projections`. */
  readonly projections: ArrayLike<number>;
  /** y_i. */
  readonly labels: ArrayLike<number>;
}

const SMALLEST = 20;

/** Throws {@link InputError} on samples that are fewer than 20, unequal in number, not finite, or of one label. */
export function checkSamples({ projections, labels }: LabelledProjections): void {
  if (projections.length !== labels.length)
    throw new InputError('samples', `expected a label for each input, got ${labels.length} for ${projections.length}`);
  if (labels.length < SMALLEST)
    throw new InputError('samples', `expected at least ${SMALLEST} samples, got ${labels.length}`);
  for (const [name, values] of [
    ['projections', projections],
    ['labels', labels],
  ] as const)
    for (let i = 0; i < values.length; i++)
      if (!(Math.abs(values[i]!) < LARGEST))
        throw new InputError(`${name}[${i}]`, `expected a number below ${LARGEST}, got ${values[i]}`);
  if (Array.prototype.every.call(labels, (y) => y === labels[0]))
    throw new InputError('labels', `all of them are ${labels[0]}`, 'A constant label has no exponent');
}

/** Fourth powers stay within doubles. */
const LARGEST = 1e50;

export interface SamplePart {
  readonly z: Float64Array;
  readonly labels: Float64Array;
}

/** A share of the samples and the rest, in an order that the key draws: samples that lie sorted in a file do no harm. */
export function splitSamples(
  { projections, labels }: LabelledProjections,
  share: number,
  source: Key,
): { readonly pilot: SamplePart; readonly main: SamplePart } {
  const n = labels.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform(source, i) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const cut = Math.ceil(share * n);
  const part = (from: number, to: number): SamplePart => ({
    z: Float64Array.from(order.subarray(from, to), (i) => projections[i]!),
    labels: Float64Array.from(order.subarray(from, to), (i) => labels[i]!),
  });
  return { pilot: part(0, cut), main: part(cut, n) };
}

/** The two values that labels take, or undefined when they take more. */
export function twoValues(labels: ArrayLike<number>): readonly number[] | undefined {
  const values = new Set<number>();
  for (let i = 0; i < labels.length && values.size <= 2; i++) values.add(labels[i]!);
  return values.size <= 2 ? [...values].sort((a, b) => a - b) : undefined;
}

export const mean = (a: Float64Array): number => a.reduce((sum, x) => sum + x / a.length, 0);

export const secondMoment = (a: Float64Array): number => a.reduce((sum, x) => sum + (x * x) / a.length, 0);

/** n Σ a⁴/(Σ a²)², 0 where all are 0. */
export function kurtosisOf(a: Float64Array): number {
  const square = secondMoment(a);
  return square === 0 ? 0 : a.reduce((sum, x) => sum + ((x * x) / square) ** 2 / a.length, 0);
}

/**
 * ⟨w, x_i⟩/|w| for the rows x_i. Throws {@link InputError} when a row has another length than w, or w is zero or not finite.
 */
export function projections(rows: readonly ArrayLike<number>[], direction: ArrayLike<number>): Float64Array {
  let squares = 0;
  for (let j = 0; j < direction.length; j++) squares += direction[j]! ** 2;
  if (!(squares > 0 && Number.isFinite(squares)))
    throw new InputError('direction', `expected finite numbers, not all 0, got a vector of norm ${Math.sqrt(squares)}`);
  const norm = Math.sqrt(squares);
  return Float64Array.from(rows, (row, i) => {
    if (row.length !== direction.length)
      throw new InputError(
        `inputs[${i}]`,
        `expected ${direction.length} numbers, as the direction has, got ${row.length}`,
      );
    let sum = 0;
    for (let j = 0; j < direction.length; j++) sum += direction[j]! * row[j]!;
    return sum / norm;
  });
}
