/** Times at which runs arrive, and how their medians grow with the dimension. */
import { key } from '../../base/philox.ts';
import { fillUniforms } from '../../numeric/random/fill.ts';

export interface HittingRun {
  /** Undefined where the run did not arrive. */
  readonly hittingTime: number | undefined;
}

export interface HittingTimes {
  readonly dimension: number;
  /** Runs that did not arrive count as infinite. */
  readonly median: number;
  readonly runs: readonly HittingRun[];
}

export interface Slope {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
}

const RESAMPLES = 999;

export const timesOf = (runs: readonly HittingRun[]): number[] =>
  runs.map(({ hittingTime }) => hittingTime ?? Infinity).sort((a, b) => a - b);

/** Of rising values: the mean of the two around the place (n − 1) q, or the one there. */
export function quantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

export function slopeOf(results: readonly HittingTimes[], seed: number, level: number): Slope | undefined {
  if (results.length < 2 || results.some(({ median }) => !Number.isFinite(median))) return undefined;
  const x = results.map(({ dimension }) => Math.log(dimension));
  const all = results.map(({ runs }) => timesOf(runs));
  const value = leastSquaresSlope(
    x,
    results.map(({ median }) => Math.log(median)),
  );
  const runs = all[0]!.length;
  const uniforms = new Float64Array(runs);
  const slopes: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const medians = all.map((times, i) => {
      fillUniforms(uniforms, key(seed, 'bootstrap'), { layer: i, start: resample * runs });
      const drawn = Array.from(uniforms, (u) => times[Math.floor(u * runs)]!).sort((a, b) => a - b);
      return Math.log(quantile(drawn, 0.5));
    });
    // A median that is not reached leaves the slope without a bound from above.
    slopes.push(medians.every(Number.isFinite) ? leastSquaresSlope(x, medians) : Infinity);
  }
  slopes.sort((a, b) => a - b);
  return {
    value,
    lower: Math.min(value, quantile(slopes, (1 - level) / 2)),
    upper: Math.max(value, quantile(slopes, (1 + level) / 2)),
    level,
    method: 'least squares through log medians, percentile bootstrap over runs',
  };
}

function leastSquaresSlope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [xMean, yMean] = [mean(x), mean(y)];
  const products = x.reduce((sum, v, i) => sum + (v - xMean) * (y[i]! - yMean), 0);
  return products / x.reduce((sum, v) => sum + (v - xMean) ** 2, 0);
}
