import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key } from '../../src/base/philox.ts';
import { circularUnitaryEigenvalues } from '../../src/numeric/random/circular-unitary.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

function symmetric(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'symmetric', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-symmetric-'));
  const points = circularUnitaryEigenvalues(key(1, 'cli'), 600, 2);
  const lines = Array.from({ length: 600 }, (_, i) => {
    const [a, b, c, d] = points.subarray(4 * i, 4 * i + 4);
    return [Math.atan2(b!, a!), Math.atan2(d!, c!), a! + c!, b! + d!].map((x) => x.toFixed(12)).join();
  });
  writeFileSync(join(folder, 'samples.csv'), `t1,t2,re,im\n${lines.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis symmetric', () => {
  it('states the exponent, exact moments and flows', () => {
    const { status, out } = symmetric(
      '--link',
      'z^2',
      '--teacher',
      '3/5,4/5',
      '--dimension',
      '3',
      '--starts',
      '0.1,0.01',
    );
    expect(status).toBe(0);
    expect(out).toContain('adapted information exponent 2 (proved)');
    expect(out).toContain('needs N ≥ 4: see the exact moments');
    expect(out).toMatch(/E\[z\^2 conj\(z\)\^2\] +1186\/625 +2 {2}\(beyond the stable range\)/);
    expect(out).toMatch(/0\.01 +5\.33013 +5\.33013/);
  });

  it('as JSON, with a figure', () => {
    const { status, out } = symmetric('--link', 'z^3', '--starts', '0.1,0.05', '--figure', 'flow.svg', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(out);
    expect(report.exponent).toMatchObject({ value: 3, tier: 'proved', symmetryOrder: 3 });
    expect(report.coefficients).toEqual(['0', '0', '0', '1']);
    expect(report.flows[0].times[0].time).toBeCloseTo(10.26077303094509, 6);
    const svg = readFileSync(join(folder, 'flow.svg'), 'utf8');
    expect(svg).toMatch(/^<svg.*unnormalised.*<\/svg>$/s);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
    expect(JSON.parse(symmetric('--link', '5', '--json').out).exponent.value).toBe('Infinity');
  });

  it('learns, conditions and estimates', () => {
    const learned = symmetric('--link', 'z', '--samples', '40', '--runs', '6', '--dimension', '4', '--seed', '3');
    expect(learned.out).toMatch(/Learned from samples, 6 runs \(tested, seed 3\):\nsamples .*\n40 /);
    expect(symmetric('--activation', '1,1/2,1/6,1/24').out).toContain('the activation alone gives 12\n');
    const { status, out } = symmetric('--data', 'samples.csv', '--dimension', '2', '--teacher', '1');
    expect(status).toBe(0);
    expect(out).toContain('s ≤ 1 at level 0.05');
  });

  it('follows flows from random starts by dimension', () => {
    const { out, status } = symmetric('--link', 'z^3', '--dimensions', '16,64', '--runs', '20', '--json');
    expect(status).toBe(0);
    const { byDimension } = JSON.parse(out);
    expect(byDimension).toMatchObject([
      { kind: 'spherical', runs: 20, theory: 0.5, rows: [{ dimension: 16 }, { dimension: 64 }] },
      { kind: 'unnormalised' },
    ]);
    for (const { slope } of byDimension)
      expect(slope.lower <= slope.exponent && slope.exponent <= slope.upper).toBe(true);
    const text = symmetric('--link', 'z^3', '--dimensions', '16,64', '--runs', '20').out;
    expect(text).toMatch(/spherical: T ~ dimension\^[\d.]+, interval \[.*\]; limit 0.5/);
  });

  it.each([
    [[], 'Give --link, --activation or --data'],
    [['--link', 'abs(z)'], "'abs(z)' is not read"],
    [['--link', 'z', '--starts', '2'], 'an overlap between 0 and the cosine 0.9, got 2'],
    [['--link', '5', '--starts', '0.1'], 'no order that moves the overlap'],
    [['--starts', '0.1'], 'Give --link'],
    [['--dimensions', '16,64'], 'Give --link'],
    [['--link', 'z^3', '--dimensions', '16'], 'two or more different integers'],
    [['--link', '5', '--dimensions', '16,64'], 'no order that moves the overlap'],
    [['--link', 'z', '--figure', 'a.svg'], 'Give --starts too'],
    [['--link', 'z', '--samples', '9', '--runs', '2'], '2 draws are too few'],
    [['--link', 'z', '--teacher', '0'], 'a number that is not 0'],
    [
      ['--data', 'samples.csv', '--dimension', '3'],
      'expected 5 numbers, 3 angles and the real and imaginary part of y',
    ],
    [['--data', 'none.csv'], 'no such file'],
    [['--activation', '1,x'], "cannot read the number 'x'"],
  ])('refuses %j', (args, message) => {
    expect(symmetric(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});
