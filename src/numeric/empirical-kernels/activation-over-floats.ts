/** Activations and their derivatives over floats. */
import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';

/** A polynomial by its coefficients, or a function; and the derivative of each. */
export type FloatActivation =
  | { readonly coefficients: readonly number[]; readonly derivative: readonly number[] }
  | { readonly coefficients?: undefined; readonly f: (x: number) => number; readonly df: (x: number) => number };

/** Throws {@link InputError} on an activation that is no polynomial and lacks a function or its derivative. */
export function activationOverFloats({ kind, coefficients, f, df }: Activation, place: string): FloatActivation {
  if (coefficients !== undefined) {
    const rounded = coefficients.map((c) => nearestDouble(c, place));
    const derivative = rounded.slice(1).map((c, k) => c * (k + 1));
    return { coefficients: rounded, derivative: derivative.length > 0 ? derivative : [0] };
  }
  if (f !== undefined && df !== undefined) return { f, df };
  throw new InputError(
    place,
    `the activation '${kind}' has no ${f === undefined ? 'function f' : 'derivative df'}`,
    'Give coefficients, or f and df',
  );
}
