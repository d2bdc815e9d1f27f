/** Exact expansion. */
import { type Progress, silent } from '../base/progress.ts';
import type { Network } from '../network/network.ts';
import { runEngine } from './engine/engines.ts';
import { expandPlainly } from './expand-plain.ts';
import {
  type ExpandOptions,
  type ExpansionPlan,
  finish,
  groupProgress,
  planExpansion,
  polynomialsFrom,
} from './expansion-plan.ts';
import type { PolynomialMap } from './polynomial-map.ts';
import { expandSparsely } from './sparse/expand-sparse.ts';

/**
 * The explicit polynomial of every output, exactly: a weight given as a float means that float, one given as a string
 * the rational it says. Variables are the inputs, then the symbolic weights.
 *
 * Throws {@link InputError} naming the layer for an activation that is no polynomial, or an output that does not exist,
 * and {@link TooLargeError} with the estimated size before it starts a job over the limits.
 */
export function expand(network: Network, options: ExpandOptions = {}): PolynomialMap {
  return expandAsPlanned(planExpansion(network, options), options);
}

/** On the calling thread. */
export function expandAsPlanned(plan: ExpansionPlan, options: ExpandOptions): PolynomialMap {
  const { job, chosen } = plan;
  if (chosen === undefined) {
    const { progress = silent, signal } = options;
    const watched: Progress = (done, total, activity) => {
      progress(done, total, activity);
      signal?.throwIfAborted();
    };
    if (plan.sparse !== undefined) {
      const { polynomials, peakBytes } = expandSparsely(
        plan.sparse,
        plan.program,
        plan.unknowns,
        plan.outputs,
        watched,
      );
      return finish(plan, polynomials, { engine: 'sparse', primes: 0, threads: 1, peakBytes }, options);
    }
    const polynomials = expandPlainly(plan.program, plan.unknowns, plan.outputs, watched);
    return finish(plan, polynomials, { engine: 'plain', primes: 0, threads: 1, peakBytes: plan.size.bytes }, options);
  }
  const result = runEngine(job, chosen.engine, groupProgress(plan, options));
  return finish(plan, polynomialsFrom(plan, result), result, options);
}
