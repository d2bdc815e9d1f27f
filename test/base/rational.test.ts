import fc from 'fast-check';
import { rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import {
  bitLength,
  formatRational,
  gcd,
  lcm,
  numberFromRational,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  twoAdicValuation,
} from '../../src/base/rational.ts';
import { golden } from '../golden/read.ts';

const integers = (bits = 200): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) });
const positive = (bits = 200): fc.Arbitrary<bigint> => fc.bigInt({ min: 1n, max: 2n ** BigInt(bits) });

/** Every finite double, each bit pattern as likely as any other. */
const doubles = (): fc.Arbitrary<number> =>
  fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map(doubleFromBits)
    .filter(Number.isFinite);

function doubleFromBits(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

describe('integers', () => {
  test('bitLength is the length in binary', () => {
    expect([0n, 1n, -1n, 2n, 255n, 256n].map(bitLength)).toEqual([0, 1, 1, 2, 8, 9]);
    fc.assert(fc.property(positive(), (a) => bitLength(a) === a.toString(2).length && bitLength(-a) === bitLength(a)));
  });

  test('twoAdicValuation counts the zeros at the end in binary', () => {
    const zeros = (a: bigint): number => /0*$/.exec(a.toString(2))![0].length;
    fc.assert(fc.property(positive(), fc.nat(300), (a, k) => twoAdicValuation(a << BigInt(k)) === zeros(a) + k));
    fc.assert(fc.property(positive(), (a) => twoAdicValuation(-a) === zeros(a)));
  });

  test('gcd is that of Euclid, by subtraction', () => {
    const plain = (a: bigint, b: bigint): bigint => {
      let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
      while (x !== 0n && y !== 0n) {
        if (x >= y) x -= y * (x / y);
        else y -= x * (y / x);
      }
      return x + y;
    };
    const special = fc.oneof(
      integers(),
      fc.nat(150).map((k) => 2n ** BigInt(k)),
      fc.constantFrom(0n, 1n, -1n),
    );
    fc.assert(fc.property(special, special, special, (a, b, c) => gcd(a * c, b * c) === plain(a * c, b * c)));
  });

  test('lcm · gcd = product', () => {
    fc.assert(
      fc.property(
        positive(),
        positive(),
        positive(),
        (a, b, c) => lcm(a * c, b * c) * gcd(a * c, b * c) === a * b * c * c,
      ),
    );
    fc.assert(fc.property(positive(), positive(), (a, b) => lcm(a, a * b) === a * b && lcm(a * b, a) === a * b));
  });
});

describe('rational', () => {
  test('is in lowest terms with a positive denominator, and has the same value', () => {
    const nonzero = integers().filter((q) => q !== 0n);
    fc.assert(
      fc.property(integers(), nonzero, nonzero, (p, q, c) => {
        const { numerator, denominator } = rational(p * c, q * c);
        return denominator > 0n && gcd(numerator, denominator) === 1n && numerator * q === p * denominator;
      }),
    );
  });

  test('has no zero denominator', () => {
    expect(() => rational(3n, 0n)).toThrow('rational: the denominator of 3/0 is zero');
  });
});

describe('doubles', () => {
  test('are dyadic rationals: significand · 2^exponent', () => {
    expect(formatRational(rationalFromNumber(0.1))).toBe('3602879701896397/36028797018963968');
    expect(formatRational(rationalFromNumber(-0))).toBe('0');
    expect(rationalFromNumber(5e-324)).toEqual({ numerator: 1n, denominator: 2n ** 1074n });
    expect(rationalFromNumber(Number.MAX_VALUE)).toEqual({ numerator: (2n ** 53n - 1n) * 2n ** 971n, denominator: 1n });
    expect(formatRational(rationalFromNumber(-0.75))).toBe('-3/4');
  });

  test('go to rationals and back, every kind', () => {
    const edges = fc.constantFrom(
      5e-324,
      2 ** -1022,
      2 ** -1022 - 5e-324,
      1 - 2 ** -53,
      1 + 2 ** -52,
      2 ** 53,
      Number.MAX_VALUE,
    );
    fc.assert(
      fc.property(fc.oneof(doubles(), edges, fc.double({ noNaN: true, noDefaultInfinity: true })), (x) => {
        const q = rationalFromNumber(x);
        expect(numberFromRational(q)).toBe(x === 0 ? 0 : x);
        expect(gcd(q.numerator, q.denominator)).toBe(1n);
      }),
      { numRuns: 2000 },
    );
  });

  test('NaN and infinities are no rationals', () => {
    for (const x of [NaN, Infinity, -Infinity]) expect(() => rationalFromNumber(x)).toThrow(InputError);
  });
});

describe('numberFromRational', () => {
  test("rounds as Python's division of integers does", () => {
    for (const [p, q, bits] of golden<[string, string, string][]>('doubles.json')) {
      const numerator = p.startsWith('-') ? -BigInt(p.slice(1)) : BigInt(p);
      expect(numberFromRational(rational(numerator, BigInt(q))), `${p}/${q}`).toBe(doubleFromBits(BigInt(`0x${bits}`)));
    }
  });

  /**
   * Digits enough to tell on which side of a point halfway between doubles (at most 768 digits) the value is, a final 1
   * standing for all that follows: then the conversion of decimal text is correctly rounded (ECMA-262 leaves this to the
   * engine; V8, JavaScriptCore and SpiderMonkey do it right).
   */
  function throughDecimals({ numerator, denominator }: Rational): number {
    const digits = 1100;
    const magnitude = numerator < 0n ? -numerator : numerator;
    const scaled = magnitude * 10n ** BigInt(digits);
    const sticky = scaled % denominator === 0n ? '' : '1';
    return Number(`${numerator < 0n ? '-' : ''}${scaled / denominator}${sticky}e${-digits - sticky.length}`);
  }

  test('rounds as the engine reads decimals', () => {
    fc.assert(
      fc.property(rationals(), (q) => numberFromRational(q) === throughDecimals(q)),
      { numRuns: 500 },
    );
  });

  test('rounds halfway cases to even, and what is just beside them to the nearer', () => {
    const finite = doubles().filter((x) => x > 0 && x < Number.MAX_VALUE);
    fc.assert(
      fc.property(finite, fc.constantFrom(-1n, 0n, 1n), (x, side) => {
        const lower = rationalFromNumber(x);
        const view = new DataView(new ArrayBuffer(8));
        view.setFloat64(0, x);
        const bits = view.getBigUint64(0);
        const next = doubleFromBits(bits + 1n);
        const upper = rationalFromNumber(next);
        // (lower + upper)/2 + side · 2^−3000
        const denominator = 2n * lower.denominator * upper.denominator * 2n ** 3000n;
        const middle = (lower.numerator * upper.denominator + upper.numerator * lower.denominator) * 2n ** 3000n;
        const beside = rational(middle + side * (denominator >> 3000n), denominator);
        const expected = side < 0n ? x : side > 0n ? next : (bits & 1n) === 0n ? x : next;
        expect(numberFromRational(beside)).toBe(expected);
        expect(numberFromRational({ ...beside, numerator: -beside.numerator })).toBe(-expected);
      }),
      { numRuns: 300 },
    );
  });

  test('overflows where a double does', () => {
    const largest = rationalFromNumber(Number.MAX_VALUE).numerator;
    const halfUlp = 2n ** 970n;
    expect(numberFromRational(rational(largest + halfUlp - 1n))).toBe(Number.MAX_VALUE);
    expect(numberFromRational(rational(largest + halfUlp))).toBe(Infinity);
    expect(numberFromRational(rational(-largest - halfUlp))).toBe(-Infinity);
    expect(numberFromRational(rational(10n ** 5000n, 7n))).toBe(Infinity);
    expect(numberFromRational(rational(1n, 10n ** 5000n))).toBe(0);
  });
});

describe('text', () => {
  const read = (text: string): string => formatRational(parseRational(text));

  test('is read exactly', () => {
    const cases = {
      '3/7': '3/7',
      '-2': '-2',
      '+5': '5',
      '0.1': '1/10',
      '-.5': '-1/2',
      '5.': '5',
      '1.5e-3': '3/2000',
      '2E2': '200',
      ' 6 / 4 ': '3/2',
      '-6/-4': '3/2',
      '0.5/0.25': '2',
      '1e2/1e-1': '1000',
      '0/5': '0',
      '-0': '0',
    };
    for (const [text, expected] of Object.entries(cases)) expect(read(text), text).toBe(expected);
  });

  test('of a rational reads back', () => {
    fc.assert(
      fc.property(rationals(), (q) => {
        expect(parseRational(formatRational(q))).toEqual(q);
      }),
    );
  });

  test('of a decimal is its digits over a power of ten', () => {
    fc.assert(
      fc.property(integers(60), fc.nat(12), fc.integer({ min: -30, max: 30 }), (digits, places, exponent) => {
        const magnitude = `${digits < 0n ? -digits : digits}`.padStart(places + 1, '0');
        const text = `${digits < 0n ? '-' : ''}${magnitude.slice(0, magnitude.length - places)}.${magnitude.slice(magnitude.length - places)}e${exponent}`;
        const power = exponent - places;
        expect(parseRational(text)).toEqual(
          power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power)),
        );
      }),
    );
  });

  test('that is no number is refused with the place', () => {
    for (const text of [
      '',
      ' ',
      '.',
      '-',
      'x',
      '1/2/3',
      '1/',
      '/2',
      '1 2',
      '0x10',
      '1_000',
      'e5',
      '1e',
      'NaN',
      'Infinity',
      '−3',
      '1,5',
      '١',
    ]) {
      expect(() => parseRational(text, 'layers[0].weight[1]'), text).toThrow(
        /^layers\[0\]\.weight\[1\]: cannot read the number/,
      );
    }
    expect(() => parseRational('3/0', 'w')).toThrow("w: '3/0' has a zero denominator");
    expect(() => parseRational('1e99999', 'w')).toThrow("w: '1e99999' has an exponent beyond ±10000");
    expect(() => parseRational('1e-99999999999999999999', 'w')).toThrow(InputError);
  });
});
