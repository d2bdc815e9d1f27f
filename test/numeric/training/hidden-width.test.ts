import { dense, type Layer, network, polynomial, product, residual, trace } from 'isserlis/network';
import { withHiddenWidth } from 'isserlis/numeric';
import { describe, expect, it } from 'vitest';

const shapes = (net: ReturnType<typeof network>): unknown =>
  trace(net).parameters.map(({ name, shape }) => [name, ...shape]);

describe('withHiddenWidth', () => {
  it('sets every hidden width and leaves inputs, outputs, names and places alone', () => {
    const net = network({
      name: 'small',
      inputs: 2,
      layers: [
        dense({
          weight: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          bias: [1, 2, 3],
        }),
        polynomial([0, 1, 1]),
        residual([dense({ outputs: 5, symbolic: true }), dense({ outputs: 3, symbolic: true })]),
        product([dense({ outputs: 4, symbolic: true })], [dense({ outputs: 4, symbolic: true })]),
        dense({ outputs: 1, symbolic: true }),
      ],
    });
    const wide = withHiddenWidth(net, 7);
    expect(shapes(wide)).toEqual([
      ['W1', 7, 2],
      ['b1', 7],
      ['W2', 7, 7],
      ['W3', 7, 7],
      ['W4', 7, 7],
      ['W5', 7, 7],
      ['W6', 1, 7],
    ]);
    expect(wide.name).toBe('small');
    expect(trace(wide).places).toEqual(trace(net).places);
    expect(shapes(withHiddenWidth(wide, 2))).toContainEqual(['W6', 1, 2]);
  });

  it('keeps lengths that are tied to the inputs', () => {
    const net = network({
      inputs: 2,
      layers: [residual([dense({ outputs: 3, symbolic: true }), dense({ outputs: 2, symbolic: true })])],
    });
    expect(shapes(withHiddenWidth(net, 9))).toEqual([
      ['W1', 9, 2],
      ['W2', 2, 9],
    ]);
  });

  it('refuses what has no hidden layer, and widths that are none', () => {
    const flat = network({ inputs: 2, layers: [dense({ outputs: 1, symbolic: true })] });
    expect(() => withHiddenWidth(flat, 4)).toThrow(/no hidden layer|hidden/);
    for (const width of [0, -1, 1.5, Number.NaN])
      expect(() => withHiddenWidth(flat, width)).toThrow(/width: expected a positive integer/);
  });

  it('takes layers of other makers', () => {
    const halves: Layer = { type: 'halves', build: (b, x) => b.linear(['1/2', '1/2'], x, b.constant(1, b.shape(x))) };
    const net = network({
      inputs: 1,
      layers: [dense({ outputs: 2, symbolic: true }), halves, dense({ outputs: 1, symbolic: true })],
    });
    expect(trace(withHiddenWidth(net, 5)).nodes.map(({ shape }) => shape)).toContainEqual([5]);
  });
});
