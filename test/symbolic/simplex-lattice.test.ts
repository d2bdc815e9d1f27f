import fc from 'fast-check';
import { polynomials } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { degree } from '../../src/symbolic/polynomial.ts';
import { primeField } from '../../src/symbolic/rings/prime-field.ts';
import { SimplexLattice, valuesModulo } from '../../src/symbolic/simplex-lattice.ts';
import { evaluateModulo } from '../../src/symbolic/verify.ts';

describe('the simplex lattice', () => {
  test('has its points in lexicographic order, each at its position', () => {
    const lattice = new SimplexLattice(3, 4);
    const points = [...lattice.points()];
    expect(points.length).toBe(35);
    expect(lattice.length).toBe(35);
    expect(points.map((point) => lattice.position(point))).toEqual([...points.keys()]);
    const dense = points.map((point) => [0, 1, 2].map((axis) => point.find(([a]) => a === axis)?.[1] ?? 0));
    expect(dense).toEqual(dense.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!));
    expect(dense.every((point) => point.reduce((a, b) => a + b) <= 4)).toBe(true);
  });

  test('has lines that cover, along each axis, every point of a line of two or more once', () => {
    const lattice = new SimplexLattice(3, 3);
    const points = [...lattice.points()];
    lattice.lines().forEach((line, axis) => {
      const met: number[] = [];
      for (let at = 0; at < line.length; at += 1 + line[at]!) {
        const positions = [...line.subarray(at + 1, at + 1 + line[at]!)];
        expect(positions.map((p) => points[p]!.find(([a]) => a === axis)?.[1] ?? 0)).toEqual([...positions.keys()]);
        met.push(...positions);
      }
      expect(new Set(met).size).toBe(met.length);
      expect(met.length).toBe(
        lattice.length -
          [...points].filter((p) => p.reduce((s, [, c]) => s + c, 0) === 3 && !p.some(([a]) => a === axis)).length,
      );
    });
  });

  test('is one point in no dimension, and for degree 0', () => {
    expect([...new SimplexLattice(0, 5).points()]).toEqual([[]]);
    expect([...new SimplexLattice(4, 0).points()]).toEqual([[]]);
  });

  test('gives the values of polynomials modulo a prime', () => {
    const variables = ['x1', 'x2', 'x3'];
    fc.assert(
      fc.property(polynomials({ variables }), (f) => {
        const p = 67_108_859;
        const lattice = new SimplexLattice(3, Math.max(0, degree(f)) + 1);
        const values = valuesModulo(p, lattice, f, [2, 0, 1]);
        const field = primeField(BigInt(p));
        const expected = [...lattice.points()].map((point) => {
          const at = [2, 0, 1].map((axis) => BigInt(point.find(([a]) => a === axis)?.[1] ?? 0));
          return Number(field.mul(evaluateModulo(f, field, at), field.reduce(f.denominator)));
        });
        expect([...values]).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
