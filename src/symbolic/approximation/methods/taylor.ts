import type { ApproximationMethod } from '../method.ts';
import { onInterval } from '../on-interval.ts';
import { taylorCoefficients } from '../power-series.ts';
import { inOriginalVariable, integer } from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'taylor',
  summary: 'the Taylor polynomial at a centre (the middle of the interval unless given)',
  approximate(request) {
    const { problem, degree, centre = problem.middle } = request;
    return onInterval(request, ({ S, middle, half }, constant) => {
      const offset = S.add(constant(centre), S.mul(S.from(integer(-1)), middle));
      const at = S.div(offset, half);
      const local = taylorCoefficients(problem.scaled, S, at, degree);
      return inOriginalVariable(S, local, at, S.from(integer(1)));
    });
  },
};
