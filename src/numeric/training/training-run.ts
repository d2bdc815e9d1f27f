/** What a training run gives. */
import type { Growth, Watch } from './growth.ts';
import type { TrainingPoint } from './prediction.ts';

export interface TrainingRecord extends TrainingPoint {
  readonly loss: number;
  readonly testLoss?: number;
  /** f, [training inputs][output]. */
  readonly outputs: Float64Array;
  /** f, [test inputs][output]. */
  readonly testOutputs: Float64Array;
  /** √Σ W² over all weights. */
  readonly parameterNorm: number;
  /** Root mean square of each layer's values on the training inputs, in the order of {@link TrainingRun.layers}. */
  readonly layerSizes: readonly number[];
  /** Θ on the training inputs, a = (input, output), row after row. */
  readonly kernel?: Float64Array;
  /** ‖Θ − Θ₀‖/‖Θ₀‖ in Frobenius norms. */
  readonly kernelDrift?: number;
  /** The largest eigenvalue of Θ. */
  readonly largestEigenvalue?: number;
  readonly predictions: readonly {
    readonly name: string;
    /** f, [training inputs, then test inputs][output]. */
    readonly outputs: Float64Array;
    readonly loss: number;
    /** Root mean square of the network's outputs less these; Infinity, as the loss, where these diverged. */
    readonly deviation: number;
  }[];
}

/** What a run is of: settings as they are, everything else by its fingerprint. */
export interface RunIdentity {
  readonly method: string;
  readonly learningRate: number;
  readonly batch: number;
  readonly seed: number;
  readonly loss: string;
  readonly tolerance: number;
  readonly network: string;
  /** Where it started. */
  readonly start: string;
  /** Learning rates of the weights and the factor of the output. */
  readonly scaling: string;
  readonly inputs: string;
  readonly targets: string;
}

/** Plain data: all that a run needs to go on, besides its network, data and options. */
export interface TrainingState extends TrainingPoint {
  readonly identity: RunIdentity;
  /** In the order of the program's parameters, row-major; lists of numbers do as well, where a run is to go on. */
  readonly weights: readonly (Float64Array | readonly number[])[];
  /** Of the flow: the step to try next. */
  readonly flowStep?: number;
  readonly watch: Watch;
}

export type Outcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'interrupted' }
  | (TrainingPoint & {
      readonly kind: 'diverged';
      /** Whose values were the first not to be finite; where all are finite, that whose values grew most. */
      readonly layer: string;
      /** What came up: NaN, Infinity, or a size. */
      readonly value: number;
      /** NaN or Infinity where it is not finite either. */
      readonly loss: number;
    });

/** The loss rises, while the largest eigenvalue of Θ falls, and falls below its start. [arXiv:2003.02218] */
export interface Catapult {
  readonly peak: TrainingPoint & { readonly loss: number };
  readonly initialLoss: number;
  readonly finalLoss: number;
}

export interface TrainingRun {
  readonly outcome: Outcome;
  readonly records: readonly TrainingRecord[];
  /** The layers whose sizes are followed. */
  readonly layers: readonly string[];
  readonly state: TrainingState;
  /** The weights at the end, by name, row-major. */
  readonly weights: Readonly<Record<string, Float64Array>>;
  /** 2/(c λ_max(Θ₀)), c the factor of the loss: gradient descent on the linearised network converges below it. */
  readonly criticalLearningRate?: number;
  readonly catapult?: Catapult;
  /** The first layer whose values came to twice their size at initialisation. */
  readonly growth?: Growth;
}
