/** Laws of one real variable, known exactly by their moments. */
import type { Rational } from '../base/rational.ts';

export interface Distribution {
  readonly name: string;
  /** E[x^k] for k ≥ 0. Throws {@link InputError} naming the moment when it is not known. */
  moment(k: number): Rational;
}

/** A kind of law, as it is written: `uniform(0, 1)`. One file in `distributions/`. */
export interface DistributionType {
  readonly name: string;
  /** What stands between the parentheses, for help: `lower, upper`; empty where there is nothing. */
  readonly usage: string;
  /** The law from what stands between the parentheses. Throws {@link InputError}. */
  read(parameters: readonly string[]): Distribution;
  readonly examples: readonly Distribution[];
}
