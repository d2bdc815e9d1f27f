/** How much of a polynomial lies in the spherical harmonics of each degree. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { exactCoefficients, type UnivariateCoefficients } from '../kernels/derivative-means.ts';
import { add, multiply, scale } from '../operations/arithmetic.ts';
import { differentiate } from '../operations/calculus.ts';
import { homogeneousParts } from '../operations/structure.ts';
import { constantPolynomial, type Polynomial } from '../polynomial.ts';
import { QQ } from '../rings/rationals.ts';
import { checkDimension, harmonics, projection } from './dot-product-kernel.ts';

/** ‖f_l‖² by degree l, f = Σ_l f_l on the sphere; missing degrees have none. */
export type PowerByDegree = readonly Rational[];

/**
 * ‖f_l‖² for f(x) = Σ_k coefficients[k] (w·x)^k on S^(d−1), |w| = 1: (E[f P_l])² N(d, l), since f_l = N(d, l) E[f P_l] P_l(w·x) and
 * E P_l(w·x)² = 1/N(d, l) (proved). Throws {@link InputError} as {@link sphereEigenvalues} does.
 */
export function singleIndexPower(coefficients: UnivariateCoefficients, dimension: number): PowerByDegree {
  checkDimension(dimension);
  const target = exactCoefficients(coefficients, 'target');
  return target.map((_, l) => {
    const mean = projection(target, dimension, l);
    return QQ.mul(QQ.mul(mean, mean), rational(harmonics(dimension, l)));
  });
}

/** Squares of a polynomial's parts beyond this many terms are refused. */
const LARGEST_TERMS = 3000;

/**
 * ‖f_l‖² on S^(d−1), uniform measure, for a polynomial f of several variables, the first ones of d (proved).
 *
 * A homogeneous p of degree m is Σ_j |x|^(2j) h_(m−2j) with harmonic h; h_(m−2j) is the harmonic projection of Δ^j p over
 * Π_{t<j} 2(j−t)(d + 2m − 2j − 2t − 2), and that of q of degree n is Σ_k a_k |x|^(2k) Δ^k q, a_0 = 1,
 * a_k = −a_(k−1)/(2k(d + 2n − 2k − 2)). On the sphere |x| = 1.
 *
 * Throws {@link InputError} when f has more than d variables and {@link TooLargeError} beyond 3,000 terms in a degree.
 * Source: Axler, Bourdon and Ramey, "Harmonic function theory", theorem 5.18 and corollary 5.20.
 */
export function spherePower(f: Polynomial, dimension: number): PowerByDegree {
  checkDimension(dimension);
  if (f.variables.length > dimension)
    throw new InputError(
      'target',
      `expected at most ${dimension} variables on the sphere in ${dimension} dimensions, got ${f.variables.length}`,
    );
  const parts: Polynomial[] = [];
  for (const [m, p] of homogeneousParts(f)) {
    let laplacians = p;
    for (let j = 0; 2 * j <= m; j++) {
      const l = m - 2 * j;
      const harmonic = scale(`1/${trace(j, l, dimension)}`, harmonicProjection(laplacians, l, dimension));
      parts[l] = parts[l] === undefined ? harmonic : add(parts[l], harmonic);
      laplacians = laplacian(laplacians);
    }
  }
  return Array.from({ length: parts.length }, (_, l) => {
    const part = parts[l];
    if (part === undefined) return QQ.zero;
    if (part.length > LARGEST_TERMS)
      throw new TooLargeError(
        'target',
        `its part of degree ${l} has ${part.length} terms, over the limit of ${LARGEST_TERMS}`,
      );
    return sphereMean(multiply(part, part), dimension);
  });
}

/** Δ^j |x|^(2j) h = Π_{t<j} 2(j−t)(d + 2l + 2(j−t) − 2) h for harmonic h of degree l. */
function trace(j: number, l: number, dimension: number): bigint {
  let product = 1n;
  for (let i = 1; i <= j; i++) product *= 2n * BigInt(i) * (BigInt(dimension) + 2n * BigInt(l + i) - 2n);
  return product;
}

/** The harmonic part of a homogeneous q of degree n, with |x|² = 1 put in. */
function harmonicProjection(q: Polynomial, n: number, dimension: number): Polynomial {
  let sum = q;
  let factor = QQ.one;
  let term = q;
  for (let k = 1; 2 * k <= n; k++) {
    term = laplacian(term);
    const below = 2n * BigInt(k) * (BigInt(dimension) + 2n * BigInt(n - k) - 2n);
    factor = QQ.mul(factor, rational(-1n, below));
    sum = add(sum, scale(formatRational(factor), term));
  }
  return sum;
}

const laplacian = (f: Polynomial): Polynomial =>
  f.variables.reduce(
    (sum, name) => add(sum, differentiate(differentiate(f, name), name)),
    constantPolynomial(f.variables, QQ.zero),
  );

/** E f on the uniform sphere: E x^α = Π (α_i − 1)!!/(d(d+2)⋯(d+|α|−2)) for even α, else 0. */
function sphereMean(f: Polynomial, dimension: number): Rational {
  let sum = QQ.zero;
  for (const { coefficient, factors } of f.terms()) {
    if (factors.some(([, exponent]) => exponent % 2 === 1)) continue;
    let above = 1n;
    let below = 1n;
    let degree = 0;
    for (const [, exponent] of factors) {
      for (let i = exponent - 1; i > 1; i -= 2) above *= BigInt(i);
      degree += exponent;
    }
    for (let i = 0; i < degree; i += 2) below *= BigInt(dimension + i);
    sum = QQ.add(sum, QQ.mul(coefficient, rational(above, below)));
  }
  return sum;
}
