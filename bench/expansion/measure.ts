/** Times Isserlis and the peers on one network. */
import { join } from 'node:path';
import { type Outcome, runChild } from '../common/child.ts';
import { type NetworkFile, networkOf, type Shape, type Variant } from './cases.ts';
import { type Job, withJob } from './job.ts';
import { type Peer, peerCommand } from './peers.ts';
import type { Cell } from './results.ts';

export interface Settings {
  readonly salt: string;
  /** Seconds that a peer may take for one expansion. */
  readonly limit: number;
  readonly python: string;
  readonly threads: number;
  readonly peers: readonly Peer[];
  /** Told of every outcome as it comes. */
  note(system: string, outcome: Outcome): void;
}

/** Far beyond what any case takes: only a hang is stopped. */
const OWN_LIMIT = 900;

/** Isserlis on a job, in a process of its own. */
export const runOurs = (job: Job, threads: number): Promise<Outcome> =>
  runChild(
    {
      command: process.execPath,
      arguments: [join(import.meta.dirname, 'subject.ts'), job.file, `${threads}`],
      name: 'Node',
    },
    OWN_LIMIT,
  );

/** Isserlis alone. */
export const measureOurs = (
  network: NetworkFile,
  salt: string,
): Promise<{ readonly expected: string; readonly ours: Outcome }> =>
  withJob(network, salt, async (job) => ({ expected: job.expected, ours: await runOurs(job, 1) }));

/** One network; a peer in `tired` was over the limit on an easier one of the same shape, and is not run. */
export function measureCell(
  shape: Shape,
  variant: Variant,
  settings: Settings,
  tired: ReadonlySet<string>,
): Promise<Cell> {
  const { salt, limit, python, threads, note } = settings;
  return withJob(networkOf(shape, variant, salt), salt, async (job) => {
    const ours = await runOurs(job, 1);
    note('Isserlis', ours);
    const parallel = await runOurs(job, threads);
    note(`Isserlis, ${threads} threads`, parallel);
    const outcomes: Record<string, Outcome> = {};
    for (const peer of settings.peers) {
      if (peer.variants !== undefined && !peer.variants.includes(variant)) continue;
      const outcome: Outcome = tired.has(peer.name)
        ? { state: 'harder', limit }
        : await runChild(peerCommand(peer, python, job.file), limit);
      outcomes[peer.name] = outcome;
      note(peer.name, outcome);
    }
    return { shape: shape.name, variant, expected: job.expected, ours, parallel, peers: outcomes };
  });
}

/** The variants of a shape, easiest first. */
export async function measureShape(
  shape: Shape,
  some: readonly Variant[],
  settings: Settings,
  begin: (name: string) => void,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  const tired = new Set<string>();
  for (const variant of shape.variants.filter((name) => some.includes(name))) {
    begin(`${shape.name} ${variant}`);
    const cell = await measureCell(shape, variant, settings, tired);
    for (const [name, { state }] of Object.entries(cell.peers)) if (state === 'over limit') tired.add(name);
    cells.push(cell);
  }
  return cells;
}
