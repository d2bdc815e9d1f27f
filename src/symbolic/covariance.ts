/** Reading and checking covariance matrices, with numbers or polynomials for entries. */
import { type Coefficient, exactValue } from '../base/coefficient.ts';
import { InputError, TooLargeError } from '../base/errors.ts';
import { formatRational, lcm, numberFromRational, type Rational, rational } from '../base/rational.ts';
import { parsePolynomial } from './interop/mathjs.ts';
import { equal } from './operations/compare.ts';
import { constantPolynomial, Polynomial } from './polynomial.ts';
import { textOf } from './printing/text.ts';

/** An entry: a number, or a polynomial in parameters, such as `'r'` or `'1 + a^2'`. */
export type SymbolicCoefficient = Coefficient | Rational | Polynomial;

const NUMERIC = /^[\s\d.+\-/eE]*$/;

/** The polynomial that an entry means. Throws {@link InputError} at `where`. */
export function symbolicValue(entry: SymbolicCoefficient, where: string): Polynomial {
  if (entry instanceof Polynomial) return entry;
  if (typeof entry !== 'string' || NUMERIC.test(entry)) return constantPolynomial([], exactValue(entry, where));
  try {
    return parsePolynomial(entry);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(where, `'${entry}' ${error.problem}`, error.remedy);
  }
}

/** The variables that occur in an entry. */
export const namesIn = (f: Polynomial): readonly string[] =>
  f.variables.filter((_, index) => f.monomials.variables.includes(index));

/** The number that a polynomial is; undefined when it has variables. */
export function numberOf(f: Polynomial): Rational | undefined {
  if (f.length === 0) return rational(0n);
  return f.length === 1 && f.monomials.variables.length === 0 ? f.coefficient(0) : undefined;
}

/**
 * A covariance matrix, checked to be square, symmetric and, where its entries are numbers, positive semidefinite.
 * Throws {@link InputError} naming the entry or the negative principal minor.
 */
export function covarianceMatrix(
  rows: readonly (readonly SymbolicCoefficient[])[],
  where = 'covariance',
): readonly (readonly Polynomial[])[] {
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(Array.isArray))
    throw new InputError(where, 'expected a matrix, a list of rows', 'Write, for instance, [[1, "1/2"], ["1/2", 1]]');
  const n = rows.length;
  const short = rows.findIndex((row) => row.length !== n);
  if (short >= 0)
    throw new InputError(
      where,
      `expected a square matrix, got ${n} rows and ${rows[short]!.length} entries in row ${short + 1}`,
    );
  const matrix = rows.map((row, i) =>
    row.map((entry: SymbolicCoefficient, j) => symbolicValue(entry, `${where}: entry (${i + 1}, ${j + 1})`)),
  );
  matrix.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [row[j]!, matrix[j]![i]!];
      if (!sameEntry(lower, upper))
        throw new InputError(
          where,
          `it is not symmetric: entry (${i + 1}, ${j + 1}) is ${textOf(lower)}, entry (${j + 1}, ${i + 1}) is ${textOf(upper)}`,
        );
    }
  });
  checkSemidefinite(matrix, where);
  return matrix;
}

function sameEntry(f: Polynomial, g: Polynomial): boolean {
  const [a, b] = [numberOf(f), numberOf(g)];
  if (a !== undefined && b !== undefined) return a.numerator === b.numerator && a.denominator === b.denominator;
  return equal(f, g);
}

/** The largest blocks whose entries are all numbers are checked: everything, when nothing is symbolic. */
function checkSemidefinite(matrix: readonly (readonly Polynomial[])[], where: string): void {
  const numbers = matrix.map((row) => row.map(numberOf));
  const kept: number[] = [];
  numbers.forEach((row, i) => {
    if (row[i] !== undefined && kept.every((j) => row[j] !== undefined)) kept.push(i);
  });
  const whole = kept.length === matrix.length;
  const blocks = [kept, ...(whole ? [] : numbers.flatMap((row, i) => (row[i] === undefined ? [] : [[i]])))];
  for (const block of blocks) {
    const part = block.map((i) => block.map((j) => numbers[i]![j]!));
    if (isCertainlyDefinite(part)) continue;
    if (part.length > LARGEST_EXACT)
      throw new TooLargeError(
        where,
        `that ${part.length} rows are positive semidefinite cannot be seen in floats, and exactly it takes too long beyond ${LARGEST_EXACT} rows`,
        'Use fewer variables, or a covariance farther from singular',
      );
    const negative = negativeMinor(part);
    if (negative === undefined) continue;
    const rows = negative.rows.map((i) => block[i]! + 1).join(', ');
    throw new InputError(
      where,
      `it is not positive semidefinite: the principal minor of row${negative.rows.length > 1 ? 's' : ''} ${rows} is ${formatRational(negative.minor)}, below 0`,
    );
  }
}

/** Bareiss takes some ten seconds for as many rows of doubles. */
const LARGEST_EXACT = 250;

/**
 * Whether Cholesky in doubles proves a matrix positive definite: when it runs through for fl(A − c I), the least eigenvalue
 * of A is at least c − γ_{n+1}/(1 − γ_{n+1}) tr(A) − (roundings of the entries) > 0. [Rump, BIT 46 (2006), 433–452]
 */
export function isCertainlyDefinite(matrix: readonly (readonly Rational[])[]): boolean {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row, numberFromRational));
  const size = a.reduce((sum, row, i) => sum + Math.abs(row[i]!) + Math.hypot(...row), 0);
  // Outside, underflow and overflow would need care.
  if (!(size > 1e-200 && size < 1e200)) return false;
  const c = 4 * (n + 3) * 2 ** -53 * size;
  for (let j = 0; j < n; j++) {
    const row = a[j]!;
    for (let i = 0; i < j; i++) {
      const other = a[i]!;
      let sum = row[i]!;
      for (let k = 0; k < i; k++) sum -= row[k]! * other[k]!;
      row[i] = sum / other[i]!;
    }
    let pivot = row[j]! - c;
    for (let k = 0; k < j; k++) pivot -= row[k]! * row[k]!;
    if (!(pivot > 0)) return false;
    row[j] = Math.sqrt(pivot);
  }
  return true;
}

/** A negative principal minor of a symmetric matrix, its rows and value; undefined when it is positive semidefinite. */
export function negativeMinor(
  matrix: readonly (readonly Rational[])[],
): { readonly rows: readonly number[]; readonly minor: Rational } | undefined {
  const common = matrix.flat().reduce((d, entry) => lcm(d, entry.denominator), 1n);
  const work = matrix.map((row) => row.map(({ numerator, denominator }) => numerator * (common / denominator)));
  // Bareiss: after eliminating the rows of `pivots`, work[i][j] is the minor of rows pivots ∪ {i} and columns pivots ∪ {j}.
  const pivots: number[] = [];
  let last = 1n;
  const found = (rows: readonly number[], minor: bigint) => ({
    rows: [...rows].sort((a, b) => a - b),
    minor: rational(minor, common ** BigInt(rows.length)),
  });
  for (let k = 0; k < work.length; k++) {
    const pivot = work[k]![k]!;
    if (pivot < 0n) return found([...pivots, k], pivot);
    if (pivot === 0n) {
      // A zero on the diagonal: whatever else is in its row makes a negative minor, −work[k][j]²/last (Sylvester).
      const j = work[k]!.findIndex((entry, column) => column > k && entry !== 0n);
      if (j >= 0) return found([...pivots, k, j], -(work[k]![j]! ** 2n) / last);
      continue;
    }
    for (let i = k + 1; i < work.length; i++)
      for (let j = k + 1; j < work.length; j++)
        work[i]![j] = (pivot * work[i]![j]! - work[i]![k]! * work[k]![j]!) / last;
    // Bareiss divides by the previous pivot, so the row k itself is left as it is and never read again.
    pivots.push(k);
    last = pivot;
  }
  return undefined;
}
