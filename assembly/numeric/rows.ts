/** What the kernels on rows share: one entry of a value for the samples of one block, 32 bytes, 8 floats or 4 doubles. */

export const ROW: usize = 32;

/** Panels of weights, and of entries, are five rows: with two vectors a row, ten sums and what they need stay in registers. */
export const PANEL: i32 = 5;

@inline
export function multiplyAdd<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b));
}
