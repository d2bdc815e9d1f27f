import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { megabytes, milliseconds, thousands, threeDigits } from '../../bench/common/format.ts';
import { namesOf, positive, positiveInteger } from '../../bench/common/options.ts';
import { runsAgain } from '../../bench/common/protocol.ts';
import { powerLaw } from '../../bench/common/statistics.ts';
import { toMarkdown, toText } from '../../bench/common/table.ts';

describe('the fit of a power law', () => {
  it('finds the exponent of an exact one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        (exponent, factor) => {
          const fit = powerLaw([1, 2, 5, 9].map((x) => ({ x, y: factor * x ** exponent })))!;
          expect(fit.exponent).toBeCloseTo(exponent, 8);
          expect(Math.exp(fit.intercept)).toBeCloseTo(factor, 5);
        },
      ),
    );
  });

  it('is least squares: log₂ y = 0, 1, 1 at log₂ x = 0, 1, 2 has slope 1/2', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
      { x: 4, y: 2 },
    ];
    expect(powerLaw(points)?.exponent).toBeCloseTo(0.5, 12);
  });

  it('is none for one point or one place', () => {
    expect(powerLaw([{ x: 2, y: 3 }])).toBeUndefined();
    expect(
      powerLaw([
        { x: 2, y: 3 },
        { x: 2, y: 4 },
      ]),
    ).toBeUndefined();
  });
});

describe('numbers', () => {
  it('have three digits, and thousands apart', () => {
    expect([0, 0.01234, 1.236, 99.96, 123.4, 1107568, 1.234e-5, Number.NaN].map(threeDigits)).toEqual([
      '0',
      '0.0123',
      '1.24',
      '100',
      '123',
      '1,107,568',
      '1.2e-5',
      '–',
    ]);
    expect([999, 1000, -1234567].map(thousands)).toEqual(['999', '1,000', '-1,234,567']);
    expect(milliseconds(0.00123)).toBe('1.23');
    expect(megabytes(1_000_000)).toBe('1,024');
  });
});

describe('tables', () => {
  const table = {
    header: ['case', '**ours**'],
    rows: [
      ['A|B', '1'],
      ['C', '1,000'],
    ],
    words: 1,
  };

  it('are written as Markdown', () => {
    expect(toMarkdown(table)).toBe('| case | **ours** |\n|---|---:|\n| A\\|B | 1 |\n| C | 1,000 |');
  });

  it('are aligned on a terminal', () => {
    expect(toText(table)).toBe('case   ours\nA|B       1\nC     1,000');
  });
});

describe('the rule of repetition', () => {
  it('asks for three runs, or as many as half a second holds, and for no more than 200', () => {
    expect(runsAgain(1, 0.4)).toBe(true);
    expect(runsAgain(2, 4.9)).toBe(true);
    expect(runsAgain(1, 5)).toBe(false);
    expect(runsAgain(3, 0.49)).toBe(true);
    expect(runsAgain(3, 0.5)).toBe(false);
    expect(runsAgain(200, 0.01)).toBe(false);
  });
});

describe('options', () => {
  it('name known things, in their order', () => {
    expect(namesOf('--cases', 'B, A', ['A', 'B', 'C'])).toEqual(['A', 'B']);
    expect(namesOf('--cases', undefined, ['A', 'B'])).toEqual(['A', 'B']);
    expect(() => namesOf('--cases', 'A,X', ['A', 'B'])).toThrow("--cases: there is no 'X'. There are A, B");
  });

  it('are positive numbers', () => {
    expect(positive('--limit', '0.5')).toBe(0.5);
    for (const text of ['0', '-1', 'soon', '', 'Infinity'])
      expect(() => positive('--limit', text)).toThrow('--limit: expected a positive number');
    expect(positiveInteger('--threads', '2')).toBe(2);
    for (const text of ['0', '1.5', 'two', ''])
      expect(() => positiveInteger('--threads', text)).toThrow('--threads: expected a positive integer');
  });
});
