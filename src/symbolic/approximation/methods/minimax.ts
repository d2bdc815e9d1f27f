import { requireContinuous } from '../continuity.ts';
import type { ApproximationMethod } from '../method.ts';
import { minimax } from '../minimax.ts';
import { enclosedMeanSquare, guardedReals } from '../on-interval.ts';
import { encloseConstantFormula } from '../problem.ts';
import { enclosedScalars, inOriginalVariable } from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'minimax',
  summary: 'the least maximum error on the interval, by the exchange algorithm of Remez',
  approximate(request) {
    requireContinuous(request.formula);
    const { problem, degree, bits, deadline } = request;
    const K = guardedReals(request);
    const found = minimax(problem.scaled, degree, bits, deadline);
    const [middle, half] = [problem.middle, problem.half].map((f) => encloseConstantFormula(f, K));
    return {
      enclosed: inOriginalVariable(enclosedScalars(K), found.coefficients, middle!, half!),
      scaled: found.coefficients,
      meanSquares: [enclosedMeanSquare(request, found.coefficients)],
      maximumError: found.error,
      equioscillation: found.equioscillation.map(({ point, error }) => ({
        point: K.add(middle!, K.mul(half!, point)),
        error,
      })),
    };
  },
};
