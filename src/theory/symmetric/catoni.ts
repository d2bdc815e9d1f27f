/** Intervals for means of heavy-tailed draws. */

/**
 * An interval for E[a] from independent draws with E[a²] ≤ v: the θ with |Σ_i ψ(s (a_i − θ))| ≤ n s² v/2 + L, ψ(x) =
 * sign(x) ln(1 + |x| + x²/2), s = √(2 L/(n v)). It fails with probability at most 2 e^{−L} where s does not depend on the draws.
 * [Catoni, "Challenging the empirical mean and empirical variance: a deviation study", Annales de l'IHP 48 (2012), Section 2]
 */
export function catoniInterval(
  draws: Float64Array,
  { secondMoment, scale, L }: { readonly secondMoment: number; readonly scale: number; readonly L: number },
): readonly [lower: number, upper: number] {
  const n = draws.length;
  const threshold = (n * scale ** 2 * secondMoment) / 2 + L;
  const mean = draws.reduce((sum, a) => sum + a / n, 0);
  const width = threshold / (n * scale);
  return [outermost(draws, scale, threshold, mean, -width), outermost(draws, scale, threshold, mean, width)];
}

const STEPS = 50;

/** The last θ from the start in the direction of `width` with |Σ ψ| ≤ threshold, from outside; the start itself may be beyond. */
function outermost(draws: Float64Array, scale: number, threshold: number, start: number, width: number): number {
  const outside = (theta: number): boolean => -Math.sign(width) * influence(draws, scale, theta) > threshold;
  let [inner, outer] = [start, start];
  // Σ ψ falls with θ, so that there is one crossing.
  for (let size = width; !outside(outer); size *= 2) [inner, outer] = [outer, outer + size];
  for (let size = width; outside(inner); size *= 2) [outer, inner] = [inner, inner - size];
  for (let i = 0; i < STEPS && Math.abs(outer - inner) > 1e-9 * Math.abs(width); i++) {
    const middle = (inner + outer) / 2;
    if (outside(middle)) outer = middle;
    else inner = middle;
  }
  return outer;
}

function influence(draws: Float64Array, scale: number, theta: number): number {
  let sum = 0;
  for (const a of draws) {
    const x = scale * (a - theta);
    sum += x >= 0 ? Math.log1p(x + (x * x) / 2) : -Math.log1p(-x + (x * x) / 2);
  }
  return sum;
}
