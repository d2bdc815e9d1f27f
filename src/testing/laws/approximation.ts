import fc from 'fast-check';
import { approximate } from '../../symbolic/approximation/approximate.ts';
import { endNumber, intersection, isBounded, widthExponent } from '../../symbolic/enclosure/enclosure.ts';
import { realEnclosures } from '../../symbolic/enclosure/reals.ts';
import { encloseFormula } from '../../symbolic/formula/interpretations.ts';
import { parseFormula } from '../../symbolic/formula/parse-formula.ts';
import { hermiteExpansion } from '../../symbolic/hermite-expansion/hermite-expansion.ts';
import { formulaTexts } from '../arbitraries/formulas.ts';
import { rationals } from '../arbitraries/rationals.ts';
import { expectLaw, type LawParameters } from './law.ts';

/** Enclosures of a formula's value at two precisions meet, and the finer one is no wider. */
export function enclosuresAgree(formulas: fc.Arbitrary<string> = formulaTexts(), parameters: LawParameters = {}): void {
  const [coarse, fine] = [realEnclosures(60), realEnclosures(240)];
  fc.assert(
    fc.property(formulas, rationals(), (text, x) => {
      const f = parseFormula(text);
      const [a, b] = [coarse, fine].map((K) => encloseFormula(f, K, K.from(x))) as [
        ReturnType<typeof encloseFormula>,
        ReturnType<typeof encloseFormula>,
      ];
      const meet = (): boolean => {
        try {
          return isBounded(intersection(a, b));
        } catch (error) {
          if (error instanceof RangeError) return false;
          throw error;
        }
      };
      expectLaw(meet(), 'enclosures at two precisions meet', () => `those of ${text} do not`);
      expectLaw(
        widthExponent(b) <= widthExponent(a) + 1,
        'more bits, narrower enclosure',
        () => `${text}: widths 2^${widthExponent(a)} and 2^${widthExponent(b)}`,
      );
    }),
    parameters,
  );
}

/** The maximum error of the minimax polynomial is at most that of the least squares one of the same degree. */
export function minimaxIsBest(formulas: fc.Arbitrary<string> = formulaTexts(2), parameters: LawParameters = {}): void {
  fc.assert(
    fc.property(formulas, fc.integer({ min: 0, max: 4 }), (text, degree) => {
      const errorBy = (method: string): readonly [number, number] => {
        const { maximumError } = approximate(text, { degree, method, digits: 6 });
        return [endNumber(maximumError!, 'lower'), endNumber(maximumError!, 'upper')];
      };
      const [[best], [, least]] = [errorBy('minimax'), errorBy('least-squares')];
      expectLaw(
        best <= least,
        'minimax error ≤ maximum error of least squares',
        () => `${text} in degree ${degree}: ${best} > ${least}`,
      );
    }),
    { numRuns: 20, ...parameters },
  );
}

/** Bessel and Parseval: Σ_{k<n} u_k² ≤ E f², and what is left shrinks as n grows. */
export function hermiteParseval(
  formulas: fc.Arbitrary<string> = formulaTexts(2),
  parameters: LawParameters = {},
): void {
  fc.assert(
    fc.property(formulas, fc.integer({ min: 1, max: 5 }), (text, terms) => {
      const rest = (n: number): readonly [number, number] => {
        const { squaredTruncationError: error } = hermiteExpansion(text, { terms: n, digits: 8 });
        return [endNumber(error!, 'lower'), endNumber(error!, 'upper')];
      };
      const [[, few], [more, most]] = [rest(terms), rest(terms + 2)];
      expectLaw(
        most >= 0 && more <= few,
        'what a Hermite series leaves out shrinks',
        () => `${text}: ${few}, then ${more}`,
      );
    }),
    { numRuns: 20, ...parameters },
  );
}
