/** E[σ(u) σ(v)] over many pairs, in closed form where there is one, else by Hermite coefficients at each input. */
import type { Activation } from '../../network/activation.ts';
import { scaleOf } from './correlation.ts';
import { dualFunctions } from './dual-functions.generated.ts';
import { type HermiteCoefficients, hermiteCoefficients, powerSeries } from './hermite-dual.ts';

/** What is worked out once for each input. */
export interface DualInputs {
  readonly variances: Float64Array;
  /** Of activations without a closed form. */
  readonly coefficients?: readonly HermiteCoefficients[];
}

export interface DualEvaluator {
  prepare(variances: Float64Array): DualInputs;
  /** At row input i, column input j and their covariance. */
  dual(left: DualInputs, i: number, right: DualInputs, j: number, covariance: number): number;
  derivativeDual(left: DualInputs, i: number, right: DualInputs, j: number, covariance: number): number;
  /** An estimate of the largest error of any value that these inputs can give; 0 for closed forms. */
  error(left: DualInputs, right: DualInputs): number;
}

export function dualEvaluator(activation: Activation): DualEvaluator {
  const closed = dualFunctions.find(({ name }) => name === activation.kind);
  if (closed !== undefined)
    return {
      prepare: (variances) => ({ variances }),
      dual: (left, i, right, j, k) => closed.dual(left.variances[i]!, k, right.variances[j]!),
      derivativeDual: (left, i, right, j, k) => closed.derivativeDual(left.variances[i]!, k, right.variances[j]!),
      error: () => 0,
    };
  const correlation = (left: DualInputs, i: number, right: DualInputs, j: number, k: number): number => {
    const scale = scaleOf(left.variances[i]!, right.variances[j]!);
    return scale === 0 ? 0 : Math.max(-1, Math.min(1, k / scale));
  };
  const largest = (inputs: DualInputs, of: (c: HermiteCoefficients) => number): number =>
    inputs.coefficients!.reduce((most, c) => Math.max(most, of(c)), 0);
  return {
    prepare(variances) {
      const known = new Map<number, HermiteCoefficients>();
      const coefficients = Array.from(variances, (variance) => {
        const found = known.get(variance) ?? hermiteCoefficients(activation, variance);
        known.set(variance, found);
        return found;
      });
      return { variances, coefficients };
    },
    // Of one input with itself the series is slowest, and its sum is known.
    dual: (left, i, right, j, k) =>
      left === right && i === j
        ? left.coefficients![i]!.square
        : powerSeries(left.coefficients![i]!.value, right.coefficients![j]!.value, correlation(left, i, right, j, k)),
    derivativeDual: (left, i, right, j, k) =>
      left === right && i === j
        ? left.coefficients![i]!.derivativeSquare
        : powerSeries(
            left.coefficients![i]!.derivative,
            right.coefficients![j]!.derivative,
            correlation(left, i, right, j, k),
          ),
    error: (left, right) =>
      Math.max(
        largest(left, ({ error }) => error) * largest(right, ({ error }) => error),
        largest(left, ({ derivativeError }) => derivativeError) *
          largest(right, ({ derivativeError }) => derivativeError),
      ),
  };
}
