import { rational } from '../../../base/rational.ts';
import type { Enclosure } from '../../enclosure/enclosure.ts';
import { isBounded } from '../../enclosure/enclosure.ts';
import { realEnclosures } from '../../enclosure/reals.ts';
import { type ExactConstant, encloseConstant } from '../../formula/exact-constant.ts';
import { type Formula, powerOf } from '../../formula/formula.ts';
import { differentiateFormula } from '../../formula/interpretations.ts';
import { closedGaussianCoefficients } from '../../hermite-expansion/closed-form.ts';
import { exactTruncationError } from '../../hermite-expansion/exact-truncation-error.ts';
import { gaussianMoments } from '../../hermite-expansion/gaussian-moments.ts';
import { jumpIn } from '../continuity.ts';
import type { ApproximationMethod, MeanSquare, MethodRequest, MethodResult } from '../method.ts';
import {
  addCoefficients,
  type Coefficients,
  enclosedScalars,
  exactScalars,
  hermitePolynomials,
  type Scalars,
  scaleCoefficients,
} from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'gaussian',
  summary:
    'least squares under the standard Gaussian on the whole line, in value and in H¹ alike: the truncated Hermite series',
  onTheLine: true,
  approximate: (request) => truncatedHermiteSeries(request),
};

/**
 * Σ_{k ≤ degree} c_k/k! He_k and E[(f − p)²] = E f² − Σ c_k²/k!. Since h_k' = √k h_{k−1}, the sum of the mean squares of value and
 * derivative is Σ (1 + k) (u_k − p_k)², so the same polynomial is best in H¹.
 */
function truncatedHermiteSeries({ formula, degree, bits, deadline }: MethodRequest): MethodResult {
  const K = realEnclosures(bits + 64 + 10 * degree);
  const exact = closedGaussianCoefficients(formula, degree + 1);
  const moments = gaussianMoments(formula, exact === undefined ? degree + 1 : 1, bits + 4 * degree + 20, { deadline });
  const enclosed = exact?.map((c) => encloseConstant(c, K)) ?? moments.coefficients;
  const polynomial = exact && inMonomials(exactScalars, exact);
  return {
    enclosed: polynomial?.map((c) => encloseConstant(c, K)) ?? inMonomials(enclosedScalars(K), enclosed),
    ...(polynomial === undefined ? {} : { exact: polynomial }),
    meanSquares: [
      ...errorOf(formula, exact, enclosed, moments.squaredNorm, K.bits),
      ...derivativeErrorOf(formula, enclosed, K.bits, deadline),
    ],
  };
}

function errorOf(
  formula: MethodRequest['formula'],
  exact: readonly ExactConstant[] | undefined,
  enclosed: readonly Enclosure[],
  norm: Enclosure,
  bits: number,
): readonly MeanSquare[] {
  const meaning = 'E[(f − p)²] under the standard Gaussian';
  const K = realEnclosures(bits);
  const known =
    exact && exactTruncationError(exact, closedGaussianCoefficients(powerOf(formula, rational(2n)), 1)?.[0]);
  if (known !== undefined) return [{ meaning, exact: known, value: encloseConstant(known, K) }];
  if (!isBounded(norm)) return [];
  let factorial = 1n;
  const value = enclosed.reduce((rest, c, k) => {
    if (k > 1) factorial *= BigInt(k);
    return K.sub(rest, K.div(K.square(c), K.from(factorial)));
  }, norm);
  return [{ meaning, value }];
}

/** E[(f′ − p′)²] = E f′² − Σ k c_k²/k!; none where f jumps or E f′² is not finite. */
function derivativeErrorOf(
  formula: Formula,
  enclosed: readonly Enclosure[],
  bits: number,
  deadline: number,
): readonly MeanSquare[] {
  if (jumpIn(formula) !== undefined) return [];
  const norm = gaussianMoments(differentiateFormula(formula), 1, bits, { deadline }).squaredNorm;
  if (!isBounded(norm)) return [];
  const K = realEnclosures(bits);
  let factorial = 1n;
  const value = enclosed.reduce((rest, c, k) => {
    if (k > 1) factorial *= BigInt(k - 1);
    return k === 0 ? rest : K.sub(rest, K.div(K.square(c), K.from(factorial)));
  }, norm);
  return [{ meaning: 'E[(f′ − p′)²] under the standard Gaussian', value }];
}

function inMonomials<T>(S: Scalars<T>, c: readonly T[]): Coefficients<T> {
  let factorial = 1n;
  let sum: Coefficients<T> = [];
  for (const [k, p] of hermitePolynomials(c.length - 1).entries()) {
    if (k > 1) factorial *= BigInt(k);
    sum = addCoefficients(S, sum, scaleCoefficients(S, S.mul(S.from(rational(1n, factorial)), c[k]!), p.map(S.from)));
  }
  return sum;
}
