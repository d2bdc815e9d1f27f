/** Square matrices in one array, row after row, as kernels give them. */
import { InputError } from '../../base/errors.ts';

/** n × n numbers, row after row. */
export interface SquareMatrix {
  readonly size: number;
  readonly entries: Float64Array;
}

/**
 * A matrix from rows. Throws {@link InputError} when it is not square, has entries that are no finite numbers, or is not
 * symmetric within 10^−9 of its largest entry.
 */
export function symmetricMatrix(rows: readonly ArrayLike<number>[], where = 'matrix'): SquareMatrix {
  const size = rows.length;
  const entries = new Float64Array(size * size);
  rows.forEach((row, i) => {
    if (row.length !== size)
      throw new InputError(where, `expected ${size} entries in row ${i} of a square matrix, got ${row.length}`);
    entries.set(row, i * size);
  });
  return checkedSymmetric({ size, entries }, where);
}

/** The matrix itself. Throws {@link InputError} as {@link symmetricMatrix} does. */
export function checkedSymmetric(matrix: SquareMatrix, where = 'matrix'): SquareMatrix {
  const { size, entries } = matrix;
  if (entries.length !== size * size)
    throw new InputError(where, `expected ${size * size} entries for size ${size}, got ${entries.length}`);
  let largest = 0;
  entries.forEach((a, i) => {
    if (!Number.isFinite(a))
      throw new InputError(
        where,
        `expected finite numbers, got ${a} in row ${Math.floor(i / size)}, column ${i % size}`,
      );
    largest = Math.max(largest, Math.abs(a));
  });
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [entries[i * size + j]!, entries[j * size + i]!];
      if (Math.abs(a - b) > 1e-9 * largest)
        throw new InputError(where, `is not symmetric: entry (${i}, ${j}) is ${a} and (${j}, ${i}) is ${b}`);
    }
  return matrix;
}
