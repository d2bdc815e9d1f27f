/** A network as the student of a single-index teacher: where its directions are. */
import { type Coefficient, nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { polynomial } from '../../network/activations/polynomial.ts';
import { dense } from '../../network/layers/dense.ts';
import { type Network, network, outputNames, trace } from '../../network/network.ts';
import type { Program, Value } from '../../network/program.ts';
import { type GradientProgram, gradientProgram } from '../../numeric/gradient/gradient-program.ts';
import { withWeights } from './with-weights.ts';

export interface Student {
  readonly network: Network;
  readonly program: GradientProgram;
  readonly dimension: number;
  /** Neurons of the first layer. */
  readonly width: number;
  /** The place of the first layer's weight, [width, dimension], among the program's parameters. */
  readonly firstLayer: number;
  /** Where the network is f(x) = Σ_i a_i σ(⟨w_i, x⟩): the place of a, and the coefficients of σ at 1, z, z², …. */
  readonly twoLayer: TwoLayer | undefined;
}

export interface TwoLayer {
  readonly outer: number;
  readonly activation: readonly number[];
  /** The same, as the network has them. */
  readonly coefficients: readonly Coefficient[];
}

export interface TwoLayerOptions {
  readonly dimension: number;
  readonly width: number;
  /** Coefficients of σ at 1, z, z², …. */
  readonly activation: readonly Coefficient[];
}

/** f(x) = Σ_i a_i σ(⟨w_i, x⟩), i = 1, …, width, all weights to be trained. Throws {@link InputError} on sizes that are no positive integers. */
export const twoLayerNetwork = ({ dimension, width, activation }: TwoLayerOptions): Network =>
  network({
    name: 'two-layer',
    inputs: dimension,
    layers: [dense({ outputs: width, symbolic: true }), polynomial(activation), dense({ outputs: 1, symbolic: true })],
  });

/** Throws {@link InputError} on a network whose output is not one number, or whose input does not go to one matrix first. */
export function studentOf(net: Network): Student {
  const program = trace(net);
  const outputs = outputNames(net, program).length;
  if (outputs !== 1)
    throw new InputError('student', `expected a network with one output, got ${outputs}`, 'Take one of its outputs');
  const readers = program.nodes.flatMap((node, value) =>
    'arguments' in node && node.arguments.some((argument) => program.nodes[argument]!.operation === 'input')
      ? [value]
      : [],
  );
  const first = readers.length === 1 ? productOf(program, readers[0]!) : undefined;
  if (first === undefined)
    throw new InputError(
      'student',
      'expected a network whose input goes to one dense layer',
      'Directions are the rows of that layer',
    );
  return {
    network: net,
    program: gradientProgram(program),
    dimension: net.inputs.length,
    width: program.parameters[first]!.shape[0]!,
    firstLayer: first,
    twoLayer: twoLayerOf(program, readers[0]!),
  };
}

/** The parameter W where a node is W x. */
function productOf(program: Program, value: Value): number | undefined {
  const node = program.nodes[value]!;
  if (node.operation !== 'einsum' || node.specification !== 'oi,i->o') return undefined;
  const weight = program.nodes[node.arguments[0]!]!;
  return weight.operation === 'parameter' ? weight.parameter : undefined;
}

function twoLayerOf(program: Program, first: Value): Student['twoLayer'] {
  const outer = productOf(program, program.output);
  const output = program.nodes[program.output]!;
  if (outer === undefined || output.operation !== 'einsum') return undefined;
  const hidden = program.nodes[output.arguments[1]!]!;
  if (hidden.operation !== 'map' || hidden.arguments[0] !== first) return undefined;
  const { coefficients } = hidden.activation;
  if (coefficients === undefined) return undefined;
  return { outer, coefficients, activation: coefficients.map((c) => nearestDouble(c, 'activation')) };
}

/** The student with the weights given, row-major and by name, in place of its own. */
export function trainedNetwork(student: Student, weights: Readonly<Record<string, Float64Array>>): Network {
  const { network: net, program, firstLayer, twoLayer, width, dimension } = student;
  if (twoLayer === undefined) return withWeights(net, weights);
  const of = (k: number): Float64Array => weights[program.layout.program.parameters[k]!.name]!;
  const rows = of(firstLayer);
  return network({
    name: net.name,
    inputs: net.inputs,
    ...(net.outputs === undefined ? {} : { outputs: net.outputs }),
    layers: [
      dense({
        weight: Array.from({ length: width }, (_, i) => [...rows.subarray(i * dimension, (i + 1) * dimension)]),
      }),
      polynomial(twoLayer.coefficients),
      dense({ weight: [[...of(twoLayer.outer)]] }),
    ],
  });
}
