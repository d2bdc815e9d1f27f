import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contraction, einsumLengths, parseEinsum } from '../../src/network/einsum.ts';
import { sizeOf } from '../../src/network/tensor.ts';

describe('parseEinsum', () => {
  test('splits operands and output', () => {
    expect(parseEinsum('oi,i->o')).toEqual({ operands: ['oi', 'i'], output: 'o' });
    expect(parseEinsum('->')).toEqual({ operands: [''], output: '' });
  });

  test.each(['oi,i', 'oi,i->O', 'o i->o', '', 'ab->c->d'])('refuses %j', (text) => {
    expect(() => parseEinsum(text)).toThrow(`einsum: cannot read '${text}'. Write it as in 'oi,i->o'`);
  });

  test('refuses an index twice in one operand', () => {
    expect(() => parseEinsum('ii->i')).toThrow("einsum 'ii->i': an index repeats within 'ii'");
  });
});

describe('einsumLengths', () => {
  test.each<[string, number[][], string]>([
    ['oi,i->o', [[2, 3]], 'expected 2 operands, got 1'],
    ['oi,i->o', [[2], [3]], 'operand 0 has shape [2], expected rank 2'],
    ['oi,i->o', [[2, 3], [4]], 'index i is both 3 and 4 long'],
    ['i->io', [[2]], "the output's index o occurs in no operand"],
  ])('%s over %j is refused', (text, shapes, message) => {
    expect(() => einsumLengths(text, shapes)).toThrow(`einsum '${text}': ${message}`);
  });
});

describe('contraction', () => {
  /** Σ over all assignments of lengths to indices, one loop nest: the definition. */
  function plain(text: string, shapes: readonly number[][], data: readonly number[][]): number[] {
    const { operands, output } = parseEinsum(text);
    const lengths = [...einsumLengths(text, shapes)];
    const result = new Array<number>(sizeOf([...output].map((i) => Object.fromEntries(lengths)[i]!))).fill(0);
    const at = (indices: string, values: Record<string, number>): number =>
      [...indices].reduce((position, index) => position * Object.fromEntries(lengths)[index]! + values[index]!, 0);
    const loop = (axis: number, values: Record<string, number>): void => {
      if (axis < lengths.length) {
        const [index, length] = lengths[axis]!;
        for (let i = 0; i < length; i++) loop(axis + 1, { ...values, [index]: i });
      } else
        result[at(output, values)]! += operands.reduce(
          (product, indices, k) => product * data[k]![at(indices, values)]!,
          1,
        );
    };
    loop(0, {});
    return result;
  }

  test.each([
    ['oi,i->o', [[2, 3], [3]]],
    ['oij,j->oi', [[2, 3, 2], [2]]],
    ['a,a->a', [[4], [4]]],
    [
      'ab,bc,cd->ad',
      [
        [2, 3],
        [3, 2],
        [2, 2],
      ],
    ],
    ['ab->ba', [[2, 3]]],
    ['ab->', [[2, 3]]],
    ['a,b->ba', [[2], [3]]],
  ] as [string, number[][]][])('%s sums what its definition says', (text, shapes) => {
    const entries = fc.tuple(
      ...shapes.map((shape) =>
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
      ),
    );
    fc.assert(
      fc.property(entries, (data) => {
        const { outputShape, positions, terms } = contraction(text, shapes);
        const result = Array.from({ length: sizeOf(outputShape) }, (_, o) => {
          const at = positions(o);
          return Array.from({ length: terms }, (_unused, t) =>
            data.reduce((product, operand, k) => product * operand[at[k]![t]!]!, 1),
          ).reduce((a, b) => a + b, 0);
        });
        expect(result).toEqual(plain(text, shapes, data));
      }),
      { numRuns: 20 },
    );
  });
});
