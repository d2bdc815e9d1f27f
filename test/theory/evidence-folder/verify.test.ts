import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEvidence, runEvidence, verifyEvidence } from 'isserlis/theory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueDifferences } from '../../../src/theory/evidence-folder/differences.ts';
import { example } from '../networks.ts';
import { temporaryFolder } from './folders.ts';

let original = '';
beforeAll(async () => {
  original = join(mkdtempSync(join(tmpdir(), 'isserlis-verify-')), 'evidence');
  await runEvidence({ networks: example('diabetes-hermite'), out: original });
});
afterAll(() => rmSync(join(original, '..'), { recursive: true }));

/** A copy of the evidence, on "another machine". */
function copy(): string {
  const folder = join(temporaryFolder(), 'copy');
  cpSync(original, folder, { recursive: true });
  return folder;
}

function edit(folder: string, file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
}

/** Gives a file the hash that it has now, as one who hides a change would. */
function rehash(folder: string, file: string): void {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');
  edit(folder, 'manifest.json', (text) => {
    const manifest = JSON.parse(text);
    manifest.files[file] = hash;
    return `${JSON.stringify(manifest, null, 2)}\n`;
  });
}

/** The reasons against one record; the others must be confirmed unless said otherwise. */
async function reasons(folder: string, claim: string): Promise<string> {
  const { verdict, folders } = await verifyEvidence(folder);
  expect(verdict).toBe('refused');
  const found = folders[0]!.records.find((record) => record.claim === claim)!;
  expect(found.verdict).toBe('refused');
  return found.reasons.join('\n');
}

describe('evidence', () => {
  test('is confirmed from a copy', async () => {
    const { verdict, folders, problems } = await verifyEvidence(copy());
    expect([verdict, problems]).toEqual(['confirmed', []]);
    expect(folders[0]).toMatchObject({
      about: 'network',
      name: 'diabetes-hermite',
      verdict: 'confirmed',
      problems: [],
      notes: [],
    });
    expect(folders[0]!.records.map(({ verdict: one, finding }) => [one, finding])).toEqual(
      Array(4).fill(['confirmed', 'supports']),
    );
  });

  test('is refused when a weight was changed, whether or not its hash was too', async () => {
    const folder = copy();
    edit(
      folder,
      'inputs/model.safetensors',
      (bytes) => `${bytes.slice(0, -1)}${String.fromCharCode(bytes.charCodeAt(bytes.length - 1) ^ 1)}`,
    );
    expect(await reasons(folder, 'expansion-exact')).toContain('inputs/model.safetensors was changed: its SHA-256 is');
    rehash(folder, 'inputs/model.safetensors');
    expect(await reasons(folder, 'expansion-exact')).toContain('inputs/model.safetensors was changed: its SHA-256 is');
  });

  test('is refused when the weights are truncated or missing', async () => {
    const folder = copy();
    edit(folder, 'inputs/model.safetensors', (bytes) => bytes.slice(0, 900));
    expect(await reasons(folder, 'expansion-exact')).toContain('cannot be read or expanded');
    rmSync(join(folder, 'inputs/model.safetensors'));
    const { folders } = await verifyEvidence(folder);
    expect(folders[0]!.problems).toContain('inputs/model.safetensors is missing');
  });

  test('is refused when a record was changed, whether or not its hash was too', async () => {
    const folder = copy();
    const file = 'records/float-forward-error.json';
    edit(folder, file, (text) => text.replace('"violations": 0', '"violations": 1'));
    expect(await reasons(folder, 'float-forward-error')).toContain(`${file} was changed`);
    rehash(folder, file);
    expect(await reasons(folder, 'float-forward-error')).toBe(
      'record.finding.details.violations: 1 is stored, 0 computed',
    );
  });

  test.each([
    ['statement', '"statement": "Every', '"statement": "Not every', 'record.statement'],
    ['tier', '"tier": "proved"', '"tier": "observed"', 'record.tier: "observed" is stored, "proved" computed'],
    ['verdict', '"verdict": "supports"', '"verdict": "refutes"', 'record.finding.verdict'],
    ['prime', '"67108859"', '"67108861"', 'record.finding.details.primes[0]'],
    ['seed', '"seed": 1', '"seed": 2', ''],
    ['parameter', '"trials": 2', '"trials": "2"', 'parameters'],
    ['hash', '"inputs/network.json": "', '"inputs/network.json": "0', 'inputs/network.json was changed'],
  ])('is refused when the %s of a record was changed', async (_, from, to, reason) => {
    const folder = copy();
    edit(folder, 'records/expansion-exact.json', (text) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    });
    const said = await reasons(folder, 'expansion-exact');
    expect(said).toContain('records/expansion-exact.json was changed');
    expect(said).toContain(reason);
  });

  test('is refused when a record is truncated, missing or about another claim', async () => {
    const folder = copy();
    const file = 'records/hidden-permutation.json';
    edit(folder, file, (text) => text.slice(0, 300));
    expect(await reasons(folder, 'hidden-permutation')).toContain(
      'cannot be read: records/hidden-permutation.json: not valid JSON',
    );
    expect((await listEvidence(folder)).find((listed) => listed.file === file)).toMatchObject({
      problem: expect.stringContaining('not valid JSON'),
    });
    writeFileSync(join(folder, file), readFileSync(join(folder, 'records/expansion-exact.json')));
    expect(await reasons(folder, 'hidden-permutation')).toContain("it is about the claim 'expansion-exact'");
    rmSync(join(folder, file));
    expect(await reasons(folder, 'hidden-permutation')).toBe(`${file} is missing`);
  });

  test('is confirmed, with a note, when another version made it', async () => {
    const folder = copy();
    const file = 'records/degree-and-support.json';
    edit(folder, file, (text) => text.replace(/"version": "[^"]*"/, '"version": "0.0.9"'));
    rehash(folder, file);
    const { verdict, folders } = await verifyEvidence(folder);
    expect(verdict).toBe('confirmed');
    expect(folders[0]!.records.find(({ claim }) => claim === 'degree-and-support')!.notes).toEqual([
      expect.stringContaining('made by version 0.0.9'),
    ]);
  });

  test.each(['polynomial.json', 'report.html', 'figures/input-interactions.svg', 'tables/claims.csv'])(
    'is refused when %s was changed, whether or not its hash was too',
    async (file) => {
      const folder = copy();
      edit(folder, file, (text) => text.replace(/1(?=[^1]*$)/, '7'));
      const problems = async (): Promise<readonly string[]> => (await verifyEvidence(folder)).folders[0]!.problems;
      expect(await problems()).toEqual(expect.arrayContaining([expect.stringContaining(`${file} was changed`)]));
      rehash(folder, file);
      expect(await problems()).toEqual([expect.stringContaining(`${file} `)]);
    },
  );

  test('is refused when a claim that applies is said not to', async () => {
    const folder = copy();
    edit(folder, 'manifest.json', (text) => {
      const manifest = JSON.parse(text);
      manifest.records.pop();
      manifest.notApplicable.push({ claim: 'hidden-permutation', reason: 'because' });
      return JSON.stringify(manifest);
    });
    expect((await verifyEvidence(folder)).folders[0]!.problems).toContain(
      'the manifest says that the claim hidden-permutation does not apply, but it does',
    );
  });

  test('notes files that are not in the manifest', async () => {
    const folder = copy();
    writeFileSync(join(folder, 'records', 'extra.json'), '{}');
    const { verdict, folders } = await verifyEvidence(folder);
    expect([verdict, folders[0]!.notes]).toEqual([
      'confirmed',
      ['records/extra.json is not in the manifest, and was not looked at'],
    ]);
  });
});

describe('what is no evidence', () => {
  test('is refused by name', async () => {
    const folder = temporaryFolder();
    await expect(verifyEvidence(join(folder, 'none'))).rejects.toThrow('there is no such folder');
    await expect(verifyEvidence(folder)).rejects.toThrow('this is no evidence folder');
    writeFileSync(join(folder, 'manifest.json'), '{ "format": "isserlis/evidence@2" }');
    await expect(verifyEvidence(folder)).rejects.toThrow('expected the format isserlis/evidence@1 or');
    await expect(listEvidence(join(folder, 'manifest.json'))).rejects.toThrow('it is a file');
  });

  test('includes a manifest that is truncated, or leads out of the folder', async () => {
    const folder = copy();
    edit(folder, 'manifest.json', (text) => text.slice(0, 400));
    await expect(verifyEvidence(folder)).rejects.toThrow('manifest.json: not valid JSON');
    for (const path of ['../../etc/passwd', '/etc/passwd', 'a\\\\b', './x']) {
      const other = copy();
      edit(other, 'manifest.json', (text) => text.replace('inputs/network.json', path));
      await expect(verifyEvidence(other)).rejects.toThrow('missing or malformed');
    }
  });
});

test('differences name the places', () => {
  expect(valueDifferences({ a: [1, { b: 2 }], c: 'x' }, { a: [1, { b: 3 }], d: null }, 'r')).toEqual([
    'r.a[1].b: 2 is stored, 3 computed',
    'r.c: "x" is stored, nothing computed',
    'r.d: nothing is stored, null computed',
  ]);
  expect(valueDifferences([1], [1, 2], 'r')).toEqual(['r: [1] is stored, [1,2] computed']);
  expect(valueDifferences({ a: Array(9).fill(1) }, { a: Array(9).fill(2) }, 'r').length).toBe(3);
});
