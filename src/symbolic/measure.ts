/** Laws of several variables, known exactly by their moments. */
import type { Distribution } from './distribution.ts';
import type { Factor } from './monomials.ts';
import type { Ring } from './ring.ts';

/** A moment, numerator/denominator; the numerator is an integer, or an integer polynomial in the measure's parameters. */
export interface Moment<T> {
  readonly numerator: T;
  readonly denominator: bigint;
}

/** E[Π x_variable^exponent], by rising variable, exponents > 0; variables are numbered as in {@link MomentRequest}. */
export type Moments<T> = (factors: readonly Factor[]) => Moment<T>;

/** For which monomials moments will be asked, and in which ring. */
export interface MomentRequest<T> {
  /** Z, or Z[parameters]. */
  readonly ring: Ring<T>;
  parameter(name: string): T;
  /** The variables that are averaged, as `averaged` gave them. */
  readonly variables: readonly string[];
  /** Every monomial that will be asked for. */
  readonly monomials: readonly (readonly Factor[])[];
}

export interface Measure {
  readonly name: string;
  /** The indeterminates that moments contain, such as symbolic entries of a covariance. */
  readonly parameters: readonly string[];
  /**
   * Which of a polynomial's variables are averaged over; the others stay. Throws {@link InputError} when the measure does
   * not fit these variables.
   */
  averaged(variables: readonly string[]): readonly string[];
  /** Throws {@link InputError} when a moment is not known, {@link TooLargeError} when the work would not end. */
  moments<T>(request: MomentRequest<T>): Moments<T>;
  /** The laws of the averaged variables where they are independent; undefined where they are not, or hold parameters. */
  coordinates?(averaged: readonly string[]): readonly Distribution[] | undefined;
}

/** A kind of measure, as it is written: `sphere`, `cue(3)`. One file in `measures/`. */
export interface MeasureType {
  readonly name: string;
  /** What stands between the parentheses, for help; empty where there is nothing. */
  readonly usage: string;
  /** The measure from what stands between the parentheses. Throws {@link InputError}. */
  read(parameters: readonly string[]): Measure;
  readonly examples: readonly Measure[];
}
