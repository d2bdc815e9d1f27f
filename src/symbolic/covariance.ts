/** Reading and checking covariance matrices, with numbers or polynomials for entries. */
import { type Coefficient, exactValue } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import { formatRational, lcm, type Rational, rational } from '../base/rational.ts';
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
    const negative = negativeMinor(block.map((i) => block.map((j) => numbers[i]![j]!)));
    if (negative === undefined) continue;
    const rows = negative.rows.map((i) => block[i]! + 1).join(', ');
    throw new InputError(
      where,
      `it is not positive semidefinite: the principal minor of rows ${rows} is ${formatRational(negative.minor)}, below 0`,
    );
  }
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
