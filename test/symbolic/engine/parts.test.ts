import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberFromRational, rational } from '../../../src/base/rational.ts';
import { binomial, DenseOrder, denseMonomials } from '../../../src/symbolic/engine/dense-order.ts';
import { ExactValues } from '../../../src/symbolic/engine/exact-values.ts';
import { lattice } from '../../../src/symbolic/engine/lattice.ts';
import { inverted, multiplied, primesUpTo, reduced } from '../../../src/symbolic/engine/modular.ts';
import { moduliFor, reconstructionTables } from '../../../src/symbolic/engine/moduli.ts';
import { PackedIntegers } from '../../../src/symbolic/engine/packed-integers.ts';
import { polynomialOrder, productIndices } from '../../../src/symbolic/engine/product-indices.ts';
import { type Factor, factorsOf, gradedReverseLex } from '../../../src/symbolic/monomials.ts';
import { primeField } from '../../../src/symbolic/rings/prime-field.ts';

const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 6 }));

/** All exponent vectors of n entries with sum ≤ degree, in the order of polynomials, by brute force. */
function sortedMonomials(n: number, degree: number): Factor[][] {
  const vectors = (k: number, left: number): number[][] =>
    k === 0
      ? [[]]
      : Array.from({ length: left + 1 }, (_, a) => vectors(k - 1, left - a).map((rest) => [a, ...rest])).flat();
  return vectors(n, degree)
    .map((exponents) => exponents.flatMap((e, v): Factor[] => (e > 0 ? [[v, e]] : [])))
    .sort(gradedReverseLex);
}

describe('dense monomials', () => {
  it('are all monomials in the order of polynomials', () => {
    fc.assert(
      fc.property(sizes, ([n, degree]) => {
        const list = denseMonomials(n, degree);
        expect(Array.from({ length: list.length }, (_, t) => factorsOf(list, t))).toEqual(sortedMonomials(n, degree));
        expect(list.length).toBe(binomial(n + degree, degree));
      }),
      { numRuns: 30 },
    );
  });

  it('have the positions that their factors say', () => {
    const order = new DenseOrder(4, 5);
    sortedMonomials(4, 5).forEach((factors, position) => {
      let before = 0;
      let rank = 0;
      for (const [v, e] of factors) {
        rank += order.step(v, before, e);
        before += e;
      }
      expect(order.length - order.count(before) + rank).toBe(position);
    });
  });
});

describe('product positions', () => {
  it('are those of the products, by brute force', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (n, a, b) => {
          const ascending = (degree: number): Factor[][] => {
            const order = polynomialOrder(n, degree);
            const sorted = sortedMonomials(n, degree);
            return Array.from(order, (place) => sorted[place]!);
          };
          const [left, right, products] = [ascending(a), ascending(b), ascending(a + b)];
          const multiply = (f: Factor[], g: Factor[]): Factor[] => {
            const exponents = new Array<number>(n).fill(0);
            for (const [v, e] of [...f, ...g]) exponents[v]! += e;
            return exponents.flatMap((e, v): Factor[] => (e > 0 ? [[v, e]] : []));
          };
          const table = productIndices(n, a, b, false);
          left.forEach((f, i) => {
            right.forEach((g, k) => {
              expect(products[table[i * right.length + k]!]).toEqual(multiply(f, g));
            });
          });
          const half = productIndices(n, a, a, true);
          const all = productIndices(n, a, a, false);
          let at = 0;
          left.forEach((_, i) => {
            for (let k = i; k < left.length; k++) expect(half[at++]).toBe(all[i * left.length + k]);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the lattice', () => {
  it('has every point once, at the place that its monomial has', () => {
    fc.assert(
      fc.property(sizes, ([n, degree]) => {
        const { lead, rest, leadIndex, restIndex, order, length } = lattice(n, degree);
        const sorted = sortedMonomials(n, degree);
        expect(length).toBe(sorted.length);
        order.forEach((place, at) => {
          const exponents = [
            ...lead.coordinates.subarray(leadIndex[at]! * lead.variables, (leadIndex[at]! + 1) * lead.variables),
            ...rest.coordinates.subarray(restIndex[at]! * rest.variables, (restIndex[at]! + 1) * rest.variables),
          ];
          expect(exponents.flatMap((e, v): Factor[] => (e > 0 ? [[v, e]] : []))).toEqual(sorted[place]);
          expect(rest.bases[restIndex[at]!]! + leadIndex[at]!).toBe(at);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('residues', () => {
  const prime = fc.constantFrom(...primesUpTo(2 ** 26 - 1, 5), 1009, 65537);

  it('are balanced, and inverses are inverses', () => {
    fc.assert(
      fc.property(prime, fc.integer({ min: 1, max: 2 ** 30 }), (p, a) => {
        fc.pre(a % p !== 0);
        const r = reduced(a % p, p);
        expect(Math.abs(r)).toBeLessThanOrEqual(p / 2);
        expect((multiplied(r, inverted(a, p), p) - 1) % p === 0).toBe(true);
      }),
    );
  });

  const coefficient = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 25n)).map(([n, d]) => `${n}/${d}`),
    fc.constantFrom('0.1', '-3/7', '1e-5', 2 ** 60, -(2 ** 53) - 2, 5e-324),
  );

  it('of exact values are those of the prime field', () => {
    fc.assert(
      fc.property(prime, fc.array(coefficient, { minLength: 1, maxLength: 20 }), (p, values) => {
        const out = new Float64Array(2 * values.length);
        const field = primeField(BigInt(p));
        let expected: bigint[];
        try {
          expected = values.map((c) => field.from(c));
        } catch {
          expect(new ExactValues(values).residues(p, out, 1, 2)).toBe(false);
          return;
        }
        expect(new ExactValues(values).residues(p, out, 1, 2)).toBe(true);
        expected.forEach((r, i) => {
          expect(field.reduce(BigInt(out[2 * i + 1]!))).toBe(r);
        });
      }),
    );
  });

  it('are refused when the prime divides a denominator', () => {
    expect(new ExactValues(['1/1009', 2]).residues(1009, new Float64Array(2), 0, 1)).toBe(false);
  });
});

describe('moduli', () => {
  it('multiply to more than four times the bound, and leave room for the sums', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 400n), fc.integer({ min: 1, max: 200 }), (bound, summands) => {
        const { primes, capacity } = moduliFor(bound, summands);
        expect(primes.reduce((m, p) => m * BigInt(p), 1n) > 4n * bound).toBe(true);
        expect(new Set(primes).size).toBe(primes.length);
        expect((capacity + 1) * (primes[0]! / 2) ** 2).toBeLessThan(2 ** 53);
      }),
      { numRuns: 50 },
    );
  });

  it('leave out primes that are to be avoided', () => {
    const { primes } = moduliFor(10n ** 50n, 8);
    expect(moduliFor(10n ** 50n, 8, new Set([primes[0]!])).primes).not.toContain(primes[0]);
  });

  it('have cofactors that their digits give', () => {
    const moduli = moduliFor(10n ** 300n, 8);
    const { digits, digitBits, cofactors, product, cofactorInverses } = reconstructionTables(moduli);
    const value = (from: Int32Array, start: number): bigint =>
      Array.from({ length: digits }, (_, i) => BigInt(from[start + i]!) << BigInt(i * digitBits)).reduce(
        (a, b) => a + b,
      );
    const whole = moduli.primes.reduce((m, p) => m * BigInt(p), 1n);
    expect(value(product, 0)).toBe(whole);
    moduli.primes.forEach((p, i) => {
      expect(value(cofactors, i * digits)).toBe(whole / BigInt(p));
      expect(((whole / BigInt(p)) * BigInt(cofactorInverses[i]!) - 1n) % BigInt(p)).toBe(0n);
    });
  });
});

describe('packed integers', () => {
  it('give back what was packed', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-(2n ** 190n), 2n ** 190n), { minLength: 1, maxLength: 10 }), (values) => {
        const words = Int32Array.from(
          values.flatMap((value) =>
            Array.from({ length: 6 }, (_, i) => Number(BigInt.asIntN(32, value >> BigInt(32 * i)))),
          ),
        );
        const packed = new PackedIntegers(words, 6);
        expect(packed.toBigInts()).toEqual(values);
        values.forEach((value, i) => {
          expect(packed.isZero(i)).toBe(value === 0n);
        });
      }),
    );
  });

  it('hold doubles that are integers', () => {
    const values = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1];
    expect(PackedIntegers.fromDoubles(Float64Array.from(values)).toBigInts()).toEqual(values.map(BigInt));
    expect(numberFromRational(rational(PackedIntegers.fromDoubles(Float64Array.of(-5)).get(0)))).toBe(-5);
  });
});
