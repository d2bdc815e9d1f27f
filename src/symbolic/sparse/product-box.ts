/** Products whose monomials nearly fill a box of exponents: a place for each monomial of the box, and no table to search. */

import type { Monomials } from '../monomials.ts';
import { type CoefficientForm, formByDigits, LARGEST_BETA, loadPair, type TermPair } from './coefficient-form.ts';
import type { KeySpace } from './key-space.ts';
import { multiplyInOneVariable } from './product-in-one-variable.ts';
import { bitsOf, monomialsOfTerms, type SparseTerms, type TermStore } from './sparse-terms.ts';

/** A place of the box costs about as much as half a product by table. */
const PLACES_PER_PRODUCT = 2;
const LARGEST_BOX_BYTES = 2 ** 28;
/** Twice the kernel's rows between carries, since products off the diagonal of a square count double. */
const PRODUCTS_BETWEEN_CARRIES = 128;

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
  given: CoefficientForm,
): SparseTerms | undefined {
  const [a, b] = pair;
  const left = monomialsOfTerms(store, a);
  const right = a === b ? left : monomialsOfTerms(store, b);
  const width = 8 * Math.max(1, given.columns);
  const box = boxOf(left, right, Math.min(PLACES_PER_PRODUCT * products, LARGEST_BOX_BYTES / width));
  if (box === undefined) return undefined;
  const { kernel } = store;
  const mark = kernel.used;
  if (box.variables.length === 1) {
    const result = multiplyInOneVariable(store, space, pair, [left, right], given);
    if (result !== undefined) return result;
  }
  const form =
    given.beta === 0 ? given : formByDigits([pair], given.bits, given.sumBits, LARGEST_BETA, PRODUCTS_BETWEEN_CARRIES);
  const { a: first, b: second, n, m, symmetric } = loadPair(store, pair, form, 0);
  const aPlaces = kernel.put(placesIn(box, left));
  const bPlaces = a === b ? aPlaces : kernel.put(placesIn(box, right));
  const most = Math.min(box.length, products);
  const { functions } = kernel;
  if (form.beta === 0) {
    const out = kernel.allocate(8 * box.length);
    kernel.units.fill(0, out / 4, (out + 8 * box.length) / 4);
    functions.wholeProductsInBox(out, aPlaces, first.coefficients, n, bPlaces, second.coefficients, m, symmetric);
    const places = kernel.allocate(4 * most);
    const integers = kernel.allocate(8 * most);
    const length = functions.takeBox(integers, places, 2, out, box.length, 1, 0);
    const keys = kernel.allocate(4 * space.units * length);
    writeKeys(kernel.units, box, space, { from: places / 4, step: 1, to: keys / 4, length });
    const bits = Math.min(form.bits, bitsOf(functions.largestTaken()));
    return store.keep(mark, space, length, 2, keys, integers, bits, form.sumBits);
  }
  const slotBits = 32 - Math.clz32(box.length);
  const slots = kernel.allocate(4 * 2 ** slotBits);
  const places = kernel.allocate(8 * most);
  const values = kernel.allocate(8 * form.columns * most);
  functions.begin(slots, slotBits, places, values, most, 1, form.columns);
  functions.digitProductsInBox(
    aPlaces,
    first.coefficients,
    first.twice,
    first.digits,
    n,
    bPlaces,
    second.coefficients,
    second.digits,
    m,
    symmetric,
    form.beta,
  );
  const integers = kernel.allocate(4 * form.limbs * functions.size());
  const length = functions.takeDigits(integers, form.limbs, form.beta);
  const keys = kernel.allocate(4 * space.units * length);
  writeKeys(kernel.units, box, space, { from: places / 4, step: 2, to: keys / 4, length });
  const bits = Math.min(form.bits, bitsOf(functions.largestTaken()));
  return store.keep(mark, space, length, form.limbs, keys, integers, bits, form.sumBits);
}

function highestVariable({ variables }: Monomials): number {
  let highest = -1;
  for (let i = 0; i < variables.length; i++) if (variables[i]! > highest) highest = variables[i]!;
  return highest;
}

function boxOf(left: Monomials, right: Monomials, most: number): Box | undefined {
  const count = 1 + Math.max(highestVariable(left), highestVariable(right));
  const [p, q] = [left, right].map(({ variables, exponents }) => {
    const largest = new Uint16Array(count);
    for (let i = 0; i < variables.length; i++)
      if (exponents[i]! > largest[variables[i]!]!) largest[variables[i]!] = exponents[i]!;
    return largest;
  }) as [Uint16Array, Uint16Array];
  const variables: number[] = [];
  const strides = new Int32Array(count);
  let length = 1;
  for (let v = 0; v < count; v++) {
    const radix = p[v]! + q[v]! + 1;
    if (radix === 1) continue;
    variables.push(v);
    strides[v] = length;
    length *= radix;
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

/** Keys of monomials from their places, `step` units apart. */
function writeKeys(
  units: Uint32Array,
  { variables: used, strides }: Box,
  space: KeySpace,
  {
    from,
    step,
    to,
    length,
  }: { readonly from: number; readonly step: number; readonly to: number; readonly length: number },
): void {
  const count = used.length;
  const variables = Uint16Array.from(used);
  const steps = Int32Array.from(used, (v) => strides[v]!);
  const exponents = new Uint16Array(count);
  for (let t = 0; t < length; t++) {
    let rest = units[from + step * t]!;
    for (let k = count - 1; k > 0; k--) {
      const exponent = Math.floor(rest / steps[k]!);
      rest -= exponent * steps[k]!;
      exponents[k] = exponent;
    }
    if (count > 0) exponents[0] = rest;
    space.write(units, to + t * space.units, variables, exponents, 0, count);
  }
}
