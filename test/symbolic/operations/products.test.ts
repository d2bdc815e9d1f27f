/** Products at speed: against FLINT's, against the plain ring's, and each way of multiplying taken. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRational, type Rational, rational } from '../../../src/base/rational.ts';
import { fromRing } from '../../../src/symbolic/expand-plain.ts';
import type { Factor } from '../../../src/symbolic/monomials.ts';
import { add, multiply, power } from '../../../src/symbolic/operations/arithmetic.ts';
import { substitute } from '../../../src/symbolic/operations/substitute.ts';
import { type Polynomial, polynomialFromTerms } from '../../../src/symbolic/polynomial.ts';
import { power as ringPower } from '../../../src/symbolic/ring.ts';
import {
  type RationalPolynomial,
  type RationalPolynomialRing,
  rationalPolynomialRing,
} from '../../../src/symbolic/rings/rational-polynomial-ring.ts';
import { golden } from '../../golden/read.ts';
import { fromJson, type JsonTerm } from '../polynomials.ts';

interface Digest {
  readonly terms: number;
  readonly first: string;
  readonly sha256: string;
}

interface GoldenProduct {
  readonly name: string;
  readonly variables: number;
  readonly f: readonly JsonTerm[];
  readonly g: readonly JsonTerm[];
  readonly product: Digest;
  readonly square: Digest;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `x${i + 1}`);

function digest(f: Polynomial): Digest {
  const lines = [...f.terms()].map(
    ({ coefficient, factors }) => `${formatRational(coefficient)} ${factors.map(([v, e]) => `${v}^${e}`).join(' ')}`,
  );
  return {
    terms: lines.length,
    first: lines[0]!,
    sha256: createHash('sha256').update(lines.join('\n')).digest('hex'),
  };
}

describe('products are those of FLINT, every term, in order', () => {
  test.each(golden<{ products: GoldenProduct[] }>('products.json').products)('$name', (given) => {
    const variables = names(given.variables);
    const f = fromJson(variables, given.f);
    const g = fromJson(variables, given.g);
    expect(digest(multiply(f, g))).toEqual(given.product);
    expect(digest(multiply(g, f))).toEqual(given.product);
    // Of one and the same polynomial half the products are made, of two equal ones all.
    expect(digest(multiply(f, f))).toEqual(given.square);
    expect(digest(multiply(f, fromJson(variables, given.f)))).toEqual(given.square);
  });
});

/** The same operation over the ring whose operations are written out plainly. */
function plainly(
  polynomials: readonly Polynomial[],
  compute: (ring: RationalPolynomialRing, elements: readonly RationalPolynomial[]) => RationalPolynomial,
): Polynomial {
  const variables = [...new Set(polynomials.flatMap((f) => f.variables))];
  const ring = rationalPolynomialRing(variables.length);
  const elements = polynomials.map((f) =>
    [...f.terms()].reduce<RationalPolynomial>((sum, { coefficient, factors }) => {
      const monomial = factors.reduce(
        (product, [v, e]) => ring.mul(product, ringPower(ring, ring.variable(variables.indexOf(f.variables[v]!)), e)),
        ring.constant(coefficient),
      );
      return ring.add(sum, monomial);
    }, ring.zero),
  );
  return fromRing(compute(ring, elements), ring.integral.table, variables);
}

/** Equal as values, and in every canonical field. */
function expectSame(f: Polynomial, g: Polynomial): void {
  expect(f.variables).toEqual(g.variables);
  expect(f.length).toBe(g.length);
  expect(f.denominator).toBe(g.denominator);
  expect(f.numerators).toEqual(g.numerators);
  expect(f.monomials).toEqual(g.monomials);
}

const coefficient: fc.Arbitrary<Rational> = fc
  .oneof(
    { weight: 4, arbitrary: fc.bigInt({ min: -9n, max: 9n }) },
    { weight: 2, arbitrary: fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        -(2n ** 31n),
        2n ** 31n,
        2n ** 53n,
        2n ** 62n,
        -(2n ** 62n),
        2n ** 63n - 1n,
        -(2n ** 63n),
      ),
    },
    { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }) },
  )
  .chain((n) => fc.constantFrom(1n, 1n, 1n, 2n, 3n, 1000n).map((d) => rational(n, d)));

const sparse = (variables: number, degree: number, terms: number): fc.Arbitrary<Polynomial> =>
  fc
    .array(fc.tuple(coefficient, fc.array(fc.nat(variables - 1), { maxLength: degree })), { maxLength: terms })
    .map((list) =>
      polynomialFromTerms(
        names(variables),
        list.map(([c, chosen]) => ({
          coefficient: c,
          factors: [...new Set(chosen)].map((v): Factor => [v, chosen.filter((u) => u === v).length]),
        })),
      ),
    );

/** Of one variable or several, of a few terms or many, low and high powers, keys of one, two and many words. */
const polynomials: fc.Arbitrary<Polynomial> = fc.oneof(
  sparse(1, 30, 30),
  sparse(3, 6, 12),
  sparse(12, 8, 12),
  sparse(40, 5, 12),
  sparse(150, 4, 10),
  sparse(600, 3, 8),
);

describe('for all polynomials, the fast ring and the plain one agree', () => {
  test('on products', () => {
    fc.assert(
      fc.property(polynomials, polynomials, (f, g) => {
        expectSame(
          multiply(f, g),
          plainly([f, g], (ring, [a, b]) => ring.mul(a!, b!)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('on squares', () => {
    fc.assert(
      fc.property(polynomials, (f) => {
        expectSame(
          multiply(f, f),
          plainly([f], (ring, [a]) => ring.mul(a!, a!)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('on sums', () => {
    fc.assert(
      fc.property(polynomials, polynomials, (f, g) => {
        expectSame(
          add(f, g),
          plainly([f, g], (ring, [a, b]) => ring.add(a!, b!)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('on products of what products gave, which stays packed', () => {
    fc.assert(
      fc.property(sparse(4, 4, 8), sparse(4, 4, 8), sparse(5, 4, 8), (f, g, h) => {
        expectSame(
          multiply(add(multiply(f, g), h), multiply(f, h)),
          plainly([f, g, h], (ring, [a, b, c]) => ring.mul(ring.add(ring.mul(a!, b!), c!), ring.mul(a!, c!))),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('on powers', () => {
    fc.assert(
      fc.property(sparse(4, 3, 4), fc.nat(5), (f, n) => {
        expectSame(
          power(f, n),
          plainly([f], (ring, [a]) => ringPower(ring, a!, n)),
        );
      }),
      { numRuns: 100 },
    );
  });
});

/** Many terms at once, from a seed: exponents and coefficients by a linear congruence. */
function filled(variables: number, degree: number, bits: number, seed: number): Polynomial {
  let state = BigInt(seed);
  const next = (): bigint => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & (2n ** 64n - 1n);
    return state >> 32n;
  };
  const integer = (): bigint => {
    let n = 0n;
    for (let have = 0; have < bits; have += 32) n = (n << 32n) | next();
    const value = (n & (2n ** BigInt(bits) - 1n)) | 1n;
    return next() % 2n === 0n ? value : -value;
  };
  const monomials = (v: number, left: number): Factor[][] =>
    v === variables
      ? [[]]
      : Array.from({ length: left + 1 }, (_, e) =>
          monomials(v + 1, left - e).map((rest): Factor[] => (e > 0 ? [[v, e], ...rest] : rest)),
        ).flat();
  return polynomialFromTerms(
    names(variables),
    monomials(0, degree).map((factors) => ({ coefficient: rational(integer()), factors })),
  );
}

describe('large products', () => {
  // Schwartz–Zippel: a wrong product of degree d has the right value at a random point modulo p with chance at most d/p.
  const p = 2n ** 61n - 1n;
  const valueAt = (f: Polynomial, point: readonly bigint[]): bigint => {
    let sum = 0n;
    f.numerators.forEach((n, t) => {
      let product = n % p;
      for (let i = f.monomials.starts[t]!; i < f.monomials.starts[t + 1]!; i++)
        for (let e = 0; e < f.monomials.exponents[i]!; e++) product = (product * point[f.monomials.variables[i]!]!) % p;
      sum += product;
    });
    return ((sum % p) + p) % p;
  };
  const point = (n: number): bigint[] => Array.from({ length: n }, (_, i) => (BigInt(i + 3) ** 91n + 12345n) % p);

  test.each([
    ['one variable, short', 1, 300, 12],
    ['one variable, 40 bits', 1, 200, 40],
    ['one variable, long', 1, 80, 700],
    ['two variables', 2, 30, 20],
    ['three variables, 50 bits', 3, 8, 50],
    ['three variables, 25 bits', 3, 9, 25],
    ['four variables, long', 4, 4, 400],
    ['eight variables', 8, 3, 24],
    ['thirty variables', 30, 2, 24],
    // Up to twenty products on one monomial, and carries between them.
    ['eight variables, long', 8, 3, 300],
  ])('%s', (_, variables, degree, bits) => {
    const f = filled(variables, degree, bits, 1);
    const g = filled(variables, degree, bits, 2);
    const at = point(variables);
    expect(valueAt(multiply(f, g), at)).toBe((valueAt(f, at) * valueAt(g, at)) % p);
    expect(valueAt(multiply(f, f), at)).toBe(valueAt(f, at) ** 2n % p);
  });

  test('the check sees one wrong coefficient', () => {
    const f = filled(3, 8, 50, 1);
    const g = filled(3, 8, 50, 2);
    const right = multiply(f, g);
    const at = point(3);
    for (let t = 0; t < right.length; t += 97) {
      const wrong = add(
        right,
        polynomialFromTerms(f.variables, [{ coefficient: rational(1n), factors: [...right.terms()][t]!.factors }]),
      );
      expect(valueAt(wrong, at)).not.toBe((valueAt(f, at) * valueAt(g, at)) % p);
    }
  });

  test('substitution of polynomials is evaluation at their values', () => {
    const f = filled(3, 4, 30, 3);
    const inner = [filled(2, 3, 10, 4), filled(2, 2, 40, 5)] as const;
    const result = substitute(f, { x1: inner[0], x3: inner[1] });
    const at = point(2);
    const x2 = at[1]!;
    // The variables left come first: x2, then x1 of the replacements.
    expect(result.variables).toEqual(['x2', 'x1']);
    expect(valueAt(result, [x2, at[0]!])).toBe(valueAt(f, [valueAt(inner[0], at), x2, valueAt(inner[1], at)]));
  });
});
