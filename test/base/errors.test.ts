import { expect, test } from 'vitest';
import { InputError, messageOf, TooLargeError } from '../../src/base/errors.ts';

test('an InputError says where, what and what to do', () => {
  const error = new InputError('layers[1] (dense)', 'expected shape [3, 2], got [2, 2]', 'Check the layer before');
  expect(error.message).toBe('layers[1] (dense): expected shape [3, 2], got [2, 2]. Check the layer before');
  expect([error.where, error.problem, error.remedy]).toEqual([
    'layers[1] (dense)',
    'expected shape [3, 2], got [2, 2]',
    'Check the layer before',
  ]);
  expect(new InputError('seed', 'expected an integer').message).toBe('seed: expected an integer');
});

test('a TooLargeError is an InputError', () => {
  expect(new TooLargeError('net', 'too large')).toBeInstanceOf(InputError);
});

test('anything thrown has a message', () => {
  expect([messageOf(new RangeError('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined']);
});
