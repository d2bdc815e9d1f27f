/** The variance and correlation maps of a wide network with a polynomial activation, as explicit polynomials. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import {
  derivativeOf,
  plus,
  productOf,
  type RationalPolynomial,
  times,
  trimZeros,
} from '../algebraic/rational-polynomial.ts';
import { derivativeMeans, exactCoefficients, type UnivariateCoefficients } from '../kernels/derivative-means.ts';
import { type Polynomial, polynomialFromTerms } from '../polynomial.ts';

export interface PropagationOptions {
  /** σ_w²: a weight of a layer with n inputs is N(0, σ_w²/n). 1 when left out. */
  readonly weightVariance?: Coefficient | Rational;
  /** σ_b²: a bias is N(0, σ_b²). 0 when left out. */
  readonly biasVariance?: Coefficient | Rational;
}

/** What a layer does to the variance K of a preactivation and to the correlation c of two, at infinite width. */
export interface SignalMaps {
  /** σ(z) = Σ_k activation[k] z^k. */
  readonly activation: readonly Rational[];
  readonly weightVariance: Rational;
  readonly biasVariance: Rational;
  /** V(K) = σ_w² E σ(√K g)² + σ_b², in K. */
  readonly variance: Polynomial;
  /** V(K) C(c) = σ_w² E σ(u) σ(v) + σ_b² for var u = var v = K, cov(u, v) = cK; in K and c. C is the correlation map. */
  readonly covariance: Polynomial;
  /** χ_∥(K) = V′(K): what a small change of the variance is multiplied by. In K. */
  readonly parallel: Polynomial;
  /** χ_⊥(K) = σ_w² E σ′(√K g)²: the slope of the correlation map at c = 1 where K is a fixed point. In K. */
  readonly perpendicular: Polynomial;
}

/**
 * V(K) = σ_w² Σ_l r_l(K)² K^l/l! + σ_b² with r_l(K) = E σ^(l)(√K g), and the maps that go with it; exact.
 *
 * `signalMaps([0, 0, 1])` has the variance map 3*K^2.
 *
 * Throws {@link InputError} on a coefficient that is no number and on a negative variance, {@link TooLargeError} beyond
 * degree 200.
 * Source: the length and correlation maps of Poole, Lahiri, Raghu, Sohl-Dickstein and Ganguli, NeurIPS 2016
 * (arXiv:1606.05340), and the susceptibilities of Schoenholz, Gilmer, Ganguli and Sohl-Dickstein, ICLR 2017 (arXiv:1611.01232).
 */
export function signalMaps(activation: UnivariateCoefficients, options: PropagationOptions = {}): SignalMaps {
  const coefficients = exactCoefficients(activation, 'activation');
  const weightVariance = varianceOption(options.weightVariance ?? 1, 'weightVariance');
  const biasVariance = varianceOption(options.biasVariance ?? 0, 'biasVariance');
  const { variance, perpendicular, covariance } = mapCoefficients(coefficients, weightVariance, biasVariance);
  return {
    activation: coefficients,
    weightVariance,
    biasVariance,
    variance: inVariance(variance),
    covariance: polynomialFromTerms(
      ['K', 'c'],
      covariance.flatMap((part, l) =>
        part.map((coefficient, k) => ({ coefficient, factors: [[0, k] as const, [1, l] as const] })),
      ),
    ),
    parallel: inVariance(derivativeOf(variance)),
    perpendicular: inVariance(perpendicular),
  };
}

/** Throws {@link InputError} unless the value is a number ≥ 0. */
export function varianceOption(value: Coefficient | Rational, where: string): Rational {
  const exact = exactValue(value, where);
  if (exact.numerator < 0n) throw new InputError(where, `expected a variance ≥ 0, got ${formatRational(exact)}`);
  return exact;
}

/** The same maps by their coefficients; covariance[l] belongs to c^l. */
export interface MapCoefficients {
  readonly variance: RationalPolynomial;
  readonly perpendicular: RationalPolynomial;
  readonly covariance: readonly RationalPolynomial[];
}

export function mapCoefficients(
  activation: readonly Rational[],
  weightVariance: Rational,
  biasVariance: Rational,
): MapCoefficients {
  const means = derivativeMeans(activation);
  const squares = means.map((mean) => productOf(trimZeros(mean), trimZeros(mean)));
  const weighted = (power: number, l: number): RationalPolynomial =>
    times(
      timesPower(squares[l]!, power),
      rational(weightVariance.numerator, weightVariance.denominator * factorial(power)),
    );
  const bias = trimZeros([biasVariance]);
  const covariance = squares.map((_, l) => (l === 0 ? plus(weighted(0, 0), bias) : weighted(l, l)));
  if (covariance.length === 0) covariance.push(bias);
  return {
    covariance,
    variance: covariance.reduce(plus),
    perpendicular: squares.slice(1).reduce<RationalPolynomial>((sum, _, l) => plus(sum, weighted(l, l + 1)), []),
  };
}

/** The maps' coefficients again, from the maps. */
export const coefficientsOfMaps = ({ activation, weightVariance, biasVariance }: SignalMaps): MapCoefficients =>
  mapCoefficients(activation, weightVariance, biasVariance);

/** Σ_k coefficients[k] K^k. */
export const inVariance = (coefficients: RationalPolynomial): Polynomial =>
  polynomialFromTerms(
    ['K'],
    coefficients.map((coefficient, k) => ({ coefficient, factors: [[0, k] as const] })),
  );

const timesPower = (p: RationalPolynomial, power: number): RationalPolynomial =>
  p.length === 0 ? [] : [...new Array<Rational>(power).fill(rational(0n)), ...p];

function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2n; k <= BigInt(n); k++) product *= k;
  return product;
}
