import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listEvidence, networkClaims, runEvidence, theoryClaims, verifyEvidence } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { small } from '../networks.ts';
import { contents, temporaryFolder } from './folders.ts';

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** Two claims that take no time, one of them with a plot. */
const claims = ['escape-thresholds', 'symmetric-recovery'];
const parameters = {
  'escape-thresholds': { powers: [2, 3] },
  'symmetric-recovery': { links: [{ link: 'z', medians: [0.912, 0.973] }], samples: [50, 200], runs: 8 },
};

describe('claims about theories', () => {
  test('leave records, tables, figures, a report and a manifest, and are confirmed', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const run = await runEvidence({ claims, parameters, out, seed: 3 });
    expect(run).toMatchObject({ verdict: 'supports', page: join(out, 'report.html') });
    expect(run.folders).toMatchObject([{ about: 'theory', name: 'theory', folder: out, notApplicable: [] }]);
    expect(Object.keys(contents(out))).toEqual([
      'figures/symmetric-recovery-medians.svg',
      'manifest.json',
      'records/escape-thresholds.json',
      'records/symmetric-recovery.json',
      'report.html',
      ...['claims', 'escape-thresholds-always', 'escape-thresholds-thresholds', 'symmetric-recovery-medians'].flatMap(
        (name) => [`tables/${name}.csv`, `tables/${name}.tex`],
      ),
    ]);
    expect(json(out, 'records/escape-thresholds.json')).toMatchObject({
      params: { powers: [2, 3], weightVariances: ['1/2', '1', '2'] },
      key: { seed: 3, stream: 'escape-thresholds' },
      inputs: {},
      finding: { tables: [{ name: 'thresholds' }, { name: 'always' }] },
    });
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('2 of 2 hold');
    expect(page.match(/✓ holds/g)!.length).toBe(4);
    expect(page).toContain('href="tables/escape-thresholds-thresholds.tex"');
    expect(page).toContain('<svg');
    expect(page.replace(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:\/\/|NaN|undefined/);
    const { verdict, folders } = await verifyEvidence(out);
    expect(verdict).toBe('confirmed');
    expect(folders[0]!.records.map(({ verdict: one, finding }) => [one, finding])).toEqual([
      ['confirmed', 'supports'],
      ['confirmed', 'supports'],
    ]);
    expect(folders[0]!.notes).toContain('the claim cluster-bound was not checked');
    expect(await listEvidence(out)).toMatchObject([
      { about: 'theory', name: 'theory', file: 'records/escape-thresholds.json' },
      { about: 'theory', name: 'theory', file: 'records/symmetric-recovery.json' },
    ]);
  });

  test('write the same bytes for the same arguments, whatever else is checked', async () => {
    const folder = temporaryFolder();
    await runEvidence({ claims, parameters, out: join(folder, 'both') });
    await runEvidence({
      claims: [claims[1]!],
      parameters: { [claims[1]!]: parameters['symmetric-recovery'] },
      out: join(folder, 'one'),
    });
    const file = 'records/symmetric-recovery.json';
    expect(contents(join(folder, 'one'))[file]).toBe(contents(join(folder, 'both'))[file]);
  });

  test('are refused when a parameter, a value, a table or a figure was changed, whatever its hash', async () => {
    const folder = temporaryFolder();
    const original = join(folder, 'original');
    await runEvidence({ claims, parameters, out: original });
    const tampered = async (file: string, from: string, to: string): Promise<string> => {
      const copy = join(temporaryFolder(), 'copy');
      cpSync(original, copy, { recursive: true });
      const text = readFileSync(join(copy, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(copy, file), text.replace(from, to));
      const manifest = json(copy, 'manifest.json');
      manifest.files[file] = createHash('sha256')
        .update(readFileSync(join(copy, file)))
        .digest('hex');
      writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
      const { verdict, folders } = await verifyEvidence(copy);
      expect(verdict).toBe('refused');
      return [...folders[0]!.problems, ...folders[0]!.records.flatMap(({ reasons }) => reasons)].join('\n');
    };
    const record = 'records/escape-thresholds.json';
    expect(await tampered(record, '"2/3"', '"3/2"')).toContain('"3/2" is stored, "2/3" computed');
    expect(await tampered(record, '"powers": [', '"powers": [4,')).toContain('record.finding');
    expect(await tampered(record, '"powers"', '"power"')).toContain('parameters are not those of the claim');
    expect(await tampered(record, '"proved"', '"observed"')).toContain('"observed" is stored, "proved" computed');
    expect(await tampered('tables/escape-thresholds-thresholds.csv', '2/3', '3/2')).toContain('is not what is written');
    expect(await tampered('figures/symmetric-recovery-medians.svg', 'overlap', 'overlop')).toContain('is not what');
    expect(await tampered('report.html', '2 of 2 hold', '3 of 2 hold')).toContain('report.html is not what');
  });

  test('go on where a run was interrupted', async () => {
    const out = join(temporaryFolder(), 'evidence');
    await runEvidence({ claims, parameters, out });
    const partial = `${out}.partial`;
    mkdirSync(join(partial, 'records'), { recursive: true });
    writeFileSync(join(partial, 'unfinished.json'), '{}');
    const taken = json(out, 'records/symmetric-recovery.json');
    taken.finding.summary = 'taken over';
    writeFileSync(join(partial, 'records/symmetric-recovery.json'), JSON.stringify(taken));
    const other = json(out, 'records/escape-thresholds.json');
    other.params.powers = [2];
    other.finding.summary = 'of other parameters';
    writeFileSync(join(partial, 'records/escape-thresholds.json'), JSON.stringify(other));
    await runEvidence({ claims, parameters, out });
    expect(json(out, 'records/symmetric-recovery.json').finding.summary).toBe('taken over');
    expect(json(out, 'records/escape-thresholds.json').finding.summary).not.toContain('other');
    expect(existsSync(partial)).toBe(false);
  });

  test('lie beside those about networks, in a folder of their own', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const run = await runEvidence({
      networks: [small('theory'), small()],
      claims: ['degree-and-support', 'escape-thresholds'],
      parameters: { 'escape-thresholds': { powers: [2] } },
      out,
    });
    expect(readdirSync(out).sort()).toEqual(['index.html', 'manifest.json', 'small', 'theory', 'theory-2']);
    expect(run.folders.map(({ about, name }) => [about, name])).toEqual([
      ['network', 'theory'],
      ['network', 'small'],
      ['theory', 'theory'],
    ]);
    expect(json(out, 'theory/manifest.json').format).toBe('isserlis/theory-evidence@1');
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('and 1 claims about no one network');
    expect((await verifyEvidence(out)).verdict).toBe('confirmed');
  });

  test('are not checked unless asked for, and those about networks need one', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const { folders } = await runEvidence({ networks: small(), out });
    expect(folders[0]!.records.every(({ claim }) => networkClaims.some(({ id }) => id === claim))).toBe(true);
    const refused = (options: object) => expect(runEvidence({ out, ...options })).rejects;
    await refused({ claims: ['expansion-exact'] }).toThrow('at least one network for the claim expansion-exact');
    await refused({ networks: small(), claims: ['cluster-bound'] }).toThrow(
      'none of the claims named is about a network',
    );
    await refused({}).toThrow('at least one network, got none');
    await refused({ claims: ['cluster-bond'] }).toThrow("Did you mean 'cluster-bound'?");
    await refused({ claims, parameters: { 'cluster-bound': { depths: [1] } } }).toThrow('is not checked in this run');
    await refused({ claims, parameters: { nothing: {} } }).toThrow("there is no claim 'nothing'");
    await refused({ claims, parameters: { 'escape-thresholds': { powers: 2 } } }).toThrow('expected a list, got 2');
    await refused({ claims, parameters: { 'escape-thresholds': [2] } }).toThrow('expected an object');
  });

  test('there are, and their defaults too have parameters of claims about networks', async () => {
    expect(theoryClaims.length).toBeGreaterThan(10);
    const out = join(temporaryFolder(), 'evidence');
    const run = await runEvidence({
      networks: small(),
      claims: ['float-forward-error'],
      parameters: { 'float-forward-error': { points: 20 } },
      out,
    });
    expect(run.folders[0]!.records[0]!.params).toMatchObject({ points: 20, radius: 2 });
    expect((await verifyEvidence(out)).verdict).toBe('confirmed');
  });

  test('tell how far they are', async () => {
    const told: number[] = [];
    await runEvidence({
      claims,
      parameters,
      out: join(temporaryFolder(), 'e'),
      progress: (done, total) => told.push(done / total),
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});
