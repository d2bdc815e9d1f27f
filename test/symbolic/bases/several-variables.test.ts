import fc from 'fast-check';
import {
  basisTerms,
  differentiateInBasis,
  equal,
  expandInBasis,
  fromBasis,
  hermiteBasis,
  legendreBasis,
  multiply,
  multiplyInBasis,
  Polynomial,
} from 'isserlis/symbolic';
import { polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational } from '../../../src/base/rational.ts';
import { laguerreBasis } from '../../../src/symbolic/bases/orthogonal/laguerre.ts';
import { differentiate } from '../../../src/symbolic/operations/calculus.ts';

const bases = { x: hermiteBasis, y: legendreBasis, z: laguerreBasis('1/2') };
const some = () => polynomials({ variables: ['x', 'y', 'z'], maximumDegree: 4 });

describe('expansion in products of basis polynomials', () => {
  test('x² y + x by hand', () => {
    // x² = He_2 + 1.
    const expansion = expandInBasis(Polynomial.parse('x^2*y + x'), hermiteBasis);
    expect(`${expansion.coefficients}`).toBe('x^2*y + x + y');
    expect(
      [...basisTerms(expansion)].map(({ indices, coefficient }) => [indices, formatRational(coefficient)]),
    ).toEqual([
      [[2, 1], '1'],
      [[1, 0], '1'],
      [[0, 1], '1'],
    ]);
  });

  test('there and back, products and derivatives, each variable in a basis of its own', () => {
    fc.assert(
      fc.property(some(), some(), (f, g) => {
        const [F, G] = [expandInBasis(f, bases), expandInBasis(g, bases)];
        expect(equal(fromBasis(F), f)).toBe(true);
        expect(equal(fromBasis(multiplyInBasis(F, G)), multiply(f, g))).toBe(true);
        expect(equal(fromBasis(differentiateInBasis(F, 'y')), differentiate(f, 'y'))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('of zero and of constants', () => {
    for (const text of ['0', '7/3']) {
      const f = Polynomial.parse(text, ['x']);
      expect(equal(fromBasis(expandInBasis(f, hermiteBasis)), f)).toBe(true);
    }
  });

  test('refuses variables that are not there, and factors in different bases', () => {
    const f = Polynomial.parse('x + y');
    expect(() => expandInBasis(f, { w: hermiteBasis })).toThrow(/there is no variable 'w'/);
    expect(() => multiplyInBasis(expandInBasis(f, hermiteBasis), expandInBasis(f, legendreBasis))).toThrow(
      /'x' has the basis He in one factor, P in the other/,
    );
  });
});
