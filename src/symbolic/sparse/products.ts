/** Sums of products of sparse polynomials. */
import {
  type CoefficientForm,
  coefficientForm,
  formByDigits,
  LARGEST_BETA,
  type LoadedPair,
  loadPair,
  type TermPair,
} from './coefficient-form.ts';
import type { KeySpace } from './key-space.ts';
import { multiplyInBox } from './product-box.ts';
import type { SparseKernel } from './sparse-kernel.ts';
import { bitsOf, type SparseTerms, type TermStore } from './sparse-terms.ts';

/** Places of a table to start with; it grows as needed. */
const FIRST_CAPACITY = 2 ** 15;
/** Columns from which on a product is done key by key, and how many products may be listed for that. */
const FEWEST_LISTED_COLUMNS = 12;
const MOST_LISTED = 2 ** 24;
/** As in the kernel. */
const PRODUCTS_BETWEEN_CARRIES = 8;
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
  if (listed(pairs, products, form)) {
    const carried = formByDigits(pairs, form.bits, form.sumBits, LARGEST_BETA, PRODUCTS_BETWEEN_CARRIES);
    return sumOfListedProducts(store, space, pairs[0]!, products, carried, mark);
  }
  const loaded = pairs.map((pair, k) => loadPair(store, pair, form, k));
  const first = Math.max(4, Math.min(products, FIRST_CAPACITY));
  const table = startTable(kernel, space, 8 * Math.max(1, form.columns), form.columns, first);
  for (const pair of loaded) {
    for (let row = 0; ; table.grow(pair.m)) {
      row = addRows(kernel, pair, row, form);
      if (row === pair.n) break;
    }
  }
  if (form.beta === 0) {
    const length = kernel.functions.takeWhole();
    return store.keep(
      mark,
      space,
      length,
      2,
      table.keys,
      table.values,
      bitsOf(kernel.functions.largestTaken()),
      form.sumBits,
    );
  }
  const integers = kernel.allocate(4 * form.limbs * kernel.functions.size());
  const length = kernel.functions.takeDigits(integers, form.limbs, form.beta);
  const bits = Math.min(form.bits, bitsOf(kernel.functions.largestTaken()));
  return store.keep(mark, space, length, form.limbs, table.keys, integers, bits, form.sumBits);
}

/** Whether the products of a pair are better listed first: when the columns of all sums together would take much memory. */
const listed = (pairs: readonly TermPair[], products: number, { columns }: CoefficientForm): boolean =>
  pairs.length === 1 && columns >= FEWEST_LISTED_COLUMNS && products <= MOST_LISTED;

/** Which products go to which key first, then one sum after another. */
function sumOfListedProducts(
  store: TermStore,
  space: KeySpace,
  pair: TermPair,
  products: number,
  form: CoefficientForm,
  mark: number,
): SparseTerms {
  const { kernel } = store;
  const { functions } = kernel;
  const { a, b, n, m, symmetric } = loadPair(store, pair, form, 0);
  const next = kernel.allocate(4 * n * m);
  const table = startTable(kernel, space, 8, 0, Math.max(4, Math.min(products, FIRST_CAPACITY)));
  for (let row = 0; ; table.grow(m)) {
    row = functions.listProducts(a.keys, row, n, b.keys, m, symmetric, next);
    if (row === n) break;
  }
  const integers = kernel.allocate(4 * form.limbs * functions.size());
  const length = functions.takeListed(
    integers,
    form.limbs,
    form.beta,
    kernel.allocate(8 * form.columns),
    form.columns,
    a.coefficients,
    a.twice,
    a.digits,
    b.coefficients,
    b.digits,
    m,
    symmetric,
    next,
  );
  const bits = Math.min(form.bits, bitsOf(functions.largestTaken()));
  return store.keep(mark, space, length, form.limbs, table.keys, integers, bits, form.sumBits);
}

/** A table in the kernel that grows as needed. */
function startTable(
  kernel: SparseKernel,
  space: KeySpace,
  valueBytes: number,
  columns: number,
  first: number,
): { keys: number; values: number; grow(room: number): void } {
  let capacity = first;
  const slotBits = (): number => 33 - Math.clz32(Math.max(4, capacity) - 1);
  const place = (): { slots: number; keys: number; values: number } => ({
    slots: kernel.allocate(4 * 2 ** slotBits()),
    keys: kernel.allocate(4 * space.units * capacity),
    values: kernel.allocate(valueBytes * capacity),
  });
  const { slots, keys, values } = place();
  kernel.functions.begin(slots, slotBits(), keys, values, capacity, space.units / 2, columns);
  const table = {
    keys,
    values,
    grow(room: number): void {
      capacity = Math.max(4 * capacity, kernel.functions.size() + room);
      const moved = place();
      kernel.functions.grow(moved.slots, slotBits(), moved.keys, moved.values, capacity);
      table.keys = moved.keys;
      table.values = moved.values;
    },
  };
  return table;
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
