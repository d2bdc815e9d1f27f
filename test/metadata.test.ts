import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('the citation names the version and licence of the package', () => {
  expect(read('CITATION.cff')).toContain(`\nversion: ${manifest.version}\n`);
  expect(read('CITATION.cff')).toContain(`\nlicense: ${manifest.license}\n`);
});

test('version managers pick the Node that the scripts run on', () => {
  expect(read('.nvmrc').trim()).toBe(manifest.devDependencies.node.split('.')[0]);
});

test('the lockfile names no host to download from', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});
