/** 1 − erf(6) is 2e-17, below half a unit in the last place of 1. */
const LARGEST = 6;

/**
 * erf(x) = (2/√π) ∫₀^x e^(−t²) dt in doubles, by (2/√π) e^(−x²) Σ_n 2^n x^(2n+1)/(2n + 1)!!, all of whose terms have one sign:
 * a few units in the last place off. [Abramowitz and Stegun, 7.1.6]
 */
export function erf(x: number): number {
  if (Math.abs(x) > LARGEST) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
