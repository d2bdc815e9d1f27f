/** Learning a symmetric single-index model from finitely many samples: an experiment, since the theory is of the population flow. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Key, key } from '../../base/philox.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { numberFromRational } from '../../base/rational.ts';
import { circularUnitaryEigenvalues } from '../../numeric/random/circular-unitary.ts';
import { spherePoints } from '../../numeric/random/sphere.ts';
import { adaptedExponent, correlationPotential } from './adapted-exponent.ts';
import type { AnalyticLink } from './analytic-link.ts';
import { checkDraws, type MedianInterval, medianInterval } from './median-interval.ts';
import { linearForm, powerSumFeatures } from './power-sum-features.ts';
import { type ComplexVector, hermitianProduct, normOf } from './symmetric-flow.ts';

export interface FiniteSampleOptions {
  /** N, points on the circle in a sample. */
  readonly size: number;
  /** D, power sums that the student sees; N when left out. */
  readonly features?: number;
  /** K ≤ D, power sums in the teacher; 3, or D if that is less, when left out. */
  readonly teacherFeatures?: number;
  /** The training set sizes. */
  readonly samples: readonly number[];
  readonly runs: number;
  readonly seed: number;
  /** Of each median's interval; 0.95 when left out. */
  readonly level?: number;
  readonly progress?: Progress;
}

export interface FiniteSampleRow {
  readonly samples: number;
  /** Of max_j Re(ω^j ⟨u, h⟩), ω = e^{2πi/g} with g the link's symmetry. */
  readonly overlap: MedianInterval;
  /** The fraction of runs with overlap over 0.9. */
  readonly above: number;
  /** By run. */
  readonly overlaps: readonly number[];
}

const [STEPS, STEP, FLAT] = [2000, 0.5, 1e-6];
const ABOVE = 0.9;
const MAXIMUM_NUMBERS = 2 ** 26;

/**
 * For each run a teacher h uniform on the unit sphere of C^K, samples of CUE(N), labels f(⟨h, p̃⟩) and a start u uniform on the
 * unit sphere of C^D; then gradient ascent on the sphere of the empirical correlation Re Σ_i conj(y_i) f(⟨u, p̃(x_i)⟩)/(n s F_s), a step
 * halved where the correlation would fall, until the gradient along the sphere is below 1e-6 or 2000 steps. Keyed by
 * (seed, samples, run). Intervals of medians are tested, each at the level; nothing is claimed of other sizes.
 * Throws {@link InputError} on a link that is no polynomial or constant, and on sizes that do not fit.
 */
export function finiteSampleExperiment(link: AnalyticLink, options: FiniteSampleOptions): readonly FiniteSampleRow[] {
  const { size, samples, runs, seed, level = 0.95, progress = silent } = options;
  const { features = size, teacherFeatures = Math.min(3, features) } = options;
  for (const [name, n] of Object.entries({ size, features, teacherFeatures, runs }))
    if (!Number.isSafeInteger(n) || n < 1) throw new InputError(name, `expected a positive integer, got ${n}`);
  checkDraws(runs, level);
  if (samples.length === 0 || samples.some((n) => !Number.isSafeInteger(n) || n < 1))
    throw new InputError('samples', `expected positive integers, got ${samples.join(', ')}`);
  if (teacherFeatures > features)
    throw new InputError('teacherFeatures', `expected at most the ${features} of the student, got ${teacherFeatures}`);
  const { value: exponent, symmetryOrder } = adaptedExponent(link);
  if (!link.complete || exponent === undefined || exponent === Infinity || symmetryOrder === undefined)
    throw new InputError('link', 'expected a polynomial that is not constant', "Give one such as 'z^3'");
  const largest = Math.max(...samples);
  if (2 * largest * Math.max(size, features) > MAXIMUM_NUMBERS)
    throw new TooLargeError(
      'samples',
      `${largest} samples of ${Math.max(size, features)} numbers are over the limit`,
      'Take fewer',
    );
  const coefficients = link.coefficients.map(numberFromRational);
  const scale = 1 / (exponent * numberFromRational(correlationPotential(link)[exponent]!));
  return samples.map((count, row) => {
    const overlaps = Array.from({ length: runs }, (_, run) => {
      const source = key(seed, `symmetric-samples ${count}`);
      const outcome = oneRun(source, run, {
        size,
        features,
        teacherFeatures,
        count,
        coefficients,
        scale,
        symmetryOrder,
      });
      progress(row * runs + run + 1, samples.length * runs, `learning from ${count} samples`);
      return outcome;
    });
    return {
      samples: count,
      overlap: medianInterval(overlaps, level),
      above: overlaps.filter((m) => m > ABOVE).length / runs,
      overlaps,
    };
  });
}

interface Run {
  readonly size: number;
  readonly features: number;
  readonly teacherFeatures: number;
  readonly count: number;
  readonly coefficients: readonly number[];
  readonly scale: number;
  readonly symmetryOrder: number;
}

function oneRun(
  source: Key,
  run: number,
  { size, features, teacherFeatures, count, coefficients, scale, symmetryOrder }: Run,
): number {
  const teacher = new Float64Array(2 * features);
  teacher.set(spherePoints(source, 1, 2 * teacherFeatures, { start: run, layer: 0 }));
  const start = spherePoints(source, 1, 2 * features, { start: run, layer: 1 });
  const points = circularUnitaryEigenvalues(source, count, size, { start: run * count, layer: 2 });
  const inputs = powerSumFeatures(points, size, features);
  const labels = valuesAt(coefficients, linearForm(inputs, features, teacher)).values;
  const u = ascend({ inputs, features, labels, coefficients, scale }, start);
  return overlapUpToRoot(u, teacher, symmetryOrder);
}

/** max_j Re(ω^j ⟨u, h⟩) over the g-th roots of unity ω^j. */
export function overlapUpToRoot(u: ComplexVector, h: ComplexVector, order: number): number {
  const [re, im] = hermitianProduct(u, h);
  const angle = Math.atan2(im, re);
  const turn = (2 * Math.PI) / order;
  return Math.hypot(re, im) * Math.cos(angle - turn * Math.round(angle / turn));
}

interface Problem {
  readonly inputs: Float64Array;
  readonly features: number;
  readonly labels: Float64Array;
  readonly coefficients: readonly number[];
  readonly scale: number;
}

/** Gradient ascent on the sphere from a start of norm 1. */
function ascend(problem: Problem, start: ComplexVector): ComplexVector {
  let u = start;
  let { correlation, gradient } = correlationOf(problem, u);
  let step = STEP;
  for (let i = 0; i < STEPS; i++) {
    const radial = gradient.reduce((sum, g, k) => sum + g * u[k]!, 0);
    const tangent = gradient.map((g, k) => g - radial * u[k]!);
    if (normOf(tangent) < FLAT) break;
    const moved = u.map((x, k) => x + step * tangent[k]!);
    const norm = normOf(moved);
    const next = moved.map((x) => x / norm);
    const found = correlationOf(problem, next);
    if (found.correlation < correlation) {
      step /= 2;
      if (step < 2 ** -40) break;
    } else {
      [u, correlation, gradient] = [next, found.correlation, found.gradient];
      step = Math.min(2 * step, STEP);
    }
  }
  return u;
}

/** J(u) = scale/n Re Σ conj(y_i) f(z_i), and the G with dJ = Re Σ_k conj(G_k) du_k: G_k = conj(scale/n Σ_i conj(y_i) f′(z_i) p̃_k(x_i)). */
function correlationOf(
  { inputs, features, labels, coefficients, scale }: Problem,
  u: ComplexVector,
): { readonly correlation: number; readonly gradient: ComplexVector } {
  const z = linearForm(inputs, features, u);
  const { values, slopes } = valuesAt(coefficients, z);
  const count = z.length / 2;
  const gradient = new Float64Array(u.length);
  let correlation = 0;
  for (let i = 0; i < count; i++) {
    const [a, b] = [labels[2 * i]!, -labels[2 * i + 1]!];
    correlation += a * values[2 * i]! - b * values[2 * i + 1]!;
    const [c, d] = [a * slopes[2 * i]! - b * slopes[2 * i + 1]!, a * slopes[2 * i + 1]! + b * slopes[2 * i]!];
    for (let k = 0, at = 2 * i * features; k < u.length; k += 2, at += 2) {
      gradient[k]! += c * inputs[at]! - d * inputs[at + 1]!;
      gradient[k + 1]! -= c * inputs[at + 1]! + d * inputs[at]!;
    }
  }
  for (let k = 0; k < gradient.length; k++) gradient[k]! *= scale / count;
  return { correlation: (correlation * scale) / count, gradient };
}

/** f and f′ at each z, by Horner's rule. */
function valuesAt(
  coefficients: readonly number[],
  z: ComplexVector,
): { readonly values: ComplexVector; readonly slopes: ComplexVector } {
  const [values, slopes] = [new Float64Array(z.length), new Float64Array(z.length)];
  for (let i = 0; i < z.length; i += 2) {
    const [x, y] = [z[i]!, z[i + 1]!];
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let k = coefficients.length - 1; k >= 0; k--) {
      [c, d] = [c * x - d * y + a, c * y + d * x + b];
      [a, b] = [a * x - b * y + coefficients[k]!, a * y + b * x];
    }
    values.set([a, b], i);
    slopes.set([c, d], i);
  }
  return { values, slopes };
}
