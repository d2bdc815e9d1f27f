/** Theories of a training run, to be set beside it. */
import type { Progress } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import type { Program } from '../../network/program.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import type { PreparedData } from './training-data.ts';
import type { WeightScaling } from './weight-scaling.ts';

/**
 * - `gd`: W ← W − η rate ∂L/∂W
 * - `sgd`: the same on batches of a keyed permutation, a new one each epoch
 * - `flow`: dW/dt = −rate ∂L/∂W
 */
export type Method = 'gd' | 'sgd' | 'flow';

/** Where in a run: after how many steps, and η · steps, or the time of gradient flow. */
export interface TrainingPoint {
  readonly step: number;
  readonly time: number;
}

/** What a prediction may know: the run's settings, and the network at initialisation. */
export interface PredictionContext {
  readonly network: Network;
  readonly program: Program;
  /** Where training starts, in the order of the program's parameters, row-major. */
  readonly weights: readonly Float64Array[];
  readonly scaling: WeightScaling;
  readonly limit: LimitOptions;
  readonly data: PreparedData;
  readonly outputs: number;
  /** f at initialisation, [training inputs, then test inputs][output]. */
  readonly initial: Float64Array;
  /** ∂L/∂f = factor · (f − y). */
  readonly factor: number;
  readonly method: Method;
  /** η; 1 for the flow. */
  readonly learningRate: number;
  /** Steps, or times of the flow, at which the whole run is recorded, rising; a run that is resumed is asked about the last ones alone. */
  readonly records: readonly number[];
  /** The training inputs of each step of stochastic gradient descent. */
  readonly batch: ((step: number) => Uint32Array) | undefined;
  /** Θ of the finite network at initialisation on training and test inputs, a = (input, output). */
  tangentKernel(): Float64Array;
  readonly progress: Progress;
}

/**
 * A theory of how outputs evolve: `prepare` gets the network, its data and kernels, and gives outputs at any point of the run.
 */
export interface Prediction {
  readonly name: string;
  /** Throws {@link InputError} where it says nothing of such a run. */
  prepare(context: PredictionContext): PreparedPrediction;
}

export interface PreparedPrediction {
  /** f, [training inputs, then test inputs][output]. Points come in rising order. */
  outputsAt(point: TrainingPoint): Float64Array;
}
