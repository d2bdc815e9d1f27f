import { type Plot, plotFigure } from 'isserlis/theory';
import { expect, test } from 'vitest';

const plot: Plot = {
  name: 'growth',
  caption: 'Samples by dimension & more.',
  x: { title: 'dimension', logarithmic: true },
  y: { title: 'samples', logarithmic: true },
  series: [
    {
      name: 'found',
      points: [
        { x: 10, y: 100, lower: 80, upper: 130 },
        { x: 100, y: 11_000 },
        // What a logarithmic axis has no place for.
        { x: 0, y: 5 },
        { x: 5, y: Number.POSITIVE_INFINITY },
      ],
    },
    { name: 'found', mark: 'dashed', points: [10, 100].map((x) => ({ x, y: x * x })) },
    { name: 'a guide', mark: 'dashed', points: [10, 100].map((x) => ({ x, y: x })) },
    { name: 'dots', mark: 'points', points: [{ x: 20, y: 30 }] },
  ],
};

test('a plot is a whole SVG document with its series, intervals and guides, the same each time', async () => {
  const [first, second] = [await plotFigure(plot), await plotFigure(plot)];
  expect(second.svg).toBe(first.svg);
  expect(first.svg).toContain('<title>Samples by dimension &#38; more.</title>');
  expect(first.svg).not.toMatch(/NaN|undefined|Infinity|href|url\(|<script|<image/);
  // Two points and one dot; one interval; two dashed lines; three names in the legend.
  expect(first.svg.match(/aria-roledescription="circle"/g)!.length).toBe(3);
  expect(first.svg.match(/stroke-dasharray="4,4"/g)!.length).toBe(2);
  expect(first.svg.match(/>(found|a guide|dots)</g)!.toSorted()).toEqual(['>a guide<', '>dots<', '>found<']);
  const sizes = [...first.svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
});

test('without logarithms, and without points', async () => {
  const plain: Plot = { ...plot, x: { title: 'x' }, y: { title: 'y' }, series: [{ name: 'nothing', points: [] }] };
  expect((await plotFigure(plain)).svg).not.toMatch(/NaN|undefined|Infinity/);
});
