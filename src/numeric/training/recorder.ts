/** Measures a run at chosen points. */
import { tangentKernel } from '../empirical-kernels/tangent-kernel.ts';
import { symmetricSpectrum } from '../spectra/symmetric-eigen.ts';
import type { FlatWeights, Objective } from './objective.ts';
import type { PreparedPrediction, TrainingPoint } from './prediction.ts';
import type { TrainingRecord } from './training-run.ts';

export interface Recorder {
  record(point: TrainingPoint, weights: FlatWeights): TrainingRecord;
  /** The largest eigenvalue of Θ at initialisation, where kernels are recorded. */
  readonly initialEigenvalue: number | undefined;
}

export function recorder(
  objective: Objective,
  start: FlatWeights,
  predictions: readonly { readonly name: string; readonly prepared: PreparedPrediction }[],
  kernelOf: ((weights: FlatWeights, inputs: Float64Array) => Float64Array) | undefined,
): Recorder {
  const { data } = objective;
  const first = kernelOf?.(start, data.inputs);
  const firstNorm = first === undefined ? 0 : frobenius(first);
  const scratch = new Float64Array(start.all.length);
  return {
    initialEigenvalue: first === undefined ? undefined : largestEigenvalue(first),
    record(point, weights) {
      const outputs = objective.outputs(weights, data.inputs);
      const testOutputs = objective.outputs(weights, data.testInputs);
      const kernel = outputs.every(Number.isFinite) ? kernelOf?.(weights, data.inputs) : undefined;
      const { layerSizes } = objective.descend(weights, scratch);
      const lossOf = (f: Float64Array): number => (objective.factor * squaredDistance(f, data.targets)) / 2;
      const testFactor = objective.factor === 1 ? 1 : 1 / data.testSamples;
      return {
        ...point,
        loss: lossOf(outputs),
        ...(data.testTargets === undefined
          ? {}
          : { testLoss: (testFactor * squaredDistance(testOutputs, data.testTargets)) / 2 }),
        outputs,
        testOutputs,
        parameterNorm: Math.sqrt(weights.all.reduce((sum, w) => sum + w * w, 0)),
        layerSizes: [...layerSizes],
        ...(kernel === undefined || first === undefined || !kernel.every(Number.isFinite)
          ? {}
          : {
              kernel,
              kernelDrift: frobenius(kernel.map((entry, i) => entry - first[i]!)) / firstNorm,
              largestEigenvalue: largestEigenvalue(kernel),
            }),
        predictions: predictions.map(({ name, prepared }) => {
          const predicted = prepared.outputsAt(point);
          const all = new Float64Array(predicted.length);
          all.set(outputs);
          all.set(testOutputs, outputs.length);
          return {
            name,
            outputs: predicted,
            loss: orInfinite(lossOf(predicted.subarray(0, outputs.length))),
            deviation: orInfinite(Math.sqrt(squaredDistance(all, predicted) / all.length)),
          };
        }),
      };
    },
  };
}

/** Θ of the function that is trained. */
export function networkKernel({
  program,
  scaling,
}: Pick<Objective, 'program' | 'scaling'>): (weights: FlatWeights, inputs: Float64Array) => Float64Array {
  const kernel = tangentKernel(
    program.layout.program,
    scaling.rates.map((rate) => scaling.outputFactor ** 2 * rate),
  );
  return (weights, inputs) => kernel(inputs, weights.parts);
}

/** Of predictions beyond the range of doubles. */
const orInfinite = (x: number): number => (Number.isNaN(x) ? Infinity : x);

const frobenius = (matrix: Float64Array): number => Math.sqrt(matrix.reduce((sum, entry) => sum + entry * entry, 0));

const squaredDistance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);

function largestEigenvalue(entries: Float64Array): number {
  return symmetricSpectrum({ size: Math.sqrt(entries.length), entries }).values.at(-1)!;
}
