import type { Rational } from '../../base/rational.ts';

/** A number of the arithmetic, in as many lanes as it has moduli. */
export type Scalar = Float64Array;

/**
 * Numbers for the recursions over layers: residues modulo several primes side by side, or logarithms of bounds.
 * An array of coefficients is laid out as [lane][power of ε][power of an inverse width]; sums may be kept unreduced
 * until `settle`.
 */
export interface Arithmetic {
  readonly lanes: number;
  /** Places for powers of ε. */
  readonly couplingSize: number;
  /** Whether powers of inverse widths are kept apart; if not, every series has length 1. */
  readonly keepsSeries: boolean;

  fromRational(q: Rational): Scalar;
  multiplyScalars(a: Scalar, b: Scalar): Scalar;
  /** −a; a bound stays as it is. */
  negative(a: Scalar): Scalar;
  isZero(a: Float64Array): boolean;

  /** Coefficients that are all zero. */
  zeros(length: number): Float64Array;
  /** The number c, times ε^0 and the power 0 of the inverse width. */
  constant(c: Scalar, length: number): Float64Array;

  /** target += factor · t^shift · a · b, where a is free of t; b has `bLength` and target `targetLength` powers of t. */
  addProduct(
    target: Float64Array,
    targetLength: number,
    a: Float64Array,
    b: Float64Array,
    bLength: number,
    factor: Scalar,
    shift: number,
  ): void;
  /** target += factor · source · (1 + ε_c), without ε_c for c < 0. One power of t. */
  addCoupled(target: Float64Array, source: Float64Array, factor: Scalar, coupling: number): void;
  /** x ← factor · x · Π_c (1 + ε_c)^powers[c]. */
  couple(x: Float64Array, length: number, factor: Scalar, powers: readonly number[]): void;
  /** target += source · series: source and target in powers of several inverse widths, series in those of one, free of ε. */
  addSeries(target: Float64Array, source: Float64Array, series: Float64Array, seriesLength: number, axis: Axis): void;
  /** target += the coefficient of the highest power of every ε in source · series; target has no ε. */
  addContracted(
    target: Float64Array,
    source: Float64Array,
    series: Float64Array,
    seriesLength: number,
    axis: Axis,
  ): void;
  /** Brings unreduced sums back to residues. */
  settle(x: Float64Array): void;
}

/** Where the powers of one inverse width lie in an array over the powers of all of them. */
export interface Axis {
  readonly stride: number;
  /** Powers kept. */
  readonly length: number;
  /** Powers of all inverse widths. */
  readonly total: number;
}
