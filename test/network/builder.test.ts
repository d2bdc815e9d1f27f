import { Builder } from 'isserlis/network';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src/symbolic/interpret.ts';
import { ZZ } from '../../src/symbolic/rings/integers.ts';

describe('Builder', () => {
  test('makes programs of every operation', () => {
    const builder = new Builder(['a', 'b']);
    const x = builder.input();
    const w = builder.parameter('W', { shape: [2, 2], data: [1, 2, 3, 4] });
    const y = builder.einsum('oi,i->o', w, x);
    const z = builder.linear([2, -1], y, builder.constant(10, [2]));
    const program = builder.finish(builder.multiply(builder.map({ kind: 'cube', coefficients: [0, 0, 0, 1] }, z), x));
    // y = (a + 2 b, 3 a + 4 b), z = 2 y − 10, output = z³ ⊙ x; at (1, 2): y = (5, 11), z = (0, 12), z³ x = (0, 3456)
    const values = interpret(program, ZZ, {
      inputs: [1n, 2n],
      parameter: ({ tensor }, index) => ZZ.from(tensor!.data[index]!),
    });
    expect(values).toEqual([0n, 3456n]);
  });

  test('checks shapes', () => {
    const builder = new Builder(['a', 'b']);
    const [x, c] = [builder.input(), builder.constant(1, [3])];
    expect(() => builder.add(x, c)).toThrow('sum: the shapes [2] and [3] differ');
    expect(() => builder.multiply(x, c)).toThrow("einsum 'a,a->a': index a is both 2 and 3 long");
    expect(() => builder.shape(7)).toThrow('value 7 is not defined; the program has 2 nodes');
  });

  test('takes as many coefficients as operands', () => {
    const builder = new Builder(['a']);
    const x = builder.input();
    expect(() => builder.linear([1], x, x)).toThrow('sum: expected 2 coefficients, one for each operand, got 1');
  });
});
