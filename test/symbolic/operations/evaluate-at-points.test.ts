import fc from 'fast-check';
import { polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { formatRational, rational } from '../../../src/base/rational.ts';
import { evaluate } from '../../../src/symbolic/operations/evaluate.ts';
import { evaluateAtPoints } from '../../../src/symbolic/operations/evaluate-at-points.ts';
import { poly } from '../polynomials.ts';

describe('evaluateAtPoints', () => {
  test('by hand', () => {
    // 3 x² y − y/2 at (1/3, 6), (0, 2) and (0.5, 1).
    const f = poly('x y', [3, 2, 1], ['-1/2', 0, 1]);
    expect(evaluateAtPoints(f, [['1/3', 6], { x: 0, y: 2 }, [0.5, 1]]).map(formatRational)).toEqual([
      '-1',
      '-1',
      '1/4',
    ]);
  });

  test('is evaluation at each point', () => {
    fc.assert(
      fc.property(
        polynomials({ variables: ['x', 'y', 'z'] }),
        fc.array(fc.array(rationals(), { minLength: 3, maxLength: 3 }), { maxLength: 4 }),
        (f, points) => {
          const given = points.map((point) => point.map(formatRational));
          expect(evaluateAtPoints(f, given)).toEqual(given.map((point) => evaluate(f, point)));
        },
      ),
    );
  });

  test('of zero, of constants, and of no points', () => {
    expect(evaluateAtPoints(poly('x'), [[3]])).toEqual([rational(0n)]);
    expect(evaluateAtPoints(poly('x', [7, 0]), [['1/2'], [0]])).toEqual([rational(7n), rational(7n)]);
    expect(evaluateAtPoints(poly('x', [7, 1]), [])).toEqual([]);
  });

  test('says which coordinate is wrong', () => {
    const f = poly('x y', [1, 1, 1]);
    expect(() => evaluateAtPoints(f, [[1, 2], [1]])).toThrow('evaluate: expected 2 coordinates, got 1');
    expect(() => evaluateAtPoints(f, [{ x: 1 }])).toThrow("the value of 'y' is missing");
    expect(() => evaluateAtPoints(f, [['a', 1]])).toThrow('evaluate: x');
  });
});
