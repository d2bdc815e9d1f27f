import fc from 'fast-check';
import {
  contains,
  type Enclosure,
  type Integrand,
  integrate,
  parseFormula,
  parseRational,
  type RealEnclosures,
  rational,
  realEnclosures,
} from 'isserlis/symbolic';
import { describe, expect, it, test } from 'vitest';
import { widthExponent } from '../../../src/symbolic/enclosure/enclosure.ts';
import { gaussLegendre } from '../../../src/symbolic/quadrature/gauss-legendre.ts';

const K = realEnclosures(160);

/** f alone. */
const plain = (text: string): Integrand => ({
  formula: parseFormula(text),
  values: (_: RealEnclosures, _x, value) => [value],
  logBounds: (_, exponent) => [exponent],
});
const integral = (text: string, from: number, to: number, bits = 110): Enclosure =>
  integrate(plain(text), K.from(from), K.from(to), {
    tolerances: [-bits],
    bits: 160,
    deadline: performance.now() + 20_000,
  })[0]!;

describe('Gauss–Legendre rules', () => {
  test.each([2, 3, 8, 21, 64])('of %d nodes are exact below degree 2n', (n) => {
    const { nodes, weights } = gaussLegendre(n, 120);
    for (const degree of [0, 1, 2, n, 2 * n - 1]) {
      const sum = nodes.map((x, i) => K.mul(weights[i]!, K.powerInteger(x, degree))).reduce(K.add);
      const exact = degree % 2 === 1 ? rational(0n) : rational(2n, BigInt(degree + 1));
      expect(contains(sum, exact)).toBe(true);
      expect(widthExponent(sum)).toBeLessThan(-100);
    }
    const beyond = nodes.map((x, i) => K.mul(weights[i]!, K.powerInteger(x, 2 * n))).reduce(K.add);
    // By n = 64 the difference is below 2^-120.
    if (n < 30) expect(contains(beyond, rational(2n, BigInt(2 * n + 1)))).toBe(false);
  });
});

describe('integrals', () => {
  // By hand, decimals of mpmath 1.3.0 at 40 digits.
  test.each([
    ['exp(x)', 0, 1, '1.718281828459045235360287471352662497757'],
    ['1/(1+x^2)', 0, 1, '0.7853981633974483096156608458198757210493'],
    ['abs(x - 1/3)', -1, 1, '1.111111111111111111111111111111111111111'],
    ['sqrt(x)', 0, 1, '0.6666666666666666666666666666666666666667'],
    ['1/(1+25x^2)', -1, 1, '0.5493603067780063443445087705779844594604'],
    ['step(x^2 - 2)', -2, 2, '1.171572875253809902396622551580603842861'],
  ])('∫ %s over [%d, %d]', (text, from, to, expected) => {
    const value = integral(text, from, to);
    expect(widthExponent(value)).toBeLessThan(-105);
    const around = K.add(value, { lower: -1n, upper: 1n, exponent: -118 });
    expect(contains(around, parseRational(expected))).toBe(true);
  });

  test('of polynomials hold the exact value, and add up over parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: -3, max: 2 }),
        (c, a) => {
          const text = c.map((coefficient, k) => `(${coefficient})*x^${k}`).join(' + ');
          const antiderivative = (x: bigint) =>
            c.reduce((sum, coefficient, k) => {
              const term = rational(BigInt(coefficient) * x ** BigInt(k + 1), BigInt(k + 1));
              return rational(
                sum.numerator * term.denominator + term.numerator * sum.denominator,
                sum.denominator * term.denominator,
              );
            }, rational(0n));
          const [high, low] = [antiderivative(3n), antiderivative(BigInt(a))];
          const exact = rational(
            high.numerator * low.denominator - low.numerator * high.denominator,
            high.denominator * low.denominator,
          );
          expect(contains(integral(text, a, 3), exact)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('a wrong value is not in the enclosure', () => {
    expect(contains(integral('exp(x)', 0, 1), parseRational('1.71828182845904523536028747135267'))).toBe(false);
  });

  test.each([
    ['1/x', -1, 1, /cannot be bounded near x = 0/],
    ['log(x)', -1, 1, /no certified value/],
    ['tan(x)', 0, 3, /no certified value/],
  ])('∫ %s is refused, with the place', (text, from, to, message) => {
    expect(() => integral(text, from, to, 30)).toThrow(message);
  });

  it('gives up at its deadline', () => {
    const late = { tolerances: [-110], bits: 160, deadline: performance.now() - 1 };
    expect(() => integrate(plain('exp(x)'), K.zero, K.one, late)).toThrow(/cannot be certified in the time given/);
  });
});
