/** The files that follow from records, as they stand and as they are written now. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../version.ts';
import { valueDifferences } from './differences.ts';

interface Versions {
  readonly version: string;
  readonly libraries: Readonly<Record<string, string>>;
}

/** Problems where they differ; only notes where other versions drew them. */
export async function compareDerived(
  folder: string,
  manifest: Versions,
  libraries: Versions['libraries'],
  derived: ReadonlyMap<string, string>,
): Promise<{ readonly problems: readonly string[]; readonly notes: readonly string[] }> {
  const problems: string[] = [];
  const notes: string[] = [];
  const sameLibraries = valueDifferences(manifest.libraries, libraries, 'libraries').length === 0;
  for (const [file, text] of derived) {
    const stored = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (stored === text) continue;
    // Tables are our own writing; pictures and formulas depend on the libraries that draw them too.
    if (manifest.version === version && (sameLibraries || file.startsWith('tables/')))
      problems.push(`${file} is not what is written for these records`);
    else
      notes.push(
        `${file} was drawn by other versions (${describeVersions(manifest)}) and cannot be compared byte for byte; the records do not depend on it`,
      );
  }
  return { problems, notes };
}

const describeVersions = ({ version: own, libraries }: Versions): string =>
  [`isserlis ${own}`, ...Object.entries(libraries).map(([name, number]) => `${name} ${number}`)].join(', ');
