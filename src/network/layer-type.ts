/** What a layer is, and how one is read from JSON. A layer from a new paper is one file in `layers/` or `activations/`. */
import { InputError } from '../base/errors.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { Builder, Weight } from './builder.ts';
import type { Value } from './program.ts';
import { type NestedArray, type Tensor, tensorFrom } from './tensor.ts';

/** Plain options plus one meaning: how it lowers to the program's operations. JSON keeps the options and drops `build`. */
export interface Layer {
  readonly type: string;
  build(builder: Builder, x: Value): Value;
}

/** What a reader needs to turn a layer's JSON into a layer. */
export interface ReadingContext {
  /** Where the layer stands, for messages. */
  readonly where: string;
  /** The tensor of a name in the weights file. */
  tensor(name: string, where: string): Tensor;
  /** Layers inside this one. */
  layers(json: unknown, where: string): readonly Layer[];
}

export interface LayerType {
  readonly type: string;
  /** One line for the list of layers: formula and fields. */
  readonly summary: string;
  /** Throws {@link InputError} on fields that are missing or malformed. */
  read(json: JsonObject, context: ReadingContext): Layer;
  /** A small layer that takes two inputs, for the laws that every layer must satisfy. */
  readonly example: Layer;
}

/** A weight as users write it: a tensor's name in the weights file, numbers, or `{ symbolic: true, shape }`. */
export function readWeight(value: unknown, context: ReadingContext, field: string): Weight {
  const where = `${context.where}.${field}`;
  if (typeof value === 'string') return context.tensor(value, where);
  if (Array.isArray(value)) return tensorFrom(value as NestedArray, where);
  if (isObject(value) && value.symbolic === true && Array.isArray(value.shape) && value.shape.every(isLength)) {
    return { symbolic: true, shape: value.shape };
  }
  throw new InputError(
    where,
    `expected a weight, got ${JSON.stringify(value)}`,
    `Give a tensor's name in the weights file, an array of numbers, or { "symbolic": true, "shape": [out, in] }`,
  );
}

export const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** Throws {@link InputError} naming fields that the layer does not have, so that a misspelt option is not passed over. */
export function onlyFields(json: JsonObject, allowed: readonly string[], where: string): void {
  for (const field of Object.keys(json)) {
    if (field === 'type' || allowed.includes(field)) continue;
    throw new InputError(
      where,
      `the field '${field}' is not known`,
      `Its fields are ${allowed.map((name) => `'${name}'`).join(', ') || 'none'}`,
    );
  }
}
