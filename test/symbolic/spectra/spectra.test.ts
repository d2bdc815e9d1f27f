import fc from 'fast-check';
import {
  formatRational,
  harmonics,
  Polynomial,
  type Rational,
  rational,
  singleIndexPower,
  sphereEigenvalues,
  spherePower,
} from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { QQ } from '../../../src/symbolic/rings/rationals.ts';
import { coefficients } from '../../../src/testing/arbitraries/coefficients.ts';
import { golden } from '../../golden/read.ts';

const total = (list: readonly Rational[]): Rational => list.reduce((sum, c) => QQ.add(sum, c), QQ.zero);

describe('sphereEigenvalues', () => {
  // SymPy: moments by Beta functions against its Gegenbauer polynomials.
  const { polynomials } = golden<{
    sphere: { polynomials: { coefficients: string[]; dimension: number; eigenvalues: string[] }[] };
  }>('propagation.json').sphere;
  test.each(polynomials)('agrees with SymPy on $coefficients in $dimension dimensions', (item) => {
    const found = sphereEigenvalues(item.coefficients, item.dimension);
    expect(found.map(({ eigenvalue }) => formatRational(eigenvalue))).toEqual(item.eigenvalues);
  });

  test('Σ multiplicity · λ = κ(1), the trace', () =>
    fc.assert(
      fc.property(fc.array(coefficients(), { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (kernel, dimension) => {
        const found = sphereEigenvalues(kernel, dimension);
        const trace = total(found.map(({ eigenvalue, multiplicity }) => QQ.mul(eigenvalue, rational(multiplicity))));
        expect(trace).toEqual(total(kernel.map((c) => QQ.from(c))));
      }),
    ));

  test('Σ multiplicity · λ² = E κ(x·y)²', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        (kernel, d) => {
          const squares = sphereEigenvalues(kernel, d).map(({ eigenvalue, multiplicity }) =>
            QQ.mul(QQ.mul(eigenvalue, eigenvalue), rational(multiplicity)),
          );
          const square = kernel.flatMap((a, i) => kernel.map((b, j) => [i + j, a * b] as const));
          // The eigenvalue of degree 0 is the mean.
          const coefficientsOfSquare = Array.from({ length: 9 }, (_, k) =>
            square.reduce((sum, [power, c]) => (power === k ? sum + c : sum), 0),
          );
          expect(total(squares)).toEqual(sphereEigenvalues(coefficientsOfSquare, d)[0]?.eigenvalue ?? QQ.zero);
        },
      ),
    ));

  test('counts harmonics: 1, 2, 2 on the circle, 2l + 1 on the sphere, two on the two points of S⁰', () => {
    expect([0, 1, 2, 3].map((l) => harmonics(2, l))).toEqual([1n, 2n, 2n, 2n]);
    expect([0, 1, 2, 3].map((l) => harmonics(3, l))).toEqual([1n, 3n, 5n, 7n]);
    expect([0, 1, 2, 3].map((l) => harmonics(1, l))).toEqual([1n, 1n, 0n, 0n]);
    // All polynomials of degree ≤ L on S^(d−1): C(d+L−1, L) + C(d+L−2, L−1).
    expect([0, 1, 2, 3, 4].reduce((sum, l) => sum + harmonics(9, l), 0n)).toBe(495n + 165n);
  });

  test('refuses what is no dimension', () => {
    expect(() => sphereEigenvalues([1], 0)).toThrow('dimension: expected an integer from 1');
    expect(() => sphereEigenvalues(['x'], 3)).toThrow('kernel: coefficients[0]');
  });
});

describe('spherePower', () => {
  test('by hand: x₁² = 1/d + (x₁² − 1/d)', () => {
    // E x₁⁴ = 3/(d(d+2)), so the degree-2 part has 3/(d(d+2)) − 1/d².
    expect(spherePower(Polynomial.parse('x^2'), 5).map(formatRational)).toEqual(['1/25', '0', '8/175']);
    expect(spherePower(Polynomial.parse('x1*x2'), 4).map(formatRational)).toEqual(['0', '0', '1/24']);
    // |x|² is 1 on the sphere.
    expect(spherePower(Polynomial.parse('x1^2 + x2^2 + x3^2'), 3).map(formatRational)).toEqual(['1', '0', '0']);
    expect(spherePower(Polynomial.parse('0'), 3)).toEqual([]);
  });

  test('of one direction is what Funk and Hecke say', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 9 }),
        (target, d) => {
          const text = target.map((c, k) => `(${c})*x1^${k}`).join('+');
          const [several, single] = [spherePower(Polynomial.parse(text, ['x1']), d), singleIndexPower(target, d)];
          single.forEach((power, l) => {
            expect(several[l] ?? QQ.zero).toEqual(power);
          });
        },
      ),
    ));

  test('adds up to E f², whatever the variables', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(2), fc.nat(2), fc.nat(2)), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 3, max: 6 }),
        (terms, d) => {
          const text = terms.map(([c, a, b, e]) => `(${c})*x1^${a}*x2^${b}*x3^${e}`).join('+');
          const f = Polynomial.parse(text, ['x1', 'x2', 'x3']);
          const power = spherePower(f, d);
          // E f² on the sphere from Gaussian moments: E_gauss x^α = E r^|α| · E_sphere x^α.
          let mean = QQ.zero;
          for (const [c, ...a] of terms)
            for (const [e, ...b] of terms) {
              const exponents = a.map((k, i) => k + b[i]!);
              if (exponents.some((k) => k % 2 === 1)) continue;
              const above = exponents.reduce((product, k) => product * doubleFactorial(k - 1), 1);
              const size = exponents.reduce((sum, k) => sum + k, 0);
              let below = 1;
              for (let i = 0; i < size; i += 2) below *= d + i;
              mean = QQ.add(mean, rational(BigInt(c * e * above), BigInt(below)));
            }
          expect(total(power)).toEqual(mean);
        },
      ),
      { numRuns: 40 },
    ));

  test('refuses more variables than dimensions', () => {
    expect(() => spherePower(Polynomial.parse('a + b + c'), 2)).toThrow('expected at most 2 variables');
  });
});

const doubleFactorial = (k: number): number => (k < 2 ? 1 : k * doubleFactorial(k - 2));
