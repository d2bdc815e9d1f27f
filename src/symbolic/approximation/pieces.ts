/** The pieces of [−1, 1] on which a formula has no kink. */
import { InputError } from '../../base/errors.ts';
import { type Enclosure, hull, widthExponent } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { cutsAtZero, resolveBranches } from '../formula/resolve-branches.ts';

/** `formula` is what F is on [from, to], without kinks; undefined on a gap of width below 2^-bits around a kink. */
export interface Piece {
  readonly from: Enclosure;
  readonly to: Enclosure;
  readonly formula: Formula | undefined;
}

const MOST_PIECES = 2000;

/** The pieces, from left to right. Throws {@link InputError} where there are too many kinks to tell apart. */
export function piecesOf(scaled: Formula, bits: number): readonly Piece[] {
  const K = realEnclosures(bits + 32);
  const pieces: Piece[] = [];
  const pending: (readonly [Enclosure, Enclosure])[] = [[K.from(-1), K.one]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (pieces.length + pending.length > MOST_PIECES)
      throw new InputError('formula', 'it has too many kinks on the interval', 'Take a shorter interval');
    const [from, to] = next;
    const resolved = resolveBranches(scaled, K, from, to);
    if ('formula' in resolved) {
      pieces.push({ from, to, formula: resolved.formula });
      continue;
    }
    if (widthExponent(hull(from, to)) < -bits) {
      pieces.push({ from, to, formula: undefined });
      continue;
    }
    const ends = [from, ...cutsAtZero(resolved.undecided, K, from, to, bits + 8), to];
    for (let i = ends.length - 2; i >= 0; i--) pending.push([ends[i]!, ends[i + 1]!]);
  }
  return pieces;
}

/** p(x) by Horner's rule; over a wide x, around its middle. */
export const evaluateCoefficients = (K: RealEnclosures, p: readonly Enclosure[], x: Enclosure): Enclosure =>
  [...p].reverse().reduce((sum, c) => K.add(K.mul(sum, x), c), K.zero);

export const differentiateCoefficients = (K: RealEnclosures, p: readonly Enclosure[]): readonly Enclosure[] =>
  p.slice(1).map((c, k) => K.mul(K.from(k + 1), c));
