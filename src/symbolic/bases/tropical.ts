/** Tropical polynomials, maxima of affine functions with integer slopes. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { MaxPlus, type TropicalNumber } from '../rings/max-plus.ts';
import { type PolynomialRing, polynomialRing, type SparsePolynomial } from '../rings/polynomial-ring.ts';
import { QQ } from '../rings/rationals.ts';

/** Tropical polynomials ⊕_α a_α x^α = max_α (a_α + ⟨α, x⟩) in n variables: sums are maxima, products are sums of functions. */
export const tropicalRing = (variables: number): PolynomialRing<TropicalNumber> => polynomialRing(MaxPlus, variables);

/** max_α (a_α + ⟨α, x⟩) exactly; undefined, that is −∞, for the zero polynomial. */
export function evaluateTropical(
  { table }: PolynomialRing<TropicalNumber>,
  f: SparsePolynomial<TropicalNumber>,
  point: readonly (Coefficient | Rational)[],
): TropicalNumber {
  if (point.length !== table.variables)
    throw new InputError('tropical', `expected ${table.variables} coordinates, got ${point.length}`);
  const x = point.map((c, i) => exactValue(c, `tropical: coordinate ${i + 1}`));
  let largest: TropicalNumber;
  f.monomials.forEach((monomial, t) => {
    const value = table
      .factors(monomial)
      .reduce(
        (sum, [v, exponent]) => QQ.add(sum, QQ.mul(rational(BigInt(exponent)), x[v]!)),
        f.coefficients[t] as Rational,
      );
    largest = MaxPlus.add(largest, value);
  });
  return largest;
}

/** Coefficients a_0, a_1, … of a tropical polynomial in one variable; undefined is −∞, a term that is not there. */
export type TropicalCoefficients = readonly (Coefficient | Rational | undefined)[];

/** x ↦ max_k (k x + a_k) in doubles. Throws {@link InputError} when there is no term. */
export function tropicalFunction(coefficients: TropicalCoefficients): (x: number) => number {
  const terms = points(coefficients).map(([k, a]) => [k, numberFromRational(a)] as const);
  return (x) => terms.reduce((largest, [k, a]) => Math.max(largest, k * x + a), -Infinity);
}

/** A point where the slope of a tropical polynomial jumps, and by how much. */
export interface TropicalRoot {
  readonly root: Rational;
  readonly multiplicity: number;
}

/**
 * The roots r_i of max_k (k x + a_k), rising: where its slope jumps. With them it is a_n + l x + Σ_i max(x, r_i), where n and l
 * are the largest and least k present (the tropical fundamental theorem of algebra).
 */
export function tropicalRoots(coefficients: TropicalCoefficients): readonly TropicalRoot[] {
  const hull = upperHull(points(coefficients));
  return hull.slice(1).map(([k, a], i) => {
    const [before, b] = hull[i]!;
    return { root: slope([k, a], [before, b]), multiplicity: k - before };
  });
}

/**
 * The largest coefficients with the same function: those of the terms that are nowhere the largest are raised until they
 * touch it, so that two tropical polynomials are one function exactly when these agree.
 */
export function tropicalClosure(coefficients: TropicalCoefficients): readonly (Rational | undefined)[] {
  const hull = upperHull(points(coefficients));
  const closure = new Array<Rational | undefined>(hull.at(-1)![0] + 1).fill(undefined);
  closure[hull[0]![0]] = hull[0]![1];
  hull.slice(1).forEach(([k, a], i) => {
    const [before, b] = hull[i]!;
    const root = slope([k, a], [before, b]);
    for (let j = before + 1; j <= k; j++) closure[j] = QQ.add(b, QQ.mul(root, rational(BigInt(before - j))));
  });
  return closure;
}

type Point = readonly [exponent: number, coefficient: Rational];

function points(coefficients: TropicalCoefficients): readonly Point[] {
  const present = coefficients.flatMap((a, k): Point[] =>
    a === undefined ? [] : [[k, exactValue(a, `tropical: coefficient ${k}`)]],
  );
  if (present.length === 0) throw new InputError('tropical', 'expected at least one term, got none');
  return present;
}

/** −(a_k − a_j)/(k − j): where the terms j < k are equal. */
const slope = ([k, a]: Point, [j, b]: Point): Rational =>
  rational(b.numerator * a.denominator - a.numerator * b.denominator, a.denominator * b.denominator * BigInt(k - j));

/** The corners of the least concave function above the points. */
function upperHull(list: readonly Point[]): readonly Point[] {
  const hull: Point[] = [];
  for (const point of list) {
    while (hull.length >= 2 && !isBelow(slope(hull.at(-1)!, hull.at(-2)!), slope(point, hull.at(-1)!))) hull.pop();
    hull.push(point);
  }
  return hull;
}

const isBelow = (a: Rational, b: Rational): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
