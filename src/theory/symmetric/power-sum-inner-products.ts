/** Inner products of products of power sums under the circular unitary ensemble, as integers. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { cue } from '../../symbolic/measures/cue.ts';
import type { Factor } from '../../symbolic/monomials.ts';
import { ZZ } from '../../symbolic/rings/integers.ts';
import { showCount } from '../../symbolic/size.ts';

/** Parts ≥ 1, falling: p_λ = Π_i p_{λ_i}. */
export type Partition = readonly number[];

const MAXIMUM_GRAM_ENTRIES = 250_000;

/** The partitions of n ≥ 0 in falling lexicographic order: [n] first, [1, …, 1] last. */
export function partitions(n: number): readonly Partition[] {
  checkInteger('partitions', 'a weight', n, 0);
  const found: Partition[] = [];
  const extend = (rest: number, largest: number, parts: Partition): void => {
    if (rest === 0) found.push(parts);
    for (let part = Math.min(rest, largest); part >= 1; part--) extend(rest - part, part, [...parts, part]);
  };
  extend(n, n, []);
  return found;
}

/**
 * (λ, μ) ↦ E[p_λ conj p_μ] under CUE(size), parts in any order: Σ_{ℓ(ν) ≤ N} χ^ν(λ) χ^ν(μ), which is z_λ δ_λμ while
 * |λ| ≤ N. Expansions into Schur functions are kept between calls. Throws as {@link cue} does, and {@link InputError} on
 * parts that are no integers ≥ 1.
 */
export function powerSumInnerProducts(size: number): (lambda: Partition, mu: Partition) => bigint {
  const measure = cue(size);
  let largest = 0;
  let moment: ((factors: readonly Factor[]) => { readonly numerator: bigint }) | undefined;
  return (lambda, mu) => {
    for (const part of [...lambda, ...mu]) checkInteger('powerSumInnerProducts', 'parts', part, 1);
    const top = Math.max(0, ...lambda, ...mu);
    if (moment === undefined || top > largest) {
      largest = top;
      const indices = Array.from({ length: largest }, (_, i) => i + 1);
      moment = measure.moments<bigint>({
        ring: ZZ,
        parameter: (name) => {
          throw new InputError(measure.name, `'${name}' is not among its parameters`);
        },
        variables: [...indices.map((i) => `p${i}`), ...indices.map((i) => `q${i}`)],
        monomials: [],
      });
    }
    return moment([...factors(lambda, 0), ...factors(mu, largest)]).numerator;
  };
}

function factors(parts: Partition, offset: number): readonly Factor[] {
  const counts = new Map<number, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([part, count]): Factor => [part - 1 + offset, count]);
}

export interface PowerSumGram {
  readonly partitions: readonly Partition[];
  /** E[p_λ conj p_μ], [λ][μ] in the order of the partitions. */
  readonly entries: readonly (readonly bigint[])[];
}

/**
 * The Gram matrix of the p_λ with |λ| = weight under CUE(size); p_λ of different weights are orthogonal. Its rank is the
 * number of partitions of at most `size` parts. Throws {@link TooLargeError} beyond 500 partitions.
 */
export function powerSumGram(weight: number, size: number): PowerSumGram {
  checkInteger('powerSumGram', 'a weight', weight, 0);
  // p(24) = 1575: beyond that there is no need to list them.
  const all = weight > 24 ? undefined : partitions(weight);
  if (all === undefined || all.length ** 2 > MAXIMUM_GRAM_ENTRIES)
    throw new TooLargeError(
      'powerSumGram',
      `weight ${weight} has ${all === undefined ? 'over 1,575' : showCount(all.length)} partitions, over the limit of 500`,
      'Use a lower weight',
    );
  const inner = powerSumInnerProducts(size);
  return { partitions: all, entries: all.map((lambda) => all.map((mu) => inner(lambda, mu))) };
}

function checkInteger(where: string, what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new InputError(where, `expected ${what} of integers ≥ ${least}, got ${value}`);
}
