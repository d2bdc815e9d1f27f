/** What a measurement was made on: no names of machines, no paths. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';

export const LIBRARY_VERSION: string = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version;

export interface Machine {
  readonly cores: number;
  /** The processor's model, as the system calls it. */
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** The system's one-minute load: how many cores other processes kept busy; 0 on Windows, which does not count it. */
  readonly load: number;
  /** The day, in UTC. */
  readonly date: string;
}

export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${arch()}`,
  node: process.versions.node,
  load: Math.round(10 * loadavg()[0]!) / 10,
  date: new Date().toISOString().slice(0, 10),
});

/** Whether so much else was running that figures are too slow. */
export const busy = ({ load }: Machine): boolean => load > 0.5;
