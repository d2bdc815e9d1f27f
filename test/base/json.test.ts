import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { isObject, parseJson } from '../../src/base/json.ts';

describe('parseJson', () => {
  test('reads JSON', () => {
    // Integers beyond 2^53 apart: JavaScript writes some in rounded digits, which parseJson cannot tell from a slip.
    const unsafe = (text: string): boolean => (text.match(/\d{16,}/g) ?? []).length > 0;
    const values = fc.jsonValue().filter((value) => !unsafe(JSON.stringify(value)));
    fc.assert(
      fc.property(values, (value) => {
        expect(parseJson(JSON.stringify(value), 'file')).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('refuses integers that are no doubles, and says what they would become', () => {
    expect(() => parseJson('{"weight": [[1, 9007199254740993]]}', 'network.json')).toThrow(
      'network.json: the integer 9007199254740993 is not a double (the nearest is 9007199254740992). Write it as a string: "9007199254740993"',
    );
    expect(() => parseJson('-18014398509481985', 'f')).toThrow(InputError);
    expect(parseJson('[9007199254740992, -9007199254740994, 1e21]', 'f')).toEqual([2 ** 53, -(2 ** 53) - 2, 1e21]);
  });

  test('refuses numbers beyond the largest double', () => {
    expect(() => parseJson('[1e400]', 'f')).toThrow(
      'f: the number 1e400 is beyond the largest double. Write it as a string: "1e400"',
    );
  });

  test('takes decimals for the nearest double, as JSON does', () => {
    expect(parseJson('[0.1, 1e-400, -0]', 'f')).toEqual([0.1, 0, -0]);
  });

  test('names the file when it is no JSON', () => {
    for (const text of ['', '{', '[1,]', 'NaN', "{'a': 1}"])
      expect(() => parseJson(text, 'a/network.json')).toThrow(/^a\/network\.json: not valid JSON: /);
  });
});

test('isObject is true of objects only', () => {
  expect([{}, { a: 1 }, [], null, 'a', 1, undefined].map(isObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
