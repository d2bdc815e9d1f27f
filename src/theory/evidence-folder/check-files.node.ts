/** The files of an evidence folder against its manifest. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { posixRelative, sha256 } from './inputs.node.ts';
import { MANIFEST } from './manifest.ts';
import type { Hashes } from './record.ts';

/** By file, what is wrong with those that are missing or whose hashes differ. */
export async function checkFiles(folder: string, files: Hashes): Promise<ReadonlyMap<string, string>> {
  const problems = new Map<string, string>();
  for (const [file, hash] of Object.entries(files)) {
    const found = await hashOf(join(folder, file));
    if (found === hash) continue;
    problems.set(
      file,
      found === undefined
        ? `${file} is missing`
        : `${file} was changed: its SHA-256 is ${found}, the manifest has ${hash}`,
    );
  }
  return problems;
}

/** The SHA-256 of a file; undefined when there is none. */
export const hashOf = (file: string): Promise<string | undefined> => readFile(file).then(sha256, () => undefined);

/** Notes on files that the manifest does not name. */
export async function unlisted(folder: string, files: Hashes): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posixRelative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => file !== MANIFEST && files[file] === undefined)
    .sort()
    .map((file) => `${file} is not in the manifest, and was not looked at`);
}
