/** Where results go: standard output, or a file that is whole or not there. */

import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { InputError, messageOf } from '../base/errors.ts';

async function writePieces(stream: Writable, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
}

/** Writes pieces of text to standard output, or to a file by way of a temporary one beside it. Throws {@link InputError} when the file cannot be written. */
export async function writeResult(pieces: Iterable<string>, file?: string): Promise<void> {
  if (file === undefined) {
    await writePieces(process.stdout, pieces);
    return;
  }
  const temporary = `${file}.${process.pid}.partial`;
  const stream = createWriteStream(temporary);
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  const written = (async () => {
    await writePieces(stream, pieces);
    stream.end();
    await once(stream, 'close');
  })();
  const interrupted = (): void => {
    rmSync(temporary, { force: true });
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await Promise.race([written, failed]);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof InputError) throw error;
    throw new InputError(file, `cannot be written: ${messageOf(error)}`, 'Choose another file with --out');
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

/** A note for a person, on standard error. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** A table with its columns lined up. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(widths[column]! - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
