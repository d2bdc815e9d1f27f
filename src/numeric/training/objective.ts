/** The loss of a network on data, its gradient, and what else one pass over the data tells. */

import { InputError } from '../../base/errors.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { GradientProgram } from '../gradient/gradient-program.ts';
import { addSquares, firstNotFinite, type LayerValue, layerValues } from './layer-sizes.ts';
import type { PreparedData } from './training-data.ts';
import type { WeightScaling } from './weight-scaling.ts';

/** `sum`: ½ Σ_i |f(x_i) − y_i|²; `mean`: that over the number of inputs. */
export type LossKind = 'sum' | 'mean';

/** Weights in one array, cut into the program's parameters. */
export interface FlatWeights {
  readonly all: Float64Array;
  readonly parts: readonly Float64Array[];
}

export interface Pass {
  readonly loss: number;
  /** Root mean square of each layer's values. */
  readonly layerSizes: Float64Array;
  /** The first layer with a value that is not finite. */
  readonly overflow: { readonly layer: string; readonly value: number } | undefined;
}

export interface Objective {
  readonly program: GradientProgram;
  readonly scaling: WeightScaling;
  readonly data: PreparedData;
  readonly layers: readonly LayerValue[];
  /** What ½ Σ (f − y)² is multiplied by. */
  readonly factor: number;
  flat(parts: readonly Float64Array[]): FlatWeights;
  /** f at inputs, [input][output]. */
  outputs(weights: FlatWeights, inputs: Float64Array): Float64Array;
  /**
   * The loss, and in `step` −rate ∂L/∂W: the direction of gradient flow. With `batch`, positions of inputs, both are of the
   * loss on these, times samples/batch size where the loss is the sum.
   */
  descend(weights: FlatWeights, step: Float64Array, batch?: Uint32Array): Pass;
}

/** Samples that go through the program at once. Part of what the bits are: gradients of blocks are added in their order. */
const BLOCK = 256;

export function objective(
  program: GradientProgram,
  data: PreparedData,
  scaling: WeightScaling,
  loss: LossKind,
): Objective {
  if (loss !== 'sum' && loss !== 'mean')
    throw new InputError('loss', `expected 'sum' or 'mean', got ${JSON.stringify(loss)}`);
  const width = program.layout.program.inputs.length;
  const { outputs, layout } = program;
  const layers = layerValues(program);
  const factor = loss === 'sum' ? 1 : 1 / data.samples;
  const sizes = program.layout.program.parameters.map(({ shape }) => sizeOf(shape));
  const flat = (parts: readonly Float64Array[]): FlatWeights => {
    const all = new Float64Array(sizes.reduce((sum, n) => sum + n, 0));
    const views = cut(all, sizes);
    views.forEach((view, k) => {
      view.set(parts[k]!);
    });
    return { all, parts: views };
  };
  const gather = (source: Float64Array, columns: number, batch: Uint32Array): Float64Array => {
    const rows = new Float64Array(batch.length * columns);
    batch.forEach((i, k) => {
      rows.set(source.subarray(i * columns, (i + 1) * columns), k * columns);
    });
    return rows;
  };
  return {
    program,
    scaling,
    data,
    layers,
    factor,
    flat,
    outputs(weights, inputs) {
      const samples = inputs.length / width;
      const all = new Float64Array(samples * outputs);
      for (let s = 0; s < samples; s += BLOCK) {
        const end = Math.min(samples, s + BLOCK);
        const values = program.forward(inputs.subarray(s * width, end * width), weights.parts);
        all.set(program.outputsOf(values), s * outputs);
      }
      return all.map((y) => scaling.outputFactor * y);
    },
    descend(weights, step, batch) {
      const inputs = batch === undefined ? data.inputs : gather(data.inputs, width, batch);
      const targets = batch === undefined ? data.targets : gather(data.targets, outputs, batch);
      const samples = inputs.length / width;
      const scale = factor * (data.samples / samples);
      const squares = new Float64Array(layers.length);
      let sum = 0;
      let overflow: Pass['overflow'];
      let first = true;
      for (let s = 0; s < samples; s += BLOCK) {
        const end = Math.min(samples, s + BLOCK);
        const values = program.forward(inputs.subarray(s * width, end * width), weights.parts);
        addSquares(squares, layers, values);
        const residual = program.outputsOf(values).map((y, i) => scaling.outputFactor * y - targets[s * outputs + i]!);
        for (const r of residual) sum += r * r;
        if (!Number.isFinite(sum)) {
          overflow = firstNotFinite(program, values);
          break;
        }
        const cotangent = residual.map((r) => scale * scaling.outputFactor * r);
        // The first block's gradients are where the step is to be.
        const gradients = program.backward(values, cotangent, first ? cut(step, sizes) : undefined);
        let at = 0;
        gradients.forEach((gradient, k) => {
          const rate = scaling.rates[k]!;
          if (first) for (let i = 0; i < gradient.length; i++) gradient[i] = 0 - rate * gradient[i]!;
          else for (let i = 0; i < gradient.length; i++) step[at + i]! -= rate * gradient[i]!;
          at += gradient.length;
        });
        first = false;
      }
      const entries = (value: number): number => (layout.uniform[value]! ? 1 : samples) * layout.sizes[value]!;
      return {
        loss: (scale * sum) / 2,
        layerSizes: squares.map((square, k) => Math.sqrt(square / entries(layers[k]!.value))),
        overflow,
      };
    },
  };
}

/** One array as views of these sizes. */
function cut(all: Float64Array, sizes: readonly number[]): readonly Float64Array[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return all.subarray(at - size, at);
  });
}
