import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { claimParameters } from '../../src/cli/claim-parameters.ts';

const folder = mkdtempSync(join(tmpdir(), 'isserlis-parameters-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (text: string): string => {
  const file = join(folder, 'p.json');
  writeFileSync(file, text);
  return file;
};

describe('parameters on the command line', () => {
  test('are read as their defaults suggest: lists without brackets, text without quotes', async () => {
    const set = ['dimensions=16,32', 'links=He1, x^2 - 1', 'method=sgd', 'margin=1e-3', 'runs=[1'];
    expect(await claimParameters(['overlap-hitting-times'], { set })).toEqual({
      'overlap-hitting-times': {
        dimensions: [16, 32],
        links: ['He1', 'x^2 - 1'],
        method: 'sgd',
        margin: 0.001,
        // Left for the claim to refuse.
        runs: '[1',
      },
    });
    const rows = '[{"activation":"He2","weightVariance":"1"}]';
    expect(await claimParameters([], { set: [`escape-thresholds.always=${rows}`] })).toEqual({
      'escape-thresholds': { always: JSON.parse(rows) },
    });
  });

  test('come from a file too, and win over it', async () => {
    const parameters = fileOf('{ "cluster-bound": { "depths": [1], "bound": "even" } }');
    expect(await claimParameters(['cluster-bound'], { set: ['bound=odd = 1'], parameters })).toEqual({
      'cluster-bound': { depths: [1], bound: 'odd = 1' },
    });
  });

  test.each<[readonly string[], string, string]>([
    [['cluster-bound'], 'depths', "expected NAME=VALUE or CLAIM.NAME=VALUE, got 'depths'"],
    [[], 'depths=1', "it does not say of which claim 'depths' is a parameter"],
    [['cluster-bound', 'escape-thresholds'], 'depths=1', 'write CLAIM.depths=1'],
  ])('of %j: %s is refused', async (named, text, message) => {
    await expect(claimParameters(named, { set: [text] })).rejects.toThrow(message);
  });

  test('from a file that is none are refused', async () => {
    const from = (parameters: string) => expect(claimParameters([], { parameters })).rejects;
    await from(join(folder, 'nowhere.json')).toThrow('cannot be read');
    await from(fileOf('[1]')).toThrow('an object for each claim');
    await from(fileOf('{ "cluster-bound": 3 }')).toThrow('an object for each claim');
    await from(fileOf('{')).toThrow('not valid JSON');
  });
});
