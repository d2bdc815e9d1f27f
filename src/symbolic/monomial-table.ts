/**
 * Monomials as small integers. A polynomial computation meets the same monomials again and again, so each gets a number
 * when it is first met, and the number of a product of two is looked up rather than computed anew.
 */
import { InputError } from '../base/errors.ts';

/** Numbers below this have their products kept; beyond it they are computed each time. */
const KEPT = 4096;
const LARGEST = 0xffff;

export class MonomialTable {
  readonly variables: number;
  readonly #numbers = new Map<string, number>();
  /** The monomials by number, as code-unit pairs (variable, exponent), variables rising: x₀²x₃ is "\0\2\3\1". */
  readonly #monomials: string[] = [];
  readonly #products: Int32Array[] = [];

  constructor(variables: number) {
    if (variables > LARGEST)
      throw new InputError('polynomial', `expected at most ${LARGEST} variables, got ${variables}`);
    this.variables = variables;
    this.#intern('');
  }

  /** How many monomials have a number. */
  get size(): number {
    return this.#monomials.length;
  }

  /** The number of the monomial 1. */
  readonly one: number = 0;

  /** The number of Π variable^exponent, given by rising variable with exponents > 0. */
  number(factors: Iterable<readonly [variable: number, exponent: number]>): number {
    let key = '';
    for (const [variable, exponent] of factors) key += pair(variable, exponent);
    return this.#intern(key);
  }

  /** The factors of a monomial, by rising variable. */
  factors(number: number): [variable: number, exponent: number][] {
    const key = this.#monomials[number]!;
    const result: [number, number][] = [];
    for (let at = 0; at < key.length; at += 2) result.push([key.charCodeAt(at), key.charCodeAt(at + 1)]);
    return result;
  }

  /** The number of the product of two monomials. */
  product(a: number, b: number): number {
    const [low, high] = a < b ? [a, b] : [b, a];
    if (low === this.one) return high;
    if (high >= KEPT) return this.#intern(multiply(this.#monomials[low]!, this.#monomials[high]!));
    let row = this.#products[low];
    if (row === undefined || row.length <= high) {
      const longer = new Int32Array(Math.min(KEPT, 2 * (high + 1))).fill(-1);
      if (row !== undefined) longer.set(row);
      this.#products[low] = row = longer;
    }
    const known = row[high]!;
    if (known >= 0) return known;
    const number = this.#intern(multiply(this.#monomials[low]!, this.#monomials[high]!));
    row[high] = number;
    return number;
  }

  #intern(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#monomials.push(key) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

function pair(variable: number, exponent: number): string {
  if (exponent > LARGEST) throw new InputError('polynomial', `expected exponents up to ${LARGEST}, got ${exponent}`);
  return String.fromCharCode(variable, exponent);
}

/** Merges two lists of factors, adding the exponents of common variables. */
function multiply(a: string, b: string): string {
  let result = '';
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [u, v] = [a.charCodeAt(i), b.charCodeAt(j)];
    if (u < v) {
      result += a[i]! + a[i + 1]!;
      i += 2;
    } else if (v < u) {
      result += b[j]! + b[j + 1]!;
      j += 2;
    } else {
      result += pair(u, a.charCodeAt(i + 1) + b.charCodeAt(j + 1));
      i += 2;
      j += 2;
    }
  }
  return result + a.slice(i) + b.slice(j);
}
