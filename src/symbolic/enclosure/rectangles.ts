/** Complex interval arithmetic on rectangles: for bounds of analytic functions off the real line. */
import type { Rational } from '../../base/rational.ts';
import { type Enclosure, hull, isBounded, magnitude, signOf, UNBOUNDED } from './enclosure.ts';
import type { RealEnclosures } from './reals.ts';

/** All x + iy with x in `real` and y in `imaginary`. */
export interface Rectangle {
  readonly real: Enclosure;
  readonly imaginary: Enclosure;
}

/** Nothing is known: also where a function is not analytic somewhere in the rectangle. */
export const UNBOUNDED_RECTANGLE: Rectangle = { real: UNBOUNDED, imaginary: UNBOUNDED };

/**
 * Operations on rectangles. A function's result is bounded only where the function is analytic on the whole argument, so a
 * bounded value of a composition proves it analytic there.
 */
export interface ComplexEnclosures {
  readonly reals: RealEnclosures;
  from(value: Rational | number): Rectangle;
  fromReal(a: Enclosure): Rectangle;
  add(a: Rectangle, b: Rectangle): Rectangle;
  mul(a: Rectangle, b: Rectangle): Rectangle;
  div(a: Rectangle, b: Rectangle): Rectangle;
  powerInteger(a: Rectangle, n: number): Rectangle;
  exp(a: Rectangle): Rectangle;
  /** The principal branch, on rectangles in the right half plane. */
  log(a: Rectangle): Rectangle;
  sin(a: Rectangle): Rectangle;
  cos(a: Rectangle): Rectangle;
  tanh(a: Rectangle): Rectangle;
  erf(a: Rectangle): Rectangle;
  /** An upper bound of |z|, as a point. */
  magnitude(a: Rectangle): Enclosure;
}

export function complexEnclosures(K: RealEnclosures): ComplexEnclosures {
  const real = (a: Enclosure): Rectangle => ({ real: a, imaginary: K.zero });
  const bounded = (a: Rectangle): boolean => isBounded(a.real) && isBounded(a.imaginary);
  const checked = (a: Rectangle): Rectangle => (bounded(a) ? a : UNBOUNDED_RECTANGLE);
  const add = (a: Rectangle, b: Rectangle): Rectangle =>
    checked({ real: K.add(a.real, b.real), imaginary: K.add(a.imaginary, b.imaginary) });
  const mul = (a: Rectangle, b: Rectangle): Rectangle =>
    checked({
      real: K.sub(K.mul(a.real, b.real), K.mul(a.imaginary, b.imaginary)),
      imaginary: K.add(K.mul(a.real, b.imaginary), K.mul(a.imaginary, b.real)),
    });
  const square = (a: Rectangle): Rectangle =>
    checked({
      real: K.sub(K.square(a.real), K.square(a.imaginary)),
      imaginary: K.scale(K.mul(a.real, a.imaginary), 1),
    });
  const reciprocal = (a: Rectangle): Rectangle => {
    const norm = K.add(K.square(a.real), K.square(a.imaginary));
    return checked({ real: K.div(a.real, norm), imaginary: K.neg(K.div(a.imaginary, norm)) });
  };
  const powerInteger = (a: Rectangle, n: number): Rectangle => {
    if (n < 0) return reciprocal(powerInteger(a, -n));
    if (n === 0) return real(K.one);
    if (n === 1) return a;
    const half = powerInteger(square(a), Math.floor(n / 2));
    return n % 2 === 0 ? half : mul(a, half);
  };
  const norm = (a: Rectangle): Enclosure => K.sqrt(K.add(K.square(a.real), K.square(a.imaginary)));
  const sineParts = (a: Rectangle): readonly [Enclosure, Enclosure, Enclosure, Enclosure] => [
    K.sin(a.real),
    K.cos(a.real),
    K.sinh(a.imaginary),
    K.cosh(a.imaginary),
  ];
  return {
    reals: K,
    from: (value) => real(K.from(value)),
    fromReal: real,
    add,
    mul,
    div: (a, b) => mul(a, reciprocal(b)),
    powerInteger,
    exp(a) {
      if (!bounded(a)) return UNBOUNDED_RECTANGLE;
      const modulus = K.exp(a.real);
      return checked({ real: K.mul(modulus, K.cos(a.imaginary)), imaginary: K.mul(modulus, K.sin(a.imaginary)) });
    },
    log(a) {
      if (!bounded(a) || a.real.lower <= 0n) return UNBOUNDED_RECTANGLE;
      // |arg z| < π/2 in the right half plane, and |arg z| ≤ |y|/x.
      const slope = K.abs(K.div(a.imaginary, a.real));
      const quarter = K.scale(K.pi, -1);
      const angle = signOf(K.sub(slope, quarter)) === 1 ? quarter : slope;
      return checked({ real: K.log(norm(a)), imaginary: hull(K.neg(angle), angle) });
    },
    sin(a) {
      if (!bounded(a)) return UNBOUNDED_RECTANGLE;
      const [s, c, sh, ch] = sineParts(a);
      return checked({ real: K.mul(s, ch), imaginary: K.mul(c, sh) });
    },
    cos(a) {
      if (!bounded(a)) return UNBOUNDED_RECTANGLE;
      const [s, c, sh, ch] = sineParts(a);
      return checked({ real: K.mul(c, ch), imaginary: K.neg(K.mul(s, sh)) });
    },
    tanh(a) {
      if (!bounded(a)) return UNBOUNDED_RECTANGLE;
      // tanh(x + iy) = (sinh 2x + i sin 2y)/(cosh 2x + cos 2y), its poles where the denominator is 0 [DLMF 4.35.36].
      const [x, y] = [K.scale(a.real, 1), K.scale(a.imaginary, 1)];
      const denominator = K.add(K.cosh(x), K.cos(y));
      return checked({ real: K.div(K.sinh(x), denominator), imaginary: K.div(K.sin(y), denominator) });
    },
    erf(a) {
      if (!bounded(a)) return UNBOUNDED_RECTANGLE;
      // |erf(x + iy) − erf x| ≤ (2/√π) |y| e^(y² − x²), since |e^(−(x+it)²)| = e^(t² − x²).
      const radius = K.mul(
        K.mul(K.div(K.from(2), K.sqrt(K.pi)), K.abs(a.imaginary)),
        K.exp(K.sub(K.square(a.imaginary), K.square(a.real))),
      );
      const around = hull(K.neg(radius), radius);
      return checked({ real: K.add(K.erf(a.real), around), imaginary: around });
    },
    magnitude: (a) => (bounded(a) ? magnitude(norm(a)) : UNBOUNDED),
  };
}
