import { InputError } from '../../base/errors.ts';
import { factorial } from '../../symbolic/combinatorics.ts';
import { add, multiply, power, subtract } from '../../symbolic/operations/arithmetic.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import { type CheckedRow, checkedFinding } from '../checked-table.ts';
import type { TheoryClaim } from '../claim.ts';
import {
  type Partition,
  partitions,
  powerSumGram,
  powerSumInnerProducts,
} from '../symmetric/power-sum-inner-products.ts';

type Parameters = {
  /** z_λ δ_λμ is checked for |λ| ≤ N at each of these N. */
  readonly stableSizes: readonly number[];
  /** All |λ| ≤ weight are compared with the integral at each of these N. */
  readonly integralSizes: readonly number[];
  readonly weight: number;
  /** E|p₁|^(2j) for j = 0, 1, …. */
  readonly powersOfTrace: readonly { readonly N: number; readonly values: readonly number[] }[];
  /** E|p_λ|² for the partitions of the weight, [weight] first. */
  readonly diagonals: readonly { readonly N: number; readonly weight: number; readonly values: readonly number[] }[];
};

const LARGEST_SIZE = 8;

/**
 * Characters by Murnaghan and Nakayama against two other exact routes: Weyl's integration formula, E F conj G = (N!)⁻¹ ⟨F Δ, G Δ⟩ with
 * Δ = Π_(i<j) (x_i − x_j) and ⟨,⟩ the product of coefficients, for symmetric polynomials F, G; and for powers of p₁ the sum of
 * squares of f^ν = j!/(product of hooks) over partitions ν of j with at most N rows.
 */
export const claim: TheoryClaim<Parameters> = {
  id: 'power-sum-inner-products',
  about: 'theory',
  title: 'Inner products of power sums over Haar unitary matrices',
  statement:
    'Under CUE(N), E[p_λ conj p_μ] = Σ_(ℓ(ν) ≤ N) χ^ν(λ) χ^ν(μ), which is z_λ δ_λμ for |λ| ≤ N; the sum over characters agrees with Weyl’s integration formula below and beyond the stable range, and E|p₁|^(2j) with the number of pairs of standard tableaux of at most N rows.',
  source:
    'Diaconis and Evans, Trans. AMS 353 (2001), 2615; Rains, Electron. J. Combin. 5 (1998), R12, for powers of the trace',
  tier: 'proved',
  defaults: {
    stableSizes: [3, 4, 5, 6],
    integralSizes: [2, 3],
    weight: 6,
    powersOfTrace: [
      { N: 2, values: [1, 1, 2, 5, 14, 42, 132, 429] },
      { N: 3, values: [1, 1, 2, 6, 23, 103, 513, 2761] },
    ],
    diagonals: [{ N: 3, weight: 4, values: [3, 2, 7, 3, 23] }],
  },
  quick: { stableSizes: [3, 4], weight: 4 },
  check({ stableSizes, integralSizes, weight, powersOfTrace, diagonals }, _, progress) {
    checkSizes('stableSizes', stableSizes, 12);
    checkSizes('integralSizes', integralSizes, 4);
    checkSizes('weight', [weight], LARGEST_SIZE);
    checkSizes(
      'powersOfTrace',
      powersOfTrace.map(({ N }) => N),
      LARGEST_SIZE,
    );
    const steps = stableSizes.length + integralSizes.length + 1;
    const stable = stableSizes.map((N, i): CheckedRow => {
      progress(i, steps, `stable range, N = ${N}`);
      return pairsRow(N, N, powerSumInnerProducts(N), stableProduct);
    });
    const integrals = integralSizes.map((N, i): CheckedRow => {
      progress(stableSizes.length + i, steps, `integrals, N = ${N}`);
      return pairsRow(N, weight, powerSumInnerProducts(N), weylProduct(N));
    });
    const traces = powersOfTrace.flatMap(({ N, values }) => {
      const inner = powerSumInnerProducts(N);
      return values.map((given, j): CheckedRow => {
        const ones = new Array<number>(j).fill(1);
        const [found, tableaux] = [inner(ones, ones), tableauPairs(j, N)];
        return {
          cells: [`${N}`, `${j}`, `${found}`, `${tableaux}`, `${given}`],
          holds: found === tableaux && found === BigInt(given),
        };
      });
    });
    const squares = diagonals.map(({ N, weight: n, values }): CheckedRow => {
      const found = powerSumGram(n, N)
        .entries.map((row, k) => `${row[k]}`)
        .join(' ');
      return { cells: [`${N}`, `${n}`, found, values.join(' ')], holds: found === values.join(' ') };
    });
    const compared = [...stable, ...integrals].reduce((sum, { cells }) => sum + Number(cells[2]), 0);
    return checkedFinding(
      [
        table(
          'stable-range',
          'Pairs of partitions up to weight N: characters against z_lambda on the diagonal, 0 elsewhere.',
          stable,
        ),
        table('integrals', "Pairs of partitions: characters against Weyl's integration formula.", integrals),
        {
          name: 'powers-of-trace',
          caption: 'E|p_1|^(2j): characters, pairs of standard tableaux with at most N rows, and the value given.',
          header: ['N', 'j', 'characters', 'tableaux', 'given'],
          alignment: 'rrrrr',
          rows: traces,
        },
        {
          name: 'diagonals',
          caption: 'E|p_lambda|^2 for the partitions lambda of a weight, in falling lexicographic order.',
          header: ['N', 'weight', 'found', 'given'],
          alignment: 'rrll',
          rows: squares,
        },
      ],
      `${compared} inner products agree with z_λ δ_λμ or with Weyl’s formula; the powers of the trace have the ${traces.length} values given, which count tableaux.`,
    );
  },
};

const table = (name: string, caption: string, rows: readonly CheckedRow[]) => ({
  name,
  caption,
  header: ['N', 'weight', 'pairs', 'different'],
  alignment: 'rrrr',
  rows,
});

function checkSizes(name: string, sizes: readonly number[], most: number): void {
  for (const N of sizes)
    if (!Number.isSafeInteger(N) || N < 1 || N > most)
      throw new InputError(name, `expected integers from 1 to ${most}, got ${N}`);
}

type Product = (lambda: Partition, mu: Partition) => bigint;

function pairsRow(N: number, weight: number, one: Product, other: Product): CheckedRow {
  const all = Array.from({ length: weight + 1 }, (_, n) => partitions(n)).flat();
  const pairs = all.flatMap((lambda, i) => all.slice(i).map((mu) => [lambda, mu] as const));
  const different = pairs.filter(([lambda, mu]) => one(lambda, mu) !== other(lambda, mu)).length;
  return { cells: [`${N}`, `${weight}`, `${pairs.length}`, `${different}`], holds: different === 0 };
}

/** z_λ δ_λμ, z_λ = Π_k k^(m_k) m_k!. */
function stableProduct(lambda: Partition, mu: Partition): bigint {
  if (lambda.join() !== mu.join()) return 0n;
  return [...new Set(lambda)].reduce((z, part) => {
    const count = lambda.filter((other) => other === part).length;
    return z * BigInt(part) ** BigInt(count) * factorial(count);
  }, 1n);
}

function weylProduct(N: number): Product {
  const names = Array.from({ length: N }, (_, i) => `x${i + 1}`);
  const xs = names.map((name) => Polynomial.variable(names, name));
  let vandermonde = Polynomial.parse('1', names);
  xs.forEach((x, i) => {
    for (const y of xs.slice(i + 1)) vandermonde = multiply(vandermonde, subtract(x, y));
  });
  const known = new Map<string, ReadonlyMap<string, bigint>>();
  const coefficients = (lambda: Partition): ReadonlyMap<string, bigint> => {
    const name = lambda.join();
    let found = known.get(name);
    if (found === undefined) {
      const sums = lambda.map((k) => xs.map((x) => power(x, k)).reduce(add));
      const F = [vandermonde, ...sums].reduce(multiply);
      found = new Map(
        [...F.terms()].map(({ coefficient, factors }) => [JSON.stringify(factors), coefficient.numerator]),
      );
      known.set(name, found);
    }
    return found;
  };
  return (lambda, mu) => {
    const [F, G] = [coefficients(lambda), coefficients(mu)];
    let sum = 0n;
    for (const [monomial, c] of F) sum += c * (G.get(monomial) ?? 0n);
    return sum / factorial(N);
  };
}

/** Σ (f^ν)² over partitions ν of j with at most N parts, f^ν by the hook length formula. */
function tableauPairs(j: number, N: number): bigint {
  return partitions(j)
    .filter((nu) => nu.length <= N)
    .reduce((sum, nu) => {
      let hooks = 1n;
      nu.forEach((row, i) => {
        for (let k = 0; k < row; k++) {
          const below = nu.slice(i + 1).filter((other) => other > k).length;
          hooks *= BigInt(row - k + below);
        }
      });
      return sum + (factorial(j) / hooks) ** 2n;
    }, 0n);
}
