/** Numbers from samples, never without their interval. */
import { Decimal } from 'decimal.js';
import { InputError } from '../base/errors.ts';

/** A number with an interval that covers the truth with probability at least `level`, by the method named. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** How many draws it rests on. */
  readonly n: number;
  readonly method: string;
}

const Precise = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_EVEN });
const DIGITS = 6;
const BISECTIONS = 60;

/**
 * The probability of an event that happened in `events` of n independent draws: [0, p] with
 * P(Binomial(n, p) ≤ events) = 1 − level, the one-sided interval of Clopper and Pearson, "The use of confidence or
 * fiducial limits", Biometrika 26 (1934). For no event p = 1 − (1 − level)^(1/n). The upper end is rounded up to six
 * digits, and the same on every machine.
 *
 * Throws {@link InputError} unless 0 ≤ events ≤ n are integers, n > 0, and 0 < level < 1.
 */
export function upperProbability(events: number, n: number, level: number): Estimate {
  if (!(Number.isSafeInteger(events) && Number.isSafeInteger(n) && events >= 0 && events <= n && n > 0))
    throw new InputError('upperProbability', `expected 0 ≤ events ≤ n, integers, got ${events} of ${n}`);
  if (!(level > 0 && level < 1)) throw new InputError('level', `expected a number between 0 and 1, got ${level}`);
  const upper = events === n ? new Precise(1) : upperLimit(events, n, new Precise(1).sub(level));
  return {
    value: events / n,
    lower: 0,
    upper: Math.min(1, upper.toSignificantDigits(DIGITS, Decimal.ROUND_UP).toNumber()),
    level,
    n,
    method: 'Clopper–Pearson, one-sided',
  };
}

/**
 * The same from below: [p, 1] with P(Binomial(n, p) ≥ events) = 1 − level, the lower end rounded down to six digits.
 * Throws as {@link upperProbability}.
 */
export function lowerProbability(events: number, n: number, level: number): Estimate {
  const { upper } = upperProbability(n - events, n, level);
  const lower = new Precise(1).sub(upper).toSignificantDigits(DIGITS, Decimal.ROUND_DOWN).toNumber();
  return { value: events / n, lower: Math.max(0, lower), upper: 1, level, n, method: 'Clopper–Pearson, one-sided' };
}

function upperLimit(events: number, n: number, alpha: Decimal): Decimal {
  if (events === 0) return new Precise(1).sub(alpha.pow(new Precise(1).div(n)));
  let [low, high] = [new Precise(0), new Precise(1)];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = low.add(high).div(2);
    if (binomialTail(events, n, middle).gt(alpha)) low = middle;
    else high = middle;
  }
  return high;
}

/** P(Binomial(n, p) ≤ events) for 0 < p < 1. */
function binomialTail(events: number, n: number, p: Decimal): Decimal {
  const odds = p.div(new Precise(1).sub(p));
  let term = new Precise(1).sub(p).pow(n);
  let sum = term;
  for (let k = 1; k <= events; k++) {
    term = term
      .mul(odds)
      .mul(n - k + 1)
      .div(k);
    sum = sum.add(term);
  }
  return sum;
}
