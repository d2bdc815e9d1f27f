import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { uniform } from '../../src/base/philox.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), 'exponent', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

/** N(0, 1) by the sum of twelve uniforms is no Gaussian, so Box and Muller's method. */
const normal = (i: number): number => {
  const draw = (layer: number): number => uniform({ seed: 5, stream: 'cli' }, i, layer);
  return Math.sqrt(-2 * Math.log(1 - draw(0))) * Math.cos(2 * Math.PI * draw(1));
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-exponent-'));
  const rows = Array.from({ length: 3000 }, (_, i) => [normal(2 * i), normal(2 * i + 1)] as const);
  const label = ([a, b]: readonly [number, number]): number => ((0.6 * a + 0.8 * b) ** 2 > 1 ? 1 : -1);
  writeFileSync(
    join(folder, 'samples.csv'),
    `a,b,y\n${rows.map((row) => [...row, label(row)].join(',')).join('\n')}\n`,
  );
  writeFileSync(join(folder, 'w.csv'), '3,4\n');
  writeFileSync(join(folder, 'w3.csv'), '3\n4\n5\n');
  writeFileSync(
    join(folder, 'net.json'),
    JSON.stringify({ name: 'pair', inputs: 2, layers: [{ type: 'dense', weight: [[1, 1]] }, { type: 'square' }] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis exponent', () => {
  test('--link --json', () => {
    const { status, out } = run('--link', 'x^3 - 3x', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      informationExponent: 3,
      generativeExponent: 1,
      leap: 3,
      tier: 'proved',
      coefficients: [
        { coefficient: '0' },
        { coefficient: '0' },
        { coefficient: '0' },
        { coefficient: '6', zero: false },
      ],
      certificate: { generativeExponent: [{ statement: 'E[f^3 He_1] = 324 ≠ 0' }] },
    });
  });
  test('--link says what is unknown', () => {
    const { out } = run('--link', 'sign((x^3 - 2*log(2)*x)*(x^2 + 1))');
    expect(out).toContain('information exponent: between 1 and 3 (unknown');
  });
  test('--link without an information exponent', () => {
    const { out } = run('--link', 'exp(x^4 - x)', '--json');
    expect(JSON.parse(out)).toMatchObject({
      informationExponent: null,
      generativeExponent: 1,
      tier: 'proved',
      skipped: { informationExponent: expect.stringMatching(/does not converge/) },
    });
  });
  test('--function', () => {
    const { out } = run('--function', 'x1 + x2 + x1*x2');
    expect(out).toContain('leap: 1 (proved)');
    expect(out).toContain('isotropic leap: 2 (proved)');
    expect(out).toContain('generative leap: 2 (proved)');
  });
  test('--function of functions of one variable', () => {
    const { out } = run('--function', 'tanh(x1)*x2 + x3', '--json');
    expect(JSON.parse(out)).toMatchObject({
      informationExponent: 1,
      leap: 2,
      generativeLeap: null,
      tiers: { informationExponent: 'proved', leap: 'enclosed' },
    });
  });
  test('a network is expanded', () => {
    const { out, status } = run('net.json', '--json');
    expect([status, JSON.parse(out)]).toMatchObject([
      0,
      { outputs: [{ name: 'y1', informationExponent: 2, leap: 2, isotropicLeap: 2, generativeLeap: 2 }] },
    ]);
  });
  test('--data', () => {
    const { out, status } = run('--data', 'samples.csv', '--direction', 'w.csv', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      upperBound: 2,
      tier: 'tested',
      certificate: { statement: expect.stringMatching(/^IE ≤ 2 at level 0.05; \|u_1\| ≤ 0\.\d+$/) },
    });
    expect(run('--data', 'samples.csv', '--direction', 'w.csv', '--level', '0.01').out).toMatch(
      /^IE ≤ 2 at level 0.01/,
    );
  });
  test('--data without a direction, and --recover', () => {
    const { out, status } = run('--data', 'samples.csv', '--recover', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      informationExponent: { atMost: 2 },
      tier: 'tested',
      recovery: { order: 2, tier: 'tested', overlap: { level: 0.95 } },
    });
    const [a, b] = report.recovery.direction as [number, number];
    expect(Math.abs(0.6 * a + 0.8 * b)).toBeGreaterThan(report.recovery.overlap.lower);
    // Orders that are not there are not recovered by.
    expect(run('--data', 'samples.csv', '--recover', '--order', '1').out).toContain('no order was found to recover by');
  });
  it.each([
    [[], /expected NET, --link, --function or --data/],
    [['--link', 'x', '--function', 'x'], /expected one of/],
    [['--link', ''], /empty/],
    [['--link', 'x + y'], /y/],
    [['--link', 'sqrt(x)'], /not defined/],
    [['--function', 'sin(x1*x2)'], /'sin\(x1 \* x2\)' is a function of x1, x2 that does not split/],
    [['--function', 'nonsense(x1)*x2'], /there is no function 'nonsense'/],
    [['--function', 'exp(x1^2)*x2'], /does not converge/],
    [['--link', 'x', '--level', '0.1'], /--level: is for --data/],
    [['--link', 'x', '--output', 'y1'], /--output: is for NET/],
    [['--function', 'x', '--order', '3'], /--order/],
    [['--data', 'samples.csv', '--direction', 'w.csv', '--recover'], /--recover: is for --data without --direction/],
    [['--data', 'samples.csv', '--kurtosis', '0.5'], /kurtosis/],
    [['--data', 'samples.csv', '--direction', 'w3.csv'], /expected 2 numbers/],
    [['--data', 'none.csv', '--direction', 'w.csv'], /none.csv: there is no such file/],
    [['--data', 'samples.csv', '--direction', 'w.csv', '--label', 'z'], /there is no column 'z'/],
    [['--data', 'samples.csv', '--direction', 'w.csv', '--level', '2'], /between 0 and 1/],
    [['nowhere'], /nowhere/],
  ])('%j is bad input', (args, message) => {
    const { status, out, err } = run(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
