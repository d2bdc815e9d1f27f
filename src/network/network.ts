/** A network as plain data, and its one verb: `trace`. */
import { InputError, TooLargeError } from '../base/errors.ts';
import { Builder } from './builder.ts';
import { isLength, type Layer } from './layer-type.ts';
import type { Program } from './program.ts';
import { isTensor, nestedFrom } from './tensor.ts';

/** Layers applied left to right to an input with named entries. */
export interface Network {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Names of the outputs; y1, y2, … where they are not given. */
  readonly outputs?: readonly string[];
  readonly layers: readonly Layer[];
}

export interface NetworkOptions {
  readonly name?: string;
  /** Names, or how many: 2 means x1 and x2. */
  readonly inputs: number | readonly string[];
  readonly outputs?: readonly string[];
  readonly layers: readonly Layer[];
}

/**
 * A network from its layers: `network({ inputs: 4, layers: [dense({ weight, bias }), polynomial([0, 1, '1/2'])] })`.
 * Throws {@link InputError} on repeated or empty names, and when shapes do not chain.
 */
export function network({ name = 'network', inputs, outputs, layers }: NetworkOptions): Network {
  if (typeof inputs === 'number' && !isLength(inputs))
    throw new InputError('inputs', `expected a positive integer or a list of names, got ${inputs}`);
  const count = typeof inputs === 'number' ? inputs : inputs.length;
  if (count > LARGEST_INPUT) {
    throw new TooLargeError(
      'inputs',
      `expected at most ${LARGEST_INPUT} inputs, got ${count}`,
      'Take a part of the network',
    );
  }
  const names = typeof inputs === 'number' ? Array.from({ length: inputs }, (_, i) => `x${i + 1}`) : inputs;
  if (names.length === 0) throw new InputError('inputs', 'expected at least one input, got none');
  checkNames(names, 'inputs');
  if (outputs !== undefined) checkNames(outputs, 'outputs');
  const net: Network = { name, inputs: names, layers, ...(outputs === undefined ? {} : { outputs }) };
  outputNames(net, trace(net));
  return net;
}

/** Variables are numbered by 16 bits. */
const LARGEST_INPUT = 0xffff;
const LARGEST_OUTPUT = 1_000_000;

function checkNames(names: readonly string[], where: string): void {
  const seen = new Set<string>();
  names.forEach((name, index) => {
    if (typeof name !== 'string' || name.trim() === '')
      throw new InputError(`${where}[${index}]`, `expected a name, got ${JSON.stringify(name)}`);
    if (seen.has(name)) throw new InputError(`${where}[${index}]`, `the name '${name}' is taken already`);
    seen.add(name);
  });
}

/** Lowers a network to a program. Deterministic: parameters are named by the order of the layers only. */
export function trace(net: Network): Program {
  if (!Array.isArray(net?.layers)) {
    throw new InputError(
      'network',
      `expected inputs and a list of layers, got ${JSON.stringify(net) ?? net}`,
      'Make it with network({ inputs, layers }) or readNetwork(path)',
    );
  }
  const builder = new Builder(net.inputs);
  return builder.finish(buildLayers(builder, net.layers, builder.input()));
}

/** Applies layers in turn; errors name the layer by its place. For layers that hold layers. */
export function buildLayers(builder: Builder, layers: readonly Layer[], x: number): number {
  return layers.reduce(
    (value, layer, index) => builder.at(`layers[${index}] (${layer.type})`, () => layer.build(builder, value)),
    x,
  );
}

/** The names of the outputs. Throws {@link InputError} when the network names another number of outputs than it has. */
export function outputNames(net: Network, program: Program): readonly string[] {
  const { shape } = program.nodes[program.output]!;
  if (shape.length !== 1) throw new InputError('network', `expected a vector at the output, got shape [${shape}]`);
  if (shape[0]! > LARGEST_OUTPUT) {
    throw new TooLargeError(
      'network',
      `expected at most ${LARGEST_OUTPUT} outputs, got ${shape[0]}`,
      'Take a part of the network',
    );
  }
  if (net.outputs === undefined) return Array.from({ length: shape[0]! }, (_, i) => `y${i + 1}`);
  if (net.outputs.length !== shape[0])
    throw new InputError('outputs', `${net.outputs.length} names for ${shape[0]} outputs`);
  return net.outputs;
}

/** The network in the format of `network.json`, weights inline. Doubles that JSON would write as a rounded integer become strings. */
export function networkToJson(net: Network): unknown {
  return JSON.parse(
    JSON.stringify(net, (_, value: unknown) =>
      isTensor(value) ? nestedFrom(value) : isRoundedInJson(value) ? `${BigInt(value)}` : value,
    ),
  );
}

/** 2^60 = 1152921504606846976 is written 1152921504606847000, another integer, which `parseJson` refuses. */
const isRoundedInJson = (value: unknown): value is number =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(`${value as number}`);
