/** The coefficient of one Hermite polynomial by least squares, where the labels are a polynomial along a direction. */
import { kurtosisOf } from '../estimators/labelled-samples.ts';
import { normalUpperQuantile } from './normal-distribution.ts';

export interface PolynomialFit {
  /** D: E[y | z] is taken to be a polynomial of degree at most D. */
  readonly degree: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Projected {
  readonly z: Float64Array;
  readonly labels: Float64Array;
}

/** Degrees looked at; a fit that needs any of the last of them is none. Two more than needed are fitted. */
const [LOOKED_AT, SPARE, MORE] = [14, 4, 2];
const LEAST = 200;
/** F above which a degree is needed. */
const NEEDED = 10;
/** Intervals are this much longer than those of sub-Gaussian means, 2 √(2 ln(2/α)) deviations; and the misfit of E y² that is allowed for. */
const [FACTOR, MISFIT] = [1.3, 0.01];
/** Residuals may be heavy-tailed only where they are a small share of the labels' square. */
const [RESIDUE, HEAVY] = [0.1, 6];

/**
 * An interval for u_k = E[y h_k(z)], z ~ N(0, 1), by the regression of y on h_0(z), …, h_D(z), which is unbiased at every n if E[y | z]
 * is a polynomial of degree at most D, however heavy the tails of y: for y = h_4(z) it has no error at all, while the mean of y h_2(z)
 * lacks the tails that were not drawn. D is two more than the highest degree that the first samples need (F > 10, of degrees to 14);
 * undefined where they need more than 10, such as for tanh without noise, where a half has less than 200 samples, where D < k, and where
 * the rest is heavy-tailed (kurtosis above 6) and more than a tenth of the labels' square: tails of the rest that were not drawn count too.
 * The deviation is that of MacKinnon and White (HC3), which holds for noise of unequal variance.
 *
 * [MacKinnon and White, "Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
 * properties", Journal of Econometrics 29 (1985)]
 */
export function polynomialCoefficient(
  first: Projected,
  second: Projected,
  order: number,
  error: number,
  { degree: highest }: PolynomialNeed = polynomialNeed(first),
): PolynomialFit | undefined {
  if (Math.min(first.z.length, second.z.length) < LEAST) return undefined;
  if (highest === undefined || highest + MORE < order) return undefined;
  const degree = highest + MORE;
  const { labels } = second;
  const n = labels.length;
  // The column wanted comes last: its coefficient is then ⟨q, y⟩/r.
  const orders = Array.from({ length: degree + 1 }, (_, k) => k).filter((k) => k !== order);
  const { columns, size } = orthonormalColumns(second.z, [...orders, order]);
  const q = columns.at(-1)!;
  if (!(size > 1e-6 * Math.sqrt(n))) return undefined;
  const residual = Float64Array.from(labels);
  const leverage = new Float64Array(n);
  let value = 0;
  for (const column of columns) {
    const along = dot(column, residual);
    for (let i = 0; i < n; i++) {
      residual[i]! -= along * column[i]!;
      leverage[i]! += column[i]! ** 2;
    }
    if (column === q) value = along / size;
  }
  const square = dot(labels, labels);
  if (dot(residual, residual) > RESIDUE * square && kurtosisOf(residual) > HEAVY) return undefined;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += ((q[i]! / size) * (residual[i]! / Math.max(1e-3, 1 - leverage[i]!))) ** 2;
  const quantile = Math.max(normalUpperQuantile(error / 2), FACTOR * Math.sqrt(2 * Math.log(2 / error)));
  const half = quantile * Math.sqrt(variance) + MISFIT * Math.sqrt(square / n);
  return { degree, value, lower: value - half, upper: value + half };
}

export interface PolynomialNeed {
  /** The highest degree with F > 10 beside all below it; undefined where that is one of the last looked at. */
  readonly degree: number | undefined;
  /** What polynomials of degree 14 leave of the labels' square: directions are compared by it. */
  readonly rest: number;
}

export function polynomialNeed({ z, labels }: Projected): PolynomialNeed {
  const n = labels.length;
  const { columns } = orthonormalColumns(
    z,
    Array.from({ length: LOOKED_AT + 1 }, (_, k) => k),
  );
  const residual = Float64Array.from(labels);
  const floor = (1e-12 * dot(labels, labels)) / n;
  let degree = 0;
  columns.forEach((column, k) => {
    const along = dot(column, residual);
    for (let i = 0; i < n; i++) residual[i]! -= along * column[i]!;
    let robust = 0;
    for (let i = 0; i < n; i++) robust += (column[i]! * residual[i]!) ** 2;
    const spread = Math.max(robust + floor, dot(residual, residual) / (n - k - 1));
    if (k > 0 && along * along > NEEDED * spread) degree = k;
  });
  return { degree: degree > LOOKED_AT - SPARE ? undefined : degree, rest: dot(residual, residual) };
}

/** Hermite columns orthonormalised in the order given, twice for rounding, and what was left of the last. */
function orthonormalColumns(
  z: Float64Array,
  orders: readonly number[],
): { readonly columns: readonly Float64Array[]; readonly size: number } {
  const values = hermiteColumns(z, Math.max(...orders));
  const columns: Float64Array[] = [];
  let size = 0;
  for (const k of orders) {
    const column = values[k]!;
    for (let round = 0; round < 2; round++)
      for (const other of columns) {
        const along = dot(other, column);
        for (let i = 0; i < column.length; i++) column[i]! -= along * other[i]!;
      }
    size = Math.sqrt(dot(column, column));
    for (let i = 0; i < column.length; i++) column[i]! /= size || 1;
    columns.push(column);
  }
  return { columns, size };
}

/** h_0(z), …, h_K(z). */
function hermiteColumns(z: Float64Array, highest: number): Float64Array[] {
  const columns = [new Float64Array(z.length).fill(1)];
  for (let k = 0; k < highest; k++) {
    const [up, down] = [1 / Math.sqrt(k + 1), Math.sqrt(k / (k + 1))];
    const [before, current] = [columns[k - 1], columns[k]!];
    columns.push(current.map((h, i) => up * z[i]! * h - (before === undefined ? 0 : down * before[i]!)));
  }
  return columns;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
