import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suggestion } from '../../src/network/suggestion.ts';
import { indicesAt, type NestedArray, nestedFrom, sizeOf, tensorFrom } from '../../src/network/tensor.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });

test('nested arrays and tensors turn into each other, rows first', () => {
  expect(
    tensorFrom([
      [1, 2, '1/3'],
      [4, 5, 6],
    ]),
  ).toEqual({ shape: [2, 3], data: [1, 2, '1/3', 4, 5, 6] });
  fc.assert(
    fc.property(shapes, (shape) => {
      const tensor = { shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => i) };
      expect(tensorFrom(nestedFrom(tensor))).toEqual(tensor);
    }),
  );
});

test('indicesAt is where an entry stands in the nested array', () => {
  fc.assert(
    fc.property(shapes, fc.nat(), (shape, n) => {
      const position = n % sizeOf(shape);
      const nested = nestedFrom({ shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => i) });
      const found = indicesAt(shape, position).reduce<NestedArray>(
        (level, index) => (level as readonly NestedArray[])[index]!,
        nested,
      );
      expect(found).toBe(position);
    }),
  );
});

test('suggestion names the nearest, if it is near', () => {
  const known = ['dense', 'residual', 'product'];
  expect(suggestion('desne', known)).toBe("Did you mean 'dense'? ");
  expect(suggestion('PRODUCTS', known)).toBe("Did you mean 'product'? ");
  expect(suggestion('convolution2d', known)).toBe('');
  expect(suggestion('dense', [])).toBe('');
});
