/**
 * Closed forms for deep linear networks, σ(z) = z, d hidden layers of width n, unit variances and no biases, all at one
 * input of squared norm k. With L = 1/n. They follow from the transfer matrix of a layer on pairings, whose eigenvalues
 * on the four-point functions are 1 + 2L and 1 − L.
 */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { add, multiply, power, scale } from '../operations/arithmetic.ts';
import { type Polynomial, polynomialFromTerms } from '../polynomial.ts';
import { inverseWidthName } from './finite-width-moment.ts';

const L = inverseWidthName('n');
const VARIABLES = [L, 'k'];

const monomial = (coefficient: Rational, widthExponent: number, normExponent: number): Polynomial =>
  polynomialFromTerms(VARIABLES, [
    {
      coefficient,
      factors: [
        [0, widthExponent],
        [1, normExponent],
      ],
    },
  ]);

/** 1 + c L. */
const onePlus = (c: number): Polynomial => add(monomial(rational(1n), 0, 0), monomial(rational(BigInt(c)), 1, 0));

/**
 * E f^{2m} = (2m − 1)!! k^m Π_{j=1}^{m−1} (1 + 2jL)^d: given the layer below, |z^{l+1}|² is |z^l|²/n times χ²_n.
 * Throws {@link InputError} unless 2m is even and positive, and d ≥ 0.
 */
export function deepLinearOutputMoment(order: number, depth: number): Polynomial {
  check('order', order, 2);
  if (order % 2 !== 0) throw new InputError('order', `expected an even order, got ${order}`);
  check('depth', depth, 0);
  const half = order / 2;
  let moment = monomial(rational(1n), 0, half);
  for (let j = 1; j < half; j++) moment = multiply(moment, power(onePlus(2 * j), depth));
  let count = 1n;
  for (let j = 1; j < order; j += 2) count *= BigInt(j);
  return scale(`${count}`, moment);
}

/** E Θ f^{2m−2} = (d + 1)/(2m − 1) E f^{2m}, from E Σ_μ ∂_μ∂_μ f^{2m} = 2m (d + 1) E f^{2m} and tr H = 0. For 2m = 2, the mean kernel (d + 1) k. */
export function deepLinearKernelMoment(order: number, depth: number): Polynomial {
  return scale(`${depth + 1}/${order - 1}`, deepLinearOutputMoment(order, depth));
}

/** E Θ² = k² {(d + 1)(1 + 2L)^d + 2 Σ_{r<d} (d − r)(1 + 2L)^{d−1−r} [⅓(1 + 2L)^{r+1} + ⅔(1 − L)^{r+1}]}. */
export function deepLinearKernelSquare(depth: number): Polynomial {
  check('depth', depth, 0);
  const powers = (base: Polynomial): Polynomial[] => {
    const list = [monomial(rational(1n), 0, 0)];
    for (let r = 0; r < depth; r++) list.push(multiply(list.at(-1)!, base));
    return list;
  };
  const [symmetric, traceless] = [powers(onePlus(2)), powers(onePlus(-1))];
  let sum = scale(depth + 1, symmetric[depth]!);
  for (let r = 0; r < depth; r++) {
    const mixed = add(scale('1/3', symmetric[r + 1]!), scale('2/3', traceless[r + 1]!));
    sum = add(sum, scale(2 * (depth - r), multiply(symmetric[depth - 1 - r]!, mixed)));
  }
  return multiply(monomial(rational(1n), 0, 2), sum);
}

/** Var Θ = E Θ² − (d + 1)² k². */
export const deepLinearKernelVariance = (depth: number): Polynomial =>
  add(deepLinearKernelSquare(depth), monomial(rational(-(BigInt(depth + 1) ** 2n)), 0, 2));

function check(where: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > 1000)
    throw new InputError(where, `expected an integer from ${least} to 1000, got ${value}`);
}
