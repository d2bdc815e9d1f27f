import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const isserlis = (...args: string[]) =>
  spawnSync(process.execPath, [main, 'backends', ...args], { encoding: 'utf8', timeout: 60_000 });

test('says what is here and why the rest is not', () => {
  const { status, stdout } = isserlis();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^wasm +strict +WebAssembly/m);
  expect(stdout).toMatch(
    /^gpu-webgl2, .*: not here\.\n {2}there is no WebGL2 here\.\n {2}Use a browser with WebGL2\.$/m,
  );
});

test('as JSON, a reason and a remedy exactly where a backend is not here', () => {
  const { status, stdout } = isserlis('--json');
  expect(status).toBe(0);
  const found = JSON.parse(stdout) as Record<string, unknown>[];
  expect(found.find(({ name }) => name === 'reference')).toMatchObject({ available: true, exactBits: true });
  for (const { available, detail, reason, remedy } of found) {
    expect(typeof detail).toBe(available ? 'string' : 'object');
    expect([typeof reason, typeof remedy]).toEqual(available ? ['object', 'object'] : ['string', 'string']);
  }
});

test('refuses arguments', () => {
  expect(isserlis('everything').status).toBe(2);
});
