import fc from 'fast-check';
import {
  complexEnclosures,
  contains,
  type Enclosure,
  enclosedDecimal,
  parseRational,
  type Rational,
  type RealEnclosures,
  rational,
  realEnclosures,
} from 'isserlis/symbolic';
import { rationals } from 'isserlis/testing';
import { describe, expect, it, test } from 'vitest';
import { isBounded, signOf, UNBOUNDED, widthExponent } from '../../../src/symbolic/enclosure/enclosure.ts';

const K = realEnclosures(40);
const fine = realEnclosures(300);
const times = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);
const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** An interval around a rational, of a width from 0 to about 2. */
const around = (): fc.Arbitrary<readonly [Rational, Enclosure]> =>
  fc.tuple(rationals(), fc.integer({ min: 0, max: 60 })).map(([q, e]) => {
    const radius = e === 0 ? K.zero : { lower: -1n, upper: 1n, exponent: e - 60 };
    return [q, K.add(K.from(q), radius)];
  });

describe('arithmetic holds the exact result', () => {
  test('of +, −, ·, / and powers', () => {
    fc.assert(
      fc.property(around(), around(), fc.integer({ min: 0, max: 7 }), ([p, a], [q, b], n) => {
        expect(contains(K.add(a, b), plus(p, q))).toBe(true);
        expect(contains(K.sub(a, b), plus(p, times(rational(-1n), q)))).toBe(true);
        expect(contains(K.mul(a, b), times(p, q))).toBe(true);
        expect(
          contains(K.powerInteger(a, n), {
            numerator: p.numerator ** BigInt(n),
            denominator: p.denominator ** BigInt(n),
          }),
        ).toBe(true);
        if (q.numerator !== 0n)
          expect(contains(K.div(a, b), times(p, rational(q.denominator, q.numerator)))).toBe(true);
        const absolute = { ...p, numerator: p.numerator < 0n ? -p.numerator : p.numerator };
        expect(contains(K.abs(a), absolute)).toBe(true);
        expect(contains(K.square(K.sqrt(K.from(absolute))), absolute)).toBe(true);
      }),
    );
  });

  it('rounds ends of very different size', () => {
    const big = K.powerInteger(K.from(10), 200);
    const sum = K.add(big, K.from(rational(1n, 10n ** 200n)));
    expect(contains(sum, plus(rational(10n ** 200n), rational(1n, 10n ** 200n)))).toBe(true);
    expect(widthExponent(sum)).toBeLessThan(640);
  });

  it('is unbounded where nothing is known', () => {
    const mixed = K.sub(K.from(rational(1n, 3n)), K.from(rational(1n, 3n)));
    for (const value of [
      K.div(K.one, mixed),
      K.log(mixed),
      K.sqrt(K.from(-1)),
      K.add(UNBOUNDED, K.one),
      K.mul(UNBOUNDED, K.zero),
    ])
      expect(isBounded(value)).toBe(false);
  });
});

describe('functions', () => {
  const names = ['exp', 'sin', 'cos', 'sinh', 'cosh', 'tanh', 'erf', 'normalDistribution'] as const;
  test.each(names)('%s: enclosures of any width meet the fine ones', (name) => {
    fc.assert(
      fc.property(around(), ([q, a]) => {
        const [wide, tight] = [K[name](a), fine[name](fine.from(q))];
        // The fine enclosure's middle stands for the value: it is right to 2^-290.
        expect(meets(K, wide, tight)).toBe(true);
        expect(widthExponent(fine[name](fine.from(q)))).toBeLessThanOrEqual(widthExponent(K[name](K.from(q))) + 1);
      }),
      { numRuns: 60 },
    );
  });

  test('log undoes exp', () => {
    fc.assert(
      fc.property(rationals(), (q) => {
        expect(contains(fine.log(fine.exp(fine.from(q))), q)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  // mpmath 1.3.0 at 60 digits: exp(1), log(2), erf(1/2), tanh(1/3), sin(22), sqrt(2), Φ(-9/8), exp(-700), erf(1e-20).
  test.each([
    ['exp', '1', '2.71828182845904523536028747135266249775724709369996'],
    ['log', '2', '0.693147180559945309417232121458176568075500134360255'],
    ['erf', '1/2', '0.520499877813046537682746653891964528736451575757964'],
    ['tanh', '1/3', '0.321512737531634344719406222425206466005292002502083'],
    ['sin', '22', '-0.00885130929040387592169025681577233246328920395133261'],
    ['sqrt', '2', '1.41421356237309504880168872420969807856967187537695'],
    ['exp', '-700', '9.85967654375977085670537294784946510511560018140094e-305'],
    ['erf', '1e-20', '1.12837916709551257389615890312154517168806364601909e-20'],
  ] as const)('%s(%s) is as in mpmath', (name, x, expected) => {
    const value = enclosedDecimal(fine[name](fine.from(parseRational(x))), 48);
    expect(value.digits).toBe(48);
    expect(value.decimal.slice(0, 40)).toBe(expected.slice(0, 40));
  });

  it('keeps the relative precision of what is tiny', () => {
    const tiny = K.exp(K.neg(K.exp(K.from(20))));
    for (const name of ['sinh', 'tanh', 'erf'] as const) {
      expect(signOf(K[name](tiny))).toBe(1);
      expect(signOf(K[name](K.neg(tiny)))).toBe(-1);
    }
    expect(isBounded(K.sin(tiny))).toBe(true);
    // x − x³/3 + … and x + x³/6 + … at x = ±2^-30, by hand.
    for (const sign of [1n, -1n])
      for (const [name, denominator] of [
        ['tanh', -3n],
        ['sinh', 6n],
      ] as const) {
        const value = realEnclosures(40)[name](fine.from(rational(sign, 1n << 30n)));
        expect(contains(value, plus(rational(sign, 1n << 30n), rational(sign, denominator << 90n)))).toBe(true);
        expect(widthExponent(value)).toBeLessThan(-65);
      }
  });

  it('stays within the range of bounded functions', () => {
    const wide = { lower: -(1n << 60n), upper: 1n << 60n, exponent: 0 };
    for (const name of ['sin', 'cos', 'tanh', 'erf'] as const)
      expect(enclosedDecimal(K[name](wide), 3)).toMatchObject({ lower: '-1', upper: '1' });
  });
});

const meets = (R: RealEnclosures, a: Enclosure, b: Enclosure): boolean => {
  const difference = R.sub(a, b);
  return !isBounded(difference) || (difference.lower <= 0n && difference.upper >= 0n);
};

describe('rectangles', () => {
  const C = complexEnclosures(realEnclosures(60));
  const R = C.reals;
  const point = (x: number, y: number) => ({ real: R.from(x), imaginary: R.from(y) });
  const box = (x: number, y: number, r: number) => ({
    real: R.add(R.from(x), R.mul(R.from(r), { lower: -1n, upper: 1n, exponent: 0 })),
    imaginary: R.add(R.from(y), R.mul(R.from(r), { lower: -1n, upper: 1n, exponent: 0 })),
  });
  const small = { min: -2, max: 2, noNaN: true } as const;

  test('images of boxes hold those of their points', () => {
    fc.assert(
      fc.property(fc.double(small), fc.double(small), fc.double({ min: 0, max: 0.5, noNaN: true }), (x, y, r) => {
        for (const name of ['exp', 'sin', 'cos', 'tanh', 'erf', 'log'] as const) {
          const [image, value] = [C[name](box(x, y, r)), C[name](point(x, y))];
          expect(meets(R, image.real, value.real) && meets(R, image.imaginary, value.imaginary)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('identities: exp(iy) lies on the circle, tanh = sinh/cosh by exponentials', () => {
    fc.assert(
      fc.property(fc.double(small), fc.double({ min: -1.4, max: 1.4, noNaN: true }), (x, y) => {
        const z = point(x, y);
        const double = C.exp(C.add(z, z));
        const quotient = C.div(C.add(double, C.from(-1)), C.add(double, C.from(1)));
        const tanh = C.tanh(z);
        expect(meets(R, quotient.real, tanh.real) && meets(R, quotient.imaginary, tanh.imaginary)).toBe(true);
        const circle = C.magnitude(C.exp(point(0, y)));
        expect(Math.abs(Number(enclosedDecimal(circle, 12).decimal) - 1)).toBeLessThan(1e-10);
      }),
      { numRuns: 60 },
    );
  });

  it('is unbounded on a pole', () => {
    expect(isBounded(C.tanh(box(0, Math.PI / 2, 0.01)).real)).toBe(false);
    expect(isBounded(C.log(box(0, 0, 0.1)).real)).toBe(false);
  });

  // mpmath 1.3.0: erf(1 + 1j), tanh(1 + 1j).
  it('agrees with mpmath at a point', () => {
    const e = C.erf(point(1, 1));
    expect(contains(e.real, parseRational('1.31615128169794764488027108024367036902770652925201637814734'))).toBe(true);
    expect(contains(e.imaginary, parseRational('0.190453469237834686284108861969162442437777309750714731345898'))).toBe(
      true,
    );
    const t = C.tanh(point(1, 1));
    expect(Number(enclosedDecimal(t.real, 12).decimal)).toBeCloseTo(1.083923327338695, 11);
    expect(Number(enclosedDecimal(t.imaginary, 12).decimal)).toBeCloseTo(0.271752585319512, 11);
  });
});

describe('decimals', () => {
  it('say how many digits are right', () => {
    const third = K.from(rational(1n, 3n));
    expect(enclosedDecimal(third, 6)).toEqual({
      decimal: '0.333333',
      lower: '0.333333333',
      upper: '0.333333334',
      digits: 6,
    });
    expect(enclosedDecimal(K.add(third, { lower: -1n, upper: 1n, exponent: -12 }), 6).digits).toBeLessThan(6);
    expect(enclosedDecimal(K.zero, 6)).toEqual({ decimal: '0', lower: '0', upper: '0', digits: 6 });
    expect(enclosedDecimal({ lower: -1n, upper: 1n, exponent: -9 }, 6)).toMatchObject({ decimal: '0', digits: 0 });
    expect(() => enclosedDecimal(UNBOUNDED, 6)).toThrow(RangeError);
  });
});
