/** Exact expansion on several threads. */
import { InputError } from '../base/errors.ts';
import { availableThreads } from '../base/threads/pool.ts';
import type { Network } from '../network/network.ts';
import { runEngineInParallel, waitingWorkers } from './engine/parallel.ts';
import { expandAsPlanned } from './expand.ts';
import { type ExpandOptions, finish, groupProgress, planExpansion, polynomialsFrom } from './expansion-plan.ts';
import type { PolynomialMap } from './polynomial-map.ts';

export interface ParallelExpandOptions extends ExpandOptions {
  /** How many worker threads; as many as the machine runs at once when left out. */
  readonly threads?: number;
}

/** Jobs estimated to take less than this stay on the calling thread: workers would have to be told, or even started. */
const WORTH_TELLING = 0.03;
const WORTH_STARTING = 0.5;

/**
 * {@link expand} on worker threads (Node's, or a browser's), the same polynomials to the last bit for any number of them.
 * The calling thread stays free, and `signal` stops the work at once. Unless `threads` is given, small jobs stay on the
 * calling thread; so do those that one pair of primes decides. `report` says how many threads were used.
 *
 * Throws as `expand` does; {@link InputError} when `threads` is not a positive integer; the signal's reason when aborted.
 */
export async function expandInParallel(network: Network, options: ParallelExpandOptions = {}): Promise<PolynomialMap> {
  const { threads = availableThreads() } = options;
  if (!Number.isInteger(threads) || threads < 1)
    throw new InputError('threads', `expected a positive integer, got ${threads}`);
  const plan = planExpansion(network, options);
  const { chosen, job } = plan;
  const worth = waitingWorkers() < threads ? WORTH_STARTING : WORTH_TELLING;
  if (chosen === undefined || threads === 1 || (options.threads === undefined && chosen.seconds < worth))
    return expandAsPlanned(plan, options);
  const { signal } = options;
  const progress = groupProgress(plan, options);
  const result = await runEngineInParallel(job, chosen.engine, { threads, progress, signal });
  return finish(plan, polynomialsFrom(plan, result), result, options);
}
