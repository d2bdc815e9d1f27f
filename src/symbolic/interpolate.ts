/**
 * A second way to the explicit polynomial that forms no polynomial on the way: the network's values at the points of
 * a simplex lattice, and Newton interpolation. Slow, and independent of the arithmetic that expansion rests on.
 */
import { lcm, type Rational } from '../base/rational.ts';
import type { Factor } from './monomials.ts';
import { canonical, type Polynomial } from './polynomial.ts';

/**
 * The polynomial of total degree ≤ `degree` with the given values at all a ∈ Nⁿ, a₁ + … + a_n ≤ degree.
 *
 * f(x) = Σ_a Δ^a f(0) Π_i x_i(x_i − 1)…(x_i − a_i + 1)/a_i!, and the falling factorials turn into powers by Stirling
 * numbers of the first kind (Newton's formula in each variable).
 */
export function interpolateOnSimplex(
  variables: readonly string[],
  degree: number,
  valueAt: (point: readonly number[]) => Rational,
): Polynomial {
  const n = variables.length;
  const points = latticePoints(n, degree);
  const index = new Map(points.map((point, i) => [point.join(), i]));
  const values = points.map(valueAt);
  const denominator = values.reduce((common, value) => lcm(common, value.denominator), 1n);
  const table = values.map((value) => value.numerator * (denominator / value.denominator));
  const neighbour = (point: readonly number[], axis: number, coordinate: number): number =>
    index.get(point.with(axis, coordinate).join())!;
  const alongLines = (axis: number, change: (line: bigint[]) => void): void => {
    for (const point of points) {
      if (point[axis] !== 0) continue;
      const length = degree - point.reduce((a, b) => a + b, 0) + 1;
      const places = Array.from({ length }, (_, a) => neighbour(point, axis, a));
      const line = places.map((place) => table[place]!);
      change(line);
      line.forEach((value, a) => {
        table[places[a]!] = value;
      });
    }
  };
  for (let axis = 0; axis < n; axis++) alongLines(axis, forwardDifferences);
  const factorials = factorialsUpTo(degree);
  points.forEach((point, i) => {
    table[i] = table[i]! * (factorials[degree]! / point.reduce((product, a) => product * factorials[a]!, 1n));
  });
  const stirling = stirlingNumbers(degree);
  for (let axis = 0; axis < n; axis++) alongLines(axis, (line) => fallingToPowers(line, stirling));
  const terms = points.map((point, i) => ({
    factors: point.flatMap((exponent, variable): Factor[] => (exponent > 0 ? [[variable, exponent]] : [])),
    numerator: table[i]!,
  }));
  return canonical(variables, terms, denominator * factorials[degree]!);
}

/** All a ∈ Nⁿ with a₁ + … + a_n ≤ degree. */
function latticePoints(n: number, degree: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, a) =>
    latticePoints(n - 1, degree - a).map((rest) => [a, ...rest]),
  ).flat();
}

function forwardDifferences(line: bigint[]): void {
  for (let level = 1; level < line.length; level++)
    for (let a = line.length - 1; a >= level; a--) line[a] = line[a]! - line[a - 1]!;
}

/** Σ_a line[a] x(x − 1)…(x − a + 1) → Σ_k line[k] x^k. */
function fallingToPowers(line: bigint[], stirling: readonly (readonly bigint[])[]): void {
  for (let k = 0; k < line.length; k++) {
    let sum = 0n;
    for (let a = k; a < line.length; a++) sum += line[a]! * stirling[a]![k]!;
    line[k] = sum;
  }
}

function factorialsUpTo(n: number): readonly bigint[] {
  const factorials = [1n];
  for (let k = 1; k <= n; k++) factorials.push(factorials[k - 1]! * BigInt(k));
  return factorials;
}

/** s(a, k), signed, with x(x − 1)…(x − a + 1) = Σ_k s(a, k) x^k. */
function stirlingNumbers(n: number): readonly (readonly bigint[])[] {
  const rows: bigint[][] = [[1n]];
  for (let a = 0; a < n; a++) {
    const row = rows[a]!;
    rows.push(Array.from({ length: a + 2 }, (_, k) => (row[k - 1] ?? 0n) - BigInt(a) * (row[k] ?? 0n)));
  }
  return rows;
}
