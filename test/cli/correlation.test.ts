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
      noExponent: null,
      leadingCoefficient: '198720',
      polynomialInInverseWidth: { '1': '198720', '2': '11566368', '3': '269398656', '4': '1969145856' },
      value: null,
      decimal: null,
      tight: true,
      // 11566368/198720.
      crossoverWidth: '13387/230',
    });
  });

  it('gives the value at a width that is a number, and says why there is no exponent', () => {
    const args = ['f[m,m](1) f(1)', '--activation', '1/2 + x - x^2/3', '--depth', '2'];
    const more = ['--width', '2,1', '--weight-variance', '4/9', '--bias-variance', '1/4'];
    const { status, out } = correlation(...args, ...more);
    expect(status).toBe(0);
    expect(out).toContain('exact      no exponent: all widths are numbers');
    // By expanding the network in its weights, and averaging term by term.
    expect(out).toContain('value      -20097746/387420489 ≈ -0.051875795');
    expect(out).toContain('bound      n^0');
    expect(out).not.toContain('n*');
    const json = JSON.parse(correlation(...args, ...more, '--json').out);
    expect(json).toMatchObject({
      value: '-20097746/387420489',
      exactExponent: null,
      tight: null,
      crossoverWidth: null,
    });
    expect(json.decimal).toBeCloseTo(-0.051875795, 9);
  });

  it('says of --orders what was not computed', () => {
    const args = ['f[m,n](1) f[m](1) f[n](1) f(1)', '--activation', 'x^2', '--depth', '2', '--orders'];
    expect(correlation(...args, '1').out).toContain(
      'the powers of 1/n before (1/n)^1 vanish, and no more were computed',
    );
    const two = correlation(...args, '2').out;
    expect(two).toContain('value      198720/n + O(1/n^2)');
    expect(two).not.toContain('n*');
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
    expect(orders).toMatchObject({ status: 0, out: expect.stringMatching(/value {6}\d+ \+ \d+\/n \+ O\(1\/n\^2\)\n/) });
  });

  it('puts simulated means beside the exact ones, and draws both', () => {
    const args = ['f[m,n] f[m] f[n] f', '--activation', 'x^2', '--depth', '1', '--simulate', '--widths', '16,64'];
    const text = correlation(...args, '--draws', '400', '--seed', '3', '--figure', 'means.svg', '--threads', '1');
    expect(text.status).toBe(0);
    expect(text.out).toMatch(/value {6}192\/n\nn\* = /);
    expect(text.out).toMatch(
      /simulated {2}400 draws a width, seed 3, exact contraction; tested\nwidth {2}exact {2}simulated/,
    );
    expect(text.out).toMatch(/\n16 +12 +1\d\.\d+ +\[.*\n64 +3 +\d\.\d+ +\[/);
    expect(text.out).toMatch(/fitted exponent {2}-\d\.\d\d+ \[-.*: observed\nexact slope {6}-1\.00/);
    expect(readFileSync(join(folder, 'means.svg'), 'utf8')).toContain('beside the exact curve: x^2, depth 1');
    const json = correlation(...args, '--draws', '20', '--json', '--threads', '1');
    const { simulation, leadingCoefficient } = JSON.parse(json.out);
    expect([simulation.draws, simulation.byWidth[1].exact, leadingCoefficient]).toEqual([20, 3, '192']);
  });

  it('simulates what has no exact mean, or one that takes too much work', () => {
    const few = ['--simulate', '--widths', '8', '--draws', '20', '--threads', '1'];
    expect(correlation('f[m,m] f', '--activation', 'relu', '--depth', '1', '--gram', '[[2]]', ...few).out).toMatch(
      /exact {6}–: relu is no polynomial\n\nsimulated .* random vectors for the index m; 1 probe a draw; tested\n.*\n8 +– /,
    );
    const large = correlation('f f f f', '--activation', 'x^2', '--depth', '2', '--maximum-products', '10', ...few);
    expect(large.out).toContain('over the limit of 10');
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
    [['f f', '--activation', 'x', '--depth', '1', '--draws', '9'], '--draws: it is for simulations. Add --simulate'],
    [['f f', '--activation', 'x', '--depth', '1', '--simulate', '--widths', '8,8'], '--widths: 8 is given twice'],
    [
      ['f f', '--activation', 'x', '--depth', '1', '--simulate', '--gram', '[[a]]'],
      'a simulation needs numbers, got a',
    ],
    [['f f', '--activation', 'x', '--depth', '1', '--gram', '[[1, 2]'], 'brackets do not match'],
  ])('%j exits with 2 and says %j', (args, message) => {
    expect(correlation(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});
