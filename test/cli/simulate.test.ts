import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
let folder: string;

function isserlis(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'simulate', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-simulate-'));
  const dense = (outputs: number): object => ({ type: 'dense', outputs, symbolic: true });
  const square = { type: 'square' };
  writeFileSync(
    join(folder, 'net.json'),
    JSON.stringify({ name: 'squares', inputs: 2, layers: [dense(3), square, dense(3), square, dense(1)] }),
  );
  writeFileSync(join(folder, 'pair.csv'), '1,0\n1/2,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

describe('isserlis simulate', () => {
  it('prints estimates with intervals and the slope in the width', () => {
    const { status, out } = isserlis('net.json', '--widths', '64,1024', '--draws', '200');
    expect(status).toBe(0);
    expect(out).toMatch(/^ +width {2}estimate +95%\nE Θ\(1,1\) +64 +\d/);
    expect(out).toMatch(/Var Θ\(1,1\) .*\n.* 1024 .*\n +slope +-\d\.\d{3} +\[-/);
    expect(out).toContain('200 draws at each width; tested');
  });

  it('keeps draws, goes on where it was stopped, and gives what one run gives', async () => {
    const run = ['net.json', '--widths', '64,256', '--observable', 'correlations', '--inputs', 'pair.csv'];
    const child = spawn(process.execPath, [main, 'simulate', ...run, '--draws', '2000', '--out', 'kept'], {
      cwd: folder,
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data;
    });
    const draws = join(folder, 'kept/draws.jsonl');
    while (!existsSync(draws) || statSync(draws).size < 20_000) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
    expect(said).toContain('interrupted: what was drawn is in kept');
    const kept = read('kept/draws.jsonl');
    // A line that was cut off, as a crash leaves it.
    appendFileSync(draws, '{"width":64,"dra');
    expect(isserlis(...run, '--draws', '60', '--out', 'kept').status).toBe(0);
    expect(read('kept/draws.jsonl').startsWith(kept)).toBe(true);
    expect(isserlis(...run, '--draws', '60', '--out', 'whole', '--threads', '1').status).toBe(0);
    expect(read('kept/estimates.csv')).toBe(read('whole/estimates.csv'));
    expect(read('kept/figure.svg')).toBe(read('whole/figure.svg'));
    expect(read('whole/estimates.csv').split('\n')).toHaveLength(1 + 2 * 6 * 2 + 1);
    expect(read('whole/figure.svg')).toMatch(/^<svg.*<title>correlations against the width, 60 draws: /s);
    const other = isserlis(...run, '--draws', '60', '--seed', '1', '--out', 'whole');
    expect(other).toMatchObject({ status: 2, out: '' });
    expect(other.err).toContain("it holds draws of another simulation ('seed' is another)");
    appendFileSync(join(folder, 'whole/draws.jsonl'), 'nonsense\n');
    expect(isserlis(...run, '--draws', '60', '--out', 'whole').err).toContain('line 122: expected a draw');
  });

  it('gives JSON, on a backend of choice', () => {
    const common = [
      'net.json',
      '--widths',
      '8',
      '--draws',
      '5',
      '--observable',
      'nngp',
      '--sampling',
      'explicit',
      '--json',
    ];
    const [own, plain] = ['wasm', 'reference'].map((backend) =>
      JSON.parse(isserlis(...common, '--backend', backend).out),
    );
    expect(plain).toMatchObject({ network: 'squares', backend: 'reference', widths: [8], draws: 5, inputs: 1 });
    expect(own.statistics[0].byWidth[0].estimate.value).toBeCloseTo(plain.statistics[0].byWidth[0].estimate.value, 9);
  });

  it.each([
    [['net.json', '--widths', '0'], "--widths: expected a positive integer, got '0'"],
    [['net.json', '--widths', ''], '--widths: expected a positive integer'],
    [['net.json', '--draws', '1'], 'draws: expected an integer from 2'],
    [['net.json', '--observable', 'nope'], 'observable: expected one of correlations, hessian, nngp, ntk'],
    [['net.json', '--backend', 'abacus'], 'backend: expected one of'],
    [
      ['net.json', '--observable', 'hessian', '--backend', 'reference'],
      'reference computes outputs and Θ, and hessian needs more derivatives',
    ],
    [['net.json', '--seed', '1.5'], '--seed: expected an integer'],
    [['net.json', '--inputs', 'missing.csv'], 'there is no such file'],
    [['net.json', '--level', 'x'], 'level: expected a number between 0 and 1, got NaN'],
    [['net.json', '--weight-variance', '1e30', '--widths', '16'], 'the range of doubles does not hold it'],
    [['net.json', '--draws', '2', '--out', 'net.json'], 'net.json: cannot be written'],
    [['missing.json'], 'missing.json'],
  ])('%j is refused', (args, message) => {
    const { status, out, err } = isserlis(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });
});
