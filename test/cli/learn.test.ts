import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key } from '../../src/base/philox.ts';
import { fillGaussians } from '../../src/numeric/random/fill.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-learn-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function isserlis(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

describe('isserlis learn', () => {
  it('tells hitting times and their slope, and draws them', () => {
    const args = ['learn', '--link', 'x^3 - 3x', '--dimension', '8,16', '--runs', '4', '--seed', '2'];
    const { status, out, err } = isserlis(...args, '--figure', 'f.svg');
    expect([status, err]).toEqual([0, 'wrote f.svg\n']);
    expect(out).toMatch(/information exponent 3 \(proved\)/);
    expect(out).toMatch(/slope of log samples by log d: \d\.\d\d, 95% interval/);
    expect(readFileSync(join(folder, 'f.svg'), 'utf8')).not.toMatch(/NaN|undefined|Infinity/);
    const report = JSON.parse(isserlis(...args, '--json').out);
    expect(report).toMatchObject({ informationExponent: 3, sampleExponent: 2, seed: 2, tier: 'observed' });
    expect(report.dimensions.map(({ hittingTimes }: { hittingTimes: number[] }) => hittingTimes.length)).toEqual([
      4, 4,
    ]);
    expect(JSON.parse(isserlis(...args, '--json').out)).toEqual(report);
  });

  it('refuses bad input with 2', () => {
    expect(isserlis('learn', '--link', '3')).toMatchObject({ status: 2, err: expect.stringMatching(/constant/) });
    expect(isserlis('learn', '--link', 'x', '--method', 'sdg')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/'sgd'/),
    });
    expect(isserlis('learn', '--link', 'x', '--dimension', '8,x').status).toBe(2);
    expect(isserlis('learn').status).toBe(2);
  });
});

describe('isserlis exponent without a direction', () => {
  it('says what samples show, and nothing of inputs that are not Gaussian', () => {
    const inputs = fillGaussians(new Float64Array(3 * 800), key(1, 'csv'));
    const lines = Array.from({ length: 800 }, (_, i) => {
      const [a, b, c] = inputs.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
      return `${5 + 2 * a},${b},${c},${Math.cos(2 * (0.6 * a + 0.8 * c))}`;
    });
    writeFileSync(join(folder, 'samples.csv'), `${lines.join('\n')}\n`);
    const raw = JSON.parse(isserlis('exponent', '--data', 'samples.csv', '--order', '3', '--json').out);
    expect(raw.informationExponent).toEqual({ atMost: null });
    expect(raw.warnings.join()).toMatch(/whiten/);
    const args = ['--data', 'samples.csv', '--order', '3', '--whiten', '--label-bound', '1'];
    const { status, out } = isserlis('exponent', ...args);
    expect(status).toBe(0);
    expect(out).toMatch(/^IE ≤ 2 at level 0.05; \|C_1\|²\/1! ≤ 0\.\d+ \(tested: Cantelli/m);
    expect(isserlis('exponent', '--data', 'samples.csv', '--margin', '0.1')).toMatchObject({ status: 2 });
    expect(isserlis('exponent', '--link', 'x', '--whiten')).toMatchObject({ status: 2 });
  });
});
