/** NNGP and NTK in floats, for thousands of inputs. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import type { Network } from '../../network/network.ts';
import { infiniteWidthLimit, type LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { chainOf, largestMagnitude } from './chain.ts';
import { plainKernels } from './plain-kernels.ts';
import { floatExpectations, inputMatrix, prepareInputs } from './prepared-inputs.ts';
import { computeTiles, type FloatArray, type Precision, sharedMemoryAvailable, tiledJob } from './tiled-kernels.ts';

export interface KernelMatrixOptions extends LimitOptions {
  /** The inputs of the columns, where they are not those of the rows. */
  readonly others?: Float64Array | readonly (readonly number[])[];
  /** `double` when left out; `single` gives Float32Arrays. */
  readonly precision?: Precision;
  /** `plain` for the path that does every limit; `fastest`, when left out, takes the tiled one where it can. */
  readonly path?: 'fastest' | 'plain';
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
  const { others, precision = 'double', path = 'fastest', progress = silent } = options;
  if (precision !== 'double' && precision !== 'single')
    throw new InputError('precision', `expected 'double' or 'single', got ${JSON.stringify(precision)}`);
  const limit = infiniteWidthLimit(net, options);
  const expectations = floatExpectations(limit);
  const rows = prepareInputs(limit, expectations, inputMatrix(inputs, limit.inputs, 'inputs'));
  const columns =
    others === undefined ? rows : prepareInputs(limit, expectations, inputMatrix(others, limit.inputs, 'others'));
  const size = { rows: rows.matrix.count, columns: columns.matrix.count };
  const chain = path === 'plain' || !sharedMemoryAvailable() ? undefined : chainOf(limit);
  if (chain !== undefined && largestMagnitude(chain, rows, columns) < LARGEST[precision]) {
    const job = tiledJob(chain, rows, columns, precision, 1);
    const band = Math.max(1, Math.ceil(job.tiles / BANDS));
    for (let from = 0; from < job.tiles; from += band) {
      progress(from, job.tiles, 'tiles');
      computeTiles(job, 0, from, Math.min(job.tiles, from + band));
    }
    if (limit.outputVariance.numerator === 0n) job.nngp.fill(0);
    return { ...size, nngp: job.nngp, ntk: job.ntk, path: 'tiled', quadratureError: 0 };
  }
  const [nngp, ntk] = [new Float64Array(size.rows * size.columns), new Float64Array(size.rows * size.columns)];
  plainKernels(limit, expectations, rows, columns, nngp, ntk, progress);
  const quadratureError = expectations.reduce(
    (most, { activations }, index) =>
      activations.reduce(
        (worst, { evaluator }, k) =>
          Math.max(
            worst,
            evaluator.error(rows.expectations[index]!.activations[k]!, columns.expectations[index]!.activations[k]!),
          ),
        most,
      ),
    0,
  );
  const rounded =
    precision === 'double' ? { nngp, ntk } : { nngp: Float32Array.from(nngp), ntk: Float32Array.from(ntk) };
  requireFinite(rounded.ntk, rounded.nngp);
  return { ...size, ...rounded, path: 'plain', quadratureError };
}

/** A little less than the largest double and the largest float, for the roundings of the bound itself. */
const LARGEST: Readonly<Record<Precision, number>> = { double: 1e307, single: 1e37 };
const BANDS = 64;

function requireFinite(...matrices: readonly FloatArray[]): void {
  for (const matrix of matrices) {
    // NaN and infinities make the sum neither finite nor equal to itself.
    let sum = 0;
    for (let i = 0; i < matrix.length; i++) sum += 0 * matrix[i]!;
    if (sum === 0) continue;
    throw new InputError(
      'kernels',
      'an entry is beyond the range of the floats',
      'Use smaller inputs or variances, or compute exactly',
    );
  }
}
