/** Tests of one order along a direction that comes from other samples than those tested. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { estimateInformationExponent } from '../estimators/information-exponent-estimate.ts';
import type { LabelMomentOptions, LabelMoments } from '../estimators/label-moments.ts';
import { mean, projections } from '../estimators/labelled-samples.ts';
import { directionOfOrder } from './recover-direction.ts';
import {
  type PolynomialFit,
  type PolynomialNeed,
  type Projected,
  polynomialCoefficient,
  polynomialNeed,
} from './regression.ts';
import { type Samples, splitSamplesAtRandom } from './samples.ts';

export interface AlongDirection {
  readonly lower: number;
  readonly upper: number;
}

export interface DirectionTests {
  /** Catoni's interval of E[y h_k(⟨ŵ, x⟩)] on the second half of the samples for ŵ from the first; undefined where there are too few. */
  readonly mean: AlongDirection | undefined;
  /** The interval of {@link polynomialCoefficient} on either half, along the best of the directions that the other gives: the one further from 0. */
  readonly regression: PolynomialFit | undefined;
}

export const excludesZero = (interval: AlongDirection | undefined): boolean =>
  interval !== undefined && (interval.lower > 0 || interval.upper < 0);

/** Half of the level for Catoni's intervals, and a quarter for the regression on each half; 2^(−k) of it for order k. */
export function directionTests(
  samples: Samples,
  orders: number,
  level: number,
  seed: number,
  moments: LabelMoments,
  options: LabelMomentOptions,
): (order: number) => DirectionTests {
  const { pilot, main } = splitSamplesAtRandom(samples, 0.5, key(seed, 'unknown-direction halves'));
  const [first, second] = [centred(pilot, mean(pilot.labels)), centred(main, mean(pilot.labels))];
  const rows = [rowsOf(first), rowsOf(second)] as const;
  const known = moments.bounded ? options : { kurtosis: moments.kurtosis };
  const halves = [
    { from: first, rows: rows[0], labels: first.labels },
    { from: centred(main, mean(main.labels)), rows: rows[1], labels: second.labels },
  ] as const;
  const directions = halves.map(({ from }) => Array.from({ length: orders }, (_, k) => directionFrom(from, k + 1)));
  const regressions = halves.map((training, h) =>
    regressionsOf(training, halves[1 - h]!, directions[h]!, (order) => (level / 4) * 2 ** -order),
  );
  return (order) => {
    const forward = directions[0]![order - 1];
    const fits = regressions.map((of) => of(order)).filter((fit) => fit !== undefined);
    return {
      mean: forward && meanAlong(rows[1], main.labels, forward, order, { level: level / 2, seed, ...known }),
      regression: fits.sort((a, b) => fromZero(b) - fromZero(a))[0],
    };
  };
}

interface Half {
  readonly rows: readonly Float64Array[];
  readonly labels: Float64Array;
}

/** Along the one of the directions that polynomials explain most along: of other directions the rest has heavy tails. */
function regressionsOf(
  training: Half,
  tested: Half,
  directions: readonly (Float64Array | undefined)[],
  error: (order: number) => number,
): (order: number) => PolynomialFit | undefined {
  let best: { readonly need: PolynomialNeed; readonly direction: Float64Array; readonly first: Projected } | undefined;
  for (const direction of directions) {
    if (direction === undefined) continue;
    const first = { z: projections(training.rows, direction), labels: training.labels };
    const need = polynomialNeed(first);
    if (best === undefined || need.rest < best.need.rest) best = { need, direction, first };
  }
  if (best === undefined) return () => undefined;
  const { first, direction, need } = best;
  const second = { z: projections(tested.rows, direction), labels: tested.labels };
  return (order) => polynomialCoefficient(first, second, order, error(order), need);
}

function meanAlong(
  rows: readonly Float64Array[],
  labels: Float64Array,
  direction: Float64Array,
  order: number,
  options: LabelMomentOptions & { readonly level: number; readonly seed: number },
): AlongDirection | undefined {
  return unlessRefused(() => {
    const samples = { projections: projections(rows, direction), labels };
    return estimateInformationExponent(samples, { ...options, maximumOrder: order }).orders[order - 1]?.coefficient;
  });
}

const directionFrom = (samples: Samples, order: number): Float64Array | undefined =>
  unlessRefused(() => directionOfOrder(samples, order).direction);

function unlessRefused<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** How far the interval is from 0, in its own length where 0 lies in it. */
function fromZero({ lower, upper }: AlongDirection): number {
  return Math.max(lower, -upper) / (upper - lower);
}

const centred = (samples: Samples, centre: number): Samples => ({
  ...samples,
  labels: samples.labels.map((y) => y - centre),
});

function rowsOf({ inputs, dimension, labels }: Samples): readonly Float64Array[] {
  return Array.from(labels, (_, i) => inputs.subarray(i * dimension, (i + 1) * dimension));
}
