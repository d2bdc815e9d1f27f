/** What is claimed, of a network or of a theory, and what checking it found. A claim is one file in `claims/`. */
import type { Json } from '../base/json.ts';
import type { Key } from '../base/philox.ts';
import type { Progress } from '../base/progress.ts';
import type { Plot } from './figures/plot.ts';
import type { Subject } from './subject.ts';
import type { Table } from './tables/table.ts';

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
  /** Kept in the record, written beside it as CSV and LaTeX, and shown in the report; names differ within a finding. */
  readonly tables?: readonly Table[];
  /** The same, written as SVG. */
  readonly plots?: readonly Plot[];
}

/** A statement and the procedure that checks it. Everything that the outcome depends on is an argument. */
interface Statement<P extends Json> {
  readonly id: string;
  readonly title: string;
  readonly statement: string;
  readonly source: string;
  /** The tier that its findings can reach. */
  readonly tier: Tier;
  /** The parameters of a run that says nothing else; others must have their names and shapes. */
  readonly defaults: P;
}

/** A statement about any network. */
export interface NetworkClaim<P extends Json = Json> extends Statement<P> {
  readonly about: 'network';
  /** Why there is nothing to check for a network; undefined when there is. */
  inapplicable?(subject: Subject): string | undefined;
  /** Deterministic: the same subject, parameters and key give the same finding. */
  check(subject: Subject, parameters: P, key: Key, progress: Progress): Finding | Promise<Finding>;
}

/** A statement about no one network: a table, a closed form, a conjecture. */
export interface TheoryClaim<P extends Json = Json> extends Statement<P> {
  readonly about: 'theory';
  /** Parameters, instead of the defaults of the same names, with which a check takes a second or so: for tests. */
  readonly quick?: Partial<P>;
  /** Deterministic: the same parameters and key give the same finding. Throws {@link InputError} on parameters out of range. */
  check(parameters: P, key: Key, progress: Progress): Finding | Promise<Finding>;
}

export type Claim = NetworkClaim | TheoryClaim;
