import { leastSquares } from '../least-squares.ts';
import type { ApproximationMethod } from '../method.ts';
import { onInterval } from '../on-interval.ts';

export const method: ApproximationMethod = {
  name: 'least-squares',
  summary: 'least squares in value, uniform weight on the interval',
  approximate: (request) => onInterval(request, ({ S, moments }) => leastSquares(S, moments(), request.degree)),
};
