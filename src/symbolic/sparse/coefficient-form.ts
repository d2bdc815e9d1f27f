/** How the coefficients of factors and of their products are written while products are summed. */
import { addBits, type SparseTerms, type TermStore } from './sparse-terms.ts';

export type TermPair = readonly [SparseTerms, SparseTerms];

/** What is summed in one 64-bit integer stays below this many bits. */
const COLUMN_BITS = 62.9;
export const LARGEST_BETA: number = 30;

/** How coefficients are written while products are summed. */
export interface CoefficientForm {
  /** Bits of a digit; 0 for whole 64-bit integers. */
  readonly beta: number;
  /** Digits of each factor, pair by pair. */
  readonly digits: readonly (readonly [number, number])[];
  /** 64-bit columns of a sum, a multiple of 4; 0 for whole ones. */
  readonly columns: number;
  /** 32-bit words of a result. */
  readonly limbs: number;
  /** log₂ bounds of the result: the largest |coefficient|, their sum. */
  readonly bits: number;
  readonly sumBits: number;
}

/** The form in which Σ a b over the pairs can be summed without overflow. */
export function coefficientForm(pairs: readonly TermPair[]): CoefficientForm {
  let bits = -Infinity;
  let sumBits = -Infinity;
  let whole = true;
  for (const [a, b] of pairs) {
    // |Σ a_i b_j| over the pairs that fall on one monomial is at most Σ|a| max|b|.
    bits = addBits(bits, Math.min(a.sumBits + b.bits, a.bits + b.sumBits));
    sumBits = addBits(sumBits, a.sumBits + b.sumBits);
    if (a.limbs > 2 || b.limbs > 2) whole = false;
  }
  if (whole && bits < COLUMN_BITS) return { beta: 0, digits: [], columns: 0, limbs: 2, bits, sumBits };
  return formByDigits(pairs, bits, sumBits, LARGEST_BETA);
}

/** By digits of at most `largest` bits, for sums of at most `most` products between carries. */
export function formByDigits(
  pairs: readonly TermPair[],
  bits: number,
  sumBits: number,
  largest: number,
  most: number = Infinity,
): CoefficientForm {
  const limbs = 2 * Math.ceil((bits + 2) / 64);
  for (let beta = largest; beta >= 2; beta--) {
    const digitsOf = (terms: SparseTerms): number => Math.ceil((terms.bits + 2.01) / beta);
    // Each of these products of digits is at most 2^(2β − 2).
    let summands = 0;
    let columns = 0;
    for (const [a, b] of pairs) {
      const [p, q] = [digitsOf(a), digitsOf(b)];
      summands += Math.min(a.length, b.length, most) * Math.min(p, q);
      // With carries on the way, what leaves the highest products needs a column of its own.
      columns = Math.max(columns, most === Infinity ? p + q - 1 : p + q);
    }
    if (Math.log2(summands) + 2 * beta - 2 > COLUMN_BITS) continue;
    const digits = pairs.map(([a, b]) => [digitsOf(a), digitsOf(b)] as const);
    return { beta, digits, columns: 4 * Math.ceil(columns / 4), limbs, bits, sumBits };
  }
  throw new RangeError('sparse product: more products than can be summed');
}

/** Coefficients of one pair as the kernel reads them. */
export interface LoadedPair {
  readonly a: { readonly keys: number; readonly coefficients: number; readonly twice: number; readonly digits: number };
  readonly b: { readonly keys: number; readonly coefficients: number; readonly digits: number };
  readonly n: number;
  readonly m: number;
  /** Whether both factors are the same. */
  readonly symmetric: boolean;
}

/** The factors of a product in the kernel's memory, by digits if need be. */
export function loadPair(store: TermStore, [a, b]: TermPair, form: CoefficientForm, k: number): LoadedPair {
  const left = store.load(a);
  const right = a === b ? left : store.load(b);
  const common = { n: a.length, m: b.length, symmetric: a === b };
  if (form.beta === 0) {
    return {
      ...common,
      a: { keys: left.keys, coefficients: left.integers, twice: left.integers, digits: 0 },
      b: { keys: right.keys, coefficients: right.integers, digits: 0 },
    };
  }
  const [p, q] = form.digits[k]!;
  const digits = (terms: SparseTerms, from: number, count: number, margin: number, factor: number): number => {
    const stride = count + 2 * margin;
    const out = store.kernel.allocate(4 * stride * terms.length);
    store.kernel.functions.toDigits(out, from, terms.limbs, terms.length, form.beta, count, stride, margin, factor);
    return out;
  };
  const coefficients = digits(a, left.integers, p, 0, 1);
  return {
    ...common,
    a: { keys: left.keys, coefficients, twice: a === b ? digits(a, left.integers, p, 0, 2) : coefficients, digits: p },
    b: { keys: right.keys, coefficients: digits(b, right.integers, q, 3, 1), digits: q },
  };
}
