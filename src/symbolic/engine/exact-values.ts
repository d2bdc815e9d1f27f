/** Exact numbers prepared for being taken modulo many primes. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { bitLength, type Rational } from '../../base/rational.ts';
import { inverted, multiplied, reduced, residueOf } from './modular.ts';

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Numerators as doubles where they fit, and the distinct denominators, so that a prime costs one inversion for all of them. */
export class ExactValues {
  readonly length: number;
  readonly #numerators: Float64Array;
  readonly #long = new Map<number, bigint>();
  /** For value i: the position of its denominator, or −1 − e for the denominator 2^e. */
  readonly #denominatorOf: Int32Array;
  readonly #denominators: (number | bigint)[] = [];
  #largestShift = 0;

  constructor(values: ArrayLike<Coefficient | Rational>) {
    this.length = values.length;
    this.#numerators = new Float64Array(values.length);
    this.#denominatorOf = new Int32Array(values.length).fill(-1);
    const positions = new Map<bigint, number>();
    for (let i = 0; i < values.length; i++) {
      const c = values[i]!;
      if (typeof c === 'number' && Number.isSafeInteger(c)) {
        this.#numerators[i] = c;
        continue;
      }
      const { numerator, denominator } = exactValue(c);
      if (numerator > SAFE || numerator < -SAFE) this.#long.set(i, numerator);
      else this.#numerators[i] = Number(numerator);
      if (denominator === 1n) continue;
      if ((denominator & (denominator - 1n)) === 0n) {
        const shift = bitLength(denominator) - 1;
        this.#denominatorOf[i] = -1 - shift;
        this.#largestShift = Math.max(this.#largestShift, shift);
        continue;
      }
      let position = positions.get(denominator);
      if (position === undefined) {
        position = this.#denominators.push(denominator <= SAFE ? Number(denominator) : denominator) - 1;
        positions.set(denominator, position);
      }
      this.#denominatorOf[i] = position;
    }
  }

  /** Whether every value is an integer that a double holds. */
  get areIntegers(): boolean {
    return this.#long.size === 0 && this.#denominators.length === 0 && this.#largestShift === 0;
  }

  /** Writes the integers themselves twice, to out[step i] and out[step i + 1]; for values that {@link areIntegers}. */
  integers(out: Float64Array, step: number): void {
    for (let i = 0; i < this.length; i++) out.fill(this.#numerators[i]!, step * i, step * i + 2);
  }

  /** Writes the residues modulo p to out[start], out[start + step], …; undefined when p divides a denominator. */
  residues(p: number, out: Float64Array, start: number, step: number): boolean {
    const inverses = this.#inverses(p);
    if (inverses === undefined) return false;
    const halves = new Float64Array(this.#largestShift + 1);
    const half = reduced((p + 1) / 2, p);
    halves[0] = 1;
    for (let e = 1; e < halves.length; e++) halves[e] = multiplied(halves[e - 1]!, half, p);
    const big = this.#long.size > 0 ? BigInt(p) : 0n;
    for (let i = 0, at = start; i < this.length; i++, at += step) {
      const long = big === 0n ? undefined : this.#long.get(i);
      const n = long === undefined ? residueOf(this.#numerators[i]!, p) : reduced(Number(long % big), p);
      const d = this.#denominatorOf[i]!;
      out[at] = d === -1 ? n : multiplied(n, d < 0 ? halves[-1 - d]! : inverses[d]!, p);
    }
    return true;
  }

  /** The inverses of the denominators by one inversion: of the product of all (Montgomery's trick). */
  #inverses(p: number): Float64Array | undefined {
    const count = this.#denominators.length;
    const inverses = new Float64Array(count);
    if (count === 0) return inverses;
    const residues = this.#denominators.map((d) =>
      typeof d === 'number' ? residueOf(d, p) : reduced(Number(d % BigInt(p)), p),
    );
    let product = 1;
    for (let i = 0; i < count; i++) {
      inverses[i] = product;
      product = multiplied(product, residues[i]!, p);
    }
    if (product === 0) return undefined;
    let rest = inverted(product, p);
    for (let i = count - 1; i >= 0; i--) {
      inverses[i] = multiplied(inverses[i]!, rest, p);
      rest = multiplied(rest, residues[i]!, p);
    }
    return inverses;
  }
}
