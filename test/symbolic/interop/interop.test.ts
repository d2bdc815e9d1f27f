import fc from 'fast-check';
import { derivative as derivativeOf, parse } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { InputError, TooLargeError } from '../../../src/base/errors.ts';
import { fromMathjs, parsePolynomial, toMathjs } from '../../../src/symbolic/interop/mathjs.ts';
import { fromNerdamer, toNerdamer } from '../../../src/symbolic/interop/nerdamer.ts';
import { differences, equal } from '../../../src/symbolic/operations/compare.ts';
import { Polynomial } from '../../../src/symbolic/polynomial-constructors.ts';
import { polynomials } from '../../../src/testing/index.ts';

describe('Polynomial.parse', () => {
  it.each([
    ['3/7*x1^2 - x2', '3/7*x1^2 - x2'],
    ['(x + y)^3/2', '1/2*x^3 + 3/2*x^2*y + 3/2*x*y^2 + 1/2*y^3'],
    ['0.1x y - -2', '1/10*x*y + 2'],
    ['-x^2', '-x^2'],
    ['2^-3 x', '1/8*x'],
    ['1e-20*x', '1/100000000000000000000*x'],
    ['0.30000000000000004*x', '7500000000000001/25000000000000000*x'],
    ['123456789012345678901234567891/7*x', '123456789012345678901234567891/7*x'],
    ['x*y - y*x', '0'],
    ['+5', '5'],
    ['((x))', 'x'],
  ])('reads %s exactly', (text, expected) => {
    expect(`${Polynomial.parse(text)}`).toBe(expected);
  });

  it('takes variables in natural order, or in the order given', () => {
    expect(Polynomial.parse('x10 + x2').variables).toEqual(['x2', 'x10']);
    expect(Polynomial.parse('x2', ['x10', 'x2']).variables).toEqual(['x10', 'x2']);
    expect(`${Polynomial.parse('petal_width_cm^2', ['petal width (cm)'])}`).toBe('petal_width_cm^2');
  });

  it.each([
    ['', /it is empty/],
    ['x^2 + * y', /cannot be read: Value expected[\s\S]*x\^2 \+ \* y\n {2} {6}\^/],
    ['x^(1/2)', /is an exponent, but not an integer ≥ 0/],
    ['x^y', /is an exponent/],
    ['x^70000', /over 65535/],
    ['sin(x)', /'sin\(x\)' is not part of a polynomial/],
    ['1/x', /'x' is divided by, but it is not a number/],
    ['x/0', /it is zero/],
    ['x = 3', /not part of a polynomial/],
    ['pi*x', /'pi' is a constant that is not rational/],
    ['x < 2', /not part of a polynomial/],
  ])('refuses %s, saying why', (text, message) => {
    expect(() => Polynomial.parse(text)).toThrow(message);
    expect(() => Polynomial.parse(text)).toThrow(InputError);
  });

  it('refuses powers that would not fit, and unknown variables', () => {
    expect(() => Polynomial.parse('(a+b+c+d+g+h)^200')).toThrow(TooLargeError);
    expect(() => Polynomial.parse('z', ['x'])).toThrow(/there is no variable 'z'/);
  });

  it('reads sums as long as polynomials are', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `${i + 1}/7*x^${i % 100}*y^${Math.floor(i / 100)}`).join(
      ' + ',
    );
    expect(Polynomial.parse(text).length).toBe(20_000);
  });
});

describe('mathjs', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(polynomials(), (f) => {
        expect(differences(fromMathjs(toMathjs(f), f.variables), f)).toEqual([]);
      }),
    );
  });

  it('evaluates a polynomial with fractions exactly', () => {
    expect(toMathjs(parsePolynomial('x/3 + 1/7')).evaluate({ x: 2 }).toString()).toBe('0.(809523)');
  });

  it('reads trees that users made with floats as those floats', () => {
    expect(`${fromMathjs(parse('0.5*x + 0.1'))}`).toBe('1/2*x + 3602879701896397/36028797018963968');
  });

  it('derives as we do', () => {
    const derivative = derivativeOf('3*x^4 - 2*x*y^2', 'x');
    expect(equal(fromMathjs(derivative), parsePolynomial('12*x^3 - 2*y^2'))).toBe(true);
  });
});

describe('nerdamer', () => {
  it('gives back what it was given', async () => {
    await fc.assert(
      fc.asyncProperty(polynomials({ variables: ['x', 'y'], maximumTerms: 5 }), async (f) => {
        expect(differences(fromNerdamer(await toNerdamer(f), f.variables), f)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('takes names that are no identifiers', async () => {
    const f = parsePolynomial('petal_width_cm^2', ['petal width (cm)']);
    expect((await toNerdamer(f)).toTeX()).toContain('^{2}');
  });

  it('refuses what nerdamer would take for something else, and what is too long for it', async () => {
    await expect(toNerdamer(parsePolynomial('pi*x', ['pi', 'x']))).rejects.toThrow(
      /takes the variable 'pi' for a constant/,
    );
    await expect(
      toNerdamer(parsePolynomial(Array.from({ length: 301 }, (_, i) => `x^${i}`).join('+'))),
    ).rejects.toThrow(TooLargeError);
  });
});
