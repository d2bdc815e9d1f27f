/** What a way of approximating by polynomials is. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { ExactConstant } from '../formula/exact-constant.ts';
import type { Formula } from '../formula/formula.ts';
import type { IntervalProblem } from './problem.ts';
import type { Extremum } from './remez.ts';

export interface MethodRequest {
  readonly formula: Formula;
  readonly degree: number;
  readonly problem: IntervalProblem;
  /** Constant formulas: where to expand (Taylor), where to interpolate. */
  readonly centre?: Formula;
  readonly nodes?: readonly Formula[];
  /** Working precision: what cannot be exact is enclosed to about 2^-bits. */
  readonly bits: number;
  readonly deadline: number;
}

/** A mean square under the method's own measure. */
export interface MeanSquare {
  /** Such as 'mean square of f − p, uniform on the interval'. */
  readonly meaning: string;
  readonly exact?: ExactConstant;
  readonly value: Enclosure;
}

export interface MethodResult {
  /** Coefficients from degree 0, in x. */
  readonly enclosed: readonly Enclosure[];
  /** The same exactly, where they all are. */
  readonly exact?: readonly ExactConstant[];
  /** Coefficients in t on [−1, 1], for a method on an interval; absent under the Gaussian weight. */
  readonly scaled?: readonly Enclosure[];
  readonly meanSquares: readonly MeanSquare[];
  /** The maximum error on the interval where the method itself bounds it. */
  readonly maximumError?: Enclosure;
  readonly equioscillation?: readonly Extremum[];
}

/** A method is one file in `methods/`. */
export interface ApproximationMethod {
  readonly name: string;
  readonly summary: string;
  /** Under the Gaussian weight, with no interval. */
  readonly onTheLine?: true;
  /** Throws {@link InputError} where the request makes no sense for it. */
  approximate(request: MethodRequest): MethodResult;
}
