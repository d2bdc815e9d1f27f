import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

function dynamics(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), 'dynamics', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-dynamics-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('isserlis dynamics', () => {
  it('prints limits and corrections', () => {
    const { status, out } = dynamics(
      'x',
      '--depth',
      '1',
      '--targets',
      '3/2',
      '--method',
      'gd',
      '--learning-rate',
      '0.2',
      '--steps',
      '1',
      '--records',
      '1',
      '--json',
    );
    expect(status).toBe(0);
    const [record] = JSON.parse(out).records;
    // E f = 2ηy − 2η²y/n.
    expect(record.outputs[0].limit).toBeCloseTo(0.6, 12);
    expect(record.outputs[0].correction).toBeCloseTo(-0.12, 12);
  });

  it('keeps draws, and goes on with more', () => {
    const args = ['x^2', '--depth', '1', '--targets', '1', '--widths', '16,32', '--records', '2', '--out', 'kept'];
    expect(dynamics(...args, '--draws', '4').status).toBe(0);
    expect(readdirSync(join(folder, 'kept')).sort()).toEqual([
      'draws.jsonl',
      'figure.svg',
      'finite-width-training.csv',
      'mean-dynamics.csv',
    ]);
    const lines = (): number => readFileSync(join(folder, 'kept/draws.jsonl'), 'utf8').split('\n').length - 2;
    expect(lines()).toBe(8);
    expect(dynamics(...args, '--draws', '6').out).toContain('6 draws at each width');
    expect(lines()).toBe(12);
    expect(dynamics('x', ...args.slice(1)).err).toContain('another simulation');
  });

  it.each([
    [['relu', '--depth', '1', '--targets', '1'], "'relu' is no polynomial"],
    [['x', '--depth', '1', '--targets', 'a'], "cannot read the number 'a'"],
    [['x', '--depth', '1', '--targets', '1', '--method', 'adam'], '--method'],
    [['x', '--depth', '1', '--targets', '1', '--steps', '5'], '--steps: flow has none'],
    [['x', '--depth', '1', '--targets', '1', '--figure', 'a.svg'], 'nothing to draw'],
    [['x', '--depth', '1', '--targets', '1,2', '--gram', '[[1]]'], 'targets'],
  ])('%j exits with 2 and says %j', (args, message) => {
    expect(dynamics(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});
