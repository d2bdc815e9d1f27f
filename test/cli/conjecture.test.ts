import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

function conjecture(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'conjecture', ...args],
    { cwd: folder, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-conjecture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis conjecture', () => {
  it('writes rows, tables and figures, and goes on from them', () => {
    const args = ['--activations', 'x,x^2', '--depths', '2', '--tensors', '4', '--derivatives', '2', '--out', 'found'];
    const first = conjecture(...args);
    expect(first).toMatchObject({ status: 0, out: expect.stringMatching(/x\^2 +2 +25 +25 +0 +0 +0 +0\n/) });
    const files = ['conjecture.csv', 'conjecture.tex', 'conjecture.txt', 'curves.svg', 'exponents.svg', 'rows.jsonl'];
    expect(readdirSync(join(folder, 'found')).sort()).toEqual(files);
    const contents = (): string[] => files.map((file) => readFileSync(join(folder, 'found', file), 'utf8'));
    const before = contents();
    expect(conjecture(...args).out).toBe(first.out);
    expect(contents()).toEqual(before);
  });

  it('puts fitted exponents beside exact ones, networks side by side, and goes on', () => {
    const functions = 'f[m,n] f[m] f[n] f; f[m] f[m]';
    const args = ['--activations', 'tanh,x', '--depths', '1', '--functions', functions, '--simulate'];
    const all = [...args, '--widths', '8,32', '--draws', '100', '--threads', '1', '--out', 'drawn'];
    const first = conjecture(...all);
    expect(first.status).toBe(0);
    expect(first.out).toMatch(/^activation .* exact {2}simulated +verdict/);
    expect(first.out).toMatch(/tanh +1 +f\[m\]\(1\) f\[m\]\(1\) +0 +– +\d\.\d+ \[.*tested/);
    expect(first.out).toMatch(/x +1 +f\[m,n\]\(1\).* -1 +-1 +-\d\.\d+ \[.*tight/);
    expect(first.out).toMatch(/\ncorrelation +bound +tanh, depth 1: exact/);
    expect(readdirSync(join(folder, 'drawn'))).toEqual(
      expect.arrayContaining(['comparison.csv', 'comparison.tex', 'fitted-exponents.svg']),
    );
    const rows = readFileSync(join(folder, 'drawn/rows.jsonl'), 'utf8');
    expect(conjecture(...all).out).toBe(first.out);
    expect(readFileSync(join(folder, 'drawn/rows.jsonl'), 'utf8')).toBe(rows);
  });

  it('says loudly that a bound is violated, keeps the counterexample and exits with 1', () => {
    const args = ['--activations', 'He2', '--depths', '1', '--tensors', '2', '--bound', '-1', '--json'];
    const { status, out, err } = conjecture(...args);
    expect(status).toBe(1);
    expect(err).toContain('COUNTEREXAMPLE');
    const { counterexamples } = JSON.parse(out);
    expect(counterexamples[0]).toMatchObject({ correlation: 'f(1) f(1)', exact: 0, bound: '-1', leading: '2' });
    expect(JSON.parse(readFileSync(join(folder, 'counterexamples.json'), 'utf8')).counterexamples).toEqual(
      counterexamples,
    );
    conjecture(...args);
    expect(readdirSync(folder)).toContain('counterexamples-2.json');
  });

  it.each([
    [['--activations', 'relu', '--depths', '1', '--tensors', '2'], "'relu' is no polynomial"],
    [['--activations', 'x', '--depths', '1,a', '--tensors', '2'], "--depths: expected a positive integer, got 'a'"],
    [['--activations', 'x', '--depths', '1', '--tensors', '40'], 'over the limit'],
    [['--activations', 'x', '--depths', '1'], '--tensors: missing'],
    [['--activations', 'x', '--depths', '1', '--tensors', '2', '--functions', 'f f'], 'both are given'],
    [['--activations', 'x', '--depths', '1', '--tensors', '2', '--seed', '1'], '--seed: it is for simulations'],
    [['--activations', 'x', '--depths', '1', '--tensors', '2', '--curve', 'f f'], 'nowhere to draw'],
  ])('%j exits with 2 and says %j', (args, message) => {
    expect(conjecture(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});
