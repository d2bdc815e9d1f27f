import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, network, relu } from 'isserlis/network';
import { polynomialMapFromJson, verify } from 'isserlis/symbolic';
import { listEvidence, networkClaims, runEvidence, verifyEvidence } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { example, small } from '../networks.ts';
import { contents, temporaryFolder } from './folders.ts';

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

describe('a run on one network', () => {
  test('leaves records, polynomials, tables, figures, a report, the inputs and a manifest', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const run = await runEvidence({ networks: example('diabetes-hermite'), out });
    expect(run).toMatchObject({ verdict: 'supports', page: join(out, 'report.html') });
    expect(Object.keys(contents(out))).toEqual([
      'figures/coefficients-by-degree.svg',
      'figures/input-interactions.svg',
      'inputs/model.safetensors',
      'inputs/network.json',
      'manifest.json',
      'polynomial.json',
      ...networkClaims.map(({ id }) => `records/${id}.json`),
      'report.html',
      ...['claims', 'coefficients-by-degree', 'interactions', 'largest-terms'].flatMap((name) => [
        `tables/${name}.csv`,
        `tables/${name}.tex`,
      ]),
    ]);
    expect(readdirSync(join(out, '..'))).toEqual(['evidence']);
  });

  test('writes the polynomials of the network, and records in the documented form', async () => {
    const out = join(temporaryFolder(), 'evidence');
    await runEvidence({ networks: small(), out, seed: 5 });
    expect(verify(small(), polynomialMapFromJson(json(out, 'polynomial.json'))).verdict).toBe('verified');
    const record = json(out, 'records/float-forward-error.json');
    expect(Object.keys(record)).toEqual([
      'claim',
      'title',
      'statement',
      'source',
      'tier',
      'params',
      'key',
      'version',
      'finding',
      'inputs',
    ]);
    expect(record).toMatchObject({
      tier: 'tested',
      key: { seed: 5, stream: 'float-forward-error' },
      params: { points: 300 },
    });
    expect(Object.keys(record.inputs)).toEqual(['inputs/network.json']);
  });

  test('writes the same bytes for the same arguments, and other draws for another seed', async () => {
    const folder = temporaryFolder();
    for (const [name, seed] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const)
      await runEvidence({ networks: small(), out: join(folder, name), seed });
    const [a, b, c] = ['a', 'b', 'c'].map((name) => contents(join(folder, name)));
    expect(b).toEqual(a);
    expect(c!['records/float-forward-error.json']).not.toBe(a!['records/float-forward-error.json']);
  });

  test('checks only the claims asked for', async () => {
    const out = join(temporaryFolder(), 'evidence');
    await runEvidence({ networks: small(), out, claims: ['expansion-exact'] });
    expect(readdirSync(join(out, 'records'))).toEqual(['expansion-exact.json']);
    const { folders } = await verifyEvidence(out);
    expect(folders[0]).toMatchObject({
      verdict: 'confirmed',
      notes: expect.arrayContaining(['the claim degree-and-support was not checked']),
    });
  });

  test('says which claims do not apply, and why', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const plain = network({ inputs: 2, layers: [dense({ weight: [[1, 2]] })] });
    const { folders } = await runEvidence({ networks: plain, out });
    expect(folders[0]!.notApplicable.map(({ claim }) => claim)).toEqual(['hidden-permutation']);
    expect(json(out, 'manifest.json').notApplicable).toMatchObject([
      { claim: 'hidden-permutation', reason: expect.stringContaining('no hidden units') },
    ]);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('no hidden units');
    expect((await verifyEvidence(out)).verdict).toBe('confirmed');
  });

  test('keeps the places of weights that lie elsewhere, under any names', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'definitions'));
    cpSync(join(example('iris-cubic'), 'model.safetensors'), join(folder, 'weights.safetensors'));
    const definition = { ...json(example('iris-cubic'), 'network.json'), weights: '../weights.safetensors' };
    writeFileSync(join(folder, 'definitions', 'my network.json'), JSON.stringify(definition));
    const out = join(folder, 'evidence');
    await runEvidence({
      networks: join(folder, 'definitions', 'my network.json'),
      out,
      claims: ['degree-and-support'],
    });
    expect(Object.keys(contents(join(out, 'inputs')))).toEqual(['definitions/my network.json', 'weights.safetensors']);
    expect((await verifyEvidence(out)).verdict).toBe('confirmed');
  });

  test('covers symbolic weights', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const net = network({
      inputs: 2,
      layers: [dense({ outputs: 2, symbolic: true, bias: true }), dense({ weight: [[1, 1]] })],
    });
    const run = await runEvidence({ networks: net, out });
    expect(run.verdict).toBe('supports');
    expect((await verifyEvidence(out)).verdict).toBe('confirmed');
  });

  test('tells how far it is, from 0 to the end, never back', async () => {
    const told: number[] = [];
    await runEvidence({
      networks: [small('a'), small('b')],
      out: join(temporaryFolder(), 'e'),
      progress: (done, total) => told.push(done / total),
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});

describe('a run on several networks', () => {
  test('leaves a folder for each, and an index', async () => {
    const out = join(temporaryFolder(), 'evidence');
    const run = await runEvidence({ networks: [small('one/../two'), small('one/../two'), small('three')], out });
    expect(run.page).toBe(join(out, 'index.html'));
    expect(readdirSync(out).sort()).toEqual(['index.html', 'manifest.json', 'one-..-two', 'one-..-two-2', 'three']);
    const index = readFileSync(join(out, 'index.html'), 'utf8');
    expect(index).toContain('href="three/report.html"');
    expect((await verifyEvidence(out)).folders.map(({ verdict }) => verdict)).toEqual([
      'confirmed',
      'confirmed',
      'confirmed',
    ]);
    expect((await listEvidence(out)).length).toBe(3 * networkClaims.length);
  });
});

describe('a run that cannot be', () => {
  test('refuses claims that do not exist, with the nearest, and seeds that are none', async () => {
    const out = join(temporaryFolder(), 'evidence');
    await expect(runEvidence({ networks: small(), out, claims: ['expansion-exat'] })).rejects.toThrow(
      "Did you mean 'expansion-exact'?",
    );
    await expect(runEvidence({ networks: small(), out, seed: -1 })).rejects.toThrow('seed');
    await expect(runEvidence({ networks: [], out })).rejects.toThrow('at least one network');
    await expect(runEvidence({ networks: '/no/such/network', out })).rejects.toThrow('no such file or folder');
    expect(existsSync(out)).toBe(false);
  });

  test('leaves nothing behind when the network is not polynomial or too large', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'evidence');
    const rectifier = network({ inputs: 1, layers: [relu()] });
    await expect(runEvidence({ networks: [small(), rectifier], out })).rejects.toThrow("'relu' is not a polynomial");
    expect(readdirSync(folder)).toEqual([]);
  });

  test('refuses a folder that holds something else, and leaves it alone', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'thesis.tex'), 'all of it');
    await expect(runEvidence({ networks: small(), out })).rejects.toThrow(
      'does not hold evidence, so it is left alone',
    );
    writeFileSync(join(out, 'manifest.json'), '{ "name": "a web page" }');
    await expect(runEvidence({ networks: small(), out })).rejects.toThrow('does not hold evidence');
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'thesis.tex']);
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  test('refuses a file, and a place that cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(runEvidence({ networks: small(), out: join(folder, 'file') })).rejects.toThrow('it is a file');
    await expect(runEvidence({ networks: small(), out: join(folder, 'file', 'below') })).rejects.toThrow(
      'cannot be written',
    );
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('refuses to take over a folder beside it that is not its own', async () => {
    const out = join(temporaryFolder(), 'evidence');
    mkdirSync(`${out}.partial`);
    writeFileSync(join(`${out}.partial`, 'mine.txt'), '');
    await expect(runEvidence({ networks: small(), out })).rejects.toThrow('in the way');
    expect(readdirSync(`${out}.partial`)).toEqual(['mine.txt']);
  });
});

describe('a run where one was before', () => {
  test('replaces evidence, and an empty folder', async () => {
    const out = temporaryFolder();
    await runEvidence({ networks: small('first'), out });
    writeFileSync(join(out, 'stray.txt'), '');
    await runEvidence({ networks: small('second'), out });
    expect(json(out, 'manifest.json').network.name).toBe('second');
    expect(existsSync(join(out, 'stray.txt'))).toBe(false);
  });

  test('takes over the records that an interrupted run left, if they are what it would write', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'evidence');
    await runEvidence({ networks: small(), out });
    const whole = contents(out);
    const partial = `${out}.partial`;
    mkdirSync(join(partial, 'records'), { recursive: true });
    writeFileSync(join(partial, 'unfinished.json'), '{}');
    const record = json(out, 'records/degree-and-support.json');
    // A mark shows that the record was taken over rather than made again.
    record.finding.summary = 'taken over';
    writeFileSync(join(partial, 'records/degree-and-support.json'), JSON.stringify(record));
    writeFileSync(join(partial, 'records/expansion-exact.json'), whole['records/expansion-exact.json']!.slice(0, 200));
    const other = json(out, 'records/hidden-permutation.json');
    writeFileSync(
      join(partial, 'records/hidden-permutation.json'),
      JSON.stringify({
        ...other,
        key: { ...other.key, seed: 2 },
        finding: { verdict: 'supports', summary: 'of another seed' },
      }),
    );
    await runEvidence({ networks: small(), out });
    expect(json(out, 'records/degree-and-support.json').finding.summary).toBe('taken over');
    for (const id of ['expansion-exact', 'hidden-permutation', 'float-forward-error'])
      expect(contents(out)[`records/${id}.json`]).toBe(whole[`records/${id}.json`]);
    expect(existsSync(partial)).toBe(false);
  });
});
