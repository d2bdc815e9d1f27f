/** NNGP and NTK in floats, for thousands of inputs. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import type { InfiniteWidthLimit } from '../../symbolic/kernels/infinite-width-limit.ts';
import { infiniteWidthLimit, type LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { type Chain, chainOf, largestMagnitude } from './chain.ts';
import { plainKernels } from './plain-kernels.ts';
import {
  type FloatExpectation,
  firstNotFinite,
  floatExpectations,
  inputMatrix,
  type PreparedInputs,
  prepareInputs,
} from './prepared-inputs.ts';
import {
  computeTiles,
  type FloatArray,
  type Precision,
  sharedMemoryAvailable,
  type TiledJob,
  tiledJob,
} from './tiled-kernels.ts';

export interface KernelMatrixOptions extends LimitOptions {
  /** The inputs of the columns, where they are not those of the rows. */
  readonly others?: Float64Array | readonly (readonly number[])[];
  /** `double` when left out; `single` gives Float32Arrays. */
  readonly precision?: Precision;
  /** `plain` for the path that does every limit; `fastest`, when left out, takes the tiled one where it can. */
  readonly path?: 'fastest' | 'plain';
  /** An earlier result that is not needed any more: its memory is taken, which saves a good part of the time. */
  readonly reuse?: KernelMatrices;
  readonly progress?: Progress;
}

/** Full matrices, row-major: entry i · columns + j belongs to row input i and column input j. */
export interface KernelMatrices {
  readonly rows: number;
  readonly columns: number;
  /** E[f(a) f(b)] of one output. */
  readonly nngp: FloatArray;
  /** Θ(a, b) of one output. */
  readonly ntk: FloatArray;
  /** Which path was taken. */
  readonly path: 'tiled' | 'plain';
  /** An estimate of the largest error of a dual activation that is computed by quadrature; 0 when none is. */
  readonly quadratureError: number;
}

/**
 * NNGP and NTK of a network in its infinite-width limit in floats; see `infiniteWidthLimit` for the limit and its scalings.
 * Inputs are rows of numbers, or a Float64Array of one input after another. Chains of dense layers and polynomial
 * activations run on tiles in WebAssembly, and their results lie in shared memory; everything else takes a plain path.
 * ReLU and others have closed forms (`dualFunctions`); activations known by `f` and `df` only are expanded in Hermite
 * polynomials at each variance.
 *
 * Throws {@link InputError} on inputs that are not finite or of another dimension than the network's, where there is no
 * limit, and when a kernel is beyond the range of the floats asked for. Inputs of zero norm and equal inputs are fine.
 */
export function kernelMatrices(
  net: Network,
  inputs: Float64Array | readonly (readonly number[])[],
  options: KernelMatrixOptions = {},
): KernelMatrices {
  const plan = planKernels(net, inputs, options);
  const { progress = silent } = options;
  const job = jobOf(plan, 1);
  if (job === undefined) return plainMatrices(plan, progress);
  const band = Math.max(1, Math.ceil(job.tiles / BANDS));
  for (let from = 0; from < job.tiles; from += band) {
    progress(from, job.tiles, 'tiles');
    computeTiles(job, 0, from, Math.min(job.tiles, from + band));
  }
  return tiledMatrices(plan, job);
}

/** What is known before the matrices are begun. */
export interface KernelPlan {
  readonly limit: InfiniteWidthLimit;
  readonly expectations: readonly FloatExpectation[];
  readonly rows: PreparedInputs;
  readonly columns: PreparedInputs;
  readonly precision: Precision;
  /** Of jobs that the tiled path can do. */
  readonly chain: Chain | undefined;
  readonly reuse: FloatArray | undefined;
}

/** Checks everything and prepares the inputs. Throws as {@link kernelMatrices}. */
export function planKernels(
  net: Network,
  inputs: Float64Array | readonly (readonly number[])[],
  { others, precision = 'double', path = 'fastest', reuse, ...options }: KernelMatrixOptions,
): KernelPlan {
  if (precision !== 'double' && precision !== 'single')
    throw new InputError('precision', `expected 'double' or 'single', got ${JSON.stringify(precision)}`);
  if (path !== 'fastest' && path !== 'plain')
    throw new InputError('path', `expected 'fastest' or 'plain', got ${JSON.stringify(path)}`);
  const limit = infiniteWidthLimit(net, options);
  const expectations = floatExpectations(limit);
  const prepare = (list: typeof inputs, where: string): PreparedInputs =>
    prepareInputs(limit, expectations, inputMatrix(list, limit.inputs, where));
  const rows = prepare(inputs, 'inputs');
  const columns = others === undefined ? rows : prepare(others, 'others');
  const possible = path === 'plain' || !sharedMemoryAvailable() ? undefined : chainOf(limit);
  const fits = possible !== undefined && largestMagnitude(possible, rows, columns) < LARGEST[precision];
  return { limit, expectations, rows, columns, precision, chain: fits ? possible : undefined, reuse: reuse?.nngp };
}

/** The job of the tiled path; undefined where the plain one is to be taken. */
export const jobOf = ({ chain, rows, columns, precision, reuse }: KernelPlan, threads: number): TiledJob | undefined =>
  chain === undefined ? undefined : tiledJob(chain, rows, columns, precision, threads, reuse);

const sizeOf = ({ rows, columns }: KernelPlan): { rows: number; columns: number } => ({
  rows: rows.matrix.count,
  columns: columns.matrix.count,
});

/** The results of a job whose tiles are all done. */
export function tiledMatrices(plan: KernelPlan, { nngp, ntk }: TiledJob): KernelMatrices {
  if (plan.limit.outputVariance.numerator === 0n) nngp.fill(0);
  return { ...sizeOf(plan), nngp, ntk, path: 'tiled', quadratureError: 0 };
}

export function plainMatrices(plan: KernelPlan, progress: Progress): KernelMatrices {
  const { limit, expectations, rows, columns, precision } = plan;
  const size = rows.matrix.count * columns.matrix.count;
  if (size > LARGEST_MATRIX)
    throw new TooLargeError(
      'kernels',
      `expected matrices of at most ${LARGEST_MATRIX} entries, got ${size}`,
      'Compute blocks, with `others` for the columns',
    );
  const [nngp, ntk] = [new Float64Array(size), new Float64Array(size)];
  plainKernels(limit, expectations, rows, columns, nngp, ntk, progress);
  const errors = expectations.flatMap(({ activations }, index) =>
    activations.map(({ evaluator }, k) =>
      evaluator.error(rows.expectations[index]!.activations[k]!, columns.expectations[index]!.activations[k]!),
    ),
  );
  const rounded =
    precision === 'double' ? { nngp, ntk } : { nngp: Float32Array.from(nngp), ntk: Float32Array.from(ntk) };
  requireFinite(rounded.ntk);
  requireFinite(rounded.nngp);
  return { ...sizeOf(plan), ...rounded, path: 'plain', quadratureError: Math.max(0, ...errors) };
}

/** 2 GiB of doubles. */
const LARGEST_MATRIX = 2 ** 28;
/** A little less than the largest double and the largest float, for the roundings of the bound itself. */
const LARGEST: Readonly<Record<Precision, number>> = { double: 1e307, single: 1e37 };
const BANDS = 64;

function requireFinite(matrix: FloatArray): void {
  const bad = firstNotFinite(matrix);
  if (bad < 0) return;
  throw new InputError(
    'kernels',
    `entry ${bad} is ${matrix[bad]}: the range of the floats does not hold it`,
    'Use smaller inputs or variances, or compute exactly',
  );
}
