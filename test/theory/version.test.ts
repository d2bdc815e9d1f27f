import { readFileSync } from 'node:fs';
import { version } from 'isserlis/theory';
import { expect, test } from 'vitest';

test('records name the version of the package', () => {
  expect(version).toBe(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version);
});
