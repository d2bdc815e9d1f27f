/** Products of polynomials in one variable without many gaps: Karatsuba's method on their digits. */
import type { Monomials } from '../monomials.ts';
import { type CoefficientForm, formByDigits, type TermPair } from './coefficient-form.ts';
import type { KeySpace } from './key-space.ts';
import { bitsOf, type SparseTerms, type TermStore } from './sparse-terms.ts';

/** As in the kernel. */
const BASE = 32;
/** Sums of coefficients keep below 2^30 there. */
const SUM_BITS = 30;
/** A product of digits by Karatsuba's method takes about this part of a product by table. */
const RELATIVE_COST = 0.5;

/** The product of polynomials in one variable, or undefined when they have so many gaps that this would not pay. */
export function multiplyInOneVariable(
  store: TermStore,
  space: KeySpace,
  [a, b]: TermPair,
  [left, right]: readonly [Monomials, Monomials],
  form: CoefficientForm,
): SparseTerms | undefined {
  const variable = left.variables[0] ?? right.variables[0];
  if (variable === undefined) return undefined;
  const exponents = [left, right].map(exponentsOf) as [Uint16Array, Uint16Array];
  const longest = Math.max(...exponents.map(largestOf)) + 1;
  const plan = planFor([a, b], form, longest);
  if (plan === undefined) return undefined;
  const { levels, digits, stride, beta } = plan;
  const length = BASE * 2 ** levels;
  if (3 ** levels * BASE ** 2 * RELATIVE_COST > a.length * b.length * digits[0] * digits[1]) return undefined;

  const { kernel } = store;
  const { functions } = kernel;
  const mark = kernel.used;
  const [f, g] = [a, b].map((terms, side) => {
    const count = digits[side]!;
    const rows = kernel.allocate(4 * count * terms.length);
    functions.toDigits(rows, store.load(terms).integers, terms.limbs, terms.length, beta, count, count, 0, 1);
    const spread = kernel.allocate(4 * length);
    const { units } = kernel;
    units.fill(0, spread / 4, spread / 4 + length);
    const own = exponents[side]!;
    for (let t = 0, from = rows / 4; t < own.length; t++) {
      const to = spread / 4 + own[t]! * stride;
      for (let u = 0; u < count; u++) units[to + u] = units[from++]!;
    }
    return spread;
  }) as [number, number];
  const out = kernel.allocate(16 * length);
  functions.karatsuba(out, f, g, length, kernel.allocate(32 * length + 4096));
  const places = kernel.allocate(4 * 2 * longest);
  const integers = kernel.allocate(4 * form.limbs * 2 * longest);
  const kept = functions.takeBox(
    integers,
    places,
    form.limbs,
    out,
    2 * longest - 1,
    stride,
    digits[0] + digits[1] > 2 ? beta : 0,
  );
  const keys = kernel.allocate(4 * space.units * kept);
  const one = Uint16Array.of(variable);
  const exponent = new Uint16Array(1);
  for (let t = 0; t < kept; t++) {
    exponent[0] = kernel.units[places / 4 + t]!;
    space.write(kernel.units, keys / 4 + t * space.units, one, exponent, 0, 1);
  }
  const bits = Math.min(form.bits, bitsOf(functions.largestTaken()));
  return store.keep(mark, space, kept, form.limbs, keys, integers, bits, form.sumBits);
}

interface Plan {
  readonly levels: number;
  readonly digits: readonly [number, number];
  /** Places of a coefficient of the product, one for each digit. */
  readonly stride: number;
  readonly beta: number;
}

/** How deep to go and how long the digits may be, which depend on each other. */
function planFor(pair: TermPair, form: CoefficientForm, longest: number): Plan | undefined {
  for (let levels = 0; levels <= SUM_BITS - 8; levels++) {
    const room = BASE * 2 ** levels;
    if (room < longest) continue;
    const digitBits = SUM_BITS - levels;
    const whole = form.beta === 0 && pair.every(({ bits }) => bits <= digitBits - 2);
    const { beta, digits } = whole
      ? { beta: digitBits, digits: [[1, 1] as const] }
      : formByDigits([pair], form.bits, form.sumBits, digitBits);
    const stride = digits[0]![0] + digits[0]![1] - 1;
    if (longest * stride <= room) return { levels, digits: digits[0]!, stride, beta };
  }
  return undefined;
}

function exponentsOf({ length, starts, exponents }: Monomials): Uint16Array {
  const own = new Uint16Array(length);
  for (let t = 0; t < length; t++) if (starts[t]! < starts[t + 1]!) own[t] = exponents[starts[t]!]!;
  return own;
}

function largestOf(values: Uint16Array): number {
  let largest = 0;
  for (let t = 0; t < values.length; t++) if (values[t]! > largest) largest = values[t]!;
  return largest;
}
