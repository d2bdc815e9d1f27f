/** Hyperbolic functions times a decaying exponential, for |x| ≤ h: neither overflow nor cancellation. */

/** e^(−h) sinh x. */
export const dampedSinh = (x: number, h: number): number =>
  Math.abs(x) < 1 ? Math.exp(-h) * Math.sinh(x) : (Math.exp(x - h) - Math.exp(-x - h)) / 2;

/** e^(−h) cosh x. */
export const dampedCosh = (x: number, h: number): number => (Math.exp(x - h) + Math.exp(-x - h)) / 2;
