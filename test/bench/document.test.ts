import { hostname, tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { thisMachine } from '../../bench/common/machine.ts';
import { summary, toDocument } from '../../bench/expansion/document.ts';
import { decades, toSvg } from '../../bench/expansion/figure.ts';
import type { Results } from '../../bench/expansion/results.ts';

const took = (seconds: number, version: string) =>
  ({
    state: 'finished',
    version,
    best: seconds,
    first: seconds,
    runs: 3,
    peakKilobytes: 1000,
    details: { engine: 'gram', primes: 2, numeratorBits: 40, denominatorBits: 0, writing: 1e-6, outputBytes: 800 },
    check: { terms: 100, value: '5' },
  }) as const;

const results: Results = {
  machine: { ...thisMachine(), load: 0 },
  salt: 'test',
  limit: 20,
  threads: 2,
  cells: [
    {
      shape: 'A',
      variant: 'int',
      expected: '5',
      ours: took(0.001, 'Isserlis 0.1.0'),
      parallel: took(0.002, 'Isserlis 0.1.0'),
      peers: {
        flint: took(0.003, 'python-flint 0.9.0'),
        symbolica: { state: 'over limit', limit: 20, version: 'Symbolica 3' },
        pari: { state: 'not installed', what: 'cypari' },
      },
    },
  ],
  growth: [
    {
      parameter: 'inputs d',
      fixed: 'width 16',
      points: [2, 4, 8].map((parameter) => ({
        parameter,
        networkCost: 10 * parameter,
        expected: '5',
        ours: took(parameter / 1000, 'Isserlis 0.1.0'),
      })),
    },
  ],
};

it('the page has the tables, the versions and what is not installed', () => {
  const page = toDocument(results, 'picture.svg');
  expect(page).toContain('| A int | 100 | 40 | **1** | 1 | 3 | 3× | > 20,000 | not installed |');
  expect(page).toContain('](picture.svg)');
  expect(page).toContain('In this run 3 results were compared, all agree.');
  expect(page).toContain('- FLINT: python-flint 0.9.0\n- Symbolica: Symbolica 3\n- PARI: not installed: cypari');
  expect(page).toContain('### By inputs d\n\nwidth 16. time ∝ parameter^1.00 ∝ model^1.00.');
  expect(page).toContain('| as fast as FLINT on A to F | holds | A int 3× |');
});

it('the page names neither the machine nor a path', () => {
  expect(Object.values(thisMachine())).not.toContain(hostname());
  const page = toDocument(results, 'picture.svg') + summary(results);
  expect(page).not.toContain(process.cwd());
  expect(page).not.toContain(tmpdir());
});

it('the page says when the machine was busy', () => {
  expect(toDocument(results, 'picture.svg')).not.toContain('busy');
  const loaded = { ...results, machine: { ...results.machine, load: 3.2 } };
  expect(toDocument(loaded, 'picture.svg')).toContain('Other processes were busy (load 3.2 at the start)');
});

it('a fault is said on the page', () => {
  const [cell] = results.cells;
  const wrong = { ...results, cells: [{ ...cell!, expected: '6' }] };
  expect(toDocument(wrong, 'picture.svg')).toContain('A int: Isserlis has another value than the network');
});

it('the picture stands alone, with a title and a mark for each time', async () => {
  const svg = await toSvg(results);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('<title>Times of expansion on 1 networks by Isserlis and 3 other systems');
  for (const label of ['Isserlis', 'FLINT', 'Symbolica', 'A int', 'inputs d']) expect(svg).toContain(`>${label}<`);
});

it('ticks stand at powers of ten, no more than asked for', () => {
  expect(decades([0.3, 20], 8).values).toEqual([0.1, 1, 10, 100]);
  expect(decades([1e-4, 1e4], 4).values).toEqual([1e-4, 1e-2, 1, 100, 1e4]);
});
