/** Angles between Gaussians, with care where they are parallel or zero. */

/** √(K11 K22), without overflow or underflow of the product. */
export const scaleOf = (k11: number, k22: number): number => Math.sqrt(k11) * Math.sqrt(k22);

/** √(K11 K22 − K12²), 0 where rounding makes the difference negative. */
export function complement(k11: number, k12: number, k22: number): number {
  if (k11 === k12 && k12 === k22) return 0;
  const scale = scaleOf(k11, k22);
  const inner = Math.min(scale, Math.abs(k12));
  return Math.sqrt(scale - inner) * Math.sqrt(scale + inner);
}

/**
 * θ with cos θ = K12/√(K11 K22), in [0, π], from both sine and cosine, so that it is accurate near 0 and π as far as the
 * covariances are; π/2 where a variance is 0, as for independent variables.
 */
export function angle(k11: number, k12: number, k22: number): number {
  if (scaleOf(k11, k22) === 0) return Math.PI / 2;
  return Math.atan2(complement(k11, k12, k22), k12);
}
