import { InputError, TooLargeError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { rational } from '../../base/rational.ts';
import { inverted, multiplied, reduced } from '../engine/modular.ts';
import { moduliFor } from '../engine/moduli.ts';
import { add, multiply } from '../operations/arithmetic.ts';
import { substitute } from '../operations/substitute.ts';
import {
  constantPolynomial,
  type Polynomial,
  polynomialFromTerms,
  type Term,
  variablePolynomial,
} from '../polynomial.ts';
import { showCount } from '../size.ts';
import type { Axis } from './arithmetic.ts';
import { couplings, uncoupled } from './couplings.ts';
import { log2Of, magnitudeArithmetic } from './magnitude-arithmetic.ts';
import { type MomentSize, momentSize } from './moment-size.ts';
import type { Multigraph } from './multigraphs.ts';
import { type MomentSpecification, type Problem, prepare } from './problem.ts';
import { propagate } from './propagate.ts';
import { residueArithmetic } from './residue-arithmetic.ts';
import { symmetriesOf } from './symmetry.ts';

export interface MomentOptions {
  /**
   * Keep only the powers (1/n)^0 … (1/n)^{orders − 1}; they are exact, and cost far less than all. Needs one
   * indeterminate width, the same for all layers. Default all powers.
   */
  readonly orders?: number;
  /** A job over this many products of coefficients is refused. Default 10¹⁰, some minutes. */
  readonly maximumProducts?: number;
  /** A job over this much memory is refused. Default 3 GiB. */
  readonly maximumBytes?: number;
  readonly progress?: Progress;
}

const DEFAULT_MAXIMUM_PRODUCTS = 1e10;
const DEFAULT_MAXIMUM_BYTES = 3 * 2 ** 30;
/** What a block costs besides its products, in products. */
const PRODUCTS_PER_BLOCK = 500;

/** The name of 1/n among a polynomial's variables, `inverse_n`. */
export const inverseWidthName = (width: string): string => `inverse_${width}`;

/**
 * The mean over the initialisation of Π_a ∂…f(x_{inputs[a]}) with the derivatives contracted in pairs, exactly: a
 * polynomial in 1/n (`inverse_n`, or `inverse_n1`, … where widths have other names) and the symbols of the Gram matrix.
 *
 * Copies of the parameters with correlation C_ab turn contractions into derivatives in C at 1 (Price 1958), kept as
 * truncated powers of C − 1; cumulants of one neuron turn the average over a layer into powers of 1/n (`layer-average.ts`).
 * Computed modulo primes whose product exceeds four times a bound of the integers sought, found by the same recursion
 * over absolute values.
 * Throws {@link InputError} on bad input, and {@link TooLargeError} with the estimate when it would take too long.
 */
export function finiteWidthMoment(specification: MomentSpecification, options: MomentOptions = {}): Polynomial {
  const problem = prepare(specification);
  const variables = [...problem.widthNames.map(inverseWidthName), ...problem.symbols];
  // The output is odd in its own weights and biases together.
  if (problem.factors % 2 === 1) return polynomialFromTerms(variables, []);
  const { axes, total } = axesOf(problem, options.orders);
  const symmetries = symmetriesOf(problem);
  checkSize(momentSize(problem, axes, total, symmetries.length), options);

  const bounding = magnitudeArithmetic();
  const bounds = propagate({
    problem,
    coupled: bounding,
    plain: bounding,
    axes,
    total: 1,
    symmetries,
    progress: silent,
  });
  const bits = Math.max(0, ...bounds.map(([, value]) => value[0]!)) + log2Of(problem.denominator) + 1;
  const { primes } = moduliFor(1n << BigInt(Math.ceil(bits)), 1, divisorsAmong(problem.denominator, bits));
  const result = propagate({
    problem,
    coupled: residueArithmetic(primes, couplings(problem.pairs.map(({ order }) => order))),
    plain: residueArithmetic(primes, uncoupled),
    axes,
    total,
    symmetries,
    progress: options.progress ?? silent,
  });
  return inGramEntries(problem, assemble(problem, variables, axes, total, primes, result));
}

/** The estimate that {@link finiteWidthMoment} goes by; a lower bound for what is far too large. */
export function finiteWidthMomentSize(specification: MomentSpecification, options: MomentOptions = {}): MomentSize {
  const problem = prepare(specification);
  const { axes, total } = axesOf(problem, options.orders);
  return momentSize(problem, axes, total, symmetriesOf(problem).length);
}

function checkSize({ blocks, products, bytes }: MomentSize, options: MomentOptions): void {
  const work = products + PRODUCTS_PER_BLOCK * blocks;
  const limit = options.maximumProducts ?? DEFAULT_MAXIMUM_PRODUCTS;
  const memory = options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
  if (work <= limit && bytes <= memory) return;
  const estimate = `it takes about ${showCount(work)} products and ${showCount(Math.ceil(bytes / 2 ** 20))} MiB, over the limit of ${showCount(limit)} and ${showCount(memory / 2 ** 20)} MiB`;
  throw new TooLargeError(
    'correlation function',
    estimate,
    'Use fewer factors, fewer layers or an activation of lower degree, or keep only the first orders in 1/n',
  );
}

/** The powers of each indeterminate inverse width: a layer with k factors A adds k − 1. */
function axesOf(problem: Problem, orders?: number): { axes: ReadonlyMap<string, Axis>; total: number } {
  const lengths = new Map<string, number>();
  problem.network.widths.forEach((width, layer) => {
    if (typeof width === 'string')
      lengths.set(width, (lengths.get(width) ?? 1) + Math.max(0, problem.edges[layer]! - 1));
  });
  if (orders !== undefined) {
    if (!Number.isSafeInteger(orders) || orders < 1)
      throw new InputError('orders', `expected a positive number of powers of 1/n, got ${orders}`);
    if (new Set(problem.network.widths).size !== 1 || lengths.size !== 1)
      throw new InputError('orders', 'expected all layers to have one indeterminate width', 'Leave out orders');
    for (const [width, length] of lengths) lengths.set(width, Math.min(length, orders));
  }
  const total = [...lengths.values()].reduce((product, length) => product * length, 1);
  const axes = new Map<string, Axis>();
  let stride = 1;
  for (const [width, length] of lengths) {
    axes.set(width, { stride, length, total });
    stride *= length;
  }
  return { axes, total };
}

/** Of the primes that may be chosen, those that divide the denominator. */
function divisorsAmong(denominator: bigint, bits: number): ReadonlySet<number> {
  if (denominator === 1n) return new Set();
  // The denominator has fewer than log2Of(denominator)/25 such divisors.
  const { primes } = moduliFor(1n << BigInt(Math.ceil(bits + log2Of(denominator)) + 60), 1);
  return new Set(primes.filter((p) => denominator % BigInt(p) === 0n));
}

function assemble(
  problem: Problem,
  variables: readonly string[],
  axes: ReadonlyMap<string, Axis>,
  total: number,
  primes: readonly number[],
  result: readonly (readonly [Multigraph, Float64Array])[],
): Polynomial {
  const integerOf = chineseRemainder(primes);
  const scale = primes.map((p) => reduced(Number(problem.denominator % BigInt(p)), p));
  const widths = [...axes.values()];
  const terms: Term[] = [];
  for (const [exponents, residues] of result)
    for (let t = 0; t < total; t++) {
      const numerator = integerOf((lane) => multiplied(residues[lane * total + t]!, scale[lane]!, primes[lane]!));
      if (numerator === 0n) continue;
      const inverse = widths.map(({ stride, length }): number => Math.floor(t / stride) % length);
      terms.push({
        coefficient: rational(numerator * problem.multiplicity, problem.denominator),
        factors: [...inverse, ...exponents].map((exponent, i): [number, number] => [i, exponent]),
      });
    }
  return polynomialFromTerms(variables, terms);
}

/** With s² K + t² put in the place of each symbol K, where the first layer's variances ask for it. */
function inGramEntries({ network, symbols }: Problem, polynomial: Polynomial): Polynomial {
  const [weight, bias] = [network.weightVariances[0]!, network.biasVariances[0]!];
  if (symbols.length === 0 || (bias.numerator === 0n && weight.numerator === weight.denominator)) return polynomial;
  const covariance = (symbol: string): Polynomial =>
    add(
      multiply(constantPolynomial([symbol], weight), variablePolynomial([symbol], symbol)),
      constantPolynomial([symbol], bias),
    );
  return substitute(polynomial, Object.fromEntries(symbols.map((symbol) => [symbol, covariance(symbol)])));
}

/** The integer of least absolute value with the given residues. */
function chineseRemainder(primes: readonly number[]): (residue: (lane: number) => number) => bigint {
  const product = primes.reduce((m, p) => m * BigInt(p), 1n);
  const parts = primes.map((p) => {
    const cofactor = product / BigInt(p);
    return { cofactor, inverse: inverted(reduced(Number(cofactor % BigInt(p)), p), p) };
  });
  return (residue) => {
    let sum = 0n;
    parts.forEach(({ cofactor, inverse }, lane) => {
      sum += cofactor * BigInt(multiplied(residue(lane), inverse, primes[lane]!));
    });
    const least = ((sum % product) + product) % product;
    return 2n * least > product ? least - product : least;
  };
}
