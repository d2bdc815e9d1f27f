import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

function isserlis(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-kernels-'));
  const dense = (outputs: number): object => ({ type: 'dense', outputs, symbolic: true });
  writeFileSync(
    join(folder, 'net.json'),
    JSON.stringify({ inputs: 2, layers: [dense(3), { type: 'square' }, dense(1)] }),
  );
  writeFileSync(
    join(folder, 'relu.json'),
    JSON.stringify({ inputs: 2, layers: [dense(3), { type: 'relu' }, dense(1)] }),
  );
  writeFileSync(join(folder, 'wide.csv'), '1,2,3\n');
  writeFileSync(join(folder, 'words.csv'), '1,2\n3,four\n');
  writeFileSync(join(folder, 'points.csv'), 'a,b\n1,1/3\n\n0,-2\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis dual', () => {
  it('prints the polynomial and its derivative', () => {
    expect(isserlis('dual', 'x^2')).toMatchObject({
      status: 0,
      out: "E[σ(u) σ(v)]    =  2*K12^2 + K11*K22\nE[σ'(u) σ'(v)]  =  4*K12\n",
    });
    expect(JSON.parse(isserlis('dual', 'x^2', '--at', '1,1/2,1', '--json').out)).toEqual({
      activation: 'x^2',
      dual: '2*K12^2 + K11*K22',
      derivativeDual: '4*K12',
      at: ['1', '1/2', '1'],
      values: { dual: '3/2', derivativeDual: '2' },
    });
    expect(isserlis('dual', 'relu', '--at', '1,1,1').out).toContain('dual = 0.5\nderivativeDual = 0.5\n');
  });
  it.each([
    [['tanh(x)'], 'or one of abs, cos, erf'],
    [['x*y'], 'expected one variable, got x, y'],
    [['x', '--at', '1,2,1'], 'is not positive semidefinite: its determinant is negative'],
    [['x', '--at', '1,2'], 'expected K11, K12 and K22'],
    [['relu', '--other', 'x'], 'which is no polynomial'],
  ])('refuses %j', (args, message) => {
    expect(isserlis('dual', ...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});

describe('isserlis kernel', () => {
  // |x|²/2: 5/9 and 2, x·x'/2 = −1/3; NNGP 2 K12² + K11 K22, NTK 6 K12² + K11 K22.
  it('prints polynomials, exact matrices and floats', () => {
    expect(isserlis('kernel', 'net.json').out).toBe('nngp = 2*K12^2 + K11*K22\nntk = 6*K12^2 + K11*K22\n');
    const files = ['--inputs', 'points.csv'];
    expect(isserlis('kernel', 'net.json', ...files, '--exact', '--ntk').out).toBe('175/81,16/9\n16/9,28\n');
    expect(isserlis('kernel', 'net.json', ...files, '--exact').out).toBe(
      'nngp\n25/27,4/3\n4/3,12\nntk\n175/81,16/9\n16/9,28\n',
    );
    const floats = JSON.parse(isserlis('kernel', 'net.json', ...files, '--nngp', '--json').out);
    expect(floats).toMatchObject({ exact: false, parametrisation: 'ntk', weightVariance: '1', quadratureError: 0 });
    expect(floats.nngp[1][1]).toBeCloseTo(12, 12);
    expect(isserlis('kernel', 'relu.json', ...files, '--nngp')).toMatchObject({ status: 0 });
  });
  it.each([
    [['relu.json'], "the activation 'relu' before it is not a polynomial"],
    [['net.json', '--inputs', 'none.csv'], 'none.csv: there is no such file'],
    [['net.json', '--inputs', 'net.json'], 'net.json: it holds no inputs'],
    [['net.json', '--inputs', 'wide.csv'], 'wide.csv:1: expected 2 numbers, as many as the network has inputs, got 3'],
    [['net.json', '--inputs', 'words.csv'], "words.csv:2, column 2: cannot read the number 'four'"],
    [['net.json', '--others', 'points.csv'], 'expected --inputs with it'],
    [['net.json', '--parametrisation', 'he'], "there is no parametrisation 'he'"],
    [['net.json', '--inputs', 'points.csv', '--precision', 'half'], "expected 'double' or 'single'"],
  ])('refuses %j', (args, message) => {
    expect(isserlis('kernel', ...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});

describe('isserlis kernel --empirical', () => {
  it('takes the network as it is, in floats and exactly', () => {
    const weights = { inputs: 2, layers: [{ type: 'dense', weight: [['1/2', 1]] }, { type: 'square' }] };
    writeFileSync(join(folder, 'given.json'), JSON.stringify(weights));
    // f = (w·x)², ∂f = 2 (w·x) x: w·x = 5/6 and −2, x·x′ = −2/3, so Θ12 = 4 · 5/6 · −2 · −2/3.
    const exact = isserlis('kernel', 'given.json', '--inputs', 'points.csv', '--empirical', '--exact', '--ntk');
    expect(exact).toMatchObject({ status: 0, out: '250/81,40/9\n40/9,64\n' });
    const floats = isserlis('kernel', 'given.json', '--inputs', 'points.csv', '--empirical', '--json');
    expect(JSON.parse(floats.out)).toMatchObject({ empirical: true, exact: false });
    expect(JSON.parse(floats.out).ntk[1][1]).toBe(64);
  });

  it('refuses what it cannot take', () => {
    expect(isserlis('kernel', 'net.json', '--backend', 'wasm').err).toContain('expected --empirical with it');
    const accelerated = ['kernel', 'given.json', '--inputs', 'points.csv', '--empirical', '--backend'];
    expect(isserlis(...accelerated, 'abacus').err).toContain("expected wasm or onnxruntime, got 'abacus'");
    expect(isserlis(...accelerated, 'onnxruntime', '--exact').err).toContain('expected no --exact with it');
    const double = isserlis(...accelerated, 'onnxruntime', '--precision', 'double');
    expect(double.err).toContain('expected single with onnxruntime');
    expect(isserlis('kernel', 'net.json', '--empirical').err).toContain('expected --inputs with it');
    expect(isserlis('kernel', 'net.json', '--inputs', 'points.csv', '--empirical').err).toContain('W1');
    expect(isserlis('kernel', 'net.json', '--inputs', 'points.csv', '--output', '0').err).toContain('--empirical');
    expect(isserlis('kernel', 'net.json', '--inputs', 'points.csv', '--empirical', '--output', '-1').err).toContain(
      'expected an integer from 0 on',
    );
  });
});
