/** The circular unitary ensemble: power sums of the eigenvalues of a Haar unitary matrix. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { factorial } from '../combinatorics.ts';
import { checkLetters, exponentsByIndex, indexedName } from '../conjugate-pairs.ts';
import type { Measure, MeasureType } from '../measure.ts';
import { showCount } from '../size.ts';
import { integerOf } from '../variables.ts';

export interface CircularUnitaryOptions {
  /** The letters of power sums and conjugates; p1, p2, … and q1, q2, … when left out. */
  readonly letters?: readonly [powerSum: string, conjugate: string];
}

/** Partitions that are gone through, all in all. */
const MAXIMUM_PARTITIONS = 300_000;

/**
 * x_1, …, x_N on the unit circle with density ∝ Π_{i<j} |x_i − x_j|², p_k = Σ_n x_n^k = tr U^k, q_k its conjugate:
 * E[p_λ q_μ] = Σ_{ℓ(ν) ≤ N} χ^ν(λ) χ^ν(μ), and z_λ δ_λμ where |λ| ≤ N. [Diaconis and Evans, Trans. AMS 353 (2001), 2615]
 * Variables of other names stay. Throws {@link InputError} unless N is an integer ≥ 1, {@link TooLargeError} when a weight |λ|
 * over N has too many partitions.
 */
export function cue(size: number, { letters = ['p', 'q'] }: CircularUnitaryOptions = {}): Measure {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new InputError('cue', `expected the size of the matrix, an integer ≥ 1, got ${size}`);
  checkLetters('cue', letters);
  const read = indexedName(...letters);
  return {
    name: `CUE(${size})`,
    parameters: [],
    averaged: (own) => own.filter((name) => read(name) !== undefined),
    moments({ ring, variables }) {
      const own = variables.map((name) => read(name)!);
      const schur = schurExpansions(size);
      return (factors) => {
        const [plain, conjugate] = exponentsByIndex(factors, own);
        const value = innerProduct(plain, conjugate, size, schur);
        return { numerator: ring.from({ numerator: value, denominator: 1n }), denominator: 1n };
      };
    },
  };
}

/** A partition by multiplicities: part ↦ how often. */
type Multiplicities = ReadonlyMap<number, number>;

const weight = (parts: Multiplicities): number => [...parts].reduce((sum, [part, count]) => sum + part * count, 0);

const numberOfParts = (parts: Multiplicities): number => [...parts.values()].reduce((sum, count) => sum + count, 0);

/** The number of partitions of n into at most `most` parts. */
function partitionCount(n: number, most: number): number {
  const counts = new Float64Array(n + 1);
  counts[0] = 1;
  for (let part = 1; part <= Math.min(n, most); part++) for (let k = part; k <= n; k++) counts[k]! += counts[k - part]!;
  return counts[n]!;
}

function innerProduct(
  lambda: Multiplicities,
  mu: Multiplicities,
  size: number,
  schur: (parts: Multiplicities) => ReadonlyMap<string, bigint>,
): bigint {
  const total = weight(lambda);
  if (weight(mu) !== total) return 0n;
  if (total <= size) {
    const same = lambda.size === mu.size && [...lambda].every(([part, count]) => mu.get(part) === count);
    if (!same) return 0n;
    return [...lambda].reduce((z, [part, count]) => z * BigInt(part) ** BigInt(count) * factorial(count), 1n);
  }
  const partitions = partitionCount(total, size) * Math.max(numberOfParts(lambda), numberOfParts(mu));
  if (partitions > MAXIMUM_PARTITIONS)
    throw new TooLargeError(
      'cue',
      `products of power sums of weight ${total}, over the size ${size} of the matrix, go through ${showCount(partitions)} partitions, over the limit of ${showCount(MAXIMUM_PARTITIONS)}`,
      'Use a lower degree, or a matrix of at least that size',
    );
  const [left, right] = [schur(lambda), schur(mu)];
  let sum = 0n;
  for (const [nu, character] of left) sum += character * (right.get(nu) ?? 0n);
  return sum;
}

/**
 * p_λ = Σ_ν χ^ν(λ) s_ν over partitions ν of at most N parts, by their characters: p_k times the alternant of ν + δ adds k
 * to each of its N exponents in turn; two equal ones cancel, and putting them in order gives the sign (Murnaghan–Nakayama).
 */
function schurExpansions(size: number): (parts: Multiplicities) => ReadonlyMap<string, bigint> {
  const known = new Map<string, ReadonlyMap<string, bigint>>();
  return (parts) => {
    const list = [...parts].flatMap(([part, count]) => new Array<number>(count).fill(part)).sort((a, b) => b - a);
    const name = list.join();
    const found = known.get(name);
    if (found !== undefined) return found;
    // More rows than boxes stay empty, whatever N is.
    const rows = Math.min(size, weight(parts));
    let sum = new Map<string, bigint>([[Array.from({ length: rows }, (_, i) => rows - 1 - i).join(), 1n]]);
    for (const part of list) sum = timesPowerSum(sum, part);
    known.set(name, sum);
    return sum;
  };
}

/** p_part times a sum of alternants, each given by its falling exponents. */
function timesPowerSum(sum: ReadonlyMap<string, bigint>, part: number): Map<string, bigint> {
  const product = new Map<string, bigint>();
  for (const [exponents, c] of sum) {
    const falling = exponents.split(',').map(Number);
    falling.forEach((exponent, i) => {
      const raised = exponent + part;
      if (falling.includes(raised)) return;
      const passed = falling.filter((other, j) => j < i && other < raised).length;
      const rest = falling.toSpliced(i, 1);
      const next = rest.toSpliced(i - passed, 0, raised).join();
      product.set(next, (product.get(next) ?? 0n) + (passed % 2 === 0 ? c : -c));
    });
  }
  return product;
}

export const measureType: MeasureType = {
  name: 'cue',
  usage: 'N',
  read([size]) {
    if (size === undefined)
      throw new InputError('cue', 'expected the size of the matrix', "Write, for instance, 'cue(3)'");
    return cue(integerOf(size, 'cue'));
  },
  examples: [cue(2), cue(3)],
};
