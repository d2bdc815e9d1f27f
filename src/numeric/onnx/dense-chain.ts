/** Programs that are chains dense → activation → … → dense. */
import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';
import type { Node, Program, Value } from '../../network/program.ts';

/** h → W h + b, or h → σ(h) entry by entry. */
export type ChainStep =
  | {
      readonly kind: 'dense';
      readonly weight: number;
      readonly bias: number | undefined;
      readonly inputs: number;
      readonly outputs: number;
    }
  | { readonly kind: 'activation'; readonly activation: Activation; readonly place: string };

const SQUARE: Activation = { kind: 'polynomial', coefficients: [0, 0, 1] };

/**
 * The steps from the input to the output; weights by their position among the program's parameters. Throws
 * {@link InputError} naming the first layer, from the output, that is neither or shares its weights.
 */
export function denseChain(program: Program): readonly ChainStep[] {
  const { nodes, places } = program;
  const steps: ChainStep[] = [];
  const seen = new Set<number>();
  const declined = (value: Value, what: string): InputError =>
    new InputError(
      places[value] || 'network',
      `${what}: the accelerator takes chains of dense layers, each with weights of its own, and activations`,
      "Use the backend 'wasm' (empiricalKernels), which takes every network",
    );
  const parameter = (value: Value | undefined): number | undefined => {
    const node: Node | undefined = value === undefined ? undefined : nodes[value];
    return node?.operation === 'parameter' ? node.parameter : undefined;
  };
  const once = (index: number, value: Value): number => {
    if (seen.has(index)) throw declined(value, `the weight ${program.parameters[index]!.name} is used more than once`);
    seen.add(index);
    return index;
  };
  let value = program.output;
  let bias: number | undefined;
  for (let node = nodes[value]!; node.operation !== 'input'; node = nodes[value]!) {
    const [first, second] = 'arguments' in node ? node.arguments : [];
    if (bias === undefined && node.operation === 'map') {
      steps.push({ kind: 'activation', activation: node.activation, place: places[value]! });
      value = first!;
    } else if (
      bias === undefined &&
      node.operation === 'linear' &&
      node.arguments.length === 2 &&
      node.coefficients.every((c) => nearestDouble(c, places[value]!) === 1) &&
      parameter(second) !== undefined &&
      nodes[first!]!.operation === 'einsum'
    ) {
      bias = once(parameter(second)!, value);
      value = first!;
    } else if (
      node.operation === 'einsum' &&
      /^(.)(?!\1)(.),\2->\1$/.test(node.specification) &&
      parameter(first) !== undefined &&
      parameter(second) === undefined
    ) {
      const [outputs, inputs] = nodes[first!]!.shape as readonly [number, number];
      steps.push({ kind: 'dense', weight: once(parameter(first)!, value), bias, inputs, outputs });
      bias = undefined;
      value = second!;
    } else if (
      bias === undefined &&
      node.operation === 'einsum' &&
      /^(.),\1->\1$/.test(node.specification) &&
      first === second
    ) {
      // The layer square: a value times itself.
      steps.push({ kind: 'activation', activation: SQUARE, place: places[value]! });
      value = first!;
    } else throw declined(value, 'no dense layer, nor an activation');
  }
  if (seen.size === 0) throw declined(program.output, 'no dense layer');
  return steps.reverse();
}
