import { silent, type Progress } from '../../base/progress.ts';
import { gcd, rational } from '../../base/rational.ts';
import { inverted, multiplied, reduced } from '../engine/modular.ts';
import { moduliFor } from '../engine/moduli.ts';
import { type Polynomial, polynomialFromTerms, type Term, variablePolynomial, constantPolynomial } from '../polynomial.ts';
import { add, multiply } from '../operations/arithmetic.ts';
import { substitute } from '../operations/substitute.ts';
import type { Axis } from './arithmetic.ts';
import { couplings, uncoupled } from './couplings.ts';
import { log2Of, magnitudeArithmetic } from './magnitude-arithmetic.ts';
import type { Multigraph } from './multigraphs.ts';
import { type MomentSpecification, type Problem, prepare } from './problem.ts';
import { propagate } from './propagate.ts';
import { residueArithmetic } from './residue-arithmetic.ts';

export interface MomentOptions {
  readonly progress?: Progress;
}

/** The name of 1/n among a polynomial's variables. */
export const inverseWidthName = (width: string): string => `inverse_${width}`;

export function finiteWidthMoment(specification: MomentSpecification, options: MomentOptions = {}): Polynomial {
  const problem = prepare(specification);
  const variables = [...problem.widthNames.map(inverseWidthName), ...problem.symbols];
  if (problem.factors % 2 === 1) return polynomialFromTerms(variables, []);
  const { axes, total } = axesOf(problem);
  const progress = options.progress ?? silent;

  const bounding = magnitudeArithmetic();
  const bounds = propagate({ problem, coupled: bounding, plain: bounding, axes, total: 1, progress: silent });
  const bound = Math.max(0, ...bounds.map(([, value]) => value[0]!)) + log2Of(problem.denominator) + 1;
  const { primes } = moduliFor(1n << BigInt(Math.ceil(bound)), 1, divisorsAmong(problem.denominator, bound));
  const box = couplings(problem.pairs.map(({ order }) => order));
  const result = propagate({
    problem,
    coupled: residueArithmetic(primes, box),
    plain: residueArithmetic(primes, uncoupled),
    axes,
    total,
    progress,
  });
  return assemble(problem, variables, axes, total, primes, result);
}

function axesOf(problem: Problem): { axes: ReadonlyMap<string, Axis>; total: number } {
  const lengths = new Map<string, number>();
  problem.network.widths.forEach((width, layer) => {
    if (typeof width === 'string')
      lengths.set(width, (lengths.get(width) ?? 1) + Math.max(0, problem.edges[layer]! - 1));
  });
  const total = [...lengths.values()].reduce((product, length) => product * length, 1);
  const axes = new Map<string, Axis>();
  let stride = 1;
  for (const [width, length] of lengths) {
    axes.set(width, { stride, length, total });
    stride *= length;
  }
  return { axes, total };
}

/** Of the primes that may be chosen, those that divide a denominator. */
function divisorsAmong(denominator: bigint, bits: number): ReadonlySet<number> {
  const { primes } = moduliFor(1n << BigInt(Math.ceil(bits) + 200), 1);
  return new Set(primes.filter((p) => gcd(denominator, BigInt(p)) !== 1n));
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
  const polynomial = polynomialFromTerms(variables, terms);
  const [weight, bias] = [problem.network.weightVariances[0]!, problem.network.biasVariances[0]!];
  if (problem.symbols.length === 0 || (bias.numerator === 0n && weight.numerator === weight.denominator)) return polynomial;
  const covariance = (symbol: string): Polynomial =>
    add(
      multiply(constantPolynomial([], weight), variablePolynomial([symbol], symbol)),
      constantPolynomial([symbol], bias),
    );
  const inGram = substitute(polynomial, Object.fromEntries(problem.symbols.map((s) => [s, covariance(s)])));
  return inGram;
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
