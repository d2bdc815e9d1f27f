/** The folder of claims about theories. */
import type { Progress } from '../../base/progress.ts';
import type { TheoryClaim } from '../claim.ts';
import { drawingVersions } from '../figures/figure.ts';
import { version } from '../version.ts';
import { derivedTheoryFiles } from './derived-files.ts';
import type { FolderWriter } from './folder-writer.node.ts';
import { THEORY_FORMAT } from './manifest.ts';
import { nestedProgress } from './nested-progress.ts';
import { type Parameters, parametersFor } from './parameters.ts';
import { type Evidence, gatherTheory, recordFile } from './record.ts';

/** Checks claims and writes their folder. */
export async function writeTheoryFolder(
  claims: readonly TheoryClaim[],
  { parameters, seed }: { readonly parameters: Parameters; readonly seed: number },
  writer: FolderWriter,
  progress: Progress,
): Promise<readonly Evidence[]> {
  const steps = claims.length + 1;
  const records: Evidence[] = [];
  for (const [index, claim] of claims.entries()) {
    const nested = nestedProgress(progress, index, steps, claim.id);
    nested(0, 1, claim.title);
    const params = parametersFor(claim, parameters[claim.id]);
    const make = (): Promise<Evidence> => gatherTheory(claim, { seed, params, progress: nested });
    records.push(await writer.record(claim, params, seed, {}, make));
    // Lets signals and timers in between two claims.
    await new Promise((resolve) => setTimeout(resolve));
  }
  progress(steps - 1, steps, 'report');
  for (const [path, text] of await derivedTheoryFiles({ records, seed, version })) await writer.write(path, text);
  const libraries = await drawingVersions();
  await writer.finish((files) => ({
    format: THEORY_FORMAT,
    version,
    seed,
    records: records.map(({ claim }) => recordFile(claim)),
    libraries: { ...libraries },
    files,
  }));
  progress(steps, steps, 'written');
  return records;
}
