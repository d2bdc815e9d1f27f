/** The commonest program: dense layers one after another, with elementwise polynomials between them. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import type { Rational } from '../../base/rational.ts';
import type { Program } from '../../network/program.ts';
import { exactEntries, type Shape } from '../../network/tensor.ts';

export interface ChainTensor {
  readonly shape: Shape;
  readonly entries: readonly Rational[];
}

export interface ChainLayer {
  /** W, [out, in]. */
  readonly weight: ChainTensor;
  /** b, [out]. */
  readonly bias?: ChainTensor;
  /** The polynomial applied to W x + b, without leading zeros; none after the last layer. */
  readonly activation?: readonly Coefficient[];
}

/** The layers of a program that is such a chain from its input to its output; undefined when it is not. */
export function asChain(program: Program): readonly ChainLayer[] | undefined {
  const layers: { weight: ChainTensor; bias?: ChainTensor; activation?: readonly Coefficient[] }[] = [];
  let current = program.nodes.findIndex(({ operation }) => operation === 'input');
  const tensorOf = (value: number): ChainTensor | undefined => {
    const node = program.nodes[value]!;
    if (node.operation !== 'parameter') return undefined;
    const { tensor } = program.parameters[node.parameter]!;
    return tensor === undefined ? undefined : { shape: tensor.shape, entries: exactEntries(tensor) };
  };
  for (const [value, node] of program.nodes.entries()) {
    const last = layers.at(-1);
    if (node.operation === 'input') {
      if (value !== current) return undefined;
      continue;
    }
    if (node.operation === 'parameter') {
      if (program.parameters[node.parameter]!.tensor === undefined) return undefined;
      continue;
    }
    if (node.operation === 'einsum' && node.specification === 'oi,i->o' && node.arguments[1] === current) {
      const weight = tensorOf(node.arguments[0]!);
      if (weight === undefined) return undefined;
      layers.push({ weight });
    } else if (
      node.operation === 'linear' &&
      node.arguments.length === 2 &&
      node.arguments[0] === current &&
      node.coefficients.every((c) => c === 1)
    ) {
      const bias = tensorOf(node.arguments[1]!);
      if (bias === undefined || last === undefined || last.bias !== undefined || last.activation !== undefined)
        return undefined;
      last.bias = bias;
    } else if (
      last !== undefined &&
      last.activation === undefined &&
      node.operation === 'map' &&
      node.arguments[0] === current &&
      node.activation.coefficients !== undefined
    ) {
      last.activation = withoutLeadingZeros(node.activation.coefficients);
    } else if (
      last !== undefined &&
      last.activation === undefined &&
      node.operation === 'einsum' &&
      node.specification === 'a,a->a' &&
      node.arguments.every((a) => a === current)
    ) {
      last.activation = [0, 0, 1];
    } else return undefined;
    current = value;
  }
  if (current !== program.output || layers.length === 0 || layers.at(-1)!.activation !== undefined) return undefined;
  return layers;
}

export function withoutLeadingZeros(coefficients: readonly Coefficient[]): readonly Coefficient[] {
  let length = coefficients.length;
  while (length > 1 && exactValue(coefficients[length - 1]!).numerator === 0n) length--;
  return coefficients.slice(0, length);
}
