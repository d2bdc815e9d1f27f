/** Gram matrices of inputs, K_ab = x_a · x_b, with numbers or symbols for entries. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';

/** A number, or the name of an indeterminate. */
export type GramEntry = Rational | string;

export type GramMatrix = readonly (readonly GramEntry[])[];

export const isSymbol = (entry: GramEntry): entry is string => typeof entry === 'string';

const NAME = /^\p{L}[\p{L}\d_]*$/u;

/**
 * Reads a Gram matrix: entries are numbers, exact strings such as `'1/2'`, or names such as `'K12'`.
 * Throws {@link InputError} when it is not square and symmetric, or has numbers that are no inner products.
 */
export function gramMatrix(rows: readonly (readonly Coefficient[])[], where = 'gram'): GramMatrix {
  if (!Array.isArray(rows) || rows.length === 0)
    throw new InputError(where, 'expected a list of rows, such as [[1, 1/2], [1/2, 1]]');
  const matrix = rows.map((row, a) => {
    if (!Array.isArray(row) || row.length !== rows.length)
      throw new InputError(
        `${where}[${a}]`,
        `expected ${rows.length} entries, since there are ${rows.length} rows, got ${Array.isArray(row) ? row.length : JSON.stringify(row)}`,
      );
    return row.map((entry: Coefficient, b): GramEntry => {
      if (typeof entry === 'string' && NAME.test(entry.trim())) return entry.trim();
      return exactValue(entry, `${where}[${a}][${b}]`);
    });
  });
  matrix.forEach((row, a) => {
    row.forEach((entry, b) => {
      const mirrored = matrix[b]![a]!;
      if (shown(entry) !== shown(mirrored))
        throw new InputError(
          `${where}[${a}][${b}]`,
          `expected a symmetric matrix, but it is ${shown(entry)} and [${b}][${a}] is ${shown(mirrored)}`,
        );
    });
  });
  checkSemidefinite(matrix, where);
  return matrix;
}

/** The matrix of all ones: every input is the same, of norm 1. */
export const equalInputs = (inputs: number): GramMatrix =>
  Array.from({ length: inputs }, () => new Array<GramEntry>(inputs).fill(rational(1n)));

/** K11, K12, … for each pair of inputs (`K1_2` from ten inputs on). */
export const symbolicGram = (inputs: number): GramMatrix =>
  Array.from({ length: inputs }, (_, a) =>
    Array.from({ length: inputs }, (_, b) => {
      const [low, high] = [Math.min(a, b) + 1, Math.max(a, b) + 1];
      return inputs < 10 ? `K${low}${high}` : `K${low}_${high}`;
    }),
  );

const shown = (entry: GramEntry): string => (isSymbol(entry) ? entry : formatRational(entry));

/** By elimination: a pivot is positive, or zero along with its row. Matrices with symbols pass. */
function checkSemidefinite(matrix: GramMatrix, where: string): void {
  const numbers = matrix.map((row) => row.filter((entry): entry is Rational => !isSymbol(entry)));
  if (numbers.some((row) => row.length < matrix.length)) return;
  const left = numbers.map((row) => [...row]);
  for (let k = 0; k < left.length; k++) {
    const pivot = left[k]![k]!;
    const row = left[k]!.slice(k + 1);
    if (pivot.numerator < 0n || (pivot.numerator === 0n && row.some(({ numerator }) => numerator !== 0n)))
      throw new InputError(
        where,
        'no inputs have these inner products: the matrix is not positive semidefinite',
        'K_ab² may be at most K_aa K_bb',
      );
    if (pivot.numerator === 0n) continue;
    for (let i = k + 1; i < left.length; i++)
      for (let j = k + 1; j < left.length; j++) left[i]![j] = schur(left[i]![j]!, left[i]![k]!, left[k]![j]!, pivot);
  }
}

/** x − u v / pivot. */
const schur = (x: Rational, u: Rational, v: Rational, pivot: Rational): Rational => {
  const numerator = u.numerator * v.numerator * pivot.denominator;
  const denominator = u.denominator * v.denominator * pivot.numerator;
  return rational(x.numerator * denominator - numerator * x.denominator, x.denominator * denominator);
};
