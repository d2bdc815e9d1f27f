/** What a timed process is given: a file with a network, and the prime and point of the check. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkFile } from './cases.ts';
import { networkValue, PRIME, randomPoint } from './check.ts';

/** Integers as decimal strings. */
export interface JobFile {
  readonly network: NetworkFile;
  readonly prime: string;
  readonly point: readonly string[];
}

export interface Job {
  readonly file: string;
  /** The network's value at the point, which every result must have. */
  readonly expected: string;
}

/** Runs `work` with a job in a temporary file. */
export async function withJob<T>(network: NetworkFile, salt: string, work: (job: Job) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'isserlis-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const point = randomPoint(network, salt);
    const job: JobFile = { network, prime: `${PRIME}`, point: point.map(String) };
    const file = join(folder, 'job.json');
    writeFileSync(file, JSON.stringify(job));
    return await work({ file, expected: `${networkValue(network, point)}` });
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
