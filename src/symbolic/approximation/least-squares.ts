/** Least squares over [−1, 1], in value or in value and derivative, from moments. */

import { rational } from '../../base/rational.ts';
import type { Moments } from './moments.ts';
import {
  addCoefficients,
  type Coefficients,
  integer,
  legendrePolynomials,
  type Scalars,
  scaleCoefficients,
  solve,
} from './scalars.ts';

/** argmin ∫ (p − F)²: Σ_k (2k+1)/2 ⟨F, P_k⟩ P_k over Legendre polynomials. */
export function leastSquares<T>(S: Scalars<T>, { powers }: Moments<T>, degree: number): Coefficients<T> {
  let sum: Coefficients<T> = [];
  for (const [k, p] of legendrePolynomials(degree).entries()) {
    const inner = p.map((c, j) => S.mul(S.from(c), powers[j]!)).reduce(S.add);
    const basis = p.map(S.from);
    sum = addCoefficients(S, sum, scaleCoefficients(S, S.mul(S.from(rational(BigInt(2 * k + 1), 2n)), inner), basis));
  }
  return sum;
}

/**
 * argmin ∫ (p − F)² + h^(−2) ∫ (p' − F')² over [−1, 1], which is least squares in value and derivative over x = m + h t. The
 * moments of F' come by parts from F's values at the ends. F must be continuous.
 */
export function leastSquaresInH1<T>(
  S: Scalars<T>,
  { powers }: Moments<T>,
  degree: number,
  half: T,
  ends: readonly [T, T],
): Coefficients<T> {
  const rate = S.div(S.from(integer(1)), S.mul(half, half));
  const indices = Array.from({ length: degree + 1 }, (_, i) => i);
  const matrix = indices.map((i) =>
    indices.map((j) =>
      i * j === 0
        ? S.from(monomialIntegral(i + j))
        : S.add(
            S.from(monomialIntegral(i + j)),
            S.mul(S.mul(rate, S.from(integer(i * j))), S.from(monomialIntegral(i + j - 2))),
          ),
    ),
  );
  return solve(
    S,
    matrix,
    indices.map((i) =>
      i === 0
        ? powers[0]!
        : S.add(powers[i]!, S.mul(S.mul(rate, S.from(integer(i))), derivativeMoment(S, powers, ends, i - 1))),
    ),
  );
}

/** ∫ t^n over [−1, 1]. */
export const monomialIntegral = (n: number): ReturnType<typeof rational> =>
  n % 2 === 1 ? rational(0n) : rational(2n, BigInt(n + 1));

/** ∫ F' t^j = F(1) − (−1)^j F(−1) − j ∫ F t^(j−1). */
export function derivativeMoment<T>(S: Scalars<T>, powers: readonly T[], [left, right]: readonly [T, T], j: number): T {
  const ends = S.add(right, S.mul(S.from(integer(j % 2 === 0 ? -1 : 1)), left));
  return j === 0 ? ends : S.add(ends, S.mul(S.from(integer(-j)), powers[j - 1]!));
}

/** ½ ∫ (F − p)²: the mean square of the error under the uniform distribution. */
export function meanSquareError<T>(S: Scalars<T>, { powers, square }: Moments<T>, p: Coefficients<T>): T {
  const minusTwo = S.from(integer(-2));
  const zero = S.from(integer(0));
  const cross = p.map((c, j) => S.mul(S.mul(minusTwo, c), powers[j]!)).reduce(S.add, zero);
  const own = p
    .flatMap((c, i) => p.map((d, j) => S.mul(S.mul(c, d), S.from(monomialIntegral(i + j)))))
    .reduce(S.add, zero);
  return S.mul(S.from(rational(1n, 2n)), S.add(square, S.add(cross, own)));
}
