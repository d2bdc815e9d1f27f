import fc from 'fast-check';
import { InputError, Polynomial } from 'isserlis/symbolic';
import { generativeExponent, generativeLeap, informationExponent } from 'isserlis/theory';
import { describe, expect, it, test } from 'vitest';
import { evaluateFormula } from '../../../src/symbolic/formula/interpretations.ts';
import { parseFormula } from '../../../src/symbolic/formula/parse-formula.ts';
import { isFunctionOfHermiteDensity } from '../../../src/theory/exponents/function-of-hermite-density.ts';
import { injectivePart } from '../../../src/theory/exponents/injective-part.ts';
import { thresholdsOf } from '../../../src/theory/exponents/thresholds.ts';

const matches = (text: string, k: number): boolean => isFunctionOfHermiteDensity(parseFormula(text), k);

/** E[T(f(z)) He_k(z)] by the trapezoidal rule, which converges fast for smooth functions that decay. */
function conditionalMoment(text: string, T: (y: number) => number, k: number): number {
  const f = parseFormula(text);
  let sum = 0;
  const step = 1 / 512;
  for (let x = -12 + step / 2; x < 12; x += step) {
    let [previous, current] = [0, 1];
    for (let j = 0; j < k; j++) [previous, current] = [current, x * current - j * previous];
    sum += (T(evaluateFormula(f, x)) * current * Math.exp((-x * x) / 2) * step) / Math.sqrt(2 * Math.PI);
  }
  return sum;
}

describe('functions of He_{k−1} e^{−x²/2}', () => {
  it.each([
    ['x^2*exp(-x^2)', 2],
    ['x*exp(-x^2/2)', 2],
    ['tanh(3*x^4*exp(-2x^2))', 2],
    ['x^2*exp(-x^2) + abs(x)*exp(-x^2/2)', 2],
    ['log(x^2) - x^2', 2],
    ['(x^2 - 1)^2*exp(-x^2)', 3],
    ['sqrt((x^2 - 1)^2*exp(-x^2))', 3],
    ['(x^2 - 1)*exp(-x^2/2)/7 + pi', 3],
    ['(x^3 - 3x)^2*exp(-x^2)', 4],
    ['exp(-x^2)/(1 + x^2 - x^2)', 1],
  ] as const)('%s, k = %i', (text, k) => {
    expect(matches(text, k)).toBe(true);
    for (const T of [Math.tanh, (y: number) => Math.exp(-y * y)])
      expect(Math.abs(conditionalMoment(text, T, k))).toBeLessThan(1e-5);
  });
  it.each([
    ['x^2*exp(-x^2)', 4],
    ['x^2*exp(-x^2/2)', 2],
    ['x^2*exp(-x^2) + x', 2],
    ['x^2*exp(-x^2)*sign(x - 1)', 2],
    ['x*abs(x)*exp(-x^2) + x^2*exp(-x^2)*x^0 + x^4', 2],
    ['(x^2 - 1)*abs(x^2 - 1)*exp(-x^2)*sign(x)', 3],
    ['abs(x^2 - 1)*(x^2 - 1)*(x^2 - 4)/(x^2 - 4)^0*exp(-x^2)', 3],
  ] as const)('not %s, k = %i', (text, k) => {
    expect(matches(text, k)).toBe(false);
  });
  test('|x^3 − 3x|^a e^{−a x²/2} for any a, and for no other rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), (p, q) => {
        expect(matches(`abs(x^3 - 3x)^(${p}/${q})*exp(-${p}*x^2/${2 * q})`, 4)).toBe(true);
        expect(matches(`abs(x^3 - 3x)^(${p}/${q})*exp(-${p + 1}*x^2/${2 * q})`, 4)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('generative exponents of formulas', () => {
  it.each([
    ['x^2*exp(-x^2)', 4, 'proved'],
    ['1/(2 + tanh(x^2*exp(-x^2)))', 4, 'proved'],
    ['log(x^2) - x^2', 4, 'proved'],
    ['x^2*exp(-abs(x)^2)', 4, 'proved'],
    ['exp(x^4 - x)', 1, 'proved'],
    ['exp(x^2)', 2, 'proved'],
    ['1/x', 1, 'proved'],
    ['1/abs(x)', 2, 'proved'],
    ['sinh(x^2)', 2, 'proved'],
    ['x^2*exp(x^2)', 2, 'enclosed'],
    ['sign(x^3 - 3x)', 1, 'enclosed'],
    ['exp(-x^2)*sign(x)', 1, 'enclosed'],
  ] as const)('%s: %i', (text, value, tier) => {
    const found = generativeExponent(text);
    expect([found.value, found.tier]).toEqual([value, tier]);
  });
  test('an injective function of the label changes nothing', () => {
    const outer = ['exp(_)', 'tanh(_/3)', '1/(1 + exp(_))', '(_)^3', '2 - 5*(_)', 'softplus(_)', 'log(1 + exp(_))'];
    const links = ['x^3 - 3x', 'x^2', 'x^4 - 6x^2', 'x + x^2'];
    fc.assert(
      fc.property(fc.constantFrom(...outer), fc.constantFrom(...outer), fc.constantFrom(...links), (g, h, f) => {
        const composed = g.replace('_', h.replace('_', f));
        expect(generativeExponent(composed).value).toBe(generativeExponent(f).value);
      }),
      { numRuns: 15 },
    );
  });
  test('what is undefined on half the line is refused', () => {
    for (const text of ['sqrt(x)', 'log(x)', '1/relu(x)', 'log(relu(x))'])
      expect(() => generativeExponent(text)).toThrow(InputError);
  });
  test('only what is injective is stripped', () => {
    const left = (text: string): readonly string[] => injectivePart(parseFormula(text)).outer;
    expect(left('x^2')).toEqual([]);
    expect(left('exp(x)^2')).toEqual(['the power 2', 'exp']);
    expect(left('cos(x)')).toEqual([]);
    expect(left('abs(x)^2')).toEqual(['the power 2']);
    expect(left('relu(x)')).toEqual([]);
    expect(left('(1 - 1)*x')).toEqual([]);
    expect(left('sin(0)*x')).toEqual([]);
  });
});

describe('thresholds', () => {
  test('sign(x³ − 2 log(2) x) has IE = GE = 3: e^(−log 2) is 1/2', () => {
    const [e, g] = [informationExponent('sign(x^3 - 2*log(2)*x)'), generativeExponent('sign(x^3 - 2*log(2)*x)')];
    expect([e.value, g.value, e.certificate[0]!.reason]).toEqual([3, 3, 'its jumps cancel exactly']);
    expect(informationExponent('sign(x^3 - 2*log(3)*x)').value).toBe(1);
    // ½ = 3 e^(−log 6): three outer jumps, one inner.
    expect(informationExponent('sign(x) - 3*step(x - 1) + 3*step(x + 1)').value).toBe(1);
  });
  test('vanish where the integral does', () => {
    const jump = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(jump, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 4 }), (jumps, k) => {
        const text = jumps.map(([c, r]) => `(${c})*step(x - (${r})/2)`).join(' + ');
        const found = thresholdsOf(parseFormula(text));
        if (found === undefined) return;
        const hermite = (x: number): number => {
          let [previous, current] = [0, 1];
          for (let j = 0; j < k - 1; j++) [previous, current] = [current, x * current - j * previous];
          return current;
        };
        const c = jumps.reduce((sum, [size, r]) => sum + size * hermite(r / 2) * Math.exp((-r * r) / 8), 0);
        expect(found.vanishes(k)).toBe(Math.abs(c) < 1e-12);
      }),
      { numRuns: 60 },
    );
  });
  test('are not seen where there are others', () => {
    for (const text of [
      'sign(x^3 - x - 1)',
      'abs(x)*sign(x)',
      'sign(sin(x))',
      'x',
      'sign(x - pi)',
      'sign(sign(x) + 1/2)',
    ])
      expect(thresholdsOf(parseFormula(text))).toBeUndefined();
  });
});

describe('generative leaps by permutations with signs', () => {
  it.each([
    ['x1^2*x2 + x2^2*x3 + x3^2*x1', '(x1, x2, x3) can be replaced by (x2, x3, x1)'],
    ['x1*x2^2 + x2*x3^2 + x3*x4^2 + x4*x1^2', 'x1'],
    ['x1^2*x2 - x2^2*x3 - x3^2*x1', 'can be replaced'],
    ['x1^3*x2^2 + x2^3*x3^2 + x3^3*x1^2 + x1*x2*x3', 'can be replaced'],
  ])('%s: 2', (text, reason) => {
    const found = generativeLeap(Polynomial.parse(text));
    expect([found.value, found.tier]).toEqual([2, 'proved']);
    expect(found.certificate.at(-1)!.reason).toContain(reason);
  });
  test('no symmetry, no proof: one coefficient changed', () => {
    expect(generativeLeap(Polynomial.parse('x1^2*x2 + x2^2*x3 + 2*x3^2*x1')).value).not.toBe(2);
  });
});
