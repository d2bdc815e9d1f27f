/** How fast the kernel of a finite network moves when its training begins. */
import { type Network, trace } from '../../network/network.ts';
import { gradientProgram } from '../gradient/gradient-program.ts';
import { weightedProduct } from '../tangent-hierarchy/gram-of-directions.ts';
import { outputSeries } from '../tangent-hierarchy/output-series.ts';
import { combination, scaled } from '../taylor/direction.ts';
import { initialWeights } from './initial-weights.ts';
import { type LossKind, objective } from './objective.ts';
import { networkKernel } from './recorder.ts';
import { prepareData, type TrainingData } from './training-data.ts';
import type { TrainingOptions } from './training-options.ts';
import { weightScaling } from './weight-scaling.ts';

export interface InitialKernelDrift {
  /** Θ on the training inputs, a = (input, output), row after row. */
  readonly kernel: Float64Array;
  /** dΘ/dt under gradient flow at t = 0. */
  readonly derivative: Float64Array;
}

/**
 * Θ and dΘ/dt at initialisation, by products with Hessians and no finite differences: dΘ_ab/dt = −c Σ_e O₃(a, b, e)(f_e − y_e), c the
 * factor of the loss. Options are those of {@link train}. Its mean over initialisations is of order 1/n.
 * Throws as {@link train} does, and {@link InputError} on activations whose second derivative is not known.
 * Source: Huang and Yau, "Dynamics of deep neural networks and neural tangent hierarchy", arXiv:1909.08156, eq. 1.8.
 */
export function initialKernelDrift(
  net: Network,
  data: TrainingData,
  options: Pick<
    TrainingOptions,
    'seed' | 'initial' | 'loss' | 'path' | 'weightVariance' | 'biasVariance' | 'parametrisation' | 'inputGram'
  > = {},
): InitialKernelDrift {
  const program = gradientProgram(trace(net), options);
  const scaling = weightScaling(program.layout.program, options);
  const prepared = prepareData(data, program.layout.program.inputs.length, program.outputs);
  const { loss = 'sum' }: { readonly loss?: LossKind } = options;
  const goal = objective(program, prepared, scaling, loss);
  const weights = goal.flat(initialWeights(program.layout.program, scaling.deviations, options));
  const { inputs, targets } = prepared;
  const series = outputSeries(program.layout.program, inputs, weights.parts, scaling.outputFactor);
  const rate = (parameter: number): number => scaling.rates[parameter]!;
  const gradients = Array.from(targets, (_, a) => series.coefficient(a, new Map(), 0));
  const residual = goal.outputs(weights, inputs).map((f, a) => -goal.factor * (f - targets[a]!));
  const velocity = combination(
    [...residual],
    gradients.map((gradient) => scaled(gradient, rate)),
  );
  const turning = gradients.map((_, a) => series.coefficient(a, velocity, 1));
  const size = targets.length;
  const half = (a: number, b: number): number => weightedProduct(turning[a]!, gradients[b]!, rate);
  const derivative = new Float64Array(size * size);
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) derivative[a * size + b] = half(a, b) + half(b, a);
  return { kernel: networkKernel(goal)(weights, inputs), derivative };
}
