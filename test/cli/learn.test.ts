import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
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

describe('isserlis learn --data', () => {
  it('learns from a file, writes the direction, and says how good it is', () => {
    const inputs = fillGaussians(new Float64Array(3 * 600), key(4, 'csv'));
    const columns = [0, 1, 2].map((a) => Array.from({ length: 600 }, (_, i) => inputs[3 * i + a]!));
    const y = columns[0]!.map((x, i) => (0.6 * x + 0.8 * columns[2]![i]!) ** 2);
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'y', data: y, type: 'DOUBLE' },
        ...columns.map((data, a) => ({ name: `g${a}`, data, type: 'DOUBLE' as const })),
      ],
    });
    writeFileSync(join(folder, 's.parquet'), new Uint8Array(file));
    writeFileSync(join(folder, 'w.csv'), '0.6,0,0.8\n');
    const args = ['learn', '--data', 's.parquet', '--order', '2', '--direction', 'w.csv'];
    const { status, out, err } = isserlis(...args, '--out', 'found.csv');
    expect([status, err]).toEqual([0, 'wrote found.csv\n']);
    expect(out).toMatch(/450 samples learnt from in 1 pass, 150 held out/);
    expect(out).toMatch(/95% interval \[/);
    const report = JSON.parse(isserlis(...args, '--json').out);
    expect(report).toMatchObject({ variables: ['g0', 'g1', 'g2'], order: 2, tier: 'tested' });
    expect(report.knownOverlap).toBeGreaterThan(0.98);
    expect(readFileSync(join(folder, 'found.csv'), 'utf8').trim().split('\n').map(Number)).toEqual(report.direction);
    expect(isserlis('learn', '--data', 's.parquet')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/--link or --order/),
    });
  });
});

describe('isserlis learn --student', () => {
  it('trains a two-layer student beside the flow, draws and writes it; the written network is expanded', () => {
    const args = ['learn', '--link', 'x^3 - 3x', '--student', 'two-layer', '--dimension', '6,9', '--runs', '3'];
    const { status, out, err } = isserlis(...args, '--figure', 's.svg', '--out', 'trained.json');
    expect([status, err]).toEqual([0, 'wrote s.svg\nwrote trained.json\n']);
    expect(out).toMatch(/d\s+found\s+median\s+middle half\s+by the flow/);
    expect(out).toMatch(/The first of them expanded: \d+ terms in 9 variables/);
    expect(readFileSync(join(folder, 's.svg'), 'utf8')).not.toMatch(/NaN|undefined|Infinity/);
    const report = JSON.parse(isserlis(...args, '--json').out);
    expect(report).toMatchObject({ loss: 'correlation', tier: 'observed', measure: 'median neuron' });
    expect(report.dimensions[1].table[0]).toMatchObject({ step: 0, overlap: { n: 3 } });
    expect(report.expanded.orders.at(-1).order).toBe(3);
    const exponent = JSON.parse(isserlis('exponent', 'trained.json', '--json').out);
    expect(exponent.outputs[0].informationExponent).toBe(report.expanded.informationExponent);
  });

  it.each([
    [['--activation', 'relu'], /no polynomial/],
    [['--method', 'sgd'], /--method: is for/],
  ])('refuses %j with 2', (args, message) => {
    const { status, err } = isserlis('learn', '--link', 'x^3 - 3x', '--student', 'two-layer', ...args);
    expect([status, message.test(err)]).toEqual([2, true]);
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
