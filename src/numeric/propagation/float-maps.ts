/** Variance and correlation maps of any activation, by quadrature. */
import { InputError } from '../../base/errors.ts';
import type { Integral } from '../quadrature/gauss-kronrod.ts';
import { bivariateMean, gaussianMean } from '../quadrature/gaussian-mean.ts';
import { type CorrelationSeries, correlationSeries } from './hermite-series.ts';

/** An activation by its value and derivative; kinks are found by the quadrature. */
export interface FloatMapOptions {
  /** σ_w²; 1 when left out. */
  readonly weightVariance?: number;
  /** σ_b²; 0 when left out. */
  readonly biasVariance?: number;
}

/** The maps of a wide network, each value with an estimate of its error (observed, not proved). */
export interface FloatMaps {
  readonly weightVariance: number;
  readonly biasVariance: number;
  /** V(K) = σ_w² E σ(√K g)² + σ_b². */
  variance(K: number): Integral;
  /** χ_∥ = V′(K) = σ_w² E[σ(√K g) σ′(√K g) g]/√K, for K > 0. */
  parallel(K: number): Integral;
  /** χ_⊥ = σ_w² E σ′(√K g)². */
  perpendicular(K: number): Integral;
  /** V(K) C(c) = σ_w² E σ(√K u) σ(√K v) + σ_b² for standard u, v with correlation c. */
  covariance(K: number, c: number): Integral;
  /** σ_w² E σ′(√K u) σ′(√K v): the slope of the correlation map at c, at a fixed point K. */
  correlationSlope(K: number, c: number): Integral;
}

/**
 * Throws {@link InputError} on variances that are negative or not finite; its functions throw it on K < 0, |c| > 1 and
 * on means that do not converge.
 * Source: Poole et al., NeurIPS 2016 (arXiv:1606.05340); Schoenholz et al., ICLR 2017 (arXiv:1611.01232).
 */
export function floatMaps(
  activation: { f(x: number): number; df(x: number): number },
  options: FloatMapOptions = {},
): FloatMaps {
  const { weightVariance = 1, biasVariance = 0 } = options;
  const [f, df] = [finite(activation.f, 'σ'), finite(activation.df, 'σ′')];
  atLeastZero(weightVariance, 'weightVariance');
  atLeastZero(biasVariance, 'biasVariance');
  const scaled = ({ value, error }: Integral, factor: number, shift = 0): Integral => ({
    value: factor * value + shift,
    error: factor * error + 2 ** -52 * Math.abs(factor * value + shift),
  });
  const root = (K: number): number => Math.sqrt(atLeastZero(K, 'variance'));
  const [values, slopes] = [correlatedMeans(f), correlatedMeans(df)];
  return {
    weightVariance,
    biasVariance,
    variance(K) {
      const k = root(K);
      return scaled(
        gaussianMean((g) => f(k * g) ** 2),
        weightVariance,
        biasVariance,
      );
    },
    parallel(K) {
      const k = root(K);
      if (k === 0) throw new InputError('variance', 'expected a variance > 0 for χ_∥, got 0');
      return scaled(
        gaussianMean((g) => f(k * g) * df(k * g) * g),
        weightVariance / k,
      );
    },
    perpendicular(K) {
      const k = root(K);
      return scaled(
        gaussianMean((g) => df(k * g) ** 2),
        weightVariance,
      );
    },
    covariance: (K, c) => scaled(values(root(K), correlation(c)), weightVariance, biasVariance),
    correlationSlope: (K, c) => scaled(slopes(root(K), correlation(c)), weightVariance),
  };
}

/**
 * E f(ku) f(kv): by the Hermite series, kept for the last k, where its error is small, else by a mean inside a mean,
 * whichever of the two says the smaller error.
 */
function correlatedMeans(f: (x: number) => number): (k: number, c: number) => Integral {
  let known: { readonly k: number; readonly series: CorrelationSeries } | undefined;
  return (k, c) => {
    if (known?.k !== k) known = { k, series: correlationSeries((g) => f(k * g)) };
    const series = known.series(c);
    if (series.error <= 1e-11 * Math.abs(known.series(1).value)) return series;
    const nested = bivariateMean((u, v) => f(k * u) * f(k * v), c);
    return nested.error < series.error ? nested : series;
  };
}

function atLeastZero(value: number, where: string): number {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new InputError(where, `expected a finite number ≥ 0, got ${value}`);
  return value;
}

function correlation(c: number): number {
  if (!(c >= -1 && c <= 1)) throw new InputError('correlation', `expected a number from −1 to 1, got ${c}`);
  return c;
}

/** The function, which throws {@link InputError} where it is not finite. */
const finite =
  (f: (x: number) => number, name: string) =>
  (x: number): number => {
    const y = f(x);
    if (!Number.isFinite(y))
      throw new InputError('activation', `${name}(${x}) is ${y}`, 'An activation must be finite everywhere');
    return y;
  };
