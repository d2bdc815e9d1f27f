import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Activation } from '../../network/activation.ts';

/**
 * σ⁽ʲ⁾(x)/j! for j = 0, …, order at every entry, [j][entry]. Throws {@link InputError} on an activation that is no
 * polynomial and does not say its derivatives.
 */
export function activationTaylor(
  activation: Activation,
  x: Float64Array,
  order: number,
  place: string,
): readonly Float64Array[] {
  const result = Array.from({ length: order + 1 }, () => new Float64Array(x.length));
  const { coefficients, taylor, f, df } = activation;
  if (coefficients !== undefined) {
    const c = coefficients.map((coefficient) => nearestDouble(coefficient, place));
    const scratch = new Float64Array(order + 1);
    for (let i = 0; i < x.length; i++) {
      shifted(c, x[i]!, scratch);
      for (let j = 0; j <= order; j++) result[j]![i] = scratch[j]!;
    }
    return result;
  }
  const series =
    taylor !== undefined
      ? (at: number): readonly number[] => taylor(at, order)
      : order <= 1 && f !== undefined && df !== undefined
        ? (at: number): readonly number[] => [f(at), df(at)]
        : undefined;
  if (series === undefined)
    throw new InputError(
      place,
      `the activation '${activation.kind}' does not say its derivatives up to order ${order}`,
      'Give coefficients, or a function taylor(x, order)',
    );
  for (let i = 0; i < x.length; i++) {
    const at = series(x[i]!);
    for (let j = 0; j <= order; j++) result[j]![i] = at[j]!;
  }
  return result;
}

/** The first coefficients of Σ_k c_k (x + h)^k in h, by Horner's rule. */
function shifted(c: readonly number[], x: number, out: Float64Array): void {
  out.fill(0);
  for (let k = c.length - 1; k >= 0; k--) {
    for (let j = out.length - 1; j > 0; j--) out[j] = out[j]! * x + out[j - 1]!;
    out[0] = out[0]! * x + c[k]!;
  }
}
