import { InputError } from '../../base/errors.ts';
import { numberFromRational } from '../../base/rational.ts';
import { cholesky } from '../../numeric/cholesky.ts';
import { type GramMatrix, isSymbol } from '../../symbolic/width/gram.ts';

/**
 * Vectors x_a with x_a · x_b = K_ab up to rounding: the rows of a Cholesky factor, without the columns of zeros. Pivots
 * below 8 n roundings of their diagonal entry are those of a singular matrix. Throws {@link InputError} for symbols.
 */
export function inputsOfGram(gram: GramMatrix): number[][] {
  const n = gram.length;
  const entries = gram.flat().map((entry) => {
    if (isSymbol(entry))
      throw new InputError('gram', `a simulation needs numbers, got ${entry}`, 'Give a number for each entry');
    return numberFromRational(entry);
  });
  const factor = cholesky(Float64Array.from(entries), n, 8 * n * 2 ** -52);
  const rows = Array.from({ length: n }, (_, a) => [...factor.subarray(a * n, (a + 1) * n)]);
  const used = Array.from({ length: n }, (_, k) => k).filter((k) => rows.some((row) => row[k] !== 0));
  return rows.map((row) => (used.length === 0 ? [0] : used.map((k) => row[k]!)));
}
