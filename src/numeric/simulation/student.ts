/** Quantiles of Student's law and of the normal one. */

/** ln Γ(x), x > 0, by Stirling's series after a shift. */
function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  for (; shifted < 12; shifted++) product *= shifted;
  const z = 1 / (shifted * shifted);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction. [Press et al., Numerical Recipes, §6.4] */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** P(|T| ≤ t) for Student's law with `freedom` degrees of freedom. */
export const studentProbability = (t: number, freedom: number): number =>
  1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/** t with P(|T| ≤ t) = level. The last one is kept: thousands of estimates share it. */
export function studentQuantile(level: number, freedom: number): number {
  if (last?.level !== level || last.freedom !== freedom)
    last = { level, freedom, quantile: inverse((t) => studentProbability(t, freedom), level) };
  return last.quantile;
}

let last: { readonly level: number; readonly freedom: number; readonly quantile: number } | undefined;

/** P(|Z| ≤ z) = erf(z/√2) = √(2/π) e^(−z²/2) Σ z^(2k+1)/(2k+1)!! for a standard Gaussian; all terms are positive. */
function normalProbability(z: number): number {
  let [term, sum] = [z, z];
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) * sum;
}

/** z with P(|Z| ≤ z) = level. */
export const normalQuantile = (level: number): number => inverse(normalProbability, level);

/** x > 0 with probability(x) = level, for a function that rises from 0 to 1. */
function inverse(probability: (x: number) => number, level: number): number {
  let high = 1;
  while (probability(high) < level && high < 1e12) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2;
    if (probability(middle) < level) low = middle;
    else high = middle;
  }
  return high;
}
