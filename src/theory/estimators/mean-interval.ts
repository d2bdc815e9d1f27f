/** Intervals for means of heavy-tailed samples, and a bound for means of non-negative ones. */
import { InputError } from '../../base/errors.ts';

/**
 * An interval for E[a] from independent draws of a with E[a²] ≤ v, whatever else their law: it fails with probability at
 * most 2 e^{−L}. The set of all θ with |Σ_i ψ(s (a_i − θ))| ≤ n s² v/2 + L, ψ(x) = sign(x) ln(1 + |x| + x²/2); the
 * scale s > 0 may be any number that does not depend on the draws. Its length is about 2 √(2 v L/n) where s = √(2 L/(n v)).
 *
 * [Catoni, "Challenging the empirical mean and empirical variance: a deviation study", Annales de l’IHP 48 (2012):
 * E e^{ψ(s(a − E a))} ≤ 1 + s² v/2.] It is shorter than that of a median of means at the same level and assumption.
 */
export function catoniInterval(
  draws: Float64Array,
  { scale, secondMoment, L }: { readonly scale: number; readonly secondMoment: number; readonly L: number },
): { readonly lower: number; readonly upper: number } {
  if (!(scale > 0 && secondMoment >= 0 && L > 0 && Number.isFinite(scale * secondMoment * L)))
    throw new InputError('catoniInterval', `expected positive numbers, got ${scale}, ${secondMoment}, ${L}`);
  const threshold = (draws.length * scale ** 2 * secondMoment) / 2 + L;
  const width = threshold / (draws.length * scale);
  let mean = 0;
  for (const a of draws) mean += a / draws.length;
  return {
    lower: levelCrossing(draws, scale, threshold, mean - width, -width),
    upper: levelCrossing(draws, scale, -threshold, mean + width, width),
  };
}

const STEPS = 200;
const PRECISION = 1e-6;

/** The θ at which the decreasing function Σ ψ(s (a_i − θ)) has a value, from outside: beyond it by at most 1e-6 of the width. */
function levelCrossing(draws: Float64Array, scale: number, value: number, start: number, step: number): number {
  const rest = (theta: number): number => influence(draws, scale, theta) - value;
  const outward = Math.sign(step);
  // Outside, rest has the sign of −step: r falls with θ.
  let [inside, outside] = [start, start];
  let [insideRest, outsideRest] = [rest(start), 0];
  outsideRest = insideRest;
  for (let size = step; outsideRest * outward > 0; size *= 2) {
    [inside, insideRest] = [outside, outsideRest];
    outside += size;
    outsideRest = rest(outside);
    if (!Number.isFinite(outside)) throw new InputError('catoniInterval', 'the draws are too large for doubles');
  }
  for (let size = step; insideRest * outward <= 0; size *= 2) {
    [outside, outsideRest] = [inside, insideRest];
    inside -= size;
    insideRest = rest(inside);
    if (!Number.isFinite(inside)) throw new InputError('catoniInterval', 'the draws are too large for doubles');
  }
  // Regula falsi with the Illinois rule: the end that stays counts half.
  let last = 0;
  for (let i = 0; i < STEPS && Math.abs(outside - inside) > PRECISION * Math.abs(step); i++) {
    const middle = inside + ((outside - inside) * insideRest) / (insideRest - outsideRest);
    const at = rest(middle);
    const side = at * outward > 0 ? 1 : -1;
    if (side > 0) {
      [inside, insideRest] = [middle, at];
      if (last > 0) outsideRest /= 2;
    } else {
      [outside, outsideRest] = [middle, at];
      if (last < 0) insideRest /= 2;
    }
    last = side;
    if (at === 0) return middle;
  }
  return outside;
}

function influence(draws: Float64Array, scale: number, theta: number): number {
  let sum = 0;
  for (const a of draws) {
    const x = scale * (a - theta);
    sum += x >= 0 ? Math.log1p(x + (x * x) / 2) : -Math.log1p(-x + (x * x) / 2);
  }
  return sum;
}

/**
 * A bound b with E[X] ≤ b, for independent draws X ≥ 0 with E[X²] ≤ κ (E X)², that fails with probability at most e^{−L}:
 * b = mean/(1 − √(2 κ L/n)); undefined where n ≤ 2 κ L. [Maurer, "A bound on the deviation probability for sums of
 * non-negative random variables", JIPAM 4 (2003): P(Σ (E X − X_i) ≥ t) ≤ e^{−t²/(2 n E X²)}]
 */
export function upperBoundOfMean(mean: number, n: number, ratio: number, L: number): number | undefined {
  const shortfall = Math.sqrt((2 * ratio * L) / n);
  return shortfall < 1 ? mean / (1 - shortfall) : undefined;
}

/** [(Σ a)² − Σ a²]/(n (n − 1)), which is (E a)² on average. */
export function unbiasedSquareOfMean(draws: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const a of draws) {
    sum += a;
    squares += a * a;
  }
  return (sum * sum - squares) / (draws.length * (draws.length - 1));
}
