import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/base/fingerprint.ts';

describe('fingerprint', () => {
  // Of the reference implementation in C++, seed 0.
  test('is MurmurHash3', () => {
    expect(fingerprint('The quick brown fox jumps over the lazy dog')).toBe('2f1583c3ecee2c675d7bf66ce5e91d2c');
    expect(fingerprint('')).toBe('0'.repeat(32));
  });

  test('is that of equal data, and of no other', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 6 }), (data) => {
        const name = fingerprint(data);
        expect(fingerprint(data.slice())).toBe(name);
        expect(name).toMatch(/^[0-9a-f]{32}$/);
        const text = [...data].map((x) => (Object.is(x, -0) ? '-0' : `${x}`)).join();
        expect(seen.get(name) ?? text).toBe(text);
        seen.set(name, text);
      }),
    );
    const different = [[0], [-0], [0, 0], [1, 2], [2, 1], [1, 2 + 2 ** -51]].map((x) =>
      fingerprint(Float64Array.from(x)),
    );
    const texts = ['', 'a', 'b', 'ab', 'a\0', 'ä', '12345678', '123456789'].map(fingerprint);
    expect(new Set([...different, ...texts]).size).toBe(different.length + texts.length);
  });
});
