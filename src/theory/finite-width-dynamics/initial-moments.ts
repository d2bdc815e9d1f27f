/** Moments at initialisation to order 1/n, exactly, which the mean dynamics of training starts from. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { type GramMatrix, isSymbol } from '../../symbolic/width/gram.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { type CorrelationFunction, fromContractions, product } from '../correlation-functions/correlation-function.ts';
import { output, rememberedMeans, tangentKernel } from '../correlation-functions/cumulants.ts';
import { expansionInWidth, type MeanOptions } from '../correlation-functions/mean.ts';

/** Entries of a tensor, the last index fastest, with the length of each axis. */
export interface ExactTensor {
  readonly shape: readonly number[];
  readonly entries: readonly Rational[];
}

/**
 * For T inputs, the first N of them trained on; a and every index without a range run over all inputs, those marked ′ over
 * the training inputs. Each but the two limits is the coefficient of 1/n; indices of derivatives are contracted.
 */
export interface InitialMoments {
  readonly inputs: number;
  readonly training: number;
  /** K_ab, the limit of E f_a f_b, and its correction. */
  readonly outputs: ExactTensor;
  readonly outputsCorrection: ExactTensor;
  /** Θ_ab′, the limit of E Θ_ab′, and its correction. */
  readonly kernel: ExactTensor;
  readonly kernelCorrection: ExactTensor;
  /** cov(Θ_ab′, Θ_cd′). */
  readonly kernelCovariance: ExactTensor;
  /** The cumulant κ(Θ_ab′, f_c′, f_d). */
  readonly kernelOutputs: ExactTensor;
  /** E ∂_{μν}f_a ∂_μf_b′ ∂_νf_c′ f_d. */
  readonly curvature: ExactTensor;
  /** The same with b′ and a exchanged in the first two tensors: E ∂_{μν}f_b′ ∂_μf_a ∂_νf_c′ f_d. */
  readonly transposedCurvature: ExactTensor;
  /** J_ab′c′d′ = E ∂_{μνρ}f_a ∂_μf_b′ ∂_νf_c′ ∂_ρf_d′. */
  readonly third: ExactTensor;
  /** E ∂_{μνρ}f_b′ ∂_μf_a ∂_νf_c′ ∂_ρf_d′. */
  readonly transposedThird: ExactTensor;
  /** L_ab′c′d′ = E ∂_{μν}f_a ∂_{μρ}f_b′ ∂_νf_c′ ∂_ρf_d′. */
  readonly chain: ExactTensor;
  /** L_b′c′ad′ = E ∂_{μν}f_b′ ∂_{μρ}f_c′ ∂_νf_a ∂_ρf_d′, at the place ab′c′d′. */
  readonly innerChain: ExactTensor;
}

const WHERE = 'mean dynamics';
/** Correlation functions that are asked for, most of them alike. */
const MOST_ENTRIES = 40_000;

/**
 * Throws {@link InputError} unless all hidden widths are one indeterminate and the Gram matrix is of numbers, and
 * {@link TooLargeError} for more inputs than can be worked through or means over the limits in `options`.
 */
export function initialMoments(
  network: WideNetwork,
  gram: GramMatrix,
  training: number,
  options: Pick<MeanOptions, 'maximumProducts' | 'maximumBytes'> & { readonly progress?: Progress } = {},
): InitialMoments {
  const inputs = gram.length;
  checkProblem(network, gram, training);
  const { progress = silent, ...limits } = options;
  const mean = rememberedMeans(network, { ...limits, gram, orders: 2 });
  const coefficients = (correlation: CorrelationFunction): readonly [Rational, Rational] => {
    const expansion = expansionInWidth(mean(correlation), network).coefficients;
    const at = (power: number): Rational => expansion.get(power)?.coefficient(0) ?? ZERO;
    return [at(0), at(1)];
  };
  const total = entryCount(inputs, training);
  let done = 0;
  const table = (shape: readonly number[], entry: (...index: number[]) => Rational): ExactTensor => {
    const entries: Rational[] = [];
    const count = shape.reduce((size, length) => size * length, 1);
    for (let at = 0; at < count; at++) {
      const index: number[] = [];
      let rest = at;
      for (const length of [...shape].reverse()) {
        index.unshift((rest % length) + 1);
        rest = Math.floor(rest / length);
      }
      progress(done++, total, 'exact moments at initialisation');
      entries.push(entry(...index));
    }
    return { shape, entries };
  };
  const ff = (a: number, b: number): readonly [Rational, Rational] => coefficients(product(output(a), output(b)));
  const theta = (a: number, b: number): readonly [Rational, Rational] => coefficients(tangentKernel(a, b));
  /** The coefficient of 1/n of a correlation function that vanishes in the limit. */
  const next = (tensors: readonly number[], contractions: readonly (readonly [number, number])[]): Rational =>
    coefficients(fromContractions(tensors, contractions))[1];
  const curvature = (a: number, b: number, c: number, d: number): Rational => next([a, b, c, d], CURVATURE);
  const third = (a: number, b: number, c: number, d: number): Rational => next([a, b, c, d], THIRD);
  const chain = (a: number, b: number, c: number, d: number): Rational => next([a, b, c, d], CHAIN);
  const [t, n] = [inputs, training];
  return {
    inputs,
    training,
    outputs: table([t, t], (a, b) => ff(a!, b!)[0]),
    outputsCorrection: table([t, t], (a, b) => ff(a!, b!)[1]),
    kernel: table([t, n], (a, b) => theta(a!, b!)[0]),
    kernelCorrection: table([t, n], (a, b) => theta(a!, b!)[1]),
    kernelCovariance: table([t, n, t, n], (a, b, c, d) =>
      covariance(coefficients(product(tangentKernel(a, b), tangentKernel(c, d)))[1], theta(a!, b!), theta(c!, d!)),
    ),
    kernelOutputs: table([t, n, n, t], (a, b, c, d) =>
      covariance(coefficients(product(tangentKernel(a, b), output(c), output(d)))[1], theta(a!, b!), ff(c!, d!)),
    ),
    curvature: table([t, n, n, t], (a, b, c, d) => curvature(a!, b!, c!, d!)),
    transposedCurvature: table([t, n, n, t], (a, b, c, d) => curvature(b!, a!, c!, d!)),
    third: table([t, n, n, n], (a, b, c, d) => third(a!, b!, c!, d!)),
    transposedThird: table([t, n, n, n], (a, b, c, d) => third(b!, a!, c!, d!)),
    chain: table([t, n, n, n], (a, b, c, d) => chain(a!, b!, c!, d!)),
    innerChain: table([t, n, n, n], (a, b, c, d) => chain(b!, c!, a!, d!)),
  };
}

/** ∂_{μν}f ∂_μf ∂_νf f. */
const CURVATURE = [
  [0, 1],
  [0, 2],
] as const;
/** ∂_{μνρ}f ∂_μf ∂_νf ∂_ρf. */
const THIRD = [
  [0, 1],
  [0, 2],
  [0, 3],
] as const;
/** ∂_{μν}f ∂_{μρ}f ∂_νf ∂_ρf. */
const CHAIN = [
  [0, 1],
  [0, 2],
  [1, 3],
] as const;

/** The entries as doubles, each the nearest one. */
export const numbersOf = ({ entries }: ExactTensor): Float64Array => Float64Array.from(entries, numberFromRational);

const ZERO = rational(0n);

/** The coefficient of 1/n of E XY − E X E Y. */
function covariance(
  product: Rational,
  [x0, x1]: readonly [Rational, Rational],
  [y0, y1]: readonly [Rational, Rational],
): Rational {
  return difference(difference(product, times(x0, y1)), times(x1, y0));
}

const times = (x: Rational, y: Rational): Rational =>
  rational(x.numerator * y.numerator, x.denominator * y.denominator);

const difference = (x: Rational, y: Rational): Rational =>
  rational(x.numerator * y.denominator - y.numerator * x.denominator, x.denominator * y.denominator);

const entryCount = (t: number, n: number): number => 2 * t * t + 2 * t * n + t * t * n * n * 4 + 4 * t * n ** 3;

function checkProblem({ widths }: WideNetwork, gram: GramMatrix, training: number): void {
  const [width] = widths;
  if (typeof width !== 'string' || widths.some((other) => other !== width))
    throw new InputError(
      'widths',
      'expected one indeterminate width for all hidden layers',
      "Leave out widths, or give 'n'",
    );
  const symbol = gram.flat().find(isSymbol);
  if (symbol !== undefined)
    throw new InputError('gram', `expected numbers, got the symbol ${symbol}`, 'Give the inner products of the inputs');
  if (!Number.isSafeInteger(training) || training < 1 || training > gram.length)
    throw new InputError(
      'targets',
      `expected from 1 to ${gram.length} targets, one for each training input, got ${training}`,
      'Inputs without a target come last in the Gram matrix',
    );
  const count = entryCount(gram.length, training);
  if (count > MOST_ENTRIES)
    throw new TooLargeError(
      WHERE,
      `${gram.length} inputs, ${training} of them trained on, need ${count.toLocaleString('en')} moments, over the limit of ${MOST_ENTRIES.toLocaleString('en')}`,
      'Use fewer inputs',
    );
}
