/** Products whose monomials nearly fill a box of exponents: a place for each monomial of the box, and no table to search. */

import type { Monomials } from '../monomials.ts';
import { type CoefficientForm, loadPair, type TermPair } from './coefficient-form.ts';
import type { KeySpace } from './key-space.ts';
import { bitsOf, monomialsOfTerms, type SparseTerms, type TermStore } from './sparse-terms.ts';

/** A place of the box costs about as much as half a product by table. */
const PLACES_PER_PRODUCT = 2;
const LARGEST_BOX_BYTES = 2 ** 28;

/** Exponents e of variables v, in mixed radix: place Σ e strides[v]. */
interface Box {
  readonly variables: readonly number[];
  readonly strides: Int32Array;
  readonly length: number;
}

/** The product of a pair in a box, when there is one not much larger than the number of products; undefined otherwise. */
export function multiplyInBox(
  store: TermStore,
  space: KeySpace,
  pair: TermPair,
  products: number,
  form: CoefficientForm,
): SparseTerms | undefined {
  const [a, b] = pair;
  const left = monomialsOfTerms(store, a);
  const right = a === b ? left : monomialsOfTerms(store, b);
  const width = 8 * Math.max(1, form.columns);
  const box = boxOf(left, right, Math.min(PLACES_PER_PRODUCT * products, LARGEST_BOX_BYTES / width));
  if (box === undefined) return undefined;
  const { kernel } = store;
  const mark = kernel.used;
  const loaded = loadPair(store, pair, form, 0);
  const aPlaces = kernel.put(placesIn(box, left));
  const bPlaces = a === b ? aPlaces : kernel.put(placesIn(box, right));
  const out = kernel.allocate(width * box.length);
  kernel.units.fill(0, out / 4, (out + width * box.length) / 4);
  const { coefficients, twice, digits } = loaded.a;
  if (form.beta === 0)
    kernel.functions.wholeProductsInBox(
      out,
      aPlaces,
      coefficients,
      loaded.n,
      bPlaces,
      loaded.b.coefficients,
      loaded.m,
      loaded.symmetric,
    );
  else {
    kernel.functions.digitProductsInBox(
      out,
      form.columns,
      aPlaces,
      coefficients,
      twice,
      digits,
      loaded.n,
      bPlaces,
      loaded.b.coefficients,
      loaded.b.digits,
      loaded.m,
      loaded.symmetric,
    );
  }
  const most = Math.min(box.length, products);
  const places = kernel.allocate(4 * most);
  const integers = kernel.allocate(4 * form.limbs * most);
  const length = kernel.functions.takeBox(integers, places, form.limbs, out, box.length, form.columns, form.beta);
  const keys = kernel.allocate(4 * space.units * length);
  writeKeys(kernel.units, box, space, places / 4, keys / 4, length);
  const bits = Math.min(form.bits, bitsOf(kernel.functions.largestTaken()));
  return store.keep(mark, space, length, form.limbs, keys, integers, bits, form.sumBits);
}

function boxOf(left: Monomials, right: Monomials, most: number): Box | undefined {
  const largest = new Map<number, number[]>();
  [left, right].forEach(({ variables, exponents }, side) => {
    variables.forEach((v, i) => {
      const pair = largest.get(v) ?? [0, 0];
      largest.set(v, pair);
      if (exponents[i]! > pair[side]!) pair[side] = exponents[i]!;
    });
  });
  const variables = [...largest.keys()].sort((u, v) => u - v);
  const strides = new Int32Array((variables.at(-1) ?? 0) + 1);
  let length = 1;
  for (const v of variables) {
    strides[v] = length;
    length *= 1 + largest.get(v)!.reduce((sum, exponent) => sum + exponent, 0);
    if (length > most) return undefined;
  }
  return { variables, strides, length };
}

function placesIn({ strides }: Box, { length, starts, variables, exponents }: Monomials): Uint32Array {
  const places = new Uint32Array(length);
  for (let t = 0; t < length; t++) {
    let place = 0;
    for (let i = starts[t]!; i < starts[t + 1]!; i++) place += exponents[i]! * strides[variables[i]!]!;
    places[t] = place;
  }
  return places;
}

function writeKeys(units: Uint32Array, box: Box, space: KeySpace, places: number, keys: number, length: number): void {
  const count = box.variables.length;
  const variables = new Uint16Array(count);
  const exponents = new Uint16Array(count);
  for (let t = 0; t < length; t++) {
    let rest = units[places + t]!;
    let first = count;
    for (let k = count - 1; k >= 0; k--) {
      const v = box.variables[k]!;
      const exponent = Math.floor(rest / box.strides[v]!);
      if (exponent === 0) continue;
      rest -= exponent * box.strides[v]!;
      variables[--first] = v;
      exponents[first] = exponent;
    }
    space.write(units, keys + t * space.units, variables, exponents, first, count);
  }
}
