/** The simplex lattice { a ∈ Nⁿ : a₁ + … + a_n ≤ degree }, and the values of polynomials on it modulo a prime. */
import { factorsOf } from './monomials.ts';
import type { Polynomial } from './polynomial.ts';
import { remainder } from './rings/residue-vectors.ts';
import { monomialCount } from './rings/support.ts';

type Coordinate = readonly [axis: number, coordinate: number];

/** All C(n + degree, n) lattice points, in lexicographic order; every point by its coordinates that are not 0. */
export class SimplexLattice {
  readonly dimension: number;
  readonly degree: number;
  readonly length: number;
  /** Σ over c < a of the number of points that continue a prefix with coordinate c, by axis, by what is left of the degree, by a. */
  readonly #before: readonly (readonly Float64Array[])[];
  #lines: readonly Int32Array[] | undefined;

  constructor(dimension: number, degree: number) {
    this.dimension = dimension;
    this.degree = degree;
    this.length = monomialCount(dimension, degree);
    this.#before = Array.from({ length: dimension }, (_, axis) =>
      Array.from({ length: degree + 1 }, (_, left) => {
        const sums = new Float64Array(left + 1);
        for (let a = 1; a <= left; a++) sums[a] = sums[a - 1]! + monomialCount(dimension - axis - 1, left - (a - 1));
        return sums;
      }),
    );
  }

  /** The position of a point, given by its coordinates other than 0, axes rising. */
  position(point: readonly Coordinate[]): number {
    let left = this.degree;
    let position = 0;
    for (const [axis, coordinate] of point) {
      position += this.#before[axis]![left]![coordinate]!;
      left -= coordinate;
    }
    return position;
  }

  /** The points in order. */
  *points(): Generator<readonly Coordinate[]> {
    yield* this.#continued([], 0, this.degree);
  }

  *#continued(prefix: readonly Coordinate[], next: number, left: number): Generator<readonly Coordinate[]> {
    yield prefix;
    for (let axis = this.dimension - 1; axis >= next; axis--)
      for (let a = 1; a <= left; a++) yield* this.#continued([...prefix, [axis, a]], axis + 1, left - a);
  }

  /** For each axis the lines along it that hold more than one point: how many, then their positions, rising. */
  lines(): readonly Int32Array[] {
    if (this.#lines !== undefined) return this.#lines;
    const lines: number[][] = Array.from({ length: this.dimension }, () => []);
    for (const point of this.points()) {
      const slack = this.degree - point.reduce((sum, [, coordinate]) => sum + coordinate, 0);
      if (slack === 0) continue;
      for (let axis = 0, at = 0; axis < this.dimension; axis++) {
        if (point[at]?.[0] === axis) {
          at++;
          continue;
        }
        const line = lines[axis]!;
        line.push(slack + 1, this.position(point));
        for (let a = 1; a <= slack; a++) line.push(this.position(point.toSpliced(at, 0, [axis, a])));
      }
    }
    this.#lines = lines.map((line) => Int32Array.from(line));
    return this.#lines;
  }
}

/** A bound of the products that {@link valuesModulo} takes. */
export function latticeWork(n: number, degree: number): number {
  if (n === 0) return 1;
  let work = 0;
  for (let slack = 1; slack <= degree; slack++)
    work += (n === 1 ? Number(slack === degree) : monomialCount(n - 2, degree - slack)) * (slack + 1) * (slack + 2);
  return n * work;
}

/**
 * Σ_t numerators[t] a^{e_t} mod p at every lattice point a; `axes[v]` is the axis of the polynomial's variable v.
 *
 * x^k = Σ_a S(k, a) x(x − 1)…(x − a + 1), with Stirling numbers of the second kind, and x(x − 1)…(x − a + 1) at j is
 * j!/(j − a)!, which is 0 for a > j. Both matrices are triangular, so neither leaves the simplex, and along each axis in
 * turn they take values from exponents to points with few more products than there are points.
 */
export function valuesModulo(p: number, lattice: SimplexLattice, f: Polynomial, axes: readonly number[]): Float64Array {
  const inverse = 1 / p;
  const modulus = BigInt(p);
  const values = new Float64Array(lattice.length);
  f.numerators.forEach((numerator, t) => {
    const exponents = factorsOf(f.monomials, t).map(([variable, exponent]): Coordinate => [axes[variable]!, exponent]);
    const residue = Number(numerator % modulus);
    values[lattice.position(exponents.sort(([u], [v]) => u - v))] = residue < 0 ? residue + p : residue;
  });
  const size = lattice.degree + 1;
  const stirling = table(size, (at, k, a) => (k === 0 ? Number(a === 0) : at(k - 1, a) * a + at(k - 1, a - 1)), p);
  const falling = table(size, (at, j, a) => (a === 0 ? 1 : at(j, a - 1) * (j - a + 1)), p);
  // In place: a falling factorial's coefficient needs the powers from its own up, a value the coefficients up to its own.
  for (const line of lattice.lines()) {
    for (let start = 1; start < line.length; start += 1 + line[start - 1]!) {
      const length = line[start - 1]!;
      for (let a = 1; a < length; a++) {
        let sum = 0;
        for (let k = a; k < length; k++)
          sum += remainder(stirling[k * size + a]! * values[line[start + k]!]!, p, inverse);
        values[line[start + a]!] = remainder(sum, p, inverse);
      }
    }
  }
  for (const line of lattice.lines()) {
    for (let start = 1; start < line.length; start += 1 + line[start - 1]!) {
      for (let j = line[start - 1]! - 1; j > 0; j--) {
        let sum = 0;
        for (let a = 0; a <= j; a++) sum += remainder(falling[j * size + a]! * values[line[start + a]!]!, p, inverse);
        values[line[start + j]!] = remainder(sum, p, inverse);
      }
    }
  }
  return values;
}

/** A lower triangular table modulo p, filled row by row from its own earlier entries; entries outside are 0. */
function table(
  size: number,
  entry: (at: (row: number, column: number) => number, row: number, column: number) => number,
  p: number,
): Float64Array {
  const entries = new Float64Array(size * size);
  const at = (row: number, column: number): number => (column < 0 || column > row ? 0 : entries[row * size + column]!);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) entries[row * size + column] = entry(at, row, column) % p;
  return entries;
}
