import type { Coefficient } from '../base/coefficient.ts';

/**
 * A function of one variable, applied to each entry.
 *
 * With `coefficients` it is the polynomial σ(z) = Σ_k coefficients[k] z^k, and every path may use it, exact ones
 * included. Without, only `f` (and its derivative `df`) is known, and only paths over floats may use it.
 */
export interface Activation {
  readonly kind: string;
  readonly coefficients?: readonly Coefficient[];
  f?(x: number): number;
  df?(x: number): number;
  /** [f(x), f′(x), f″(x)/2!, …] up to f⁽ⁿ⁾(x)/n!, n the order: what higher derivatives of a network need. */
  taylor?(x: number, order: number): readonly number[];
}
