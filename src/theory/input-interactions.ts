/** Which inputs act together: how much of a polynomial map's coefficients lies on terms in which two inputs both occur. */
import { absolute, lcm, numberFromRational, rational } from '../base/rational.ts';
import { factorsOf } from '../symbolic/monomials.ts';
import type { PolynomialMap } from '../symbolic/polynomial-map.ts';

export interface InputInteractions {
  readonly variables: readonly string[];
  /**
   * shares[i][j] for i ≠ j: the share of Σ |c| over the terms in which variables i and j both occur; shares[i][i]: over
   * those in which i occurs alone. The whole is Σ |c| over all terms but constants, of all outputs.
   */
  readonly shares: readonly (readonly number[])[];
  /** The share of the terms in which a variable occurs at all. */
  readonly totals: readonly number[];
}

/** Sums exactly and rounds each share once. All shares are 0 where every term is constant. */
export function inputInteractions({ variables, outputs }: PolynomialMap): InputInteractions {
  const n = variables.length;
  const denominator = outputs.reduce((common, { polynomial }) => lcm(common, polynomial.denominator), 1n);
  const pairs = new Map<number, bigint>();
  const totals = new Array<bigint>(n).fill(0n);
  let whole = 0n;
  for (const { polynomial } of outputs) {
    const positions = polynomial.variables.map((name) => variables.indexOf(name));
    const scale = denominator / polynomial.denominator;
    polynomial.numerators.forEach((numerator, t) => {
      const occurring = factorsOf(polynomial.monomials, t).map(([variable]) => positions[variable]!);
      if (occurring.length === 0) return;
      const size = absolute(numerator) * scale;
      whole += size;
      const add = (i: number, j: number): void => {
        pairs.set(i * n + j, (pairs.get(i * n + j) ?? 0n) + size);
      };
      for (const i of occurring) totals[i]! += size;
      if (occurring.length === 1) add(occurring[0]!, occurring[0]!);
      else for (const i of occurring) for (const j of occurring) if (i !== j) add(i, j);
    });
  }
  const share = (sum: bigint): number => (whole === 0n ? 0 : numberFromRational(rational(sum, whole)));
  return {
    variables,
    shares: variables.map((_, i) => variables.map((__, j) => share(pairs.get(i * n + j) ?? 0n))),
    totals: totals.map(share),
  };
}

export interface Interaction {
  readonly first: string;
  readonly second: string;
  readonly share: number;
}

/** The pairs of different inputs by falling share; those that share no term are left out. */
export function strongestInteractions({ variables, shares }: InputInteractions): readonly Interaction[] {
  const pairs = variables.flatMap((first, i) =>
    variables.slice(i + 1).map((second, k) => ({ first, second, share: shares[i]![i + 1 + k]! })),
  );
  return pairs.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}

/** The variables that carry the largest shares, at most `most`, in the order of the variables. */
export function busiestVariables({ totals }: InputInteractions, most: number): readonly number[] {
  const byShare = [...totals.keys()].sort((a, b) => totals[b]! - totals[a]! || a - b);
  return byShare.slice(0, most).sort((a, b) => a - b);
}
