import { rational } from '../../../base/rational.ts';
import type { Enclosure } from '../../enclosure/enclosure.ts';
import { rationalFormula } from '../../formula/formula.ts';
import { differentiateFormula, encloseFormula } from '../../formula/interpretations.ts';
import { requireContinuous } from '../continuity.ts';
import { derivativeMoment, leastSquaresInH1, monomialIntegral } from '../least-squares.ts';
import type { ApproximationMethod, MeanSquare, MethodRequest } from '../method.ts';
import { enclosedMoments } from '../moments.ts';
import { type ConstantReader, guardedReals, onInterval, type ScaledProblem } from '../on-interval.ts';
import { taylorCoefficients } from '../power-series.ts';
import { encloseConstantFormula, UNIT_ENDS } from '../problem.ts';
import { type Coefficients, enclosedScalars, type Scalars } from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'h1',
  summary: 'least squares in value and derivative (H¹), uniform weight on the interval',
  approximate(request) {
    requireContinuous(request.formula);
    const result = onInterval(
      request,
      <T>({ S, moments, half }: ScaledProblem<T>, constant: ConstantReader<T>): Coefficients<T> => {
        const ends = UNIT_ENDS.map((end) => valueAt(request, S, constant(rationalFormula(end)))) as [T, T];
        return leastSquaresInH1(S, moments(), request.degree, half, ends);
      },
    );
    return { ...result, meanSquares: [...result.meanSquares, derivativeError(request, result.scaled!)] };
  },
};

const valueAt = <T>({ problem }: MethodRequest, S: Scalars<T>, point: T): T =>
  taylorCoefficients(problem.scaled, S, point, 0)[0]!;

/** ½ h^(−2) ∫ (F' − p')². */
function derivativeError(request: MethodRequest, p: readonly Enclosure[]): MeanSquare {
  const K = guardedReals(request);
  const S = enclosedScalars(K);
  const { scaled, half } = request.problem;
  const slope = enclosedMoments(differentiateFormula(scaled), 0, K.bits - 40, request);
  const { powers } = enclosedMoments(scaled, request.degree, K.bits - 40, request);
  const ends = UNIT_ENDS.map((end) => encloseFormula(scaled, K, K.from(end))) as [Enclosure, Enclosure];
  const q = p.slice(1).map((c, k) => K.mul(K.from(k + 1), c));
  const cross = q.map((c, j) => K.mul(K.mul(K.from(-2), c), derivativeMoment(S, powers, ends, j)));
  const own = q.flatMap((c, i) => q.map((d, j) => K.mul(K.mul(c, d), K.from(monomialIntegral(i + j)))));
  const total = [...cross, ...own].reduce(K.add, slope.square);
  const square = K.square(encloseConstantFormula(half, K));
  return {
    meaning: 'mean of (f′ − p′)², uniform on the interval',
    value: K.div(K.mul(K.from(rational(1n, 2n)), total), square),
  };
}
