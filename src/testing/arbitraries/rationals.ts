import fc from 'fast-check';
import { exactValue } from '../../base/coefficient.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { coefficients } from './coefficients.ts';

/** Rationals in lowest terms: what {@link coefficients} mean, and some with long numerators and denominators. Shrinks to 0. */
export function rationals(): fc.Arbitrary<Rational> {
  const limit = 2n ** 80n;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: coefficients().map((c) => exactValue(c)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.bigInt({ min: -limit, max: limit }), fc.bigInt({ min: 1n, max: limit }))
        .map(([p, q]) => rational(p, q)),
    },
  );
}
