/** Fixed points and critical initialisation of any activation, searched on a grid. */
import { InputError } from '../../base/errors.ts';
import { type FloatMaps, floatMaps } from './float-maps.ts';

export interface FloatFixedPoint {
  readonly variance: number;
  /** An estimate of |variance − the fixed point|: the quadrature's error over |1 − χ_∥|, and the width searched to. */
  readonly error: number;
  /** χ_∥; undefined at K = 0. */
  readonly parallel: number | undefined;
  readonly perpendicular: number;
  /** ξ_∥ = −1/ln|χ_∥| in layers; undefined at K = 0 and where |χ_∥| > 1. */
  readonly depthScale: number | undefined;
  /** The attracting correlation in [0, 1] to some 10^−10, its slope and ξ_⊥; undefined at K = 0. */
  readonly correlation: { readonly value: number; readonly slope: number; readonly depthScale: number } | undefined;
}

export interface FloatFixedPoints {
  /** V(K) = K within the error at every K tried, as for ReLU at σ_w² = 2. */
  readonly everyVariance: boolean;
  readonly points: readonly FloatFixedPoint[];
}

/** Four points an octave from 2^−30 to 2^20. */
const GRID = Array.from({ length: 201 }, (_, i) => 2 ** (-30 + i / 4));

/**
 * The fixed points of the variance map between 2^−30 and 2^20, by changes of sign on a grid and bisection, and K = 0
 * (observed: two that lie closer than the grid are missed, and so are those where V only touches K).
 */
export function floatFixedPoints(maps: FloatMaps): FloatFixedPoints {
  const atZero = maps.variance(0);
  const excess = (K: number): Estimate => {
    const { value, error } = maps.variance(K);
    return { value: value - K, error: error + 1e-14 * K };
  };
  const values = reachable(GRID, excess);
  const everyVariance = values.every(({ value, error }) => Math.abs(value) <= error);
  if (everyVariance) return { everyVariance, points: [] };
  const points: FloatFixedPoint[] = [];
  if (atZero.value === 0)
    points.push({
      variance: 0,
      error: 0,
      parallel: undefined,
      perpendicular: maps.perpendicular(0).value,
      depthScale: undefined,
      correlation: undefined,
    });
  for (const K of zerosOnGrid(values, excess)) points.push(fixedPoint(maps, K));
  return { everyVariance, points };
}

/** f along a grid, up to where its means no longer converge. */
function reachable<T>(grid: readonly number[], f: (K: number) => T): T[] {
  const values: T[] = [];
  for (const K of grid) {
    try {
      values.push(f(K));
    } catch (error) {
      if (error instanceof InputError && values.length > 0) break;
      throw error;
    }
  }
  return values;
}

interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** The zeros between points of opposite sign, and points that are zero within the error between two that are not. */
function zerosOnGrid(values: readonly Estimate[], f: (K: number) => Estimate): readonly number[] {
  const signs = values.map(({ value, error }) => (Math.abs(value) <= error ? 0 : Math.sign(value)));
  return signs.flatMap((sign, i) => {
    const next = signs[i + 1];
    if (sign === 0) return i > 0 && signs[i - 1] !== 0 && next !== undefined && next !== 0 ? [GRID[i]!] : [];
    return next === -sign ? [changeOfSign((K) => f(K).value, GRID[i]!, GRID[i + 1]!)] : [];
  });
}

function fixedPoint(maps: FloatMaps, variance: number): FloatFixedPoint {
  const parallel = maps.parallel(variance).value;
  const perpendicular = maps.perpendicular(variance).value;
  return {
    variance,
    error: maps.variance(variance).error / Math.abs(1 - parallel) + 1e-15 * variance,
    parallel,
    perpendicular,
    depthScale: Math.abs(parallel) <= 1 ? -1 / Math.log(Math.abs(parallel)) : undefined,
    correlation: correlation(maps, variance, perpendicular),
  };
}

function correlation(maps: FloatMaps, K: number, perpendicular: number): FloatFixedPoint['correlation'] {
  const described = (value: number, slope: number): FloatFixedPoint['correlation'] => ({
    value,
    slope,
    depthScale: slope >= 1 ? Infinity : -1 / Math.log(Math.abs(slope)),
  });
  // Within 10^−9 of 1 the other fixed point cannot be told from 1 in doubles.
  if (perpendicular <= 1 + 1e-9) return described(1, perpendicular);
  const excess = (c: number): number => maps.covariance(K, c).value / K - c;
  if (excess(0) <= 1e-14) return described(0, maps.correlationSlope(K, 0).value);
  // C is convex: left of 1 by less than 2(χ_⊥ − 1)/C″ it lies below the diagonal.
  let right = 0.5;
  while (excess(right) > 0 && 1 - right > 1e-12) right = (1 + right) / 2;
  const value = changeOfSign(excess, 0, right, 1e-11);
  return described(value, maps.correlationSlope(K, value).value);
}

/**
 * A change of sign between two numbers, to `tolerance` of their size: regula falsi with the Illinois rule, and a halving whenever
 * three steps did not halve the bracket.
 */
function changeOfSign(f: (x: number) => number, from: number, to: number, tolerance = 2e-15): number {
  let [low, high, atLow, atHigh] = [from, to, f(from), f(to)];
  let [width, slow] = [high - low, 0];
  for (let step = 0; step < 200; step++) {
    if (high - low <= tolerance * Math.max(Math.abs(low), Math.abs(high))) break;
    const secant = (low * atHigh - high * atLow) / (atHigh - atLow);
    const middle = slow < 3 && secant > low && secant < high ? secant : (low + high) / 2;
    if (!(low < middle && middle < high)) break;
    const value = f(middle);
    if (value === 0) return middle;
    if (value > 0 === atLow > 0) {
      [low, atLow] = [middle, value];
      atHigh /= 2;
    } else {
      [high, atHigh] = [middle, value];
      atLow /= 2;
    }
    slow = high - low > width / 2 ? slow + 1 : 0;
    if (slow === 0) width = high - low;
  }
  return (low + high) / 2;
}

export interface FloatCriticalPoint {
  readonly variance: number;
  readonly weightVariance: number;
}

/**
 * The σ_w² at which a fixed point K of the variance has χ_⊥ = 1, for a given σ_b²: the zeros of K − E σ²/E σ′² − σ_b², K from 2^−30 to
 * 2^20, with σ_w² = 1/E σ′(√K g)²; and K = 0 for σ(0) = 0 without biases. For tanh (1, 0); for ReLU every K at σ_w² = 2 (observed).
 */
export function floatCriticalPoints(
  activation: { f(x: number): number; df(x: number): number },
  biasVariance = 0,
): { readonly everyVariance: number | undefined; readonly points: readonly FloatCriticalPoint[] } {
  const maps = floatMaps(activation, { biasVariance });
  const scale = (K: number): number => maps.perpendicular(K).value;
  const excess = (K: number): Estimate => {
    const [mean, slope] = [maps.variance(K), maps.perpendicular(K)];
    const value = (mean.value - biasVariance) / slope.value;
    return {
      value: K - value - biasVariance,
      error: mean.error / slope.value + Math.abs(value) * (slope.error / slope.value) + 1e-14 * (K + biasVariance),
    };
  };
  if (reachable(GRID, scale).every((slope) => slope === 0)) return { everyVariance: undefined, points: [] };
  const values = reachable(GRID, excess);
  if (values.every(({ value, error }) => Math.abs(value) <= error)) return { everyVariance: 1 / scale(1), points: [] };
  const points: FloatCriticalPoint[] = [];
  const slope = activation.df(0);
  if (biasVariance === 0 && activation.f(0) === 0 && slope !== 0)
    points.push({ variance: 0, weightVariance: 1 / slope ** 2 });
  for (const variance of zerosOnGrid(values, excess)) points.push({ variance, weightVariance: 1 / scale(variance) });
  return { everyVariance: undefined, points };
}

/**
 * K, V(K), V(V(K)), … to a depth, depth 0 first, with an estimate of the error carried on by χ_∥ (observed). Ends early where the
 * numbers leave the range of doubles or the mean no longer converges.
 */
export function floatVarianceByDepth(
  maps: FloatMaps,
  variance: number,
  depth: number,
): readonly { readonly depth: number; readonly variance: number; readonly error: number }[] {
  if (!Number.isSafeInteger(depth) || depth < 0) throw new InputError('depth', `expected an integer ≥ 0, got ${depth}`);
  const found = [{ depth: 0, variance, error: 0 }];
  for (let layer = 1; layer <= depth; layer++) {
    const { variance: K, error } = found.at(-1)!;
    const step = reachable([K], (at) => ({ next: maps.variance(at), slope: at > 0 ? maps.parallel(at).value : 0 }))[0]!;
    if (!Number.isFinite(step.next.value)) break;
    found.push({ depth: layer, variance: step.next.value, error: step.next.error + Math.abs(step.slope) * error });
  }
  return found;
}
