/** Dense arrays of coefficients. */
import type { Coefficient } from '../base/coefficient.ts';
import { exactValue } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import type { Rational } from '../base/rational.ts';

export type Shape = readonly number[];

/** Entries in row-major order. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float64Array | readonly Coefficient[];
}

/** A tensor as users write it: a coefficient or nested arrays of one depth and equal lengths. */
export type NestedArray = Coefficient | readonly NestedArray[];

export const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, axis) => n === b[axis]);

/** The indices of the entry at a row-major position: 5 in [2, 3] is [1, 2]. */
export function indicesAt(shape: Shape, position: number): readonly number[] {
  const indices: number[] = [];
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return indices;
}

export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'shape' in value && 'data' in value && !('symbolic' in value);

/**
 * Nested arrays → tensor. Every entry is checked to be a coefficient.
 * Throws {@link InputError} at `where` on ragged arrays, empty arrays, and entries that are no numbers.
 */
export function tensorFrom(nested: NestedArray, where = 'tensor'): Tensor {
  const shape: number[] = [];
  for (let level: NestedArray | undefined = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  if (shape.includes(0))
    throw new InputError(where, `expected at least one entry along each axis, got shape ${showShape(shape)}`);
  const data: Coefficient[] = [];
  const collect = (value: unknown, axis: number, at: string): void => {
    if (axis === shape.length) {
      exactValue(value as Coefficient, at);
      data.push(value as Coefficient);
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[axis]) {
      const got = Array.isArray(value) ? `${value.length}` : JSON.stringify(value);
      throw new InputError(at, `expected ${shape[axis]} entries as in the first row, got ${got}`);
    }
    value.forEach((entry, index) => {
      collect(entry, axis + 1, `${at}[${index}]`);
    });
  };
  collect(nested, 0, where);
  return { shape, data };
}

const exact = new WeakMap<Tensor, readonly Rational[]>();

/**
 * The entries as exact rationals; worked out once for each tensor.
 * Throws {@link InputError} naming the first entry that is NaN, infinite or no number at all.
 */
export function exactEntries(tensor: Tensor, where = 'tensor'): readonly Rational[] {
  const known = exact.get(tensor);
  if (known !== undefined) return known;
  const { shape, data } = tensor;
  if (sizeOf(shape) === 0)
    throw new InputError(where, `expected at least one entry along each axis, got shape ${showShape(shape)}`);
  if (data.length !== sizeOf(shape)) {
    throw new InputError(where, `expected ${sizeOf(shape)} entries for shape ${showShape(shape)}, got ${data.length}`);
  }
  const entries = Array.from(data as ArrayLike<Coefficient>, (entry, position) => {
    try {
      return exactValue(entry);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${where}[${indicesAt(shape, position).join('][')}]`, error.problem, error.remedy);
    }
  });
  exact.set(tensor, entries);
  return entries;
}

/** Tensor → nested arrays, for JSON. */
export function nestedFrom({ shape, data }: Tensor): NestedArray {
  const build = (axis: number, start: number): NestedArray => {
    if (axis === shape.length) return data[start]!;
    const stride = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis]! }, (_, index) => build(axis + 1, start + index * stride));
  };
  return build(0, 0);
}
