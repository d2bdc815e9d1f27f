/** Monomials as keys: fixed numbers of 32-bit units that compare as polynomials are ordered. */
import type { Monomials } from '../monomials.ts';

/**
 * A way to write monomials as keys of `units` 32-bit units, the lowest first. The total degree stands in the topmost bits;
 * of keys of one degree, the smaller comes first in graded reverse lexicographic order.
 */
export interface KeySpace {
  /** An even number, since the kernel's words have 64 bits. */
  readonly units: number;
  /** How many of the topmost bits hold the degree. */
  readonly degreeBits: number;
  /** Whether the key of a product is the sum of the keys. */
  readonly additive: boolean;
  /** Writes Π x_{variables[i]}^{exponents[i]}, i in [from, to), variables rising. */
  write(
    keys: Uint32Array,
    at: number,
    variables: ArrayLike<number>,
    exponents: ArrayLike<number>,
    from: number,
    to: number,
  ): void;
  /** Reads a key's factors, variables rising, to places from `start` on; gives the place after the last. */
  read(keys: Uint32Array, at: number, variables: Uint16Array, exponents: Uint16Array, start: number): number;
}

const UNIT = 32;
const bitsFor = (n: number): number => UNIT - Math.clz32(n);

/**
 * Keys with a field for the exponent of each variable, the highest variable topmost: an exponent of variable v up to
 * capacities[v] (no field for 0), a degree up to `degree`. Fields do not cross units.
 */
export class ExponentKeys implements KeySpace {
  readonly units: number;
  readonly degreeBits: number;
  readonly additive = true;
  readonly #unit: Int32Array;
  readonly #shift: Uint8Array;
  readonly #mask: Uint32Array;
  /** The variable of each bit. */
  readonly #variable: Int32Array;
  readonly #degreeMask: number;

  constructor(capacities: ArrayLike<number>, degree: number) {
    const count = capacities.length;
    this.#unit = new Int32Array(count);
    this.#shift = new Uint8Array(count);
    this.#mask = new Uint32Array(count);
    this.degreeBits = bitsFor(degree);
    let unit = 0;
    let used = 0;
    for (let v = 0; v < count; v++) {
      const bits = bitsFor(capacities[v]!);
      if (used + bits > UNIT) {
        unit++;
        used = 0;
      }
      this.#unit[v] = unit;
      this.#shift[v] = used;
      this.#mask[v] = 2 ** bits - 1;
      used += bits;
    }
    if (unit % 2 === 1 && used + this.degreeBits > UNIT) unit++;
    this.units = 2 * Math.floor(unit / 2) + 2;
    this.#variable = new Int32Array(UNIT * this.units);
    for (let v = 0; v < count; v++) {
      const start = UNIT * this.#unit[v]! + this.#shift[v]!;
      this.#variable.fill(v, start, start + bitsFor(this.#mask[v]!));
    }
    this.#degreeMask = (2 ** UNIT - 2 ** (UNIT - this.degreeBits)) | 0;
  }

  write(
    keys: Uint32Array,
    at: number,
    variables: ArrayLike<number>,
    exponents: ArrayLike<number>,
    from: number,
    to: number,
  ): void {
    for (let u = at; u < at + this.units; u++) keys[u] = 0;
    let degree = 0;
    for (let i = from; i < to; i++) {
      const v = variables[i]!;
      keys[at + this.#unit[v]!]! |= exponents[i]! << this.#shift[v]!;
      degree += exponents[i]!;
    }
    if (degree > 0) keys[at + this.units - 1]! |= degree << (UNIT - this.degreeBits);
  }

  read(keys: Uint32Array, at: number, variables: Uint16Array, exponents: Uint16Array, start: number): number {
    let place = start;
    for (let u = 0; u < this.units; u++) {
      let bits = keys[at + u]!;
      if (u === this.units - 1) bits &= ~this.#degreeMask;
      while (bits !== 0) {
        const v = this.#variable[UNIT * u + UNIT - 1 - Math.clz32(bits & -bits)]!;
        variables[place] = v;
        exponents[place++] = (bits >>> this.#shift[v]!) & this.#mask[v]!;
        bits &= ~(this.#mask[v]! << this.#shift[v]!);
      }
    }
    return place;
  }
}

/** Keys that list a monomial's variables, each as often as its exponent says, the highest topmost: short for low degrees. */
export class VariableListKeys implements KeySpace {
  readonly units: number;
  readonly degreeBits: number;
  readonly additive = false;
  readonly #bits: number;
  readonly #perUnit: number;
  readonly #inTop: number;

  constructor(variables: number, degree: number) {
    this.#bits = bitsFor(variables);
    this.degreeBits = bitsFor(degree);
    this.#perUnit = Math.floor(UNIT / this.#bits);
    this.#inTop = Math.floor((UNIT - this.degreeBits) / this.#bits);
    const units = 1 + Math.ceil(Math.max(0, degree - this.#inTop) / this.#perUnit);
    this.units = 2 * Math.ceil(units / 2);
  }

  write(
    keys: Uint32Array,
    at: number,
    variables: ArrayLike<number>,
    exponents: ArrayLike<number>,
    from: number,
    to: number,
  ): void {
    for (let u = at; u < at + this.units; u++) keys[u] = 0;
    let unit = at + this.units - 1;
    let room = this.#inTop;
    let degree = 0;
    for (let i = to - 1; i >= from; i--) {
      for (let e = exponents[i]!; e > 0; e--) {
        if (room === 0) {
          unit--;
          room = this.#perUnit;
        }
        room--;
        keys[unit]! |= (variables[i]! + 1) << (room * this.#bits);
        degree++;
      }
    }
    if (degree > 0) keys[at + this.units - 1]! |= degree << (UNIT - this.degreeBits);
  }

  read(keys: Uint32Array, at: number, variables: Uint16Array, exponents: Uint16Array, start: number): number {
    const mask = 2 ** this.#bits - 1;
    let left = this.degreeBits === 0 ? 0 : keys[at + this.units - 1]! >>> (UNIT - this.degreeBits);
    // The lowest variable was written last.
    let unit = at + this.units - 1;
    let shift = (this.#inTop - left) * this.#bits;
    if (left > this.#inTop) {
      const below = left - this.#inTop;
      const full = Math.ceil(below / this.#perUnit);
      unit -= full;
      shift = (full * this.#perUnit - below) * this.#bits;
    }
    let place = start;
    for (; left > 0; left--) {
      if (shift >= (unit === at + this.units - 1 ? this.#inTop : this.#perUnit) * this.#bits) {
        unit++;
        shift = 0;
      }
      const v = ((keys[unit]! >>> shift) & mask) - 1;
      shift += this.#bits;
      if (place > start && variables[place - 1] === v) exponents[place - 1]!++;
      else {
        variables[place] = v;
        exponents[place++] = 1;
      }
    }
    return place;
  }
}

/** The monomials of keys. */
export function monomialsOfKeys(space: KeySpace, keys: Uint32Array, length: number): Monomials {
  const starts = new Uint32Array(length + 1);
  let variables = new Uint16Array(4 * length + 64);
  let exponents = new Uint16Array(variables.length);
  // No key has more factors than bits.
  const longest = UNIT * space.units;
  for (let t = 0; t < length; t++) {
    if (starts[t]! + longest > variables.length) {
      variables = longer(variables, longest);
      exponents = longer(exponents, longest);
    }
    starts[t + 1] = space.read(keys, t * space.units, variables, exponents, starts[t]!);
  }
  const factors = starts[length]!;
  return { length, starts, variables: variables.slice(0, factors), exponents: exponents.slice(0, factors) };
}

function longer(list: Uint16Array<ArrayBuffer>, room: number): Uint16Array<ArrayBuffer> {
  const result = new Uint16Array(2 * list.length + room);
  result.set(list);
  return result;
}
