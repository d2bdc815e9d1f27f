import type { Link } from './link.ts';

/** What one sample tells a method. */
export interface Observation {
  /** ⟨w, x⟩. */
  readonly z: number;
  readonly y: number;
  /** |x|². */
  readonly squaredNorm: number;
}

/**
 * A way to learn a direction online, on the sphere: w ← (w + η s (x − z w))/|·| with a scalar s of each sample,
 * so that it works in R^d and for the overlap alone.
 */
export interface OnlineMethod {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** The scalar s and the step η for a link and a dimension. Throws {@link InputError} where the method does not fit the link. */
  prepare(link: Link, dimension: number): PreparedMethod;
}

export interface PreparedMethod {
  readonly stepSize: number;
  /** The exponent p for which n/d^p is the natural scale of samples. */
  readonly sampleExponent: number;
  slope(sample: Observation): number;
}
