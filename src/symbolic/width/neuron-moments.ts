/** Moments E Π_a σ(z_a)^{q_a} of one neuron, z Gaussian with mean 0. */
import { lcm, type Rational, rational } from '../../base/rational.ts';
import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Terms } from './layer-average.ts';
import { type ExponentTable, forEachMultigraph, pairIndex } from './multigraphs.ts';

/** The coefficients of σ^q, for every q as it is asked for. */
export function powersOf(activation: readonly Rational[]): (q: number) => readonly Rational[] {
  const denominator = activation.reduce((common, c) => lcm(common, c.denominator), 1n);
  const integers = activation.map((c) => c.numerator * (denominator / c.denominator));
  const powers: bigint[][] = [[1n]];
  const denominators = [1n];
  return (q) => {
    while (powers.length <= q) {
      const last = powers.at(-1)!;
      const next = new Array<bigint>(last.length + integers.length - 1).fill(0n);
      last.forEach((a, i) => {
        integers.forEach((b, j) => {
          next[i + j]! += a * b;
        });
      });
      powers.push(next);
      denominators.push(denominators.at(-1)! * denominator);
    }
    return powers[q]!.map((c) => rational(c, denominators[q]!));
  };
}

/**
 * E Π_a σ(z_a)^{q_a} from E Π z_a^{p_a}, one factor after another: what the last ones' powers have been turned into is
 * shared by all q. With interchangeable factors, the order of the q is of no account.
 */
function overPowers(
  activation: readonly Rational[],
  arithmetic: Arithmetic,
  gaussian: (degrees: readonly number[]) => Terms,
  interchangeable: boolean,
): (powers: readonly number[]) => Terms {
  const power = powersOf(activation);
  const scalars: (readonly { readonly degree: number; readonly value: Scalar; readonly isOne: boolean }[])[] = [];
  const nonzero = (q: number): (typeof scalars)[number] => {
    scalars[q] ??= power(q).flatMap((c, degree) =>
      c.numerator === 0n
        ? []
        : [{ degree, value: arithmetic.fromRational(c), isOne: c.numerator === 1n && c.denominator === 1n }],
    );
    return scalars[q]!;
  };
  const none: Terms = new Map();
  const known = new Map<string, Terms>();
  /** The first `left` entries are powers q of σ(z), the others degrees p in z. */
  const mixed = (entries: readonly number[], left: number): Terms => {
    if (left === 0) return entries.reduce((sum, p) => sum + p, 0) % 2 === 0 ? gaussian(entries) : none;
    const last = left - 1;
    const options = nonzero(entries[last]!);
    const [only] = options;
    if (options.length === 1 && only!.isOne) return mixed(entries.with(last, only!.degree), last);
    const sorted = interchangeable
      ? [...descending(entries.slice(0, left)), ...descending(entries.slice(left))]
      : entries;
    const name = String.fromCharCode(left, ...sorted);
    let terms = known.get(name);
    if (terms !== undefined) return terms;
    terms = new Map();
    for (const { degree, value } of nonzero(sorted[last]!))
      for (const [monomial, coefficient] of mixed(sorted.with(last, degree), last))
        arithmetic.addCoupled(entryOf(terms, monomial, arithmetic), coefficient, value, -1);
    settle(terms, arithmetic);
    known.set(name, terms);
    return terms;
  };
  return (powers) => mixed(powers, powers.length);
}

const descending = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a);

function entryOf(terms: Terms, monomial: number, arithmetic: Arithmetic): Float64Array {
  let entry = terms.get(monomial);
  if (entry === undefined) {
    entry = arithmetic.zeros(1);
    terms.set(monomial, entry);
  }
  return entry;
}

function settle(terms: Terms, arithmetic: Arithmetic): void {
  for (const [monomial, coefficient] of terms) {
    arithmetic.settle(coefficient);
    if (arithmetic.isZero(coefficient)) terms.delete(monomial);
  }
}

/**
 * As polynomials in the covariances Y_ab of the copies, by Isserlis' theorem:
 * E Π z_a^{p_a} = Σ Π_a p_a! / (Π_{a≤b} y_ab! Π_a 2^{y_aa}) Y^y over the multigraphs y with degrees p.
 */
export function momentsInCovariances(
  activation: readonly Rational[],
  arithmetic: Arithmetic,
  monomials: ExponentTable,
): (powers: readonly number[]) => Terms {
  const factorials = [1n];
  const factorial = (n: number): bigint => {
    while (factorials.length <= n) factorials.push(factorials.at(-1)! * BigInt(factorials.length));
    return factorials[n]!;
  };
  const known = new Map<string, Terms>();
  const gaussian = (degrees: readonly number[]): Terms => {
    const name = String.fromCharCode(...degrees);
    let terms = known.get(name);
    if (terms !== undefined) return terms;
    terms = new Map();
    const loops = degrees.map((_, a) => pairIndex(a, a));
    const all = degrees.reduce((product, p) => product * factorial(p), 1n);
    forEachMultigraph(degrees, (graph) => {
      let repeated = 1n;
      for (const count of graph) if (count > 1) repeated *= factorial(count);
      for (const loop of loops) repeated <<= BigInt(graph[loop]!);
      terms!.set(monomials.number(graph), arithmetic.constant(arithmetic.fromRational(rational(all / repeated)), 1));
    });
    settle(terms, arithmetic);
    known.set(name, terms);
    return terms;
  };
  return overPowers(activation, arithmetic, gaussian, false);
}

const one = (arithmetic: Arithmetic): Scalar => arithmetic.fromRational(rational(1n));

/** The covariance of two copies' first preactivations: a number or a variable, times 1 + ε_c if they are contracted. */
export interface InputCovariance {
  readonly value: Scalar | { readonly variable: number };
  /** The direction of ε; −1 for none. */
  readonly coupling: number;
}

/**
 * As numbers, polynomials in the symbolic covariances, truncated in ε: Stein's recursion
 * E z_a Π z^p = Σ_b p_b Σ_ab E Π z^{p − e_b}, Σ_ab = (1 + ε_ab) Y_ab. Factors are interchangeable when all covariances
 * are the same.
 */
export function momentsOfInputs(
  activation: readonly Rational[],
  arithmetic: Arithmetic,
  monomials: ExponentTable,
  covariances: readonly InputCovariance[],
  interchangeable = false,
): (powers: readonly number[]) => Terms {
  const unit = arithmetic.constant(one(arithmetic), 1);
  const integers: Scalar[] = [];
  const integer = (n: number): Scalar => {
    integers[n] ??= arithmetic.fromRational(rational(BigInt(n)));
    return integers[n]!;
  };
  const variables = covariances.map(({ value }) => {
    if ('BYTES_PER_ELEMENT' in value) return 0;
    const exponents = new Uint16Array(monomials.length);
    exponents[value.variable] = 1;
    return monomials.number(exponents);
  });
  const known = new Map<string, Terms>();
  const gaussian = (given: readonly number[]): Terms => {
    const degrees = interchangeable ? descending(given) : given;
    const name = String.fromCharCode(...degrees);
    let terms = known.get(name);
    if (terms !== undefined) return terms;
    terms = new Map();
    const a = degrees.findIndex((p) => p > 0);
    if (a < 0) terms.set(0, unit);
    else {
      for (let b = a; b < degrees.length; b++) {
        const ways = degrees[b]! - (a === b ? 1 : 0);
        if (ways <= 0) continue;
        const { value, coupling } = covariances[pairIndex(a, b)]!;
        const factor = 'BYTES_PER_ELEMENT' in value ? arithmetic.multiplyScalars(integer(ways), value) : integer(ways);
        const less = [...degrees];
        less[a]!--;
        less[b]!--;
        for (const [monomial, coefficient] of gaussian(less)) {
          const product = monomials.product(monomial, variables[pairIndex(a, b)]!);
          arithmetic.addCoupled(entryOf(terms, product, arithmetic), coefficient, factor, coupling);
        }
      }
      settle(terms, arithmetic);
    }
    known.set(name, terms);
    return terms;
  };
  return overPowers(activation, arithmetic, gaussian, interchangeable);
}
