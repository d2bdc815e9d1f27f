import { describe, expect, it } from 'vitest';
import { networkOf, networkOfBits, type Shape, shapes, type Variant, variants } from '../../bench/expansion/cases.ts';

const all = shapes.flatMap((shape) => shape.variants.map((variant) => [shape, variant] as const));
const [smallest] = shapes;

/** The entries of all dense layers. */
const entriesOf = (shape: Shape, variant: Variant, salt = 'one'): (string | number)[] =>
  networkOf(shape, variant, salt).layers.flatMap((layer) =>
    layer.type === 'dense' && 'weight' in layer ? [...layer.weight.flat(), ...layer.bias] : [],
  );

const shapeNamed = (name: string): Shape => shapes.find((shape) => shape.name === name)!;

describe('the networks of the benchmark', () => {
  it('are functions of the salt', () => {
    for (const [shape, variant] of all.filter(([{ name }]) => name !== 'F')) {
      const network = networkOf(shape, variant, 'one');
      expect(networkOf(shape, variant, 'one')).toEqual(network);
      if (variant !== 'symbolic') expect(networkOf(shape, variant, 'two')).not.toEqual(network);
    }
  });

  it('do not share weights between variants or shapes', () => {
    expect(entriesOf(shapeNamed('A'), 'dec').slice(0, 8)).not.toEqual(entriesOf(shapeNamed('E'), 'dec').slice(0, 8));
  });

  it.each(all)('have the widths of their shape: $0.name $1', ({ inputs, hidden, name, activation }, variant) => {
    const { layers, inputs: given } = networkOf(shapeNamed(name), variant, 'one');
    expect(given).toBe(inputs);
    const dense = layers.filter((layer) => layer.type === 'dense');
    const sizes = dense.map((layer) =>
      'weight' in layer ? [layer.weight.length, layer.weight[0]!.length, layer.bias.length] : [layer.outputs],
    );
    const widths = [inputs, ...hidden, 1];
    expect(sizes).toEqual(
      widths.slice(1).map((width, i) => (variant === 'symbolic' ? [width] : [width, widths[i]!, width])),
    );
    const degree = { quadratic: 2, square: 2, cubic: 3, quartic: 4, quintic: 5 }[activation];
    const activations = layers.filter((layer) => layer.type === 'polynomial');
    expect(activations.map(({ coefficients }) => coefficients.length)).toEqual(hidden.map(() => degree + 1));
    expect(layers.map(({ type }) => type)).toEqual([...hidden.flatMap(() => ['dense', 'polynomial']), 'dense']);
  });

  it('have the shapes A to F', () => {
    const described = shapes
      .filter(({ name }) => 'ABCDEF'.includes(name))
      .map(({ name, inputs, hidden, activation }) => `${name} ${inputs} [${hidden}] ${activation}`);
    expect(described).toEqual([
      'A 4 [8,8] cubic',
      'B 8 [16,16] quadratic',
      'C 6 [16,16,16] quadratic',
      'D 10 [32,32,32] quadratic',
      'E 6 [8,8,8] cubic',
      'F 784 [32] quadratic',
    ]);
  });

  it('have integers from −9 to 9, all of them', () => {
    const found = new Set(entriesOf(shapeNamed('D'), 'int').map(Number));
    expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, i) => i - 9));
  });

  it('have decimals with three places', () => {
    for (const entry of entriesOf(shapeNamed('D'), 'dec')) expect(entry).toMatch(/^-?[012]\.\d{3}$/);
  });

  it('have rationals with denominators from 1 to 1000', () => {
    const denominators = entriesOf(shapeNamed('D'), 'rat').map((entry) => Number(String(entry).split('/')[1]));
    for (const denominator of denominators) expect([denominator >= 1, denominator <= 1000]).toEqual([true, true]);
    expect(new Set(denominators).size).toBeGreaterThan(500);
  });

  it('have doubles that are nearly standard Gaussian', () => {
    const values = entriesOf(shapeNamed('F'), 'dbl').map(Number);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
    // 25,153 draws: seven standard errors of the mean and of the mean square.
    expect(Math.abs(mean)).toBeLessThan(7 / Math.sqrt(values.length));
    expect(Math.abs(square - 1)).toBeLessThan(7 * Math.sqrt(2 / values.length));
  });

  it('have weights of the asked bits', () => {
    for (const bits of [1, 8, 31, 32, 33, 100]) {
      const { layers } = networkOfBits({ ...smallest!, hidden: [16, 16] }, bits, 'one');
      const magnitudes = layers.flatMap((layer) =>
        layer.type === 'dense' && 'weight' in layer ? layer.weight.flat().map((w) => BigInt(w)) : [],
      );
      const lengths = magnitudes.map((w) => (w < 0n ? -w : w).toString(2).length);
      expect(Math.max(...lengths)).toBe(bits);
      expect(magnitudes.some((w) => w < 0n)).toBe(true);
    }
  });

  it('come in all variants', () => {
    expect(new Set(shapes.flatMap((shape) => shape.variants))).toEqual(new Set(variants));
  });
});
