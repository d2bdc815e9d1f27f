import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

function isserlis(...args: readonly string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

describe('isserlis hermite', () => {
  it('prints coefficients with their tier', () => {
    const { status, out } = isserlis('hermite', 'x^3 - 3x', '--terms', '5');
    expect(status).toBe(0);
    expect(out).toMatch(/^3 +6 +2\.44948974278317809819728407471 +exact$/m);
    expect(out).toContain('E[f²] = 6 (exact)');
  });

  it('prints JSON', () => {
    const { status, out } = isserlis('hermite', 'silu(x)', '--terms', '3', '--digits', '12', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      digits: 12,
      coefficients: [
        { tier: 'enclosed', exact: null, coefficient: { decimal: '0.206620964142', digits: 12 } },
        { tier: 'exact', exact: '1/2' },
        { tier: 'enclosed', coefficient: { lower: expect.stringMatching(/^0\.350845444/), upper: expect.any(String) } },
      ],
      squaredNorm: { tier: 'enclosed' },
    });
  });

  it.each([
    [['exp(x^2)'], /does not converge/],
    [['x +'], /cannot be read/],
    [['geluu(x)'], /Did you mean 'gelu'/],
    [['x', '--terms', '0'], /--terms: expected a positive integer/],
    [['silu(x)', '--digits', '200', '--seconds', '0.001'], /cannot be certified in the time given/],
  ])('exits with 2 on %j', (args, message) => {
    const { status, out, err } = isserlis('hermite', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

describe('isserlis approximate', () => {
  it('shows the minimax polynomial and where it equioscillates', () => {
    const { status, out } = isserlis(
      'approximate',
      'relu(x)',
      '--interval',
      '-5,5',
      '--degree',
      '4',
      '--method',
      'minimax',
      '--digits',
      '30',
    );
    expect(status).toBe(0);
    expect(out).toContain('maximum of |f − p|: 0.169052248194460688173254220438 (enclosed)');
    expect(out).toMatch(/^x\^1 +1\/2 = 0\.5 +exact$/m);
    expect(out.match(/^-?[\d.]+ +-?0\.169052248194460688173254220438$/gm)).toHaveLength(7);
  });

  it('prints JSON', () => {
    const { out } = isserlis('approximate', 'relu(x)', '--degree', '2', '--json');
    expect(JSON.parse(out)).toMatchObject({
      method: 'least-squares',
      coefficients: [{ exact: '3/32' }, { exact: '1/2' }, { exact: '15/32' }],
      maximumError: { decimal: expect.stringMatching(/^0\.093750*$/), tier: 'enclosed' },
      meanSquares: [{ tier: 'exact' }],
    });
  });

  it.each([
    [['relu(x)'], /required option '--degree/],
    [['relu(x)', '--degree', '2', '--method', 'minmax'], /Did you mean 'minimax'/],
    [['relu(x)', '--degree', '2', '--interval', '5,-5'], /a lower and a higher end/],
    [['relu(x)', '--degree', 'two'], /--degree: expected a whole number/],
  ])('exits with 2 on %j', (args, message) => {
    const { status, out, err } = isserlis('approximate', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
