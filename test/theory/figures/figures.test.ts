import { dense, network } from 'isserlis/network';
import { expand } from 'isserlis/symbolic';
import { coefficientsByDegreeFigure, Figure, inputInteractionsFigure } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { readNetwork } from '../../../src/network/read-network.ts';
import { powerOfTen } from '../../../src/theory/figures/coefficients-by-degree-figure.ts';
import { percent } from '../../../src/theory/figures/input-interactions-figure.ts';
import { example, small } from '../networks.ts';

const figures = [coefficientsByDegreeFigure, inputInteractionsFigure];

describe.each(figures)('a figure', (figure) => {
  test('is a whole SVG document that needs nothing else, the same each time', async () => {
    const map = expand(small());
    const [first, second] = [await figure(map), await figure(map)];
    expect(first.svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>.*<\/svg>$/s);
    expect(first.svg).not.toMatch(/href|url\(|<script|<image/);
    expect(second.svg).toBe(first.svg);
  });

  test('has no text smaller than 11 pixels, and says nothing wrong', async () => {
    for (const name of ['iris-cubic', 'digits-quadratic']) {
      const { svg } = await figure(expand(await readNetwork(example(name))));
      const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
      expect(sizes.length).toBeGreaterThan(5);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test('shows in notebooks', async () => {
    const shown = await figure(expand(small()));
    expect(shown).toBeInstanceOf(Figure);
    const display = (shown as unknown as Record<symbol, () => unknown>)[Symbol.for('Jupyter.display')]!();
    expect(display).toEqual({ 'image/svg+xml': shown.svg, 'text/plain': shown.description });
  });

  test('can be drawn of zero', async () => {
    const { svg } = await figure(expand(network({ inputs: 2, layers: [dense({ weight: [[0, 0]] })] })));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('the matrix of interactions shows twenty inputs of many, and symbols for long names', async () => {
  const { svg } = await inputInteractionsFigure(expand(await readNetwork(example('digits-quadratic'))));
  expect(new Set(svg.match(/pixel_\d_\d/g)).size).toBeLessThanOrEqual(21);
  expect(svg).toContain('x₁₇');
  expect((await inputInteractionsFigure(expand(small()))).svg).toMatch(/>a<.*>b</s);
});

test('numbers on figures', () => {
  expect([0, 0.0004, 0.002, 0.0994, 0.0996, 0.41, 1].map(percent)).toEqual([
    '',
    '<0.1%',
    '0.2%',
    '9.9%',
    '10%',
    '41%',
    '100%',
  ]);
  expect([-13, 0, 1, 2].map(powerOfTen)).toEqual(['10⁻¹³', '1', '10', '10²']);
});
