import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { coefficients, polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { exactValue } from '../../../src/base/coefficient.ts';
import {
  absolute,
  formatRational,
  numberFromRational,
  type Rational,
  rational,
  rationalFromNumber,
} from '../../../src/base/rational.ts';
import { add, multiply } from '../../../src/symbolic/operations/arithmetic.ts';
import { evaluate, evaluateDecimal, evaluateFloat } from '../../../src/symbolic/operations/evaluate.ts';
import type { Polynomial } from '../../../src/symbolic/polynomial.ts';
import { power } from '../../../src/symbolic/ring.ts';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { poly } from '../polynomials.ts';

const points = fc.tuple(coefficients(), coefficients(), coefficients());
const doublePoints = fc.tuple(
  ...Array.from({ length: 3 }, () =>
    fc.oneof(
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.integer({ min: -20, max: 20 }).map((k) => k / 8),
    ),
  ),
);
const magnitude = (q: Rational): Rational => ({ ...q, numerator: absolute(q.numerator) });
const less = (a: Rational, b: Rational): boolean => a.numerator * b.denominator <= b.numerator * a.denominator;
const minus = (a: Rational, b: Rational): Rational => QQ.add(a, { ...b, numerator: -b.numerator });

/** Σ c Π x^e, one term and one factor at a time. */
const plain = (f: Polynomial, x: readonly Rational[]): Rational =>
  [...f.terms()].reduce(
    (sum, { coefficient, factors }) =>
      QQ.add(
        sum,
        factors.reduce((product, [v, e]) => QQ.mul(product, power(QQ, x[v]!, e)), coefficient),
      ),
    QQ.zero,
  );

describe('evaluate', () => {
  test('is the sum of the terms’ values, exactly', () => {
    fc.assert(
      fc.property(polynomials(), points, (f, x) => {
        expect(evaluate(f, x)).toEqual(
          plain(
            f,
            x.map((c) => exactValue(c)),
          ),
        );
      }),
    );
  });

  test('is a homomorphism', () => {
    fc.assert(
      fc.property(polynomials(), polynomials(), points, (f, g, x) => {
        const [a, b] = [evaluate(f, x), evaluate(g, x)];
        expect(evaluate(add(f, g), x)).toEqual(QQ.add(a, b));
        expect(evaluate(multiply(f, g), x)).toEqual(QQ.mul(a, b));
      }),
    );
  });

  test('takes coordinates in order or by name, floats exactly', () => {
    const f = poly('x y', ['1/2', 2, 0], [-1, 0, 1]);
    expect(
      [evaluate(f, ['2/3', 5]), evaluate(f, { y: 5, x: '2/3' }), evaluate(f, [0.1, 0])].map(formatRational),
    ).toEqual(['-43/9', '-43/9', formatRational(rational(3602879701896397n ** 2n, 2n * 36028797018963968n ** 2n))]);
    expect(formatRational(evaluate(poly('x'), [7]))).toBe('0');
  });

  test('refuses what is no point', () => {
    const f = poly('x y', [1, 1, 1]);
    expect(() => evaluate(f, [1])).toThrow('evaluate: expected 2 coordinates, got 1');
    expect(() => evaluate(f, { x: 1 })).toThrow("evaluate: the value of 'y' is missing");
    expect(() => evaluate(f, { x: 1, y: 2, z: 3 })).toThrow("evaluate: there is no variable 'z'");
    expect(() => evaluate(f, [1, 'one'])).toThrow("evaluate: y: cannot read the number 'one'");
    expect(() => evaluate(f, [1, NaN])).toThrow('evaluate: y: expected a finite number, got NaN');
  });
});

describe('evaluateDecimal', () => {
  /** The exact value rounded half up (away from zero) to `digits` significant digits, by integers. */
  function rounded(q: Rational, digits: number): string {
    if (q.numerator === 0n) return '0';
    const magnitudeOf = absolute(q.numerator);
    let exponent = `${magnitudeOf}`.length - `${q.denominator}`.length - digits - 1;
    for (;;) {
      const [p, d] =
        exponent >= 0
          ? [magnitudeOf, q.denominator * 10n ** BigInt(exponent)]
          : [magnitudeOf * 10n ** BigInt(-exponent), q.denominator];
      const nearest = (2n * p + d) / (2n * d);
      if (`${nearest}`.length <= digits || nearest === 10n ** BigInt(digits))
        return `${q.numerator < 0n ? '-' : ''}${nearest}e${exponent}`;
      exponent++;
    }
  }

  test('gives the digits of the exact value, rounded once', () => {
    fc.assert(
      fc.property(polynomials(), points, fc.integer({ min: 1, max: 60 }), (f, x, digits) => {
        const value = evaluateDecimal(f, x, digits);
        expect(new Decimal(rounded(evaluate(f, x), digits)).eq(value), `${value}`).toBe(true);
        expect(value.precision()).toBeLessThanOrEqual(digits);
      }),
      { numRuns: 300 },
    );
  });

  test('by hand', () => {
    const third = poly('x', ['1/3', 1]);
    expect(evaluateDecimal(third, [1], 5).toString()).toBe('0.33333');
    expect(evaluateDecimal(third, [2], 5).toString()).toBe('0.66667');
    expect(evaluateDecimal(poly('x', [1, 1]), ['0.125'], 2).toString()).toBe('0.13');
    expect(evaluateDecimal(poly('x', [1, 2]), [new Decimal('1e-7')], 10).toString()).toBe('1e-14');
    expect(evaluateDecimal(poly('x', [1, 2]), { x: new Decimal('0.1') }, 10).toString()).toBe('0.01');
    expect(() => evaluateDecimal(third, [1], 0)).toThrow(
      'evaluateDecimal: expected a positive number of digits, got 0',
    );
    expect(() => evaluateDecimal(third, [1], 2.5)).toThrow('got 2.5');
  });
});

describe('evaluateFloat', () => {
  test('is within its bound of the exact value', () => {
    fc.assert(
      fc.property(polynomials({ maximumDegree: 8, maximumTerms: 12 }), doublePoints, (f, x) => {
        const { value, error } = evaluateFloat(f, x);
        const distance = minus(rationalFromNumber(value), evaluate(f, x));
        expect(less(magnitude(distance), rationalFromNumber(error))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('is within its bound where products and coefficients are subnormal', () => {
    const tiny = fc.constantFrom(5e-324, 1e-310, 1e-200, 1e-162, -3e-155, 1e-10, 1e100);
    const few = fc.array(
      fc.tuple(fc.constantFrom('1e-320', '1e-300', '-3', '1/3', '1e-330', '1e300'), fc.nat(3), fc.nat(3)),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(few, tiny, tiny, (terms, x, y) => {
        const f = poly('x y', ...terms);
        const exact = evaluate(f, [x, y]);
        if (!Number.isFinite(numberFromRational(exact))) return;
        try {
          const { value, error } = evaluateFloat(f, [x, y]);
          expect(less(magnitude(minus(rationalFromNumber(value), exact)), rationalFromNumber(error))).toBe(true);
        } catch (problem) {
          expect((problem as Error).message).toContain('overflows');
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('has a bound that is not vacuous: (degree + terms + 2) u Σ |c| |x|^e, and what four more roundings add', () => {
    fc.assert(
      fc.property(polynomials({ maximumDegree: 8, maximumTerms: 12 }), doublePoints, (f, x) => {
        const { error } = evaluateFloat(f, x);
        const sum = [...f.terms()].reduce(
          (total, { coefficient, factors }) =>
            QQ.add(
              total,
              factors.reduce(
                (product, [v, e]) => QQ.mul(product, power(QQ, magnitude(rationalFromNumber(x[v]!)), e)),
                magnitude(coefficient),
              ),
            ),
          QQ.zero,
        );
        const highest = Math.max(
          0,
          ...[...f.terms()].map(({ factors }) => factors.reduce((total, [, e]) => total + e, 0)),
        );
        const k = BigInt(highest + f.length + 2);
        // The documented bound, itself within (1 + u)^(3k) of what is computed, and the subnormal part: 2 · terms · (1 + Σ|x|)^8 · 2^−1074.
        const factor = rational(2n ** 53n + 8n * k, 2n ** 53n);
        const base = QQ.mul(QQ.mul(rational(k, 2n ** 53n), sum), factor);
        const subnormal = QQ.mul(
          rational(BigInt(2 * f.length * 9), 2n ** 1074n),
          power(QQ, QQ.add(QQ.one, magnitude(rationalFromNumber(Math.max(...x.map(Math.abs), 0)))), 8),
        );
        expect(less(rationalFromNumber(error), QQ.add(base, subnormal))).toBe(true);
      }),
    );
  });

  test('is exact where every operation is', () => {
    expect(evaluateFloat(poly('x y', [3, 2, 0], ['-1/2', 0, 1]), [4, 6]).value).toBe(45);
    expect(evaluateFloat(poly('x y', [3, 2, 0], ['-1/2', 0, 1]), { x: 4, y: 6 }).value).toBe(45);
    expect(evaluateFloat(poly('x'), [1])).toEqual({ value: 0, error: 0 });
  });

  test('refuses what overflows', () => {
    expect(() => evaluateFloat(poly('x', [1, 2]), [1e200])).toThrow(
      'evaluateFloat: the value overflows the range of doubles. Evaluate exactly or with evaluateDecimal',
    );
    expect(() => evaluateFloat(poly('x', ['1e400', 1]), [0])).toThrow('overflows');
    expect(() => evaluateFloat(poly('x', [1, 1]), [NaN])).toThrow('evaluateFloat');
  });
});

test('a rational point is evaluated exactly, whatever its size', () => {
  fc.assert(
    fc.property(rationals(), (q) => {
      expect(evaluate(poly('x', [1, 3]), [formatRational(q)])).toEqual(power(QQ, q, 3));
    }),
  );
});
