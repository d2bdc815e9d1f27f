/**
 * Straight-line code over a handful of tensor operations: what every network lowers to, and all that anything
 * downstream reads. Expansion, the forward pass, bounds and gradients are interpretations of it.
 */
import type { Coefficient } from '../base/coefficient.ts';
import type { Activation } from './activation.ts';
import type { Shape, Tensor } from './tensor.ts';

/** The position of a node; arguments always precede their users. */
export type Value = number;

/**
 * - `input`: the network's input
 * - `parameter`: a weight tensor, by its position in {@link Program.parameters}
 * - `constant`: every entry equal to one coefficient
 * - `einsum`: sums of products, as in {@link parseEinsum}
 * - `linear`: Σ_k coefficients[k] · arguments[k], all of one shape
 * - `map`: an activation of each entry
 */
export type Node = { readonly shape: Shape } & (
  | { readonly operation: 'input' }
  | { readonly operation: 'parameter'; readonly parameter: number }
  | { readonly operation: 'constant'; readonly value: Coefficient }
  | { readonly operation: 'einsum'; readonly specification: string; readonly arguments: readonly Value[] }
  | {
      readonly operation: 'linear';
      readonly coefficients: readonly Coefficient[];
      readonly arguments: readonly Value[];
    }
  | { readonly operation: 'map'; readonly activation: Activation; readonly arguments: readonly [Value] }
);

/** A weight tensor; without `tensor` every entry is an indeterminate. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly tensor?: Tensor;
}

export interface Program {
  /** The names of the input's entries. */
  readonly inputs: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly nodes: readonly Node[];
  /** Where each node was made: `layers[2] (dense)`. */
  readonly places: readonly string[];
  readonly output: Value;
}

/** The nodes that a node reads. */
export const argumentsOf = (node: Node): readonly Value[] => ('arguments' in node ? node.arguments : []);

/** The names of a parameter's entries, row-major: `W1_2_3`, indices counted from 1. */
export function entryNames(parameter: string, shape: Shape): readonly string[] {
  let names = [parameter];
  for (const length of shape) {
    const longer: string[] = [];
    for (const prefix of names) for (let index = 1; index <= length; index++) longer.push(`${prefix}_${index}`);
    names = longer;
  }
  return names;
}
