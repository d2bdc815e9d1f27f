import { exactValue } from '../../base/coefficient.ts';
import { TooLargeError } from '../../base/errors.ts';
import { absolute, lcm, type Rational } from '../../base/rational.ts';
import type { Ring } from '../ring.ts';

/** Says of a polynomial f: denominator · f has integer coefficients, whose absolute values add up to at most `norm`. */
export interface Height {
  readonly denominator: bigint;
  readonly norm: bigint;
}

export const heightOf = (c: Rational): Height => ({ denominator: c.denominator, norm: absolute(c.numerator) });

/** The square of a number has twice its bits: after twenty squares in a row, 3/2 has become one of a million. */
export const LARGEST_BITS: number = 2 ** 19;
const LARGEST = 1n << BigInt(LARGEST_BITS);

function checkSize({ norm, denominator }: Height): void {
  if (norm < LARGEST && denominator < LARGEST) return;
  throw new TooLargeError(
    'coefficients',
    `they may have more than ${LARGEST_BITS} bits each, over the limit`,
    'Use a network of lower degree or weights with fewer digits',
  );
}

/**
 * A rigorous bound of the coefficients of a polynomial, from ‖f + g‖₁ ≤ ‖f‖₁ + ‖g‖₁ and ‖f g‖₁ ≤ ‖f‖₁ ‖g‖₁: every
 * coefficient of f is p/q with q a divisor of `denominator` and |p| ≤ `norm`. An indeterminate has height (1, 1).
 * Throws {@link TooLargeError} once a bound has more than {@link LARGEST_BITS} bits: such numbers take too long to bound.
 */
export const Heights: Ring<Height> = {
  name: 'heights',
  zero: { denominator: 1n, norm: 0n },
  one: { denominator: 1n, norm: 1n },
  from(c) {
    const height = heightOf(exactValue(c));
    return height.norm === 0n ? Heights.zero : height;
  },
  add(a, b) {
    const denominator = lcm(a.denominator, b.denominator);
    return { denominator, norm: a.norm * (denominator / a.denominator) + b.norm * (denominator / b.denominator) };
  },
  sumOfProducts(as, bs) {
    let integral = 0n;
    let k = 0;
    for (; k < as.length; k++) {
      const [a, b] = [as[k]!, bs[k]!];
      checkSize(a);
      checkSize(b);
      if (a.denominator !== 1n || b.denominator !== 1n) break;
      integral += a.norm * b.norm;
    }
    if (k === as.length) return { denominator: 1n, norm: integral };
    for (; k < as.length; k++) {
      checkSize(as[k]!);
      checkSize(bs[k]!);
    }
    const denominators = as.map((a, k) => a.denominator * bs[k]!.denominator);
    const denominator = denominators.reduce(lcm, 1n);
    const norm = as.reduce((sum, a, k) => {
      const own = denominators[k]!;
      const product = a.norm * bs[k]!.norm;
      return sum + (own === denominator ? product : product * (denominator / own));
    }, 0n);
    return { denominator, norm };
  },
  mul(a, b) {
    checkSize(a);
    checkSize(b);
    return { denominator: a.denominator * b.denominator, norm: a.norm * b.norm };
  },
  equal: (a, b) => a.norm * b.denominator === b.norm * a.denominator,
};
