/** NNGP and NTK as explicit polynomials in the Gram entries of two inputs. */
import { TooLargeError } from '../../base/errors.ts';
import type { Network } from '../../network/network.ts';
import { fromRing } from '../expand-plain.ts';
import type { Polynomial } from '../polynomial.ts';
import type { Ring } from '../ring.ts';
import { rationalPolynomialRing } from '../rings/rational-polynomial-ring.ts';
import { supportOfVariable, supports } from '../rings/support.ts';
import { showCount } from '../size.ts';
import { DUAL_VARIABLES } from './dual-activation.ts';
import type { InfiniteWidthLimit } from './infinite-width-limit.ts';
import { atInput, atPair, type KernelPair, requirePolynomial } from './kernel-recursion.ts';
import { infiniteWidthLimit, type LimitOptions } from './limit-of-program.ts';

const MAXIMUM_PRODUCTS = 1e8;
const MAXIMUM_TERMS = 1e6;

/**
 * NNGP and NTK of a network in its infinite-width limit as polynomials in K11, K12, K22, the Gram entries of two inputs:
 * K_ab = x_a·x_b / d, or x_a·x_b with `inputGram: 'sum'`. The conventions are those of {@link infiniteWidthLimit}.
 *
 * For dense → x² → dense without bias: `2*K12^2 + K11*K22` and `6*K12^2 + K11*K22`.
 *
 * Throws {@link TooLargeError} when depth and degrees make them too long, and {@link InputError} as `exactKernels` does.
 */
export function kernelPolynomials(net: Network, options: LimitOptions = {}): KernelPair<Polynomial> {
  const limit = infiniteWidthLimit(net, options);
  requirePolynomial(limit);
  checkSize(limit);
  const K = rationalPolynomialRing(DUAL_VARIABLES.length);
  const { nngp, ntk } = over(limit, K, K.variable);
  const named = (f: typeof nngp): Polynomial => fromRing(f, K.integral.table, DUAL_VARIABLES);
  return { nngp: named(nngp), ntk: named(ntk) };
}

const over = <T>(limit: InfiniteWidthLimit, K: Ring<T>, variable: (index: number) => T): KernelPair<T> =>
  atPair(limit, K, atInput(limit, K, variable(0)), atInput(limit, K, variable(2)), variable(1));

/** The recursion over bounds of numbers of terms, before it starts over polynomials. */
function checkSize(limit: InfiniteWidthLimit): void {
  let products = 0;
  const bounds = supports((count) => {
    products += count;
  });
  const { nngp, ntk } = over(limit, bounds, supportOfVariable);
  const terms = nngp.terms + ntk.terms;
  if (products <= MAXIMUM_PRODUCTS && terms <= MAXIMUM_TERMS) return;
  throw new TooLargeError(
    'kernel',
    `its polynomials have up to ${showCount(terms)} terms of degree ${showCount(ntk.degree)}, and take ${showCount(products)} products of coefficients, over the limits of ${showCount(MAXIMUM_TERMS)} and ${showCount(MAXIMUM_PRODUCTS)}`,
    'Take fewer layers or lower degrees, or compute the kernel at given inputs',
  );
}
