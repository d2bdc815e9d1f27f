import { activationFromText, formatRational } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';

describe('activationFromText', () => {
  // Hermite polynomials: Abramowitz & Stegun, table 22.12 in the probabilists' normalisation.
  test.each([
    ['x^2', ['0', '0', '1']],
    ['x + x^2/2', ['0', '1', '1/2']],
    ['He2', ['-1', '0', '1']],
    ['He3', ['0', '-3', '0', '1']],
    ['He_4(x)', ['3', '0', '-6', '0', '1']],
    ['He0', ['1']],
    ['2*He2 - 1/3', ['-7/3', '0', '2']],
    ['0', ['0']],
    ['z^2 - He2(z)', ['1']],
    ['(x+1)^3', ['1', '3', '3', '1']],
  ])('%s', (text, coefficients) => expect(activationFromText(text).map(formatRational)).toEqual(coefficients));

  test.each([
    ['relu', /is no polynomial/],
    ['tanh(x)', /is no polynomial/],
    ['x*y', /expected one variable, got x, y/],
    ['x^', /cannot be read/],
    ['1/x', /activation/],
    ['', /empty/],
    ['x^61', /over the limit of 60/],
    ['He99', /over the limit of 60/],
  ])('%j is refused', (text, message) => expect(() => activationFromText(text)).toThrow(message));
});
