/** Gradient flow of the correlation loss on the sphere: the overlap in time. */
import { InputError } from '../../base/errors.ts';
import { statesAt } from '../../numeric/ode/states-at.ts';
import { integrate } from '../../numeric/quadrature/gauss-kronrod.ts';

/** dm/dt = (1 − m²) Σ_k k u_k² m^(k−1) for coefficients u_0, u_1, …. */
export function overlapSpeed(coefficients: readonly number[], m: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 1; k--) sum = sum * m + k * coefficients[k]! ** 2;
  return (1 - m * m) * sum;
}

/**
 * The time from m₀ to m₁ of dm/dt = k u² (1 − m²) m^(k−1), in closed form: T_k(m₁) − T_k(m₀) over k u², where T_1 = artanh m,
 * T_2 = ln(m/√(1−m²)) and T_k = T_(k−2) − m^(2−k)/(k−2), the primitives of 1/((1 − m²) m^(k−1)).
 * Throws {@link InputError} unless 0 < m₀ ≤ m₁ < 1 (m₀ = 0 too at k = 1), k is a positive integer and u ≠ 0.
 */
export function overlapTime(order: number, start: number, end: number, coefficient = 1): number {
  checkRange(start, end, order === 1);
  if (!Number.isSafeInteger(order) || order < 1)
    throw new InputError('order', `expected a positive integer, got ${order}`);
  if (!(coefficient !== 0 && Number.isFinite(coefficient)))
    throw new InputError('coefficient', `expected a number other than 0, got ${coefficient}`);
  return (primitive(order, end) - primitive(order, start)) / (order * coefficient ** 2);
}

function primitive(order: number, m: number): number {
  let value = order % 2 === 1 ? Math.atanh(m) : Math.log(m / Math.sqrt((1 - m) * (1 + m)));
  for (let k = order % 2 === 1 ? 3 : 4; k <= order; k += 2) value -= m ** (2 - k) / (k - 2);
  return value;
}

/** The same time for any coefficients u_0, u_1, …, by quadrature, with an estimate of its error. Throws {@link InputError} where m stands still. */
export function overlapTimeOf(
  coefficients: readonly number[],
  start: number,
  end: number,
): { readonly value: number; readonly error: number } {
  checkRange(start, end, (coefficients[1] ?? 0) !== 0);
  if (!coefficients.some((u, k) => k > 0 && u !== 0))
    throw new InputError('link', 'is constant: the overlap stands still');
  // m = e^s: the integrand varies over decades of m.
  if (start === 0) return integrate((m) => 1 / overlapSpeed(coefficients, m), [start, end]);
  return integrate((s) => Math.exp(s) / overlapSpeed(coefficients, Math.exp(s)), [Math.log(start), Math.log(end)]);
}

/** m at rising times, from m₀ at 0, by a Runge–Kutta method with its error kept below 1e−10 a step. */
export function overlapFlow(
  coefficients: readonly number[],
  start: number,
  times: readonly number[],
): readonly number[] {
  if (!(Math.abs(start) <= 1)) throw new InputError('start', `expected a number from −1 to 1, got ${start}`);
  const slope = (m: Float64Array, out: Float64Array): void => {
    out[0] = overlapSpeed(coefficients, m[0]!);
  };
  return statesAt(slope, [start], times).map((m) => m[0]!);
}

function checkRange(start: number, end: number, zero: boolean): void {
  if (!((start > 0 || (zero && start === 0)) && start <= end && end < 1))
    throw new InputError('overlap', `expected 0 ${zero ? '≤' : '<'} start ≤ end < 1, got ${start} and ${end}`);
}
