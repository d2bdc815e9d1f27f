import fc from 'fast-check';
import { formatRational, parseRational, type Rational, rational } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import {
  compare,
  compareToRational,
  definingPolynomial,
  isRootOf,
  rationalNumber,
  valueAtRoot,
} from '../../../src/symbolic/algebraic/algebraic-number.ts';
import { clearDenominators } from '../../../src/symbolic/algebraic/integer-polynomial.ts';
import { productOf, valueAt } from '../../../src/symbolic/algebraic/rational-polynomial.ts';
import { decimalOf } from '../../../src/symbolic/algebraic/real-number.ts';
import { realRoots } from '../../../src/symbolic/algebraic/real-roots.ts';
import { rationals } from '../../../src/testing/arbitraries/rationals.ts';
import { golden } from '../../golden/read.ts';

const polynomial = (...coefficients: (string | number)[]): Rational[] => coefficients.map((c) => parseRational(`${c}`));
const roots = (...coefficients: (string | number)[]): ReturnType<typeof realRoots> =>
  realRoots(polynomial(...coefficients));

describe('realRoots', () => {
  // SymPy's real_roots, 40 digits.
  const cases = golden<{ roots: { coefficients: string[]; roots: [string, number][] }[] }>('propagation.json').roots;
  test.each(cases)('agrees with SymPy on $coefficients', ({ coefficients, roots: expected }) => {
    const found = realRoots(coefficients.map((c) => parseRational(c)));
    expect(found.map(({ multiplicity }) => multiplicity)).toEqual(expected.map(([, multiplicity]) => multiplicity));
    found.forEach(({ value }, i) => {
      expect(value.decimal(38)).toBe(decimalOf(parseRational(expected[i]![0]), 38));
      expect(value.toNumber()).toBe(Number(expected[i]![0]));
    });
  });

  test('writes rational and quadratic roots in closed form', () => {
    expect(roots(-1, -4, 8).map(({ value }) => `${value}`)).toEqual(['(1 - √3)/4', '(1 + √3)/4']);
    expect(roots(6, 0, -5, 0, 1).map(({ value }) => `${value}`)).toEqual(['-√3', '-√2', '√2', '√3']);
    expect(roots(0, -1, 0, 0, 105).map(({ value }) => `${value}`)).toEqual(['0', '(1/105)^(1/3)']);
    expect(roots(2, 0, 0, 1).map(({ value }) => `${value}`)).toEqual(['-2^(1/3)']);
    expect(roots('2/9', -1, 1).map(({ value }) => `${value}`)).toEqual(['1/3', '2/3']);
    // x⁵ − x − 1 has no such root; (x² − x − 1)(x³ − 2) has two of each kind.
    expect(`${roots(-1, -1, 0, 0, 0, 1)[0]!.value}`).toBe('≈ 1.167303978261419');
    expect(roots(2, 2, -2, -1, -1, 1).map(({ value }) => `${value}`)).toEqual(['(1 - √5)/2', '2^(1/3)', '(1 + √5)/2']);
  });

  test('finds the integers of a product, whatever their number and order', () =>
    fc.assert(
      fc.property(fc.array(rationals(), { minLength: 1, maxLength: 6 }), (list) => {
        const product = list.reduce<readonly Rational[]>(
          (p, { numerator, denominator }) => productOf(p, [rational(-numerator), rational(denominator)]),
          [rational(1n)],
        );
        const distinct = new Map<string, number>();
        for (const c of list) distinct.set(formatRational(c), (distinct.get(formatRational(c)) ?? 0) + 1);
        const found = realRoots(product);
        expect(new Map(found.map(({ value, multiplicity }) => [`${value}`, multiplicity]))).toEqual(distinct);
        expect(found.length).toBe(distinct.size);
      }),
      { numRuns: 40 },
    ));

  test('gives roots that the polynomial vanishes at, in rising order, as many as change its sign', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 7 }), (integers) => {
        fc.pre(integers.some((c) => c !== 0));
        const p = integers.map((c) => rational(BigInt(c)));
        const found = realRoots(p);
        for (const { value } of found) expect(isRootOf(value, clearDenominators(p))).toBe(true);
        for (let i = 1; i < found.length; i++) expect(compare(found[i - 1]!.value, found[i]!.value)).toBe(-1);
        // Odd multiplicities are changes of sign: between −B and B there are as many as the ends' signs say, modulo 2.
        const top = rational(10n ** 3n);
        const ends = [valueAt(p, { numerator: -top.numerator, denominator: 1n }), valueAt(p, top)];
        const odd = found.filter(({ multiplicity }) => multiplicity % 2 === 1).length;
        expect(ends[0]!.numerator < 0n !== ends[1]!.numerator < 0n).toBe(odd % 2 === 1);
      }),
      { numRuns: 60 },
    ));

  test('refuses the zero polynomial, and degrees it would take hours for', () => {
    expect(() => realRoots([])).toThrow('every number is a root');
    expect(() => realRoots([...new Array<Rational>(70).fill(rational(0n)), rational(1n)])).toThrow('degree 64 at most');
  });
});

describe('elements of Q(α)', () => {
  // The roots of x³ − 3x + 1 are 2 cos(2πk/9), and x → x² − 2 permutes them.
  const [a, b, c] = roots(1, -3, 0, 1).map(({ value }) => value);
  const image = valueAtRoot(a!, polynomial(-2, 0, 1));

  test('are compared exactly, also where they are equal but written otherwise', () => {
    expect([compare(image, a!), compare(image, b!), compare(image, c!)]).toEqual([1, 1, 0]);
    expect(compare(valueAtRoot(c!, polynomial(-2, 0, 1)), b!)).toBe(0);
    expect(compare(b!, valueAtRoot(c!, polynomial(-2, 0, 1)))).toBe(0);
    expect(valueAtRoot(a!, polynomial(1, -3, 0, 1)).sign()).toBe(0);
    expect(compareToRational(b!, parseRational('0.347296355333861'))).toBe(-1);
  });

  test('satisfy their defining polynomial', () => {
    expect(definingPolynomial(image)).toEqual([1n, -3n, 0n, 1n]);
    expect(definingPolynomial(rationalNumber(parseRational('2/3')))).toEqual([-2n, 3n]);
    const quotient = valueAtRoot(a!, polynomial(1, 1), polynomial(0, 2, 1));
    expect(isRootOf(quotient, definingPolynomial(quotient))).toBe(true);
  });

  test('are what field operations say', () =>
    fc.assert(
      fc.property(
        fc.array(rationals(), { maxLength: 4 }),
        fc.array(rationals(), { minLength: 1, maxLength: 4 }),
        (f, g) => {
          fc.pre(valueAtRoot(b!, g).sign() !== 0);
          const quotient = valueAtRoot(b!, f, g);
          const back = valueAtRoot(quotient, polynomial(0, 1));
          expect(compare(back, quotient)).toBe(0);
          // (f/g)·g = f, as an element of Q(α).
          const product = valueAtRoot(b!, productOf(quotient.coefficients, g));
          expect(compare(product, valueAtRoot(b!, f))).toBe(0);
        },
      ),
      { numRuns: 40 },
    ));

  test('throw where the denominator vanishes, in any guise', () => {
    expect(() => valueAtRoot(a!, polynomial(1), polynomial(1, -3, 0, 1))).toThrow('the denominator vanishes');
    expect(() => valueAtRoot(rationalNumber(rational(2n)), polynomial(1), polynomial(-2, 1))).toThrow('vanishes');
  });
});

test('digits: ever more of them are the same number, and a thousand are right', () => {
  const golden5 = roots(-1, -1, 1)[1]!.value;
  // (1 + √5)/2 by integer square root.
  const digits = 1000;
  const scale = 10n ** BigInt(digits + 10);
  let x = scale * 3n;
  for (let next = 0n; ; x = next) {
    next = (x + (5n * scale * scale) / x) / 2n;
    if (next >= x) break;
  }
  expect(golden5.decimal(digits)).toBe(decimalOf(rational(scale + x, 2n * scale), digits));
  expect(() => golden5.decimal(0)).toThrow('digits: expected an integer from 1');
});

test('decimals are rounded once, at all sizes', () => {
  expect(decimalOf(parseRational('2/3'), 5)).toBe('0.66667');
  expect(decimalOf(parseRational('1/8'), 2)).toBe('0.13');
  expect(decimalOf(parseRational('-1/8'), 2)).toBe('-0.13');
  expect(decimalOf(rational(0n), 3)).toBe('0');
  expect(decimalOf(rational(3n ** 255n), 2)).toBe('4.6e+121');
  expect(decimalOf(rational(1n, 3n ** 255n), 3)).toBe('2.16e-122');
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 60n }), fc.bigInt({ min: 1n, max: 10n ** 60n }), (p, q) => {
      const text = decimalOf(rational(p, q), 12);
      const back = parseRational(text);
      // |back − p/q| ≤ half a unit of the 12th digit ≤ 5·10⁻¹² relative.
      const error = back.numerator * q - p * back.denominator;
      expect((error < 0n ? -error : error) * 2n * 10n ** 11n <= p * back.denominator).toBe(true);
    }),
  );
});
