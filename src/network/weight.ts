/** Weights as layers take them in code. */
import { InputError } from '../base/errors.ts';
import type { Weight } from './builder.ts';
import { isTensor, type NestedArray, type Shape, showShape, tensorFrom } from './tensor.ts';

/** Numbers as nested arrays or a tensor, or indeterminates of a given shape. */
export type WeightLike = NestedArray | Weight;

/** Throws {@link InputError} on ragged arrays and entries that are no numbers. */
export function weight(value: WeightLike, where: string): Weight {
  return isTensor(value) || (typeof value === 'object' && 'symbolic' in value)
    ? (value as Weight)
    : tensorFrom(value as NestedArray, where);
}

/** The same shape with every entry an indeterminate. */
export const indeterminate = (shape: Shape): Weight => ({ symbolic: true, shape });

/** Throws {@link InputError} when a weight does not have the shape that its place asks for. */
export function expectShape(name: string, { shape }: Weight, expected: Shape, reason: string): void {
  if (shape.length === expected.length && shape.every((length, axis) => length === expected[axis])) return;
  throw new InputError(name, `expected shape ${showShape(expected)}, got ${showShape(shape)}`, reason);
}
