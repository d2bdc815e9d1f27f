/** What is claimed of a network, and what checking it found. A claim is one file in `claims/`. */
import type { Json } from '../base/json.ts';
import type { Key } from '../base/philox.ts';
import type { Progress } from '../base/progress.ts';
import type { Subject } from './subject.ts';

/**
 * How strong a finding is, from the strongest on.
 * - `proved`: exact arithmetic decides it
 * - `enclosed`: interval arithmetic encloses it
 * - `tested`: an interval at a stated level, or a stated probability of error
 * - `observed`: a fit
 */
export type Tier = 'proved' | 'enclosed' | 'tested' | 'observed';

export type Verdict = 'supports' | 'refutes' | 'inconclusive';

export interface Finding {
  readonly verdict: Verdict;
  /** What was found, in one or two sentences. */
  readonly summary: string;
  /** The values it rests on: exact ones as strings, sampled ones as an {@link Estimate}. */
  readonly details: Json;
  /** The finding's own tier, where it is weaker than the claim's. */
  readonly tier?: Tier;
  /** What to do about a finding that is inconclusive or weaker than it could be. */
  readonly remedy?: string;
}

/** A statement and the procedure that checks it. Everything that the outcome depends on is an argument. */
export interface Claim<P extends Json = Json> {
  readonly id: string;
  readonly title: string;
  readonly statement: string;
  readonly source: string;
  /** The tier that its findings can reach. */
  readonly tier: Tier;
  readonly defaults: P;
  /** Why there is nothing to check for a network; undefined when there is. */
  inapplicable?(subject: Subject): string | undefined;
  /** Deterministic: the same subject, parameters and key give the same finding. */
  check(subject: Subject, parameters: P, key: Key, progress: Progress): Finding;
}
