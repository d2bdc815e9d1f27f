import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { command } from '../../src/cli/commands/expectation.ts';
import { readList, readMatrix } from '../../src/cli/read-matrix.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'expectation', ...args],
    { cwd: folder, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-expectation-'));
  writeFileSync(
    join(folder, 'f.json'),
    JSON.stringify({
      format: 'isserlis/polynomial@1',
      variables: ['u', 'v'],
      outputs: [
        { name: 'first', terms: [['3', [[0, 2]]]] },
        {
          name: 'second',
          terms: [
            [
              '1/2',
              [
                [0, 1],
                [1, 1],
              ],
            ],
          ],
        },
      ],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis expectation', () => {
  it.each([
    [['x1^2*x2^2', '--covariance', '[[1,1/2],[1/2,1]]'], '3/2\n'],
    [['x1^2*x2^2', '--covariance', '[[1,r],[r,1]]'], '2*r^2 + 1\n'],
    [['x^2*y^2', '--measure', 'sphere(1, 10)', '--digits', '8'], '1/120 ≈ 0.0083333333\n'],
    [['p1^3*q1^3', '--measure', 'cue(2)'], '5\n'],
    [
      ['a*x^2', '--variables', 'x', '--mean', '[m]', '--cumulants', '2'],
      'cumulant 1: a*m^2 + a\ncumulant 2: 4*a^2*m^2 + 2*a^2\n',
    ],
    [['--polynomial', 'f.json', '--covariance', '[[1, 0.5], [0.5, 1]]'], 'first: 3\nsecond: 1/4\n'],
    [['--polynomial', 'f.json', '--output', 'second', '--variance'], 'second: 1/4\n'],
  ])('%j', (args, out) => {
    expect(run(...args)).toEqual({ status: 0, out, err: '' });
  });

  test('splits by degree and by variables', () => {
    expect(run('x^3 + x*y', '--chaos').out).toMatch(
      /^degree +E\[part²\] +part\n0 +0 +0\n1 +9 +3\*x\n2 +1 +x\*y\n3 +6 +x\^3 - 3\*x\n$/,
    );
    const { out } = run('x*y + x^3', '--measure', 'x=rademacher', '--measure', 'y=uniform(0, 1)', '--sobol');
    expect(out).toMatch(/mean 0, variance 7\/3/);
    expect(out).toMatch(/x × y +1\/12 +3\.5 %/);
  });

  test('--json is one document', () => {
    const json = (...args: string[]): unknown => JSON.parse(run(...args, '--json').out);
    expect(json('x1^2*x2^2', '--covariance', '[[1,r],[r,1]]')).toEqual({
      measure: 'Gaussian',
      tier: 'proved',
      expectation: '2*r^2 + 1',
    });
    expect(json('--polynomial', 'f.json', '--moments', '2')).toMatchObject({
      outputs: [
        { name: 'first', moments: ['3', '27'] },
        { name: 'second', moments: ['0', '1/4'] },
      ],
    });
    expect(json('x + x*y', '--sobol')).toMatchObject({
      variance: '2',
      firstOrder: { x: '1', y: '0' },
      total: { y: '1' },
    });
    expect(json('x^2', '--chaos')).toMatchObject({ chaos: [{ degree: 0, weight: '1' }, {}, { component: 'x^2 - 1' }] });
  });

  it.each([
    [[], /expected a polynomial/],
    [['x', '--polynomial', 'f.json'], /not both/],
    [['x1^2 +'], /cannot be read/],
    [['x1*x2', '--covariance', '[[1,2],[2,1]]'], /the principal minor of rows 1, 2 is -3, below 0/],
    [['x1*x2', '--covariance', '[[1,2],[2,1]'], /--covariance: its brackets do not match/],
    [['x1*x2', '--covariance', 'symbolic'], /needs --variables/],
    [['x1', '--covariance', '[[1,0],[0,1]]'], /is for 2 variables, the polynomial has 1: x1.*--variables/],
    [['x1', '--measure', 'unifrom'], /Did you mean 'uniform'/],
    [['x1', '--measure', 'torus'], /averages none of the polynomial's variables, x1/],
    [['x1', '--measure', 'sphere', '--mean', '[1]'], /--mean: is for the Gaussian measure/],
    [['x1', '--variance', '--chaos'], /cannot be given together with --chaos/],
    [['x1', '--cumulants', '0'], /--cumulants: expected a positive integer/],
    [['x1', '--measure', 'moments(0,1)', '--moments', '3'], /the moment E\[x\^3\] is needed/],
    [['--polynomial', '/nowhere.json'], /nowhere.json: there is no such file/],
  ])('refuses %j', async (args, message) => {
    // Without a process of its own: nothing is written before the error.
    const program = new Command().exitOverride();
    command.register(program);
    await expect(program.parseAsync(['expectation', ...args], { from: 'user' })).rejects.toThrow(message);
  });

  test('exits with 2 and writes nothing but the error', () => {
    const { status, out, err } = run('x1', '--measure', 'unifrom');
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^isserlis: --measure: there is no measure 'unifrom'/);
  });
});

test('lists and matrices as they are typed', () => {
  expect(readMatrix('[[1, 1/2], ["r", (a, b)]]', '--m')).toEqual([
    ['1', '1/2'],
    ['r', '(a, b)'],
  ]);
  expect(readList('[]', '--m', '[0]')).toEqual([]);
  expect(() => readList('[1,,2]', '--m', '[0]')).toThrow(/entry 2 is empty/);
  expect(() => readList('[1]]', '--m', '[0]')).toThrow(/its brackets do not match/);
  expect(() => readList('1, 2', '--m', '[0]')).toThrow(
    /expected a list in brackets, got '1, 2'. Write, for instance, '\[0\]'/,
  );
});
