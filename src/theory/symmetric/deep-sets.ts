/** DeepSets students of power sums, and whether their first layer lets them learn. */
import { InputError } from '../../base/errors.ts';
import { type Key, uniform } from '../../base/philox.ts';
import { cosineAndSineOfTurns } from '../../numeric/random/turns.ts';
import { complexSingularValues } from '../../numeric/spectra/complex-singular-values.ts';
import type { ComplexVector } from './symmetric-flow.ts';

/**
 * x ↦ f(Σ_m w_m Σ_n σ(a_m x_n)), σ(z) = Σ_k c_k z^k, with the a_m fixed on the unit circle and w to learn. The inner sums are ⟨u, p̃⟩ with
 * u = A w, A_km = c_k √k a_m^k for k = 1, …, K. [Zweig and Bruna, arXiv:2310.02117]
 */
export interface DeepSets {
  /** c_1, …, c_K, real: those up to the highest power sum that is of interest. */
  readonly activation: readonly number[];
  /** a_1, …, a_M, [M][re, im]. */
  readonly points: ComplexVector;
}

/** a_m = e^{2πim/M}, m = 0, …, M − 1: for M ≥ K the rows of A are orthogonal. */
export function equispacedPoints(count: number): ComplexVector {
  return Float64Array.from({ length: count }, (_, m) => m / count).reduce(
    (all, t, m) => {
      all.set(cosineAndSineOfTurns(t), 2 * m);
      return all;
    },
    new Float64Array(2 * count),
  );
}

/** Independent a_m, uniform on the circle. */
export function randomPoints(source: Key, count: number): ComplexVector {
  const points = new Float64Array(2 * count);
  for (let m = 0; m < count; m++) points.set(cosineAndSineOfTurns(uniform(source, m)), 2 * m);
  return points;
}

/** A/√M, [K][M][re, im]. Throws {@link InputError} on points off the circle, coefficients that are not finite, or none of either. */
export function featureMatrix({ activation, points }: DeepSets): Float64Array {
  const [highest, count] = [activation.length, points.length / 2];
  if (highest < 1 || !activation.every(Number.isFinite))
    throw new InputError('activation', 'expected finite coefficients c_1, c_2, …', 'Give one for each power sum');
  if (!Number.isSafeInteger(count) || count < 1) throw new InputError('points', 'expected [M][re, im] with M ≥ 1');
  const matrix = new Float64Array(2 * highest * count);
  for (let m = 0; m < count; m++) {
    const [x, y] = [points[2 * m]!, points[2 * m + 1]!];
    if (!(Math.abs(Math.hypot(x, y) - 1) < 1e-9))
      throw new InputError('points', `a_${m + 1} = ${x} + ${y}i is not on the unit circle`);
    let [re, im] = [1, 0];
    for (let k = 1; k <= highest; k++) {
      [re, im] = [re * x - im * y, re * y + im * x];
      const scale = activation[k - 1]! * Math.sqrt(k / count);
      matrix[2 * ((k - 1) * count + m)] = scale * re;
      matrix[2 * ((k - 1) * count + m) + 1] = scale * im;
    }
  }
  return matrix;
}

/** A Aᴴ/M, [K][K][re, im]: where w moves by gradient flow, u moves by this times its own gradient (time over M). */
export function featureGram(student: DeepSets): Float64Array {
  const matrix = featureMatrix(student);
  const highest = student.activation.length;
  const row = matrix.length / highest;
  const gram = new Float64Array(2 * highest * highest);
  for (let k = 0; k < highest; k++)
    for (let l = 0; l < highest; l++) {
      let [re, im] = [0, 0];
      for (let m = 0; m < row; m += 2) {
        const [a, b, c, d] = [
          matrix[k * row + m]!,
          matrix[k * row + m + 1]!,
          matrix[l * row + m]!,
          matrix[l * row + m + 1]!,
        ];
        re += a * c + b * d;
        im += b * c - a * d;
      }
      gram[2 * (k * highest + l)] = re;
      gram[2 * (k * highest + l) + 1] = im;
    }
  return gram;
}

export interface Conditioning {
  /** Of A/√M, falling (observed). */
  readonly singularValues: readonly number[];
  /** Their ratio; Infinity where A has not full rank, so that some directions cannot be represented. */
  readonly conditionNumber: number;
  /** max |c_k| √k / min |c_k| √k: the condition for equispaced points, M ≥ K; the activation alone sets it. */
  readonly ofActivation: number;
  /** `good` up to 10, `slow` up to 1000: the slowest direction of w moves 10⁶ times slower than the fastest; `hopeless` beyond. */
  readonly verdict: 'good' | 'slow' | 'hopeless';
  readonly remedy: string | undefined;
}

const [GOOD, SLOW] = [10, 1000];
const WITHIN = 1.01;

/** How well the first layer is conditioned. Directions of u move at speeds in the ratio of the squared condition number. Throws as {@link featureMatrix}. */
export function conditioningOf(student: DeepSets): Conditioning {
  const [highest, count] = [student.activation.length, student.points.length / 2];
  const scales = student.activation.map((c, i) => Math.abs(c) * Math.sqrt(i + 1));
  const ofActivation = Math.min(...scales) === 0 ? Infinity : Math.max(...scales) / Math.min(...scales);
  const matrix = featureMatrix(student);
  // With fewer units than power sums the rank is too low, whatever the points.
  const singularValues = count < highest ? [] : Array.from(complexSingularValues(matrix, highest, count));
  const conditionNumber = count < highest ? Infinity : singularValues[0]! / singularValues.at(-1)!;
  const verdict = conditionNumber <= GOOD ? 'good' : conditionNumber <= SLOW ? 'slow' : 'hopeless';
  const remedy =
    verdict === 'good'
      ? undefined
      : count < highest
        ? `Take at least ${highest} hidden units for ${highest} power sums`
        : ofActivation > GOOD
          ? 'Take an activation with coefficients near 1/√k; more units do not help'
          : conditionNumber > WITHIN * ofActivation
            ? 'Take more hidden units, or equispaced points a_m'
            : undefined;
  return {
    singularValues,
    conditionNumber: Number.isNaN(conditionNumber) ? Infinity : conditionNumber,
    ofActivation,
    verdict,
    remedy,
  };
}
