import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-propagate-'));
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

describe('isserlis propagate', () => {
  it('says of z² what the theory says, and draws it', () => {
    const { status, out, err } = isserlis('propagate', 'x^2', '--sigma-w2', '2', '--figure', 'map.svg');
    expect([status, err]).toEqual([0, 'wrote map.svg\n']);
    expect(out).toContain('V(K) = 6*K^2');
    expect(out).toContain('every K > 1/6 ≈ 0.1666666667 diverges, doubly exponentially in the depth');
    const svg = readFileSync(join(folder, 'map.svg'), 'utf8');
    expect(svg).toContain('fixed points: 0 (attracting), 0.1667 (repelling)');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('gives programs the closed forms', () => {
    const report = JSON.parse(isserlis('propagate', 'x^2 - 1', '--sigma-w2', '1/2', '--digits', '20', '--json').out);
    expect(report.tier).toBe('proved');
    expect(report.fixedPoints.map((p: { variance: { exact: string } }) => p.variance.exact)).toEqual(['1/3', '1']);
    expect(report.escapeWeightVariance.value).toEqual({ exact: '(1 + √3)/4', decimal: '0.68301270189221932338' });
    expect(report.varianceByDepth[8]).toMatchObject({ depth: 8, exact: '1' });
  });

  it('takes other formulas in floats, and the activation of a network', () => {
    const relu = JSON.parse(isserlis('propagate', 'relu', '--sigma-w2', '2', '--json').out);
    expect([relu.tier, relu.everyVarianceFixed, relu.criticalPoints.everyVariance]).toEqual(['observed', true, 2]);
    const { out } = isserlis('propagate', join(root, 'examples/networks/iris-cubic'));
    expect(out).toContain('σ = polynomial [0, 0.5, 0.25, 0.0625] of iris-cubic');
    expect(out).toContain('every K > 8/5 ≈ 1.6 diverges');
  });

  it.each([
    [['propagate', 'rleu'], /Did you mean 'relu'/],
    [['propagate', 'exp(x^2)'], /does not converge/],
    [['propagate', 'x', '--sigma-w2=-1'], /--sigma-w2: expected a variance ≥ 0, got -1/],
    [['spectrum', 't'], /required option '--dimension/],
    [['spectrum', 't - t^2', '--dimension', '3', '--target', 'x1', '--samples', '4'], /is not positive semidefinite/],
  ])('%j is bad input', (args, message) => {
    const { status, err } = isserlis(...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
  });
});

describe('isserlis spectrum', () => {
  it('lists eigenvalues that add up to the trace, and predicts a learning curve', () => {
    const { status, out } = isserlis(
      'spectrum',
      '1 + t + t^2',
      '--dimension',
      '10',
      '--target',
      'x1*x2 + x1',
      '--samples',
      '10,100',
    );
    expect(status).toBe(0);
    expect(out).toMatch(/2 +54 +1\/60 ≈ 0\.01666667 +1\/120/);
    expect(out).toContain('Σ multiplicity · eigenvalue = 3 = κ(1)');
    expect(out).toMatch(/100 +0 +0 +0/);
  });

  it('integrates other kernels', () => {
    const report = JSON.parse(isserlis('spectrum', 'exp(t)', '--dimension', '3', '--degree', '4', '--json').out);
    expect(report.tier).toBe('observed');
    expect(report.eigenvalues[0].eigenvalue).toBeCloseTo(Math.sinh(1), 12);
  });
});
