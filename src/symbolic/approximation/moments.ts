/** ∫ F t^j and ∫ F² over [−1, 1]: exact for piecewise polynomials, else certified quadrature. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import { type ExactConstant, rationalConstant } from '../formula/exact-constant.ts';
import type { Formula } from '../formula/formula.ts';
import { type Integrand, integrate } from '../quadrature/integrate.ts';
import type { MethodRequest } from './method.ts';
import { momentOfPieces, piecewisePolynomial } from './piecewise-polynomial.ts';
import { positionIn, UNIT_ENDS } from './problem.ts';

export interface Moments<T> {
  /** ∫ F t^j, j ≤ degree. */
  readonly powers: readonly T[];
  /** ∫ F². */
  readonly square: T;
}

/** Exact moments of a piecewise polynomial with rational pieces; undefined of others. */
export function exactMoments(scaled: Formula, degree: number): Moments<ExactConstant> | undefined {
  const pieces = piecewisePolynomial(scaled, ...UNIT_ENDS);
  return (
    pieces && {
      powers: Array.from({ length: degree + 1 }, (_, j) => rationalConstant(momentOfPieces(pieces, j, 1))),
      square: rationalConstant(momentOfPieces(pieces, 0, 2)),
    }
  );
}

/** Moments within 2^-bits. Throws {@link InputError} where F cannot be integrated. */
export function enclosedMoments(
  scaled: Formula,
  degree: number,
  bits: number,
  { problem, deadline }: Pick<MethodRequest, 'problem' | 'deadline'>,
): Moments<Enclosure> {
  const K = realEnclosures(bits + 40 + degree);
  const all = integrate(momentIntegrand(scaled, degree), K.from(-1), K.one, {
    tolerances: Array.from({ length: degree + 2 }, () => -bits),
    bits: K.bits,
    deadline,
    position: positionIn(problem),
  });
  return { powers: all.slice(0, degree + 1), square: all[degree + 1]! };
}

function momentIntegrand(formula: Formula, degree: number): Integrand {
  return {
    formula,
    values(K: RealEnclosures, x, value) {
      const products = [value];
      for (let j = 1; j <= degree; j++) products.push(K.mul(x, products[j - 1]!));
      return [...products, K.mul(value, value)];
    },
    logBounds({ left, right, height }, exponent) {
      const size = Math.log2(Math.hypot(Math.max(Math.abs(left), Math.abs(right)), height)) + 1e-9;
      return [...Array.from({ length: degree + 1 }, (_, j) => exponent + j * size), 2 * exponent];
    },
  };
}
