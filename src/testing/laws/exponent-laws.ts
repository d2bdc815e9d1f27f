/** Laws of information and generative exponents and of leaps. */
import fc from 'fast-check';
import { rational } from '../../base/rational.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { fromBasis } from '../../symbolic/basis-expansion.ts';
import { add, multiply, scale } from '../../symbolic/operations/arithmetic.ts';
import { substitute } from '../../symbolic/operations/substitute.ts';
import {
  constantPolynomial,
  type Polynomial,
  polynomialFromTerms,
  variablePolynomial,
} from '../../symbolic/polynomial.ts';
import { generativeExponent } from '../../theory/exponents/generative-exponent.ts';
import { generativeLeap } from '../../theory/exponents/generative-leap.ts';
import { informationExponent } from '../../theory/exponents/information-exponent.ts';
import { isotropicLeap } from '../../theory/exponents/isotropic-leap.ts';
import { leapComplexity } from '../../theory/exponents/leap-complexity.ts';
import { polynomials } from '../arbitraries/polynomials.ts';
import { expectLaw, type LawParameters } from './law.ts';

const some = (variables = 3, maximumDegree = 3): fc.Arbitrary<Polynomial> =>
  polynomials({ variables, maximumDegree, maximumTerms: 4 });

function expectSame(before: number | undefined, after: number | undefined, law: string, f: Polynomial): void {
  expectLaw(before === after, law, () => `it is ${before} and then ${after}, for ${f}`);
}

/** c f + b has the exponents and leaps of f, c ≠ 0. */
export function exponentsIgnoreScaleAndConstants(parameters: LawParameters = {}): void {
  const factors = fc.integer({ min: -9, max: 9 }).filter((c) => c !== 0);
  fc.assert(
    fc.property(some(), factors, fc.integer(), (f, c, b) => {
      const g = add(scale(c, f), constantPolynomial(f.variables, rational(BigInt(b))));
      for (const exponent of [informationExponent, leapComplexity, isotropicLeap, generativeLeap])
        expectSame(exponent(f).value, exponent(g).value, 'c f + b is as hard as f', f);
    }),
    parameters,
  );
}

/**
 * Rotations by rational orthogonal matrices, products of those by (a² − b², 2ab)/(a² + b²) in two coordinates, keep the
 * information exponent, every |C_k|² and the isotropic leap; the leap in any coordinates is at most the isotropic one.
 */
export function isotropicLeapIgnoresRotations(parameters: LawParameters = {}): void {
  const angle = fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom([0, 1], [1, 2], [0, 2]),
  );
  fc.assert(
    fc.property(some(), fc.array(angle, { minLength: 1, maxLength: 2 }), (f, angles) => {
      const g = angles.reduce((h, [a, b, [i, j]]) => rotated(h, a, b, i!, j!), f);
      expectSame(
        informationExponent(f).value,
        informationExponent(g).value,
        'rotations keep the information exponent',
        f,
      );
      const isotropic = isotropicLeap(f).value;
      expectSame(isotropic, isotropicLeap(g).value, 'rotations keep the isotropic leap', f);
      for (const h of [f, g])
        expectLaw(leapComplexity(h).value! <= isotropic!, 'the leap is at most the isotropic leap', () => `${h}`);
    }),
    parameters,
  );
}

function rotated(f: Polynomial, a: number, b: number, i: number, j: number): Polynomial {
  const [cosine, sine, norm] = [BigInt(a * a - b * b), BigInt(2 * a * b), BigInt(a * a + b * b)];
  const linear = (c: bigint, s: bigint): Polynomial =>
    polynomialFromTerms(f.variables, [
      { coefficient: rational(c, norm), factors: [[i, 1]] },
      { coefficient: rational(s, norm), factors: [[j, 1]] },
    ]);
  return substitute(f, { [f.variables[i]!]: linear(cosine, sine), [f.variables[j]!]: linear(-sine, cosine) });
}

/** IE(He_k) = k, and adding higher orders changes nothing. */
export function hermiteHasItsDegree(parameters: LawParameters = {}): void {
  const weight = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(weight, { maxLength: 3 }), (k, higher) => {
      const coefficients = polynomialFromTerms(
        ['x'],
        [1, ...higher].map((c, i) => ({ coefficient: rational(BigInt(c)), factors: [[0, k + i]] as const })),
      );
      const f = fromBasis({ bases: [hermiteBasis], coefficients });
      expectSame(k, informationExponent(f).value, 'the lowest order is the information exponent', f);
    }),
    parameters,
  );
}

/** GE ≤ IE; GE is 2 for an even polynomial and 1 for any other; generative leap ≤ isotropic leap, and both agree on one variable. */
export function generativeIsAtMostInformation(parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(some(1, 6), some(2, 3), (f, g) => {
      const [generative, information] = [generativeExponent(f).value!, informationExponent(f).value!];
      expectLaw(generative <= information, 'GE ≤ IE', () => `${generative} and ${information} for ${f}`);
      const [leap, isotropic] = [generativeLeap(g), isotropicLeap(g).value!];
      expectLaw(
        leap.lower <= isotropic && leap.upper <= Math.max(2, isotropic),
        'generative leap ≤ isotropic leap',
        () => `${g}`,
      );
      const single = generativeLeap(f);
      if (generative !== Infinity)
        expectSame(generative, single.value, 'one variable: the generative leap is the exponent', f);
    }),
    parameters,
  );
}

/** The leap of He_a(x) He_b(y) is a + b; with x added, which makes x known, it is b. */
export function leapOfProduct(parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (a, b) => {
      const he = (name: string, n: number): Polynomial =>
        fromBasis({
          bases: [hermiteBasis],
          coefficients: polynomialFromTerms([name], [{ coefficient: rational(1n), factors: [[0, n]] }]),
        });
      const product = multiply(he('x', a), he('y', b));
      expectSame(a + b, leapComplexity(product).value, 'the leap of He_a(x) He_b(y) is a + b', product);
      const helped = add(variablePolynomial(['x'], 'x'), product);
      expectSame(b, leapComplexity(helped).value, 'with x known, it is b', helped);
    }),
    parameters,
  );
}
