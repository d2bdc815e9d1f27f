/** Training of an infinitely wide network by gradient flow on the squared error: a Gaussian at any time, in closed form. */
import { InputError } from '../../base/errors.ts';
import { symmetricSpectrum } from '../spectra/symmetric-eigen.ts';
import { checkedSymmetric, type SquareMatrix } from '../spectra/symmetric-matrix.ts';

export interface GradientFlowProblem {
  /** Θ of training and test inputs together, training inputs first. */
  readonly tangentKernel: SquareMatrix;
  /** y, [training inputs][outputs]. */
  readonly targets: readonly (readonly number[])[];
  /**
   * K (NNGP), in the same order: outputs at time 0 are N(0, K), independent between outputs. Left out, outputs start at
   * {@link initial} for certain and have no covariance.
   */
  readonly priorKernel?: SquareMatrix;
  /** f₀ of training and test inputs, [inputs][outputs]: the mean at time 0; zero when left out. */
  readonly initial?: readonly (readonly number[])[];
}

export interface FlowState {
  /** E f_t, [inputs][outputs], training inputs first. */
  readonly mean: readonly (readonly number[])[];
  /** cov f_t between inputs, the same for each output. */
  readonly covariance: SquareMatrix;
}

export interface GradientFlow {
  /** Eigenvalues of Θ on the training inputs, rising; those below {@link rankTolerance} count as 0. */
  readonly eigenvalues: Float64Array;
  readonly rankTolerance: number;
  /** The state at time t ≥ 0, Infinity included. Throws {@link InputError} on other t. */
  at(time: number): FlowState;
}

/**
 * df/dt = −Θ(·, X)(f(X) − y), the flow on ½ Σ (f − y)² without a learning rate. With P_t = Θ(·, X) φ_t(Θ(X, X)), φ_t(λ) = (1 − e^(−λt))/λ:
 * E f_t = f₀ + P_t (y − f₀(X)) and cov f_t = K − P_t K(X, ·) − K(·, X) P_tᵀ + P_t K(X, X) P_tᵀ.
 *
 * A library that flows on the mean over n inputs and o outputs reaches at time n·o·t what this reaches at t. Where Θ(X, X) has an
 * eigenvalue 0, Θ(·, X) vanishes on its eigenvector, since Θ is positive semidefinite, and that part of f never moves.
 *
 * Throws {@link InputError} on sizes that do not fit, and when a kernel is not positive semidefinite on the training inputs or Θ is not on
 * all inputs, as far as that shows. Preparing takes some 3n³ products for n training inputs.
 * Source: Lee, Xiao, Schoenholz, Bahri, Novak, Sohl-Dickstein and Pennington, "Wide neural networks of any depth evolve as linear models under
 * gradient descent", NeurIPS 2019 (arXiv:1902.06720), eq. 14 to 16.
 */
export function gradientFlow(problem: GradientFlowProblem): GradientFlow {
  const { targets } = problem;
  const kernel = checkedSymmetric(problem.tangentKernel, 'tangentKernel');
  const [total, n] = [kernel.size, targets.length];
  if (n < 1 || n > total)
    throw new InputError('targets', `expected from 1 to ${total} rows, one for each training input, got ${n}`);
  const outputs = targets[0]!.length;
  checkTable(targets, n, outputs, 'targets');
  const prior = problem.priorKernel === undefined ? undefined : checkedSymmetric(problem.priorKernel, 'priorKernel');
  if (prior !== undefined && prior.size !== total)
    throw new InputError('priorKernel', `expected size ${total}, as of the tangent kernel, got ${prior.size}`);
  const initial = problem.initial ?? Array.from({ length: total }, () => new Array<number>(outputs).fill(0));
  checkTable(initial, total, outputs, 'initial');

  const { values, vectors } = symmetricSpectrum(leadingBlock(kernel, n));
  const largest = Math.max(...Array.from(values, Math.abs));
  const rankTolerance = 8 * n * 2 ** -52 * largest;
  if (values[0]! < -rankTolerance)
    throw new InputError(
      'tangentKernel',
      `is not positive semidefinite: it has the eigenvalue ${values[0]!.toPrecision(6)} on the training inputs`,
    );
  // Row i, column k: Θ(x_i, X) u_k.
  const projected = crossProducts(kernel.entries, total, vectors, n);
  checkNullSpace(kernel, projected, values, n, rankTolerance);
  const residual = targets.map((row, i) => row.map((y, o) => y - initial[i]![o]!));
  const residualModes = Array.from(values, (_, k) =>
    Array.from({ length: outputs }, (_, o) => residual.reduce((sum, row, i) => sum + vectors[k * n + i]! * row[o]!, 0)),
  );
  const priorModes = prior === undefined ? undefined : crossProducts(prior.entries, total, vectors, n);

  return {
    eigenvalues: values,
    rankTolerance,
    at(time) {
      if (!(time >= 0)) throw new InputError('time', `expected a number ≥ 0, got ${time}`);
      const response = Float64Array.from(values, (lambda) =>
        lambda <= rankTolerance ? 0 : time === Infinity ? 1 / lambda : -Math.expm1(-lambda * time) / lambda,
      );
      // P_t U, row i, column k.
      const propagator = projected.map((p, at) => p * response[at % n]!);
      const mean = initial.map((row, i) =>
        row.map((f, o) => {
          let moved = f;
          for (let k = 0; k < n; k++) moved += propagator[i * n + k]! * residualModes[k]![o]!;
          return moved;
        }),
      );
      return { mean, covariance: covarianceOf(prior, priorModes, propagator, vectors, total, n) };
    },
  };
}

function covarianceOf(
  prior: SquareMatrix | undefined,
  priorModes: Float64Array | undefined,
  propagator: Float64Array,
  vectors: Float64Array,
  total: number,
  n: number,
): SquareMatrix {
  const entries = new Float64Array(total * total);
  if (prior === undefined || priorModes === undefined) return { size: total, entries };
  // With M = K(·, X) U and G = Uᵀ K(X, X) U,
  // cov = K − P Mᵀ − M Pᵀ + P G Pᵀ = K − P (M − P G/2)ᵀ − (M − P G/2) Pᵀ, symmetric as it stands.
  const inner = new Float64Array(n * n);
  for (let k = 0; k < n; k++)
    for (let l = 0; l < n; l++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += vectors[k * n + i]! * priorModes[i * n + l]!;
      inner[k * n + l] = sum;
    }
  const half = Float64Array.from(priorModes);
  for (let i = 0; i < total; i++)
    for (let k = 0; k < n; k++) {
      const p = propagator[i * n + k]! / 2;
      if (p !== 0) for (let l = 0; l < n; l++) half[i * n + l]! -= p * inner[k * n + l]!;
    }
  for (let i = 0; i < total; i++)
    for (let j = 0; j <= i; j++) {
      let sum = prior.entries[i * total + j]!;
      for (let k = 0; k < n; k++)
        sum -= propagator[i * n + k]! * half[j * n + k]! + half[i * n + k]! * propagator[j * n + k]!;
      entries[i * total + j] = sum;
      entries[j * total + i] = sum;
    }
  return { size: total, entries };
}

function leadingBlock({ size, entries }: SquareMatrix, n: number): SquareMatrix {
  const block = new Float64Array(n * n);
  for (let i = 0; i < n; i++) block.set(entries.subarray(i * size, i * size + n), i * n);
  return { size: n, entries: block };
}

/** Row i, column k: Σ_j matrix[i][j] u_k[j] over the first n columns. */
function crossProducts(entries: Float64Array, total: number, vectors: Float64Array, n: number): Float64Array {
  const products = new Float64Array(total * n);
  for (let i = 0; i < total; i++)
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += entries[i * total + j]! * vectors[k * n + j]!;
      products[i * n + k] = sum;
    }
  return products;
}

/** |Θ(x, X) u|² ≤ Θ(x, x) · λ for positive semidefinite Θ and Θ(X, X) u = λ u. */
function checkNullSpace(
  { size: total, entries }: SquareMatrix,
  projected: Float64Array,
  values: Float64Array,
  n: number,
  tolerance: number,
): void {
  for (let i = n; i < total; i++)
    for (let k = 0; k < n; k++) {
      const bound = Math.max(0, entries[i * total + i]!) * (Math.max(0, values[k]!) + tolerance);
      if (projected[i * n + k]! ** 2 > 4 * bound + Number.MIN_VALUE)
        throw new InputError(
          'tangentKernel',
          `is not positive semidefinite: the test input in row ${i} is coupled to a training direction of eigenvalue ${values[k]!.toExponential(2)} more strongly than that allows`,
        );
    }
}

function checkTable(table: readonly (readonly number[])[], rows: number, columns: number, where: string): void {
  if (table.length !== rows) throw new InputError(where, `expected ${rows} rows, got ${table.length}`);
  table.forEach((row, i) => {
    if (row.length !== columns || columns < 1)
      throw new InputError(where, `expected ${Math.max(1, columns)} numbers in row ${i}, got ${row.length}`);
    const wrong = row.find((x) => !Number.isFinite(x));
    if (wrong !== undefined) throw new InputError(where, `expected finite numbers, got ${wrong} in row ${i}`);
  });
}
