import { type Backend, backends, openBackend, reference } from 'isserlis/numeric';
import { describe, expect, test } from 'vitest';
import { backendCases } from './suite.ts';

const found = await Promise.all(backends.map(async (type) => ({ type, availability: await type.availability() })));

for (const { type, availability } of found) {
  if (availability.available) {
    describe(`the backend ${type.name}`, async () => {
      const backend = await type.open();
      test.each(backendCases)('$name', ({ run }) => run(backend));
    });
  } else {
    describe.skip(`the backend ${type.name} is not here: ${availability.reason}`, () => {
      test.each(backendCases)('$name', () => {});
    });
    test(`the backend ${type.name} says so when it is opened`, async () => {
      await expect(type.open()).rejects.toThrow(availability.reason);
    });
  }
}

test('Node has the strict backends, and gpu.js on its processor', () => {
  const here = found.filter(({ availability }) => availability.available).map(({ type }) => type.name);
  expect(here).toEqual(expect.arrayContaining(['reference', 'wasm', 'wasm-f32', 'gpu-webasm']));
});

describe('the suite', () => {
  /** The reference with its results changed. */
  const changed = (by: (y: number, i: number) => number, exactBits: boolean): Backend => ({
    ...reference,
    exactBits,
    compile(program) {
      const { run } = reference.compile(program);
      return { run: (...given) => run(...given).map(by) };
    },
  });
  const failing = async (backend: Backend): Promise<string[]> => {
    const names: string[] = [];
    for (const { name, run } of backendCases) await run(backend).catch(() => names.push(name));
    return names;
  };

  test('passes the reference, with its bits or within its bounds', async () => {
    expect(await failing(reference)).toEqual([]);
    const bounded = await failing(changed((y) => y, false));
    // Without the bits it is expected to round to floats where no bound is known.
    expect(bounded).toEqual(['the layer sigmoid', 'the layer tanh']);
  });

  test('sees one bit, and an error beyond the bounds', async () => {
    expect((await failing(changed((y) => y * (1 + 2 ** -52), true))).length).toBeGreaterThan(8);
    expect((await failing(changed((y) => y * (1 + 2 ** -40), false))).length).toBeGreaterThan(8);
  });
});

test('a backend that there is not is refused', async () => {
  await expect(openBackend('cuda')).rejects.toThrow(/backend: expected one of gpu-.*, wasm.*, got 'cuda'/);
  expect((await openBackend('wasm')).exactBits).toBe(true);
});
