/** Laws of one real variable, known exactly by their moments. */
import type { Rational } from '../base/rational.ts';

export interface Distribution {
  readonly name: string;
  /** E[x^k] for k ≥ 0. Throws {@link InputError} naming the moment when it is not known. */
  moment(k: number): Rational;
}
