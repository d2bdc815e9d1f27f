import fc from 'fast-check';
import { polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, rational } from '../../src/base/rational.ts';
import { interpolateOnSimplex } from '../../src/symbolic/interpolate.ts';
import { evaluate } from '../../src/symbolic/operations/evaluate.ts';
import { degree } from '../../src/symbolic/polynomial.ts';
import { toJson } from './polynomials.ts';

describe('interpolateOnSimplex', () => {
  test('gives back the polynomial that made the values, also where the degree is less than allowed', () => {
    const any = fc
      .integer({ min: 0, max: 3 })
      .chain((variables) => polynomials({ variables, maximumDegree: variables === 3 ? 3 : 5 }));
    fc.assert(
      fc.property(any, fc.nat(2), (f, more) => {
        const bound = Math.max(0, degree(f)) + more;
        const g = interpolateOnSimplex(f.variables, bound, (point) => evaluate(f, point));
        expect(toJson(g)).toEqual(toJson(f));
      }),
    );
  });

  test('asks for each point of the simplex once', () => {
    const points: string[] = [];
    interpolateOnSimplex(['x', 'y'], 3, (point) => {
      points.push(point.join());
      return rational(0n);
    });
    expect(points.length).toBe(10);
    expect(new Set(points).size).toBe(10);
    expect(points.every((point) => point.split(',').reduce((sum, e) => sum + Number(e), 0) <= 3)).toBe(true);
  });

  test('by hand: values 2^a at a = 0, 1, 2 are those of 1 + x/2 + x²/2', () => {
    const f = interpolateOnSimplex(['x'], 2, ([a]) => rational(2n ** BigInt(a!)));
    expect([...f.terms()].map(({ coefficient }) => formatRational(coefficient))).toEqual(['1/2', '1/2', '1']);
  });
});
