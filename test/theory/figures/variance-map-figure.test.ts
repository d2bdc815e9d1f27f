import { varianceMapFigure } from 'isserlis/theory';
import { expect, test } from 'vitest';

test('the variance map says its fixed points, and stays whole when the iteration leaves the picture', async () => {
  const plot = { variance: (K: number) => 3 * K * K, start: 0.4, depth: 30 };
  const fixedPoints = [
    { variance: 0, attracting: true },
    { variance: 1 / 3, attracting: false },
  ];
  const [first, second] = [
    await varianceMapFigure({ ...plot, fixedPoints }),
    await varianceMapFigure({ ...plot, fixedPoints }),
  ];
  expect(first.description).toBe(
    'The variance map with the diagonal and the iteration from K = 0.4; fixed points: 0 (attracting), 0.3333 (repelling).',
  );
  expect(first.svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>.*<\/svg>$/s);
  expect(first.svg).not.toMatch(/NaN|undefined|Infinity|href|url\(/);
  expect(second.svg).toBe(first.svg);
});

test('the variance map can be drawn without fixed points, and of zero', async () => {
  for (const variance of [() => 0, (K: number) => K + 1]) {
    const { svg, description } = await varianceMapFigure({ variance, start: 0, depth: 5, fixedPoints: [] });
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(description).toContain('fixed points: none');
  }
});
