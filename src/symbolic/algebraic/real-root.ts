/** Real roots of integer polynomials: isolated by Sturm's theorem, refined to any width. */
import { InputError } from '../../base/errors.ts';
import { absolute, bitLength } from '../../base/rational.ts';
import {
  commonDivisor,
  derivative,
  type IntegerPolynomial,
  primitive,
  remainder,
  signAtDyadic,
  signOf,
  valueAtDyadic,
} from './integer-polynomial.ts';

/** From low / 2^shift to high / 2^shift. */
export interface DyadicInterval {
  readonly low: bigint;
  readonly high: bigint;
  readonly shift: number;
}

/** More bits than this are refused: some 300,000 decimal digits. */
const LARGEST_PRECISION = 1_000_000;

/** The only root of a square-free polynomial in an open interval whose ends are not roots. */
export class RealRoot {
  readonly polynomial: IntegerPolynomial;
  #interval: DyadicInterval;

  constructor(polynomial: IntegerPolynomial, interval: DyadicInterval) {
    this.polynomial = polynomial;
    this.#interval = interval;
  }

  /** The same root, of a divisor of its polynomial. */
  of(divisor: IntegerPolynomial): RealRoot {
    return new RealRoot(divisor, this.#interval);
  }

  /** The best interval known. */
  get known(): DyadicInterval {
    return this.#interval;
  }

  /**
   * An interval around the root of width 2^−bits at most. Quadratic interval refinement: a secant predicts the cell of a grid
   * that doubles its bits when right and halves them when wrong (Abbott, "Quadratic interval refinement for real
   * roots", 2006). Throws {@link InputError} beyond a million bits.
   */
  interval(bits: number): DyadicInterval {
    if (bits > LARGEST_PRECISION)
      throw new InputError('precision', `expected at most ${LARGEST_PRECISION} bits, got ${bits}`);
    let gridBits = 2;
    while (!isNarrow(this.#interval, bits)) {
      const next = secantCell(this.polynomial, this.#interval, gridBits);
      if (next === undefined) {
        this.#interval = bisect(this.polynomial, this.#interval);
        gridBits = Math.max(2, gridBits >> 1);
      } else {
        this.#interval = next;
        gridBits *= 2;
      }
    }
    return this.#interval;
  }
}

const isNarrow = ({ low, high, shift }: DyadicInterval, bits: number): boolean =>
  shift >= bits && high - low <= 1n << BigInt(shift - bits);

function bisect(p: IntegerPolynomial, { low, high, shift }: DyadicInterval): DyadicInterval {
  const middle = low + high;
  const [a, b] = [low * 2n, high * 2n];
  const sign = signAtDyadic(p, middle, shift + 1);
  // A root on the grid: the quarter to either side of it.
  if (sign === 0) return { low: middle * 2n - (b - a) / 2n, high: middle * 2n + (b - a) / 2n, shift: shift + 2 };
  return sign === signAtDyadic(p, low, shift)
    ? { low: middle, high: b, shift: shift + 1 }
    : { low: a, high: middle, shift: shift + 1 };
}

/** The cell of a grid of 2^gridBits cells where the secant through the ends points, if the root is in it. */
function secantCell(
  p: IntegerPolynomial,
  { low, high, shift }: DyadicInterval,
  gridBits: number,
): DyadicInterval | undefined {
  const [atLow, atHigh] = [valueAtDyadic(p, low, shift), valueAtDyadic(p, high, shift)];
  const cells = 1n << BigInt(gridBits);
  const size = high - low;
  // Position of the secant's zero in cells, rounded to a grid point; the two cells beside it are candidates.
  const at = (2n * cells * atLow + (atLow - atHigh)) / (2n * (atLow - atHigh));
  const fine = shift + gridBits;
  const point = (index: bigint): bigint => low * cells + size * index;
  const sign = (index: bigint): number =>
    index <= 0n ? signOf(atLow) : index >= cells ? signOf(atHigh) : signAtDyadic(p, point(index), fine);
  const middle = sign(at);
  if (middle === 0) return undefined;
  const [from, to] = middle === signOf(atLow) ? [at, at + 1n] : [at - 1n, at];
  if (from < 0n || to > cells || sign(from) === sign(to) || sign(from) === 0 || sign(to) === 0) return undefined;
  return { low: point(from), high: point(to), shift: fine };
}

/** Sturm's chain p, p′, −rem, … */
function sturmChain(p: IntegerPolynomial): readonly IntegerPolynomial[] {
  const chain = [p, primitive(derivative(p))];
  for (;;) {
    const next = remainder(chain.at(-2)!, chain.at(-1)!);
    if (next.length === 0) return chain;
    chain.push(next.map((c) => -c));
  }
}

function variations(chain: readonly IntegerPolynomial[], numerator: bigint, shift: number): number {
  let changes = 0;
  let previous = 0;
  for (const p of chain) {
    const sign = signAtDyadic(p, numerator, shift);
    if (sign !== 0 && previous !== 0 && sign !== previous) changes++;
    if (sign !== 0) previous = sign;
  }
  return changes;
}

/** An integer k such that all roots of p have absolute value below 2^k: Cauchy's 1 + max |c_i / c_n|. */
function boundExponent(p: IntegerPolynomial): number {
  const lead = absolute(p.at(-1)!);
  const largest = p.slice(0, -1).reduce((most, c) => (absolute(c) > most ? absolute(c) : most), 0n);
  return bitLength(largest / lead + 2n);
}

/**
 * The real roots of a square-free polynomial, rising, each with an interval of its own: those intervals are disjoint and
 * their ends are not roots. Sturm's theorem: V(a) − V(b) distinct roots lie in (a, b].
 */
export function isolateRoots(p: IntegerPolynomial): readonly RealRoot[] {
  if (p.length < 2) return [];
  const chain = sturmChain(p);
  const top = 1n << BigInt(boundExponent(p));
  const roots: RealRoot[] = [];
  const pending: (DyadicInterval & { readonly before: number; readonly after: number })[] = [
    { low: -top, high: top, shift: 0, before: variations(chain, -top, 0), after: variations(chain, top, 0) },
  ];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { low, high, shift, before, after } = part;
    if (before - after === 1) roots.push(new RealRoot(p, { low, high, shift }));
    if (before - after < 2) continue;
    // The middle, or beside it when the middle is a root.
    let [at, finer] = [low + high, 1];
    while (signAtDyadic(p, at, shift + finer) === 0) {
      at = at * 2n + (high - low);
      finer++;
    }
    const scale = (a: bigint): bigint => a << BigInt(finer);
    const count = variations(chain, at, shift + finer);
    pending.push({ low: at, high: scale(high), shift: shift + finer, before: count, after });
    pending.push({ low: scale(low), high: at, shift: shift + finer, before, after: count });
  }
  return roots;
}

/** Whether q vanishes at the root: exact, by the greatest common divisor and its signs at the ends of the interval. */
export function vanishesAt(q: IntegerPolynomial, root: RealRoot): boolean {
  if (q.length === 0) return true;
  const common = commonDivisor(q, root.polynomial);
  if (common.length < 2) return false;
  const { low, high, shift } = root.known;
  return signAtDyadic(common, low, shift) !== signAtDyadic(common, high, shift);
}
