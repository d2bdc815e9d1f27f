/** A folder that keeps the rows of a tested conjecture as they are found, so that a run can be taken up again. */
import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, messageOf } from '../../base/errors.ts';
import { isObject, parseJson } from '../../base/json.ts';
import { version } from '../version.ts';
import type { ConjectureRow } from './row.ts';

const ROWS = 'rows.jsonl';
const FORMAT = 'isserlis/conjecture@1';

export interface ConjectureFolder {
  /** The rows that are there. */
  readonly earlier: readonly ConjectureRow[];
  /** Adds a row at once. */
  keep(row: ConjectureRow): Promise<void>;
  /** Writes a file, whole or not at all. */
  write(name: string, text: string): Promise<void>;
}

/**
 * Opens or makes the folder. `rows.jsonl` has a line with format and version and one for each row; a last line that an
 * interruption cut is dropped. Throws {@link InputError} when there is anything else, when the rows are of another
 * version, and when it cannot be written.
 */
export async function conjectureFolder(out: string): Promise<ConjectureFolder> {
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(out, `cannot be written: ${messageOf(error)}`, 'Choose another folder with --out');
    }
  };
  const file = join(out, ROWS);
  const write = (name: string, text: string): Promise<void> =>
    attempt(async () => {
      await writeFile(join(out, `${name}.writing`), text);
      await rename(join(out, `${name}.writing`), join(out, name));
    });
  const earlier = await attempt(async () => {
    await mkdir(out, { recursive: true });
    const files = await readdir(out);
    if (files.length > 0 && !files.includes(ROWS))
      throw new InputError(out, 'it holds something else', 'Choose another folder with --out');
    return files.includes(ROWS) ? readRows(await readFile(file, 'utf8'), file) : [];
  });
  // Written anew, since the last line may be cut.
  await write(
    ROWS,
    [JSON.stringify({ format: FORMAT, version }), ...earlier.map((row) => JSON.stringify(row)), ''].join('\n'),
  );
  return { earlier, write, keep: (row) => attempt(() => appendFile(file, `${JSON.stringify(row)}\n`)) };
}

function readRows(text: string, file: string): readonly ConjectureRow[] {
  const [header = '', ...lines] = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const head = header === '' ? undefined : parseJson(header, `${file}:1`);
  if (!isObject(head) || head.format !== FORMAT)
    throw new InputError(`${file}:1`, `expected the format ${FORMAT}`, 'Choose another folder with --out');
  if (head.version !== version)
    throw new InputError(
      file,
      `its rows were computed by version ${JSON.stringify(head.version)}, this is ${version}`,
      'Choose another folder with --out',
    );
  return lines.map((line, i) => readRow(parseJson(line, `${file}:${i + 2}`), `${file}:${i + 2}`));
}

const TEXTS = ['activation', 'correlation', 'bound', 'verdict'];
const NUMBERS = ['depth', 'tensors', 'contractions'];
const TEXTS_OR_NULL = ['distance', 'leading', 'crossover', 'simulated', 'note'];
const VERDICTS = ['tight', 'loose', 'vanishes', 'violates', 'undecided', 'tested'];

function readRow(value: unknown, where: string): ConjectureRow {
  const fits =
    isObject(value) &&
    TEXTS.every((name) => typeof value[name] === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(value[name])) &&
    TEXTS_OR_NULL.every((name) => value[name] === null || typeof value[name] === 'string') &&
    (value.simulation === undefined || value.simulation === null || isObject(value.simulation)) &&
    (value.exact === null || Number.isSafeInteger(value.exact)) &&
    VERDICTS.includes(value.verdict as string);
  if (!fits)
    throw new InputError(where, 'it is no row of a tested conjecture', 'Remove the line; it is computed again');
  // Rows of older runs have no simulation.
  return (value.simulation === undefined ? { ...value, simulation: null } : value) as unknown as ConjectureRow;
}
