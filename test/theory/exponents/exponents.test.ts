import { InputError, Polynomial } from 'isserlis/symbolic';
import { laws } from 'isserlis/testing';
import {
  exponentText,
  formulaLink,
  generativeExponent,
  generativeLeap,
  informationExponent,
  isotropicLeap,
  leapComplexity,
  powerByOrder,
} from 'isserlis/theory';
import { describe, expect, it, test } from 'vitest';
import { formatRational, numberFromRational } from '../../../src/base/rational.ts';
import { hermiteBasis } from '../../../src/symbolic/bases/orthogonal/hermite.ts';
import { expandInBasis } from '../../../src/symbolic/basis-expansion.ts';
import { coefficientEnds } from '../../../src/theory/exponents/link-coefficients.ts';
import { firstOrderFindsAll } from '../../../src/theory/exponents/modular-closure.ts';
import { golden } from '../../golden/read.ts';

interface Row {
  readonly name: string;
  readonly kind: 'polynomial' | 'nonpoly' | 'multi-index';
  readonly expr: string;
  readonly u_float?: readonly number[];
  readonly c_raw?: readonly string[];
  readonly information_exponent: number;
  readonly generative_exponent?: number;
  readonly generative_leap?: number;
  readonly leap: number;
  readonly tensor_norm_sq_over_kfact?: Readonly<Record<string, string>>;
}
const { rows } = golden<{ rows: readonly Row[] }>('exponents.json');
const of = (kind: Row['kind']): readonly Row[] => rows.filter((row) => row.kind === kind);
const mathjs = (text: string): string =>
  text
    .replaceAll('**', '^')
    .replace('1[x>0]', 'step(x)')
    .replace('1[|x|>1]', 'step(abs(x)-1)')
    .replace(/(\d)x/g, '$1*x');

describe('golden values', () => {
  it.each(of('polynomial'))('$name', (row) => {
    const f = Polynomial.parse(mathjs(row.expr));
    const [information, generative] = [informationExponent(f), generativeExponent(f)];
    expect([information.value, generative.value, leapComplexity(f).value, isotropicLeap(f).value]).toEqual([
      row.information_exponent,
      row.generative_exponent,
      row.leap,
      row.leap,
    ]);
    expect([information.tier, generative.tier]).toEqual(['proved', 'proved']);
    const link = formulaLink(mathjs(row.expr));
    row.c_raw!.forEach((c, k) => {
      const found = link.coefficient(k);
      expect(found.kind === 'rational' && formatRational(found.value)).toBe(c);
    });
  });

  it.each(of('nonpoly'))('$name', (row) => {
    const link = formulaLink(mathjs(row.expr));
    row.u_float!.forEach((u, k) => {
      const c = link.coefficient(k);
      const { lower, upper } =
        c.kind === 'rational'
          ? { lower: numberFromRational(c.value), upper: numberFromRational(c.value) }
          : coefficientEnds(c);
      const norm = Math.sqrt([1, 1, 2, 6, 24, 120, 720, 5040, 40320][k]!);
      // The golden doubles are rounded.
      const slack = 1e-12 * Math.max(1, Math.abs(u));
      expect(lower / norm - slack <= u && u <= upper / norm + slack).toBe(true);
    });
    expect(informationExponent(link).value).toBe(row.information_exponent);
    const generative = generativeExponent(link);
    expect(generative.value).toBe(row.generative_exponent);
  });

  it.each(of('multi-index'))('$name', (row) => {
    const f = Polynomial.parse(mathjs(row.expr));
    expect(informationExponent(f).value).toBe(row.information_exponent);
    expect(leapComplexity(f).value).toBe(row.leap);
    if (row.generative_leap !== undefined) expect(generativeLeap(f).value).toBe(row.generative_leap);
    const powers = [...powerByOrder(f)].map(([k, power]) => [`${k}`, formatRational(power)]);
    expect(Object.fromEntries(powers)).toEqual(row.tensor_norm_sq_over_kfact);
  });
});

describe('leaps', () => {
  test('the isotropic leap of x1 + x2 + x1 x2 is 2, its leap 1 [Abbe et al. 2023, Appendix B]', () => {
    const f = Polynomial.parse('x1 + x2 + x1*x2');
    expect([leapComplexity(f).value, isotropicLeap(f).value]).toEqual([1, 2]);
    expect(isotropicLeap(f).steps).toEqual([
      { order: 1, directions: ['x1 + x2'] },
      { order: 2, directions: ['x1 - x2'] },
    ]);
  });
  test('an ordering that attains the leap', () => {
    expect(leapComplexity(Polynomial.parse('x1 + x1*x2*x3 + x3*(x4^3 - 3*x4)')).ordering).toEqual([
      { term: 'He1(x1)', newCoordinates: ['x1'], size: 1 },
      { term: 'He1(x1) He1(x2) He1(x3)', newCoordinates: ['x2', 'x3'], size: 2 },
      { term: 'He1(x3) He3(x4)', newCoordinates: ['x4'], size: 3 },
    ]);
  });
  test('constants and zero have leap 0 and infinite exponents', () => {
    for (const f of [Polynomial.parse('0'), Polynomial.parse('7', ['x1', 'x2'])]) {
      expect([leapComplexity, isotropicLeap, generativeLeap].map((leap) => leap(f).value)).toEqual([0, 0, 0]);
      expect([informationExponent(f).value, generativeExponent(f).value]).toEqual([Infinity, Infinity]);
    }
  });
  test('order 1 alone is seen modulo a prime, and only where it suffices', () => {
    const found = (text: string): boolean =>
      firstOrderFindsAll(expandInBasis(Polynomial.parse(text), hermiteBasis).coefficients);
    expect(['x1 + x1*x2 + x2*x3', 'x1 + x2 + x1*x2', 'x1*x2', 'x1 + x2^2'].map(found)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('functions of fewer directions than coordinates', () => {
  test('order 1 finds the two directions of x1 + x2 + (x1 + x2 + x3)²', () => {
    const f = Polynomial.parse('x1 + x2 + (x1 + x2 + x3)^2');
    expect(firstOrderFindsAll(expandInBasis(f, hermiteBasis).coefficients)).toBe(false);
    expect([isotropicLeap(f).value, isotropicLeap(f).steps[0]!.directions.length, generativeLeap(f).value]).toEqual([
      1, 2, 1,
    ]);
  });
  test('numbers that would grow too long are refused before the work starts', () => {
    const form = (j: number): string =>
      Array.from({ length: 20 }, (_, i) => `${BigInt(i + 2) ** BigInt(150 + 7 * j)}*x${i + 1}`).join(' + ');
    const sum = (n: number): Polynomial =>
      Polynomial.parse(Array.from({ length: n }, (_, j) => `(${form(j)})^2`).join(' + '));
    expect(isotropicLeap(sum(2)).value).toBe(2);
    const vast = sum(11);
    expect(() => isotropicLeap(vast)).toThrow(/bits in 20 coordinates/);
  });
});

describe('never a guess', () => {
  test('zeros that are only enclosed leave bounds', () => {
    const e = informationExponent('sign((x^3 - 2*log(2)*x)*(x^2 + 1))');
    expect([e.value, e.lower, e.upper, e.tier, exponentText(e)]).toEqual([
      undefined,
      1,
      3,
      'unknown',
      'between 1 and 3',
    ]);
  });
  test('nothing beyond the orders looked at', () => {
    const none = informationExponent(
      { name: 'f', coefficient: () => ({ kind: 'rational', value: { numerator: 0n, denominator: 1n } }) },
      { maximumOrder: 5 },
    );
    expect([none.value, exponentText(none), none.tier]).toEqual([undefined, 'at least 6', 'unknown']);
  });
  test('a power of the label proves a generative exponent below the information exponent', () => {
    const f = 'sin(x) - exp(-1/2)*x';
    expect([informationExponent(f).value, generativeExponent(f).value]).toEqual([3, 1]);
  });
  test.each(['pi*x^3 - 3*pi*x', 'sqrt(2)*(x^3 - 3x)'])('%s is a polynomial too', (text) => {
    expect([informationExponent(text).value, generativeExponent(text).value]).toEqual([3, 1]);
  });
  test('refuses what has no exponent', () => {
    expect(() => informationExponent('exp(x^2/3)')).toThrow(/infinite/);
    expect(() => informationExponent('x + y')).toThrow(InputError);
    expect(() => generativeExponent(Polynomial.parse('x*y'))).toThrow(/one variable/);
    expect(() => informationExponent('tanh(x)', { maximumOrder: 0 })).toThrow(/positive integer/);
  });
});

describe('laws', () => {
  test('scale and constants', () => laws.exponentsIgnoreScaleAndConstants({ numRuns: 40 }));
  test('rotations', () => laws.isotropicLeapIgnoresRotations({ numRuns: 40 }));
  test('Hermite polynomials', () => laws.hermiteHasItsDegree());
  test('generative against information', () => laws.generativeIsAtMostInformation({ numRuns: 40 }));
  test('products', () => laws.leapOfProduct());
});
