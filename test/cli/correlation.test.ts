import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

function correlation(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'correlation', ...args],
    { cwd: folder, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-correlation-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis correlation', () => {
  it('prints JSON, with all inputs equal unless a Gram matrix is given', () => {
    const { status, out } = correlation(
      'f[m,n](1) f[m](2) f[n](3) f(4)',
      '--activation',
      'x^2',
      '--depth',
      '2',
      '--json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      predictedExponent: -1,
      exactExponent: -1,
      leadingCoefficient: '198720',
      polynomialInInverseWidth: { '1': '198720', '2': '11566368', '3': '269398656', '4': '1969145856' },
      tight: true,
      // 11566368/198720.
      crossoverWidth: '13387/230',
    });
  });

  it('prints text, LaTeX and a picture', () => {
    const { status, out } = correlation(
      'f(1) f(2)',
      '--activation',
      'He3',
      '--depth',
      '1',
      '--gram',
      '[[1, 1/2], [1/2, 1]]',
      '--latex',
      '--figure',
      'graph.svg',
    );
    expect(status).toBe(0);
    // E He₃(u) He₃(v) = 3! ρ³.
    expect(out).toContain('value      3/4\n');
    expect(out).toContain('\\mathbb{E}');
    expect(readFileSync(join(folder, 'graph.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it('takes symbols, widths, variances and orders', () => {
    const symbols = correlation(
      'f[m](1) f[m](2)',
      '--activation',
      'x',
      '--depth',
      '2',
      '--gram',
      '[[a, b], [b, c]]',
      '--weight-variance',
      '[2, 1, 1/2]',
    );
    expect(symbols.out).toContain('value      3*b\n');
    const widths = correlation('f f f f', '--activation', 'x', '--depth', '2', '--width', 'n1,n2');
    expect(widths.out).toContain('value      3 + 6*inverse_n1 + 6*inverse_n2 + 12*inverse_n1*inverse_n2\n');
    const orders = correlation('f f f f', '--activation', 'x^2', '--depth', '3', '--orders', '2');
    expect(orders).toMatchObject({ status: 0, out: expect.stringMatching(/value {6}\d+ \+ \d+\/n\n/) });
  });

  it('says that a mean vanishes', () => {
    expect(correlation('f[m,m] f', '--activation', 'x', '--depth', '2').out).toContain(
      'exact      0: it vanishes identically',
    );
  });

  it.each([
    [['f[m](1) f(2)', '--activation', 'x', '--depth', '1'], 'the index m occurs once, expected twice'],
    [['f[m f', '--activation', 'x', '--depth', '1'], "expected ',' or ']', got 'f'\n  f[m f\n      ^"],
    [['f f', '--activation', 'x', '--depth', '0'], '--depth: expected a positive integer'],
    [['f f f f f f', '--activation', 'x^3', '--depth', '3'], 'over the limit'],
    [['f f', '--activation', 'x', '--depth', '1', '--gram', '[[1, 2]'], 'brackets do not match'],
  ])('%j exits with 2 and says %j', (args, message) => {
    expect(correlation(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});
