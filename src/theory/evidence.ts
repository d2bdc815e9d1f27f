/** Evidence folders: written, checked again, listed. Node only; what needs Node is loaded when called. */
import type { Progress } from '../base/progress.ts';
import type { ListedRecord } from './evidence-folder/list.node.ts';
import type { EvidenceOptions, EvidenceRun } from './evidence-folder/run.node.ts';
import type { EvidenceVerification } from './evidence-folder/verify.node.ts';

/**
 * Checks claims and writes a folder with the records, the polynomials of networks, tables, figures and a report: `out` itself
 * for one network or for claims about theories alone; else a folder in it for each network, `theory` for those about
 * theories, and an index. The same arguments write the same bytes.
 *
 * The folder appears when all is done; a run that fails leaves nothing, and one that is killed leaves `out.partial`,
 * whose finished records the next run takes over. Evidence that was at `out` is replaced; anything else is not touched.
 *
 * Throws {@link InputError} on networks that cannot be read or are not polynomial, claims and parameters that do not exist or
 * fit, and an `out` that cannot be written or holds something else; {@link TooLargeError} when an expansion would not fit.
 */
export async function runEvidence(options: EvidenceOptions): Promise<EvidenceRun> {
  const { runEvidence: run } = await import('./evidence-folder/run.node.ts');
  return run(options);
}

/**
 * Computes every record of an evidence folder again, from the network's files in it or its parameters and seed, and compares: `refused`, with
 * reasons, where anything was changed, is missing, or comes out otherwise.
 * Throws {@link InputError} when the folder is no evidence folder, or a manifest is missing, truncated or malformed.
 */
export async function verifyEvidence(folder: string, progress?: Progress): Promise<EvidenceVerification> {
  const { verifyEvidence: verify } = await import('./evidence-folder/verify.node.ts');
  return verify(folder, progress);
}

/** The records of a folder, as they stand. Throws {@link InputError} when it is no evidence folder. */
export async function listEvidence(folder: string): Promise<readonly ListedRecord[]> {
  const { listEvidence: list } = await import('./evidence-folder/list.node.ts');
  return list(folder);
}
