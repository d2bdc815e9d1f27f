import { InputError } from '../../../base/errors.ts';
import { rational } from '../../../base/rational.ts';
import { type Formula, product, rationalFormula, sum } from '../../formula/formula.ts';
import type { ApproximationMethod, MethodRequest } from '../method.ts';
import { onInterval } from '../on-interval.ts';
import { taylorCoefficients } from '../power-series.ts';
import { integer, NotExact, type Scalars, solve } from '../scalars.ts';

export const method: ApproximationMethod = {
  name: 'hermite-interpolation',
  summary: 'value and derivative met at nodes (evenly spaced, the ends among them, unless given); degree 2 · nodes − 1',
  approximate(request) {
    const nodes = nodesOf(request);
    const { problem, degree } = request;
    if (2 * nodes.length - 1 !== degree)
      throw new InputError(
        'degree',
        `${nodes.length} nodes give degree ${2 * nodes.length - 1}, got ${degree}`,
        'Give an odd degree, or as many nodes as (degree + 1)/2',
      );
    return onInterval(request, ({ S, middle, half }, constant) => {
      const minusMiddle = S.mul(S.from(integer(-1)), middle);
      const points = nodes.map((node) => S.div(S.add(constant(node), minusMiddle), half));
      const values = points.map((point) => taylorCoefficients(problem.scaled, S, point, 1));
      const rows = points.flatMap((point) => [powers(S, point, degree), slopes(S, point, degree)]);
      try {
        return solve(S, rows, values.flat());
      } catch (error) {
        if (
          error instanceof NotExact &&
          new Set(points.map((point) => JSON.stringify(point, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))))
            .size < points.length
        )
          throw new InputError('nodes', 'two nodes are the same', 'Give different nodes');
        throw error;
      }
    });
  },
};

function nodesOf({ nodes, degree, problem }: MethodRequest): readonly Formula[] {
  if (nodes !== undefined) return nodes;
  if (degree % 2 === 0)
    throw new InputError(
      'degree',
      `values and derivatives at n nodes give the odd degree 2n − 1, got ${degree}`,
      `Use degree ${degree + 1}, or another method`,
    );
  const count = (degree + 1) / 2;
  const at = (i: number): Formula =>
    count === 1
      ? problem.middle
      : sum(
          problem.middle,
          product(rationalFormula(rational(BigInt(2 * i - count + 1), BigInt(count - 1))), problem.half),
        );
  return Array.from({ length: count }, (_, i) => at(i));
}

function powers<T>(S: Scalars<T>, x: T, degree: number): readonly T[] {
  const row = [S.from(integer(1))];
  for (let j = 1; j <= degree; j++) row.push(S.mul(row[j - 1]!, x));
  return row;
}

const slopes = <T>(S: Scalars<T>, x: T, degree: number): readonly T[] => [
  S.from(integer(0)),
  ...powers(S, x, degree - 1).map((power, j) => S.mul(S.from(integer(j + 1)), power)),
];
