import fc from 'fast-check';
import { formatRational, type Rational } from '../../base/rational.ts';
import { rationals } from '../arbitraries/rationals.ts';

/** fast-check's parameters that make sense for any law: `{ numRuns: 1000, seed: 42 }`. */
export type LawParameters = Omit<fc.Parameters<unknown>, 'examples' | 'reporter' | 'asyncReporter'>;

/** Throws, with what was found, when a law does not hold; fast-check then shrinks and reports the values. */
export function expectLaw(holds: boolean, law: string, found: () => string): void {
  if (!holds) throw new Error(`${law}: ${found()}`);
}

/** Rational coordinates for a point of any dimension; see {@link pointFrom}. */
export const coordinates = (): fc.Arbitrary<readonly Rational[]> =>
  fc.array(rationals(), { minLength: 4, maxLength: 12, size: 'max' });

/** A point with n coordinates, all different draws where there are enough, else shifted by 1 each time round. */
export function pointFrom(drawn: readonly Rational[], n: number): readonly Rational[] {
  return Array.from({ length: n }, (_, i) => {
    const { numerator, denominator } = drawn[i % drawn.length]!;
    return { numerator: numerator + BigInt(Math.floor(i / drawn.length)) * denominator, denominator };
  });
}

export const showPoint = (point: readonly Rational[]): string => `(${point.map(formatRational).join(', ')})`;
