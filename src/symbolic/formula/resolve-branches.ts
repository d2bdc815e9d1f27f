/** Kinks and jumps: on a piece where their arguments keep a sign, a formula is an analytic one. */
import { type Enclosure, hull, signOf, sizeOf } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import { call, type Formula, formulas, interpretFormula } from './formula.ts';
import { differentiateFormula, encloseFormula } from './interpretations.ts';

/** A formula on a piece: without branches, or the argument whose sign is not known there. */
export type Resolved = { readonly formula: Formula } | { readonly undecided: Formula };

/**
 * The formula without kinks that f is on [from, to], or the innermost argument of a branch that may change its sign
 * there. A sign is proved by the argument's enclosure, or by its derivative's and the values at both ends.
 */
export function resolveBranches(f: Formula, K: RealEnclosures, from: Enclosure, to: Enclosure): Resolved {
  if (!hasBranches(f)) return { formula: f };
  let undecided: Formula | undefined;
  const formula = interpretFormula<Formula>(f, {
    ...formulas,
    apply: (primitive, argument) => {
      const { branches } = primitive;
      if (branches === undefined || undecided !== undefined) return call(primitive, argument);
      const sign = signOnInterval(argument, K, from, to);
      if (sign === undefined) undecided = argument;
      return sign === undefined
        ? call(primitive, argument)
        : sign < 0
          ? branches.negative(argument)
          : branches.positive(argument);
    },
  });
  return undecided === undefined ? { formula } : { undecided };
}

/** Whether a kink or jump is anywhere in f. */
export const hasBranches = (f: Formula): boolean =>
  interpretFormula<boolean>(f, {
    rational: () => false,
    pi: () => false,
    variable: false,
    add: (a, b) => a || b,
    multiply: (a, b) => a || b,
    divide: (a, b) => a || b,
    power: (a) => a,
    apply: (primitive, a) => a || primitive.branches !== undefined,
  });

/** −1 where u ≤ 0 throughout, 1 where u ≥ 0; 0 is told as 1. */
function signOnInterval(u: Formula, K: RealEnclosures, from: Enclosure, to: Enclosure): -1 | 1 | undefined {
  const whole = hull(from, to);
  const direct = signOf(encloseFormula(u, K, whole));
  if (direct !== undefined) return direct === 0 ? 1 : direct;
  const slope = encloseFormula(differentiateFormula(u), K, whole);
  if (signOf(slope) === undefined) return undefined;
  const ends = [from, to].map((end) => signOf(encloseFormula(u, K, end)));
  if (ends.includes(undefined) || ends.includes(1) === ends.includes(-1)) return undefined;
  return ends.includes(1) ? 1 : -1;
}

/**
 * Points of (from, to) at which to cut so that u keeps its sign on the parts: a zero of u, where it is met exactly, or two
 * points 2^-bits apart around one; the middle where no change of sign is seen.
 */
export function cutsAtZero(
  u: Formula,
  K: RealEnclosures,
  from: Enclosure,
  to: Enclosure,
  bits: number,
): readonly Enclosure[] {
  const grid = Math.min(from.exponent, to.exponent, -bits) - 8;
  const at = (x: Enclosure): bigint => x.lower << BigInt(x.exponent - grid);
  const point = (n: bigint): Enclosure => ({ lower: n, upper: n, exponent: grid });
  const sign = (n: bigint): -1 | 0 | 1 | undefined => signOf(encloseFormula(u, K, point(n)));
  const [start, end] = [at(from), at(to)];
  const middle = shortened((start + end) >> 1n, sizeOf(end - start) - 8);
  let [a, b] = [start, end];
  let signOfA: -1 | 0 | 1 | undefined;
  for (let i = 0; i <= SAMPLES; i++) {
    const n =
      i === 0
        ? start
        : i === SAMPLES
          ? end
          : shortened(start + ((end - start) * BigInt(i)) / BigInt(SAMPLES), sizeOf(end - start) - 12);
    const s = sign(n);
    if (s === 0 && n !== start && n !== end) return [point(n)];
    if (s === undefined || s === 0) continue;
    if (signOfA !== undefined && s !== signOfA) {
      b = n;
      while (sizeOf(b - a) + grid > -bits) {
        const centre = shortened((a + b) >> 1n, sizeOf(b - a) - 8);
        const found = sign(centre);
        if (found === 0) return [point(centre)];
        if (found === undefined) break;
        if (found === signOfA) a = centre;
        else b = centre;
      }
      return [a, b].filter((cut) => cut > start && cut < end).map(point);
    }
    [a, signOfA] = [n, s];
  }
  return [point(middle)];
}

const SAMPLES = 16;

/** n with its last `shift` bits cleared: cuts with few digits meet zeros such as 1/2 exactly. */
const shortened = (n: bigint, shift: number): bigint => (shift <= 0 ? n : (n >> BigInt(shift)) << BigInt(shift));
