/** Moments of linear forms in normalised power sums, E[⟨h, p̃⟩^k conj⟨g, p̃⟩^l] under CUE(N), exactly. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { showCount } from '../../symbolic/size.ts';
import { type Partition, powerSumInnerProducts } from './power-sum-inner-products.ts';
import { type Surd, type SurdSum, squareFree, sumOfSurds } from './surd-sum.ts';

export interface SingleIndexMoment {
  readonly value: SurdSum;
  /** δ_kl k! ⟨h, g⟩^k: the value where N is large enough. */
  readonly stable: Rational;
  /** Whether min(k K_h, l K_g) ≤ N, K the largest index with a coefficient ≠ 0; then value = stable. */
  readonly inStableRange: boolean;
}

const MAXIMUM_PAIRS = 1_000_000;
/** Steps of Murnaghan and Nakayama's rule, about a microsecond each. */
const MAXIMUM_STEPS = 5_000_000;

/**
 * E[z_h^k conj z_g^l] with z_h = Σ_j h_j p̃_j, p̃_j = p_j/√j, x ~ CUE(N), for real rational h = (h_1, …), g: both sides are
 * expanded into power sums, E[p_λ conj p_μ] vanishes unless |λ| = |μ|, and beyond the stable range the rest comes from
 * characters. [Diaconis and Evans, Trans. AMS 353 (2001), 2615; Zweig and Bruna, arXiv:2310.02117]
 * `inner` is {@link powerSumInnerProducts} of the size, given where many moments share it.
 * Throws {@link InputError} on orders that are no integers ≥ 0, {@link TooLargeError} beyond 10⁶ pairs or 5·10⁶ steps of the characters.
 */
export function singleIndexMoment(
  h: readonly Coefficient[],
  k: number,
  g: readonly Coefficient[],
  l: number,
  size: number,
  inner: ReturnType<typeof powerSumInnerProducts> = powerSumInnerProducts(size),
): SingleIndexMoment {
  const exact = (side: readonly Coefficient[]): readonly Rational[] =>
    side.map((c, i) => exactValue(c, `coefficient ${i + 1}`));
  const [left, right] = [exact(h), exact(g)];
  for (const order of [k, l])
    if (!Number.isSafeInteger(order) || order < 0)
      throw new InputError('singleIndexMoment', `expected orders that are integers ≥ 0, got ${order}`);
  const [lambdas, mus] = [powerTerms(left, k), powerTerms(right, l)];
  const byWeight = Map.groupBy(mus, ({ parts }) => weight(parts));
  const pairs = lambdas.reduce((sum, { parts }) => sum + (byWeight.get(weight(parts))?.length ?? 0), 0);
  if (pairs > MAXIMUM_PAIRS)
    throw new TooLargeError(
      'singleIndexMoment',
      `orders ${k} and ${l} pair ${showCount(pairs)} products of power sums, over the limit of ${showCount(MAXIMUM_PAIRS)}`,
      'Use lower orders or fewer coefficients',
    );
  checkCharacters([...lambdas, ...mus], size);
  const surds: Surd[] = [];
  for (const lambda of lambdas)
    for (const mu of byWeight.get(weight(lambda.parts)) ?? []) {
      const product = inner(lambda.parts, mu.parts);
      if (product === 0n) continue;
      // 1/√n = √n/n, n the product of all parts.
      const all = [...lambda.parts, ...mu.parts];
      const { root, radicand } = squareFree(all);
      const denominator = all.reduce((n, part) => n * BigInt(part), 1n);
      const [a, b] = [lambda.coefficient, mu.coefficient];
      surds.push({
        coefficient: rational(product * root * a.numerator * b.numerator, denominator * a.denominator * b.denominator),
        radicand,
      });
    }
  const largest = (side: readonly Rational[]): number => side.findLastIndex(({ numerator }) => numerator !== 0n) + 1;
  return {
    value: sumOfSurds(surds),
    stable: k === l ? stableValue(left, right, k) : rational(0n),
    inStableRange: Math.min(k * largest(left), l * largest(right)) <= size,
  };
}

function stableValue(h: readonly Rational[], g: readonly Rational[], k: number): Rational {
  let [numerator, denominator] = [0n, 1n];
  for (let i = 0; i < Math.min(h.length, g.length); i++) {
    const d = h[i]!.denominator * g[i]!.denominator;
    numerator = numerator * d + h[i]!.numerator * g[i]!.numerator * denominator;
    denominator *= d;
  }
  return rational(factorial(k) * numerator ** BigInt(k), denominator ** BigInt(k));
}

interface PowerTerm {
  readonly parts: Partition;
  readonly coefficient: Rational;
}

const weight = (parts: Partition): number => parts.reduce((sum, part) => sum + part, 0);

/** (Σ_j h_j y_j)^k by the multinomial theorem, the product of y_j over `parts`. */
function powerTerms(h: readonly Rational[], k: number): readonly PowerTerm[] {
  const support = h.flatMap((c, i) => (c.numerator === 0n ? [] : [i + 1]));
  const count = multisets(support.length, k);
  if (count > MAXIMUM_PAIRS)
    throw new TooLargeError(
      'singleIndexMoment',
      `the power ${k} of a form in ${support.length} power sums has ${showCount(count)} terms, over the limit of ${showCount(MAXIMUM_PAIRS)}`,
      'Use lower orders or fewer coefficients',
    );
  const terms: PowerTerm[] = [];
  const extend = (from: number, left: number, parts: Partition, coefficient: Rational): void => {
    if (left === 0) terms.push({ parts, coefficient });
    else if (from < support.length) {
      const index = support[from]!;
      const { numerator, denominator } = h[index - 1]!;
      let next = coefficient;
      for (let count = 0; count <= left; count++) {
        extend(from + 1, left - count, [...parts, ...new Array<number>(count).fill(index)], next);
        next = rational(next.numerator * numerator, next.denominator * denominator * BigInt(count + 1));
      }
    }
  };
  extend(0, k, [], rational(factorial(k)));
  return terms;
}

/** Beyond the stable range each product is expanded into Schur functions: a step for each part, partition and row. */
function checkCharacters(terms: readonly PowerTerm[], size: number): void {
  const steps = new Map<number, number>();
  let total = 0;
  for (const { parts } of terms) {
    const n = weight(parts);
    if (n <= size) continue;
    const each = steps.get(n) ?? partitionsInRows(n, size) * Math.min(n, size);
    steps.set(n, each);
    total += each * parts.length;
  }
  if (total > MAXIMUM_STEPS)
    throw new TooLargeError(
      'singleIndexMoment',
      `its products of power sums take some ${showCount(total)} steps of the characters, over the limit of ${showCount(MAXIMUM_STEPS)}`,
      'Use lower orders, fewer coefficients, or a larger N, in whose stable range none are needed',
    );
}

/** The number of partitions of n into at most `rows` parts, in doubles. */
function partitionsInRows(n: number, rows: number): number {
  const counts = new Float64Array(n + 1);
  counts[0] = 1;
  for (let part = 1; part <= Math.min(n, rows); part++) for (let k = part; k <= n; k++) counts[k]! += counts[k - part]!;
  return counts[n]!;
}

/** C(n + k − 1, k), in doubles. */
function multisets(n: number, k: number): number {
  if (n === 0) return k === 0 ? 1 : 0;
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n + i - 1)) / i;
  return count;
}
