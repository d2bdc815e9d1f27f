/** Gradients of a program by a reverse sweep over its nodes: the gradient of every layer follows from these operations. */

import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { argumentsOf, type Program, type Value } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { usesOf } from '../empirical-kernels/weight-products.ts';
import { einsumStep } from './einsum-step.ts';
import { linearStep, mapStep } from './elementwise-steps.ts';
import { copies, type Layout, layoutOf, type Step, type Values } from './step.ts';

export interface GradientOptions {
  /** `plain` for loops over doubles; `fastest`, when left out, multiplies matrices in WebAssembly. The bits are the same. */
  readonly path?: 'fastest' | 'plain';
}

/** A program prepared for gradients. Weights are row-major arrays in the order of the program's parameters. */
export interface GradientProgram {
  readonly layout: Layout;
  /** How many outputs a sample has. */
  readonly outputs: number;
  /** The values of all nodes at `inputs`, one sample after another. */
  forward(inputs: Float64Array, weights: readonly Float64Array[]): Values;
  /** The network's outputs among the values, [sample][output]. */
  outputsOf(values: Values): Float64Array;
  /**
   * Σ_s Σ_o cotangent[s][o] ∂f_o(x_s)/∂W for every weight W: a vector–Jacobian product. Where arrays `into` are given, the
   * gradients are in these.
   */
  backward(values: Values, cotangent: Float64Array, into?: readonly Float64Array[]): readonly Float64Array[];
  readonly steps: readonly (Step | undefined)[];
}

/**
 * Prepares a program. Sums over samples are taken in the order of the samples. Throws {@link InputError} on an activation
 * that has neither coefficients nor f; `backward` does on one without derivative.
 */
export function gradientProgram(program: Program, { path = 'fastest' }: GradientOptions = {}): GradientProgram {
  if (path !== 'fastest' && path !== 'plain')
    throw new InputError('path', `expected 'fastest' or 'plain', got ${JSON.stringify(path)}`);
  const layout = layoutOf(program);
  const steps = program.nodes.map((node, value): Step | undefined => {
    if (node.operation === 'linear') return linearStep(layout, value, node);
    if (node.operation === 'map') return mapStep(layout, value, node);
    if (node.operation === 'einsum') return einsumStep(layout, value, node, path === 'plain');
    return undefined;
  });
  const outputs = layout.sizes[program.output]!;
  // Weights whose gradient comes from one place.
  const uses = usesOf(program);
  const nodesOf = program.parameters.map(() => 0);
  for (const node of program.nodes) if (node.operation === 'parameter') nodesOf[node.parameter]!++;
  const single = program.nodes.map(
    (node, value) => node.operation === 'parameter' && uses[value] === 1 && nodesOf[node.parameter] === 1,
  );

  const forward = (inputs: Float64Array, weights: readonly Float64Array[]): Values => {
    const entries: Float64Array[] = [];
    const values: Values = { samples: inputs.length / program.inputs.length, entries };
    program.nodes.forEach((node, value) => {
      if (node.operation === 'input') entries.push(inputs);
      else if (node.operation === 'parameter') entries.push(weights[node.parameter]!);
      else if (node.operation === 'constant')
        entries.push(new Float64Array(layout.sizes[value]!).fill(nearestDouble(node.value, program.places[value]!)));
      else entries.push(steps[value]!.forward(values));
    });
    return values;
  };

  const cotangents = (
    values: Values,
    cotangent: Float64Array,
    into?: readonly Float64Array[],
  ): readonly (Float64Array | undefined)[] => {
    const result: (Float64Array | undefined)[] = program.nodes.map(() => undefined);
    result[program.output] = layout.uniform[program.output]! ? summed(cotangent, outputs) : cotangent;
    for (let value: Value = program.nodes.length - 1; value >= 0; value--) {
      const own = result[value];
      if (own === undefined) continue;
      argumentsOf(program.nodes[value]!).forEach((argument, position) => {
        const from = program.nodes[argument]!;
        if (from.operation === 'input' || from.operation === 'constant') return;
        const known = result[argument];
        const place = from.operation === 'parameter' && single[argument]! ? into?.[from.parameter] : undefined;
        const part = steps[value]!.backward(values, own, position, place);
        if (known === undefined) result[argument] = part;
        else for (let i = 0; i < known.length; i++) known[i]! += part[i]!;
      });
    }
    return result;
  };

  return {
    layout,
    outputs,
    steps,
    forward,
    outputsOf(values) {
      const entries = values.entries[program.output]!;
      if (copies(layout, program.output, values) === values.samples) return entries;
      const all = new Float64Array(values.samples * outputs);
      for (let s = 0; s < values.samples; s++) all.set(entries, s * outputs);
      return all;
    },
    backward(values, cotangent, into) {
      const all = cotangents(values, Float64Array.from(cotangent), into);
      const gradients: (Float64Array | undefined)[] = program.parameters.map(() => undefined);
      program.nodes.forEach((node, value) => {
        const part = all[value];
        if (node.operation !== 'parameter' || part === undefined) return;
        const known = gradients[node.parameter];
        if (known === undefined) gradients[node.parameter] = part;
        else for (let i = 0; i < known.length; i++) known[i]! += part[i]!;
      });
      return gradients.map((gradient, k) => {
        const place = into?.[k];
        if (place === undefined) return gradient ?? new Float64Array(sizeOf(program.parameters[k]!.shape));
        if (gradient === undefined) place.fill(0);
        else if (gradient !== place) place.set(gradient);
        return place;
      });
    },
  };
}

function summed(cotangent: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  cotangent.forEach((d, i) => {
    sums[i % size]! += d;
  });
  return sums;
}
