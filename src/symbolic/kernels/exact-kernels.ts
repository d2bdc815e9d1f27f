/** NNGP and NTK as exact rationals. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { bitLength, lcm, type Rational, rational } from '../../base/rational.ts';
import type { Network } from '../../network/network.ts';
import { Degree } from '../rings/degree.ts';
import { QQ } from '../rings/rationals.ts';
import { showCount } from '../size.ts';
import type { InfiniteWidthLimit } from './infinite-width-limit.ts';
import { type AtInput, atInput, atPair, requirePolynomial } from './kernel-recursion.ts';
import { infiniteWidthLimit, type LimitOptions } from './limit-of-program.ts';

export interface ExactKernelOptions extends LimitOptions {
  /** The inputs of the columns, where they are not those of the rows. */
  readonly others?: readonly (readonly (Coefficient | Rational)[])[];
  readonly progress?: Progress;
}

/** Matrices over Q: entry [a][b] belongs to row input a and column input b. */
export interface ExactKernels {
  /** E[f(a) f(b)] of one output. */
  readonly nngp: readonly (readonly Rational[])[];
  /** Θ(a, b) = Σ_μ ∂_μ f(a) ∂_μ f(b) of one output; 0 between different outputs. */
  readonly ntk: readonly (readonly Rational[])[];
}

/** Bits of all results together. */
const MAXIMUM_BITS = 2e9;

/**
 * NNGP and NTK of a network in its infinite-width limit, at rational inputs, exactly. The weights that the network has are
 * not looked at, only its layers and shapes; see {@link infiniteWidthLimit} for the limit and its scalings.
 *
 * With field covariances K (and Θ carried as K + Θ ε): K' = σ_w² Σ_l m_l(a) m_l(b) K^l/l! + σ_b²,
 * Θ' = own part + σ_w² ∂K'/∂K · Θ. For one hidden layer σ, σ_w = 1, no bias: E f f' = S = σ̌(K₁₁, K₁₂, K₂₂) and
 * Θ = S + K₁₂ ∂S/∂K₁₂. No division occurs, so inputs of zero norm and equal inputs need no care.
 *
 * Throws {@link InputError} on inputs that are not rational or of another dimension than the network's, on activations that
 * are no polynomials, and where there is no such limit; {@link TooLargeError} when the digits will not fit.
 */
export function exactKernels(
  net: Network,
  inputs: readonly (readonly (Coefficient | Rational)[])[],
  options: ExactKernelOptions = {},
): ExactKernels {
  const { others, progress = silent } = options;
  const limit = infiniteWidthLimit(net, options);
  requirePolynomial(limit);
  const rows = exactRows(inputs, limit.inputs, 'inputs');
  const columns = others === undefined ? rows : exactRows(others, limit.inputs, 'others');
  checkSize(limit, rows, columns);
  const gram = (a: readonly Rational[], b: readonly Rational[]): Rational => {
    const { numerator, denominator } = a.reduce((sum, x, i) => QQ.add(sum, QQ.mul(x, b[i]!)), QQ.zero);
    return rational(numerator, denominator * BigInt(limit.inputDivisor));
  };
  const of = (x: readonly Rational[]): AtInput<Rational> => atInput(limit, QQ, gram(x, x));
  const left = rows.map(of);
  const right = others === undefined ? left : columns.map(of);
  const nngp = rows.map((): Rational[] => []);
  const ntk = rows.map((): Rational[] => []);
  rows.forEach((x, i) => {
    progress(i, rows.length, `row ${i + 1}`);
    columns.forEach((y, j) => {
      if (others === undefined && j < i) {
        nngp[i]!.push(nngp[j]![i]!);
        ntk[i]!.push(ntk[j]![i]!);
        return;
      }
      const pair = atPair(limit, QQ, left[i]!, right[j]!, gram(x, y));
      nngp[i]!.push(pair.nngp);
      ntk[i]!.push(pair.ntk);
    });
  });
  return { nngp, ntk };
}

function exactRows(
  inputs: readonly (readonly (Coefficient | Rational)[])[],
  dimension: number,
  where: string,
): readonly (readonly Rational[])[] {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new InputError(where, 'expected a list of inputs, each a list of numbers, got none');
  return inputs.map((x: readonly (Coefficient | Rational)[], i) => {
    if (!Array.isArray(x) || x.length !== dimension)
      throw new InputError(
        `${where}[${i}]`,
        `expected ${dimension} numbers, as many as the network has inputs, got ${Array.isArray(x) ? x.length : JSON.stringify(x)}`,
      );
    return x.map((c: Coefficient | Rational, k) => exactValue(c, `${where}[${i}][${k}]`));
  });
}

/** The degree of the output in the Gram entries, with the bits of these, says how long the results are. */
function checkSize(
  limit: InfiniteWidthLimit,
  rows: readonly (readonly Rational[])[],
  columns: readonly (readonly Rational[])[],
): void {
  const degree = kernelDegree(limit);
  const bitsOf = (x: readonly Rational[]): number =>
    bitLength(x.reduce((common, { denominator }) => lcm(common, denominator), 1n)) +
    Math.max(...x.map(({ numerator }) => bitLength(numerator)));
  const longest = (list: readonly (readonly Rational[])[]): number =>
    list.reduce((most, x) => Math.max(most, bitsOf(x)), 0);
  const bits = degree * (longest(rows) + longest(columns) + bitLength(BigInt(limit.inputDivisor * limit.inputs)));
  const total = bits * rows.length * columns.length;
  if (total > MAXIMUM_BITS)
    throw new TooLargeError(
      'inputs',
      `the kernels have degree ${showCount(degree)} in the inner products, so about ${showCount(bits)} bits an entry and ${showCount(total)} together, over the limit of ${showCount(MAXIMUM_BITS)}`,
      'Take fewer inputs, shorter numbers or fewer layers, or compute in floats',
    );
}

/** The degree of the NNGP kernel in the Gram entries; −∞ for the zero kernel. */
export function kernelDegree(limit: InfiniteWidthLimit): number {
  const at = atInput(limit, Degree, 1);
  return Math.max(0, ...at.variances.filter(Number.isFinite));
}
