/** Exact sums Σ_r c_r √r with rational c_r and square-free r. */
import { formatRational, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { squareRoot } from '../../symbolic/square-root.ts';

export interface Surd {
  readonly coefficient: Rational;
  /** Square-free, ≥ 1. */
  readonly radicand: bigint;
}

/** By rising radicand, no coefficient 0; square roots of different square-free numbers are independent over Q, so it is 0 only when empty. */
export type SurdSum = readonly Surd[];

/** √(Π factors) = root · √radicand with a square-free radicand, for integers ≥ 1. */
export function squareFree(factors: readonly number[]): { readonly root: bigint; readonly radicand: bigint } {
  const exponents = new Map<number, number>();
  for (const factor of factors) {
    let rest = factor;
    for (let prime = 2; rest > 1; prime = prime * prime > rest ? rest : prime + 1)
      while (rest % prime === 0) {
        exponents.set(prime, (exponents.get(prime) ?? 0) + 1);
        rest /= prime;
      }
  }
  let [root, radicand] = [1n, 1n];
  for (const [prime, exponent] of exponents) {
    root *= BigInt(prime) ** BigInt(Math.floor(exponent / 2));
    if (exponent % 2 === 1) radicand *= BigInt(prime);
  }
  return { root, radicand };
}

/** Adds up surds by radicand. */
export function sumOfSurds(surds: Iterable<Surd>): SurdSum {
  const sums = new Map<bigint, Rational>();
  for (const { coefficient: b, radicand } of surds) {
    const a = sums.get(radicand) ?? rational(0n);
    sums.set(
      radicand,
      rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    );
  }
  return [...sums]
    .filter(([, { numerator }]) => numerator !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([radicand, coefficient]) => ({ coefficient, radicand }));
}

/** `7362/4225`, `2 - 1/3*√6`, `0`. */
export function formatSurds(sum: SurdSum): string {
  return sum
    .map(({ coefficient, radicand }, i) => {
      const negative = coefficient.numerator < 0n;
      const size = formatRational(negative ? rational(-coefficient.numerator, coefficient.denominator) : coefficient);
      const text = radicand === 1n ? size : size === '1' ? `√${radicand}` : `${size}*√${radicand}`;
      return i === 0 ? `${negative ? '-' : ''}${text}` : ` ${negative ? '-' : '+'} ${text}`;
    })
    .join('')
    .padEnd(1, '0');
}

/** In doubles: each summand within some ulps, so that only cancellation between summands costs digits. */
export const numberFromSurds = (sum: SurdSum): number =>
  sum.reduce(
    (total, { coefficient, radicand }) => total + numberFromRational(coefficient) * squareRoot(rational(radicand)),
    0,
  );
