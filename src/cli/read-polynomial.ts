import { readFile } from 'node:fs/promises';
import { InputError, messageOf } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { polynomialMapFromJson } from '../symbolic/polynomial-json.ts';
import type { PolynomialMap } from '../symbolic/polynomial-map.ts';

/** A polynomial file. Throws {@link InputError} naming the file and the place in it. */
export async function readPolynomialFile(path: string): Promise<PolynomialMap> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const missing = (error as { code?: string }).code === 'ENOENT';
    throw new InputError(
      path,
      missing ? 'there is no such file' : `cannot be read: ${messageOf(error)}`,
      "Write it with 'isserlis expand NET --format json --out FILE'",
    );
  });
  return polynomialMapFromJson(parseJson(text, path), path);
}
