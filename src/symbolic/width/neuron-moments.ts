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

/** E Π z_a^{p_a} with the coefficients of σ^q put in front: Σ_p Π_a [z^{p_a}] σ^{q_a} · moment(p), p of even total. */
function overPowers(
  activation: readonly Rational[],
  arithmetic: Arithmetic,
  visit: (degrees: readonly number[], coefficient: Scalar, into: Terms) => void,
): (powers: readonly number[]) => Terms {
  const power = powersOf(activation);
  const scalars: (readonly { readonly degree: number; readonly value: Scalar }[])[] = [];
  const nonzero = (q: number): (typeof scalars)[number] => {
    scalars[q] ??= power(q).flatMap((c, degree) =>
      c.numerator === 0n ? [] : [{ degree, value: arithmetic.fromRational(c) }],
    );
    return scalars[q]!;
  };
  const known = new Map<string, Terms>();
  return (powers) => {
    const name = powers.join();
    let terms = known.get(name);
    if (terms !== undefined) return terms;
    terms = new Map();
    const degrees = new Array<number>(powers.length).fill(0);
    const choose = (a: number, total: number, coefficient: Scalar): void => {
      if (a === powers.length) {
        if (total % 2 === 0) visit(degrees, coefficient, terms!);
        return;
      }
      for (const { degree, value } of nonzero(powers[a]!)) {
        degrees[a] = degree;
        choose(a + 1, total + degree, powers[a] === 0 ? coefficient : arithmetic.multiplyScalars(coefficient, value));
      }
    };
    choose(0, 0, one(arithmetic));
    for (const [monomial, coefficient] of terms) {
      arithmetic.settle(coefficient);
      if (arithmetic.isZero(coefficient)) terms.delete(monomial);
    }
    known.set(name, terms);
    return terms;
  };
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
  const unit = arithmetic.constant(one(arithmetic), 1);
  const factorials = [1n];
  const factorial = (n: number): bigint => {
    while (factorials.length <= n) factorials.push(factorials.at(-1)! * BigInt(factorials.length));
    return factorials[n]!;
  };
  const pairings = new Map<string, readonly (readonly [monomial: number, count: Scalar])[]>();
  const pairingsOf = (degrees: readonly number[]): readonly (readonly [number, Scalar])[] => {
    const name = degrees.join();
    let list = pairings.get(name);
    if (list !== undefined) return list;
    const loops = degrees.map((_, a) => pairIndex(a, a));
    const all = degrees.reduce((product, p) => product * factorial(p), 1n);
    const found: [number, Scalar][] = [];
    forEachMultigraph(degrees, (graph) => {
      let repeated = 1n;
      for (const count of graph) if (count > 1) repeated *= factorial(count);
      for (const loop of loops) repeated <<= BigInt(graph[loop]!);
      found.push([monomials.number(graph), arithmetic.fromRational(rational(all / repeated))]);
    });
    list = found;
    pairings.set(name, list);
    return list;
  };
  return overPowers(activation, arithmetic, (degrees, coefficient, into) => {
    for (const [monomial, count] of pairingsOf(degrees)) {
      let sum = into.get(monomial);
      if (sum === undefined) {
        sum = arithmetic.zeros(1);
        into.set(monomial, sum);
      }
      arithmetic.addCoupled(sum, unit, arithmetic.multiplyScalars(coefficient, count), -1);
    }
  });
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
 * E z_a Π z^p = Σ_b p_b Σ_ab E Π z^{p − e_b}, Σ_ab = (1 + ε_ab) Y_ab.
 */
export function momentsOfInputs(
  activation: readonly Rational[],
  arithmetic: Arithmetic,
  monomials: ExponentTable,
  covariances: readonly InputCovariance[],
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
  const gaussian = (degrees: readonly number[]): Terms => {
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
          let sum = terms.get(product);
          if (sum === undefined) {
            sum = arithmetic.zeros(1);
            terms.set(product, sum);
          }
          arithmetic.addCoupled(sum, coefficient, factor, coupling);
        }
      }
      for (const [monomial, coefficient] of terms) {
        arithmetic.settle(coefficient);
        if (arithmetic.isZero(coefficient)) terms.delete(monomial);
      }
    }
    known.set(name, terms);
    return terms;
  };
  return overPowers(activation, arithmetic, (degrees, coefficient, into) => {
    for (const [monomial, value] of gaussian(degrees)) {
      let sum = into.get(monomial);
      if (sum === undefined) {
        sum = arithmetic.zeros(1);
        into.set(monomial, sum);
      }
      arithmetic.addCoupled(sum, value, coefficient, -1);
    }
  });
}
