/** How long the overlap flow takes, and how that grows as the start gets worse. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { spherePoints } from '../../numeric/random/sphere.ts';
import { overlapTime } from '../dynamics/overlap-flow.ts';
import { checkDraws, type MedianInterval, medianInterval } from './median-interval.ts';
import { type PowerLaw, powerLawThroughIntervals } from './power-law.ts';
import { type SymmetricFlow, type SymmetricFlowProblem, symmetricFlow } from './symmetric-flow.ts';

export type FlowKind = SymmetricFlowProblem['kind'];

/** The time at which the spherical flow of F = m^s/s has overlap r, from r₀ at angle 0, in closed form: that of real overlaps, {@link overlapTime}. */
export const sphericalRecoveryTime = (exponent: number, start: number, overlap: number): number =>
  exponent * overlapTime(exponent, start, overlap);

/** The p in T ~ r₀^p as r₀ → 0: −(s − 2) on the sphere, −2(s − 1)(s − 2)/s without normalisation; 0 at s ≤ 2, with ln(1/r₀) at 2. */
export function recoveryExponent(exponent: number, kind: FlowKind): number {
  checkExponent(exponent);
  if (exponent <= 2) return 0;
  return kind === 'spherical' ? 2 - exponent : (-2 * (exponent - 1) * (exponent - 2)) / exponent;
}

export interface RecoveryTime {
  /** r₀ = |⟨u, h⟩| at the start, ‖u‖ = 1. */
  readonly start: number;
  readonly time: number;
}

/** [0, …, 0, 1/s]: F = m^s/s. */
export const monomialPotential = (exponent: number): readonly number[] => {
  checkExponent(exponent);
  return [...new Array<number>(exponent).fill(0), 1 / exponent];
};

/** The flow from a start of norm 1 with overlap m: all directions orthogonal to h are alike, so two dimensions are enough. */
export function flowFrom(
  [re, im]: readonly [number, number],
  {
    potential,
    kind,
    cosine,
  }: { readonly potential: readonly number[]; readonly kind: FlowKind; readonly cosine: number },
): SymmetricFlow {
  const teacher = Float64Array.of(1, 0, 0, 0);
  const start = Float64Array.of(re, im, Math.sqrt(1 - re * re - im * im), 0);
  return symmetricFlow({ potential, teacher, start, kind }, { cosine });
}

/**
 * The times to a cosine in the flow of F from starts of norm 1 with overlaps r₀ e^{iθ} (observed). Throws as
 * {@link symmetricFlow}, and {@link InputError} where the cosine is not reached.
 */
export function recoveryTimes(
  potential: readonly number[],
  starts: readonly number[],
  { kind, cosine = 0.9, angle = 0 }: { readonly kind: FlowKind; readonly cosine?: number; readonly angle?: number },
): readonly RecoveryTime[] {
  return starts.map((start) => {
    if (!(start > 0 && start < cosine))
      throw new InputError('start', `expected an overlap between 0 and the cosine ${cosine}, got ${start}`);
    return { start, time: timeFrom([start * Math.cos(angle), start * Math.sin(angle)], { potential, kind, cosine }) };
  });
}

function timeFrom(overlap: readonly [number, number], problem: Parameters<typeof flowFrom>[1]): number {
  const flow = flowFrom(overlap, problem);
  if (!flow.reached)
    throw new InputError(
      'recoveryTimes',
      `the flow from overlap ${Math.hypot(...overlap)} did not reach the cosine ${problem.cosine}; it was at ${flow.last.cosine} at time ${flow.last.time}`,
      'Start nearer to the teacher, or further from the angles π(2j + 1)/s, from which the overlap falls',
    );
  return flow.last.time;
}

export interface RecoveryByDimension {
  readonly rows: readonly { readonly dimension: number; readonly time: MedianInterval }[];
  /** Of the median against the dimension. */
  readonly slope: PowerLaw;
  /** −p/2 with p = {@link recoveryExponent}, since r₀ ~ dimension^{−1/2}: the limit for large dimensions. */
  readonly theory: number;
}

/**
 * Times to a cosine from uniform starts on the unit sphere of C^dimension (tested): medians with intervals that hold
 * together at the level, and the slope of log median against log dimension. Throws {@link InputError} on fewer than two
 * dimensions or runs too few for an interval.
 */
export function recoveryByDimension(
  exponent: number,
  dimensions: readonly number[],
  options: {
    readonly kind: FlowKind;
    readonly runs: number;
    readonly seed: number;
    readonly cosine?: number;
    /** Of all intervals together; 0.95 when left out. */
    readonly level?: number;
    readonly progress?: Progress;
  },
): RecoveryByDimension {
  const { kind, runs, seed, cosine = 0.9, level = 0.95, progress = silent } = options;
  const potential = monomialPotential(exponent);
  if (new Set(dimensions).size < 2 || dimensions.some((d) => !Number.isSafeInteger(d) || d < 2))
    throw new InputError('dimensions', `expected two or more different integers ≥ 2, got ${dimensions.join(', ')}`);
  checkDraws(runs, 1 - (1 - level) / dimensions.length);
  const source = key(seed, 'symmetric-recovery');
  const rows = dimensions.map((dimension, i) => {
    const times = new Float64Array(runs);
    for (let run = 0; run < runs; run++) {
      const start = spherePoints(source, 1, 2 * dimension, { start: run, layer: i });
      times[run] = timeFrom([start[0]!, start[1]!], { potential, kind, cosine });
      progress(i * runs + run + 1, dimensions.length * runs, 'following flows');
    }
    return { dimension, time: medianInterval(times, 1 - (1 - level) / dimensions.length) };
  });
  const slope = powerLawThroughIntervals(
    rows.map(({ dimension, time }) => ({ x: dimension, ...time })),
    level,
  );
  return { rows, slope, theory: -recoveryExponent(exponent, kind) / 2 };
}

function checkExponent(exponent: number): void {
  if (!Number.isSafeInteger(exponent) || exponent < 1)
    throw new InputError('exponent', `expected an integer ≥ 1, got ${exponent}`);
}
