/** How a function grows at infinity: the plain values of {@link GrowthAlgebra}. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';

/**
 * For all x ≥ `from` (the algebra's), u(x) = κ(x) · x^power · e(x) with κ(x) in `factor`, where e(x) lies between
 * exp(least[0] x + least[1] x²) and exp(most[0] x + most[1] x²). A factor that is UNBOUNDED says that nothing is known.
 */
export interface Growth {
  readonly factor: Enclosure;
  readonly power: number;
  readonly least: readonly [number, number];
  readonly most: readonly [number, number];
}

/** Growth over x ≥ `from` ≥ 2: see `growth.ts`. */
export interface GrowthAlgebra {
  readonly reals: RealEnclosures;
  readonly from: number;
  constant(a: Enclosure): Growth;
  add(a: Growth, b: Growth): Growth;
  multiply(a: Growth, b: Growth): Growth;
  divide(a: Growth, b: Growth): Growth;
  /** All values of u over x ≥ from as one interval; UNBOUNDED where u is not bounded. */
  range(u: Growth): Enclosure;
  exp(u: Growth): Growth;
  log(u: Growth): Growth;
  /** f(u) with |f| ≤ 1 and f monotone, from f's values on an interval. */
  bounded(u: Growth, f: (range: Enclosure) => Enclosure, atMinusInfinity: number, atInfinity: number): Growth;
  /** −1 or 1 where u has that sign, or 0, throughout. */
  sign(u: Growth): -1 | 0 | 1 | undefined;
  readonly unknown: Growth;
}
