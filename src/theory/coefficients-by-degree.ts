/** How large a polynomial map's coefficients are, degree by degree. */
import { absolute, bitLength, type Rational } from '../base/rational.ts';
import { totalDegree } from '../symbolic/monomials.ts';
import type { PolynomialMap } from '../symbolic/polynomial-map.ts';

/** The sizes log₁₀ |c| of the coefficients of one total degree, all outputs together. */
export interface DegreeSummary {
  readonly degree: number;
  readonly terms: number;
  readonly smallest: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly largest: number;
}

/** One summary for each total degree that occurs, rising. Quantiles are those of the nearest rank: each is a coefficient's. */
export function coefficientsByDegree({ outputs }: PolynomialMap): readonly DegreeSummary[] {
  const sizes = new Map<number, number[]>();
  for (const { polynomial } of outputs) {
    const { monomials, numerators, denominator } = polynomial;
    numerators.forEach((numerator, t) => {
      const degree = totalDegree(monomials, t);
      if (!sizes.has(degree)) sizes.set(degree, []);
      sizes.get(degree)!.push(log10({ numerator, denominator }));
    });
  }
  return [...sizes]
    .sort(([a], [b]) => a - b)
    .map(([degree, list]) => {
      const sorted = Float64Array.from(list).sort();
      const quantile = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
      return {
        degree,
        terms: sorted.length,
        smallest: quantile(0),
        lowerQuartile: quantile(0.25),
        median: quantile(0.5),
        upperQuartile: quantile(0.75),
        largest: quantile(1),
      };
    });
}

/** log₁₀ |c| for c ≠ 0 of any size, to about 15 digits. */
export function log10({ numerator, denominator }: Rational): number {
  const [n, d] = [absolute(numerator), denominator];
  const [nShift, dShift] = [n, d].map((a) => Math.max(0, bitLength(a) - 60)) as [number, number];
  const ratio = Number(n >> BigInt(nShift)) / Number(d >> BigInt(dShift));
  return Math.log10(ratio) + (nShift - dShift) * Math.log10(2);
}
