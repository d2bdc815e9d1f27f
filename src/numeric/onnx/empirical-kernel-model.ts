/** NNGP and NTK of a chain of dense layers as one graph of ONNX operators. */
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';
import type { Program } from '../../network/program.ts';
import { registeredActivation } from '../../network/registered-activation.ts';
import { sizeOf } from '../../network/tensor.ts';
import { activationOverFloats } from '../empirical-kernels/activation-over-floats.ts';
import { type ChainStep, denseChain } from './dense-chain.ts';
import { Graph } from './graph.ts';

export interface EmpiricalKernelModelOptions {
  /** Which output; the mean over all of them when left out. */
  readonly output?: number;
  /** What multiplies the part of Θ of each of the program's parameters. */
  readonly rates: readonly number[];
  /** Columns are the inputs `y`; those of the rows, `x`, unless set. */
  readonly others: boolean;
}

type Dense = Extract<ChainStep, { readonly kind: 'dense' }>;

/** An activation's value and derivative, of the shape of x. */
type Operator = (graph: Graph, x: string) => { readonly value: string; readonly slope: string };

const operators: Readonly<Record<string, Operator>> = {
  relu(graph, x) {
    const value = graph.apply('Relu', [x]);
    return { value, slope: graph.apply('Sign', [value]) };
  },
  tanh(graph, x) {
    const value = graph.apply('Tanh', [x]);
    const square = graph.apply('Mul', [value, value]);
    return { value, slope: graph.apply('Sub', [graph.scalar(1), square]) };
  },
  sigmoid(graph, x) {
    const value = graph.apply('Sigmoid', [x]);
    const rest = graph.apply('Sub', [graph.scalar(1), value]);
    return { value, slope: graph.apply('Mul', [value, rest]) };
  },
};

function horner(graph: Graph, x: string, coefficients: readonly number[]): string {
  const degree = coefficients.length - 1;
  // Of degree 0 in the shape of x: 0 x + c.
  let sum = graph.apply('Mul', [x, graph.scalar(degree === 0 ? 0 : coefficients[degree]!)]);
  for (let k = Math.max(0, degree - 1); k >= 0; k--) {
    if (coefficients[k] !== 0) sum = graph.apply('Add', [sum, graph.scalar(coefficients[k]!)]);
    if (k > 0) sum = graph.apply('Mul', [sum, x]);
  }
  return sum;
}

function operatorOf(activation: Activation, place: string): Operator {
  const floats = activation.coefficients === undefined ? undefined : activationOverFloats(activation, place);
  if (floats?.coefficients !== undefined) {
    const { coefficients, derivative } = floats;
    return (graph, x) => ({ value: horner(graph, x, coefficients), slope: horner(graph, x, derivative) });
  }
  const { kind, f } = activation;
  const known = Object.hasOwn(operators, kind) && registeredActivation(kind)?.f === f;
  if (known) return operators[kind]!;
  throw new InputError(
    place,
    `the accelerator has no activation '${kind}': it takes polynomials, ${Object.keys(operators).join(', ')}`,
    "Use the backend 'wasm' (empiricalKernels), which takes every network",
  );
}

/** Adjoints δ, [width, outputs · samples]; [width, outputs] while the same for all samples. */
type Delta = { readonly name: string; readonly same: boolean } | 'identity';

/** What the kernels of a sample's side are products of: for each dense layer its input h and δ of its product. */
interface Side {
  readonly output: string;
  readonly parts: readonly { readonly step: Dense; readonly h: string; readonly delta: Delta }[];
}

/**
 * H_l = σ(W_l H_{l−1} + b_l), δ back from the outputs o, and
 *   ntk = Σ_l (rate_W HᵀH + rate_b) ∘ Σ_o δ_oᵀδ_o / outputs,   nngp = fᵀf / outputs,
 * samples being columns. Inputs `x` [samples, inputs] and, with `others`, `y`; every weight W [out, in] and bias b [out, 1] by
 * its name as `w` and its position. Outputs `ntk` and `nngp`. Throws {@link InputError} naming the layer that it does not take.
 */
export function empiricalKernelModel(program: Program, { output, rates, others }: EmpiricalKernelModelOptions): Graph {
  const steps = denseChain(program);
  const graph = new Graph();
  const size = sizeOf(program.nodes[program.output]!.shape);
  const count = output === undefined ? size : 1;
  const weightName = (parameter: number): string => `w${parameter}`;
  const names = others ? ['x', 'y'] : ['x'];
  for (const name of names) graph.input(name, [lengthOf(name), program.inputs.length]);
  for (const step of steps) {
    if (step.kind !== 'dense') continue;
    graph.input(weightName(step.weight), [step.outputs, step.inputs]);
    if (step.bias !== undefined) graph.input(weightName(step.bias), [step.outputs, 1]);
  }
  const unit =
    output === undefined
      ? undefined
      : graph.constant(
          [size, 1],
          Float32Array.from({ length: size }, (_, o) => (o === output ? 1 : 0)),
        );
  const operatorsOf = steps.map((step) =>
    step.kind === 'activation' ? operatorOf(step.activation, step.place) : undefined,
  );
  const shaped = (name: string, shape: readonly number[]): string =>
    graph.apply('Reshape', [name, graph.constant([shape.length], BigInt64Array.from(shape.map(BigInt)))]);
  const transposed = (name: string): string => graph.apply('Transpose', [name]);
  const identity = (): string =>
    unit ??
    graph.constant(
      [size, size],
      Float32Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    );

  function side(x: string): Side {
    const values: string[] = [];
    const slopes: (string | undefined)[] = [];
    const widths: number[] = [];
    let h = transposed(x);
    let width = program.inputs.length;
    for (const [k, step] of steps.entries()) {
      values[k] = h;
      if (step.kind === 'dense') {
        const bias = step.bias === undefined ? [] : [weightName(step.bias)];
        h = graph.apply('Gemm', [weightName(step.weight), h, ...bias]);
        width = step.outputs;
      } else {
        const { value, slope } = operatorsOf[k]!(graph, h);
        h = value;
        slopes[k] = slope;
      }
      widths[k] = width;
    }
    const first = steps.findIndex(({ kind }) => kind === 'dense');
    const parts: { step: Dense; h: string; delta: Delta }[] = [];
    let delta: Delta = unit === undefined ? 'identity' : { name: unit, same: true };
    for (let k = steps.length - 1; k >= first; k--) {
      const step = steps[k]!;
      if (step.kind === 'dense') {
        parts.push({ step, h: values[k]!, delta });
        const w = weightName(step.weight);
        if (k === first) break;
        if (delta === 'identity') delta = { name: transposed(w), same: true };
        else delta = { name: graph.apply('Gemm', [w, delta.name], { transA: 1 }), same: delta.same };
      } else {
        const { name, same }: Exclude<Delta, string> = delta === 'identity' ? { name: identity(), same: true } : delta;
        const slope = slopes[k]!;
        if (count === 1) delta = { name: graph.apply('Mul', [name, slope]), same: false };
        else {
          const wide = shaped(name, same ? [widths[k]!, count, 1] : [widths[k]!, count, -1]);
          const product = graph.apply('Mul', [wide, shaped(slope, [widths[k]!, 1, -1])]);
          delta = { name: shaped(product, [widths[k]!, -1]), same: false };
        }
      }
    }
    const output = unit === undefined ? h : graph.apply('Gemm', [unit, h], { transA: 1 });
    return { output, parts };
  }

  const gram = (a: string, b: string): string => graph.apply('Gemm', [a, b], { transA: 1 });
  const scaled = (name: string, factor: number): string =>
    factor === 1 ? name : graph.apply('Mul', [name, graph.scalar(factor)]);
  const a = side('x');
  const b = others ? side('y') : a;
  let ntk: string | undefined;
  const add = (part: string): void => {
    ntk = ntk === undefined ? part : graph.apply('Add', [ntk, part]);
  };
  for (const [k, { step, h, delta }] of a.parts.entries()) {
    const other = b.parts[k]!;
    const pair = [delta, other.delta].map((one) => {
      if (one === 'identity' || one.same || count === 1) return one;
      return { ...one, name: shaped(one.name, [step.outputs * count, -1]) };
    }) as [Delta, Delta];
    const [left, right] = delta === other.delta ? [pair[0], pair[0]] : pair;
    const products = gram(h, other.h);
    const weightRate = rates[step.weight]! / count;
    const biasRate = step.bias === undefined ? undefined : rates[step.bias]! / count;
    if (left === 'identity' || right === 'identity') {
      add(scaled(products, weightRate * size));
      if (biasRate !== undefined) add(graph.scalar(biasRate * size));
    } else {
      // The same for all samples: one number.
      const deltas = left.same ? graph.apply('ReduceSumSquare', [left.name]) : gram(left.name, right.name);
      add(graph.apply('Mul', [scaled(products, weightRate), deltas]));
      if (biasRate !== undefined) add(scaled(deltas, biasRate));
    }
  }
  const shape = others ? [lengthOf('x'), lengthOf('y')] : [lengthOf('x'), lengthOf('x')];
  graph.output('ntk', shape, ntk!);
  graph.output('nngp', shape, scaled(gram(a.output, b.output), 1 / count));
  return graph;
}

const lengthOf = (name: string): string => (name === 'x' ? 'rows' : 'columns');
