import { rational } from '../../base/rational.ts';
import { addConstants, type ExactConstant, multiplyConstants, rationalConstant } from '../formula/exact-constant.ts';

/** E f² − Σ_k c_k²/k! where all of it is exact, so that a polynomial's own expansion has error 0, not nearly 0. */
export function exactTruncationError(
  coefficients: readonly (ExactConstant | undefined)[],
  squaredNorm: ExactConstant | undefined,
): ExactConstant | undefined {
  let rest = squaredNorm;
  let factorial = 1n;
  for (const [k, c] of coefficients.entries()) {
    if (rest === undefined || c === undefined) return undefined;
    if (k > 1) factorial *= BigInt(k);
    rest = addConstants(rest, multiplyConstants(rationalConstant(rational(-1n, factorial)), multiplyConstants(c, c)));
  }
  return rest;
}
