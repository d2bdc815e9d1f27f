import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-train-'));
  const layers = [
    { type: 'dense', outputs: 2, symbolic: true },
    { type: 'polynomial', coefficients: [0, 1, '1/4'] },
    { type: 'dense', outputs: 1, symbolic: true },
  ];
  writeFileSync(join(folder, 'net.json'), JSON.stringify({ name: 'small', inputs: ['a', 'b'], layers }));
  writeFileSync(join(folder, 'data.csv'), 'a,b,y\n1,1/2,1\n-0.5,1,-1\n');
  writeFileSync(join(folder, 'inputs.csv'), '0.25,0.75\n');
  writeFileSync(join(folder, 'bad.csv'), '1,1,1\n1,NaN,1\n');
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

const flow = ['train', 'net.json', '--data', 'data.csv', '--width', '64', '--method', 'flow'];
const descent = ['train', 'net.json', '--data', 'data.csv', '--width', '512', '--steps', '100', '--records', '4'];

describe('isserlis train', () => {
  it('sets a run beside its predictions, draws it, keeps it, and goes on from it', () => {
    const compare = ['--test', 'inputs.csv', '--compare', 'linearised,ntk,nth'];
    const first = isserlis(
      ...flow,
      '--time',
      '1',
      '--records',
      '2',
      ...compare,
      '--out',
      'kept',
      '--figure',
      'run.svg',
    );
    expect([first.status, first.err]).toEqual([0, 'wrote run.svg\nwrote kept\n']);
    expect(first.out).toContain('small: 192 weights, 2 inputs, flow, ntk parametrisation, seed 0');
    expect(first.out).toMatch(/f - linearised\s+f - ntk\s+f - nth/);
    expect(readFileSync(join(folder, 'run.svg'), 'utf8')).not.toMatch(/NaN|undefined|Infinity/);
    expect(readFileSync(join(folder, 'kept/outputs.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 3 * 3);
    const resumed = isserlis(...flow, '--time', '2', '--records', '4', ...compare, '--resume', 'kept', '--json');
    const whole = isserlis(...flow, '--time', '2', '--records', '4', ...compare, '--json');
    const [part, all] = [resumed, whole].map(({ out }) => JSON.parse(out));
    expect(all.records.map((record: { time: number }) => record.time)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(part.records).toEqual(all.records);
    expect(all).toMatchObject({ tier: 'observed', outcome: { kind: 'finished' }, method: 'flow' });
    const [linear, hierarchy] = ['linearised', 'nth'].map((name) =>
      all.records.at(-1).predictions.find((prediction: { name: string }) => prediction.name === name),
    );
    expect(hierarchy.deviation).toBeLessThan(linear.deviation);
    const fewer = isserlis(...flow, '--time', '2', '--records', '4', '--resume', 'kept', '--json');
    expect(fewer.err).toBe('left out 2 earlier records, which are compared with other predictions\n');
    expect(JSON.parse(fewer.out).records.map((record: { time: number }) => record.time)).toEqual([1, 1.5, 2]);
    const other = isserlis(...flow, '--time', '2', '--resume', 'kept', '--seed', '1');
    expect([other.status, other.err]).toEqual([
      2,
      'isserlis: state: it is of a run with the seed 0, and this run has 1. Go on with the options of that run, or start anew\n',
    ]);
  }, 30_000);

  it('warns of a catapult, and exits with 1 on divergence, naming the layer', () => {
    const caught = isserlis(...descent, '--learning-rate', '2');
    expect(caught.status).toBe(0);
    expect(caught.out).toMatch(/the learning rate is [\d.]+ times that/);
    expect(caught.out).toMatch(/warning: catapult: the loss rose from/);
    const lost = isserlis(...descent, '--learning-rate', '50');
    expect(lost.status).toBe(1);
    expect(lost.out).toMatch(/failed: diverged at step \d+, time \d+: values of layers\[\d\] \((dense|polynomial)\)/);
  });

  it.each([
    [['--data', 'data.csv', '--steps', '1'], /--learning-rate: missing/],
    [
      ['--data', 'data.csv', '--learning-rate', '-1', '--steps', '1'],
      /--learning-rate: expected a positive number, got '-1'/,
    ],
    [
      ['--data', 'bad.csv', '--learning-rate', '1', '--steps', '1'],
      /bad\.csv:2, column 2: cannot read the number 'NaN'/,
    ],
    [
      ['--data', 'inputs.csv', '--learning-rate', '1', '--steps', '1'],
      /inputs\.csv:1: expected 3 numbers, 2 for the network's inputs and 1 for its outputs, got 2/,
    ],
    [['--data', 'none.csv', '--learning-rate', '1', '--steps', '1'], /none\.csv: there is no such file/],
    [['--data', 'data.csv', '--method', 'flow'], /--time: missing/],
    [['--data', 'data.csv', '--learning-rate', '1', '--steps', '1', '--compare', 'mean'], /no prediction 'mean'/],
    [
      ['--data', 'data.csv', '--learning-rate', '1', '--steps', '1', '--resume', 'none'],
      /state\.json: there is no such file/,
    ],
  ])('refuses %j with 2', (args, message) => {
    const { status, err, out } = isserlis('train', 'net.json', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
