/** Sums of products of sparse polynomials. */
import { type CoefficientForm, coefficientForm, type LoadedPair, loadPair, type TermPair } from './coefficient-form.ts';
import type { KeySpace } from './key-space.ts';
import { multiplyInBox } from './product-box.ts';
import type { SparseKernel } from './sparse-kernel.ts';
import { bitsOf, type SparseTerms, type TermStore } from './sparse-terms.ts';

/** Places of a table to start with; it grows as needed. */
const FIRST_CAPACITY = 2 ** 15;
/** Fewer products than this are not worth looking for a box. */
const FEWEST_FOR_BOX = 4096;

/** Σ_k a_k b_k over pairs of terms in one additive key space; both factors of a product may be in any space if one is the constant 1 term. */
export function sumOfTermProducts(store: TermStore, space: KeySpace, given: readonly TermPair[]): SparseTerms {
  const { kernel } = store;
  const mark = kernel.used;
  const pairs = given.map(([a, b]): TermPair => (a.length <= b.length ? [a, b] : [b, a]));
  const form = coefficientForm(pairs);
  const products = pairs.reduce(
    (sum, [a, b]) => sum + (a === b ? (a.length * (a.length + 1)) / 2 : a.length * b.length),
    0,
  );
  if (pairs.length === 1 && products >= FEWEST_FOR_BOX) {
    const product = multiplyInBox(store, space, pairs[0]!, products, form);
    if (product !== undefined) return product;
  }
  const keyBytes = 4 * space.units;
  const valueBytes = 8 * Math.max(1, form.columns);
  let capacity = Math.max(4, Math.min(products, FIRST_CAPACITY));
  const loaded = pairs.map((pair, k) => loadPair(store, pair, form, k));
  const bitsFor = (places: number): number => 33 - Math.clz32(Math.max(4, places) - 1);
  const slots = kernel.allocate(4 * 2 ** bitsFor(capacity));
  let keys = kernel.allocate(keyBytes * capacity);
  let values = kernel.allocate(valueBytes * capacity);
  kernel.functions.begin(slots, bitsFor(capacity), keys, values, capacity, space.units / 2, form.columns);
  for (const pair of loaded) {
    for (let row = 0; ; ) {
      row = addRows(kernel, pair, row, form);
      if (row === pair.n) break;
      capacity = Math.max(4 * capacity, kernel.functions.size() + pair.m);
      const moved = kernel.allocate(4 * 2 ** bitsFor(capacity));
      keys = kernel.allocate(keyBytes * capacity);
      values = kernel.allocate(valueBytes * capacity);
      kernel.functions.grow(moved, bitsFor(capacity), keys, values, capacity);
    }
  }
  if (form.beta === 0) {
    const length = kernel.functions.takeWhole();
    return store.keep(mark, space, length, 2, keys, values, bitsOf(kernel.functions.largestTaken()), form.sumBits);
  }
  const integers = kernel.allocate(4 * form.limbs * kernel.functions.size());
  const length = kernel.functions.takeDigits(integers, form.limbs, form.beta);
  const bits = Math.min(form.bits, bitsOf(kernel.functions.largestTaken()));
  return store.keep(mark, space, length, form.limbs, keys, integers, bits, form.sumBits);
}

function addRows(
  kernel: SparseKernel,
  { a, b, n, m, symmetric }: LoadedPair,
  row: number,
  { beta }: CoefficientForm,
): number {
  if (beta === 0)
    return kernel.functions.wholeProducts(a.keys, a.coefficients, row, n, b.keys, b.coefficients, m, symmetric);
  return kernel.functions.digitProducts(
    a.keys,
    a.coefficients,
    a.twice,
    a.digits,
    row,
    n,
    b.keys,
    b.coefficients,
    b.digits,
    m,
    symmetric,
  );
}
