/** The real roots of a polynomial with their multiplicities, rational and quadratic ones recognised. */
import { TooLargeError } from '../../base/errors.ts';
import { absolute, bitLength, type Rational, rational } from '../../base/rational.ts';
import { AlgebraicNumber, rationalNumber } from './algebraic-number.ts';
import {
  clearDenominators,
  commonDivisor,
  derivative,
  exactQuotient,
  type IntegerPolynomial,
  primitive,
  tryQuotient,
  vanishesAtRational,
} from './integer-polynomial.ts';
import { type DyadicInterval, isolateRoots, type RealRoot, vanishesAt } from './real-root.ts';

export interface RootWithMultiplicity {
  readonly value: AlgebraicNumber;
  readonly multiplicity: number;
}

/** Sturm's chain of degree 60 with doubles for coefficients takes some ten seconds. */
const LARGEST_DEGREE = 64;

/**
 * The distinct real roots of Σ_k coefficients[k] x^k, rising. A root that is rational, or of degree 2 over Q, is written as
 * such. Throws RangeError for the zero polynomial and {@link TooLargeError} beyond degree 64.
 */
export function realRoots(coefficients: readonly Rational[]): readonly RootWithMultiplicity[] {
  const p = clearDenominators(coefficients);
  if (p.length === 0) throw new RangeError('realRoots: every number is a root of the zero polynomial');
  if (p.length > LARGEST_DEGREE + 1)
    throw new TooLargeError('roots', `expected degree ${LARGEST_DEGREE} at most, got ${p.length - 1}`);
  const repeated = commonDivisor(p, derivative(p));
  const squarefree = exactQuotient(p, repeated);
  const multiplicities = (root: RealRoot): number => {
    let multiplicity = 1;
    for (let rest = repeated; rest.length > 1 && vanishesAt(rest, root); multiplicity++)
      rest = commonDivisor(rest, derivative(rest));
    return multiplicity;
  };
  const found = isolateRoots(squarefree).map((root) => ({ root, multiplicity: multiplicities(root) }));
  let rest = squarefree;
  const rationals = found.map(({ root }) => {
    const value = rationalRoot(root);
    if (value !== undefined) rest = exactQuotient(rest, [-value.numerator, value.denominator]);
    return value;
  });
  const irrational = found.flatMap(({ root }, i) => (rationals[i] === undefined ? [root.of(rest)] : []));
  const split = splitQuadratics(irrational, rest);
  return found.map(({ multiplicity }, i) => {
    const exact = rationals[i];
    return {
      multiplicity,
      value:
        exact === undefined ? new AlgebraicNumber(split.shift()!, [rational(0n), rational(1n)]) : rationalNumber(exact),
    };
  });
}

/** A rational root has a denominator that divides the leading coefficient c, so c · root is an integer. */
function rationalRoot(root: RealRoot): Rational | undefined {
  const lead = absolute(root.polynomial.at(-1)!);
  const candidate = rational(nearestInteger(lead, root.interval(bitLength(lead) + 2)), lead);
  if (!vanishesAtRational(root.polynomial, candidate)) return undefined;
  const { low, high, shift } = root.known;
  const scaled = candidate.numerator << BigInt(shift);
  return scaled > low * candidate.denominator && scaled < high * candidate.denominator ? candidate : undefined;
}

/** factor · x rounded, for x the middle of an interval. */
function nearestInteger(factor: bigint, { low, high, shift }: DyadicInterval): bigint {
  return (factor * (low + high) + (1n << BigInt(shift))) >> BigInt(shift + 1);
}

/**
 * Roots of degree 2 over Q: the conjugate of one is another real root of the same polynomial, and with leading coefficient c
 * both c(α + β) and cαβ are integers. Every pair is tried; exact tests decide.
 */
function splitQuadratics(roots: readonly RealRoot[], polynomial: IntegerPolynomial): RealRoot[] {
  if (polynomial.length <= 3) return [...roots];
  const lead = absolute(polynomial.at(-1)!);
  const size = Math.max(
    ...roots.map(({ known: { low, high, shift } }) => bitLength(absolute(low) + absolute(high)) - shift),
    0,
  );
  const bits = bitLength(lead) + size + 4;
  const quadratics: (IntegerPolynomial | undefined)[] = roots.map(() => undefined);
  let rest = polynomial;
  for (let i = 0; i < roots.length; i++)
    for (let j = i + 1; j < roots.length && quadratics[i] === undefined; j++) {
      if (quadratics[j] !== undefined) continue;
      const [a, b] = [middle(roots[i]!.interval(bits)), middle(roots[j]!.interval(bits))];
      const sum = round(
        lead * (a.numerator * b.denominator + b.numerator * a.denominator),
        a.denominator * b.denominator,
      );
      const product = round(lead * a.numerator * b.numerator, a.denominator * b.denominator);
      const factor = primitive([product, -sum, lead]);
      if (!vanishesAt(factor, roots[i]!) || !vanishesAt(factor, roots[j]!)) continue;
      const quotient = tryQuotient(rest, factor);
      if (quotient === undefined) continue;
      rest = quotient;
      quadratics[i] = factor;
      quadratics[j] = factor;
    }
  return roots.map((root, i) => root.of(quadratics[i] ?? rest));
}

const middle = ({ low, high, shift }: DyadicInterval): Rational => rational(low + high, 2n << BigInt(shift));
const round = (numerator: bigint, denominator: bigint): bigint => {
  const doubled = 2n * numerator + denominator;
  const floor = doubled / (2n * denominator);
  return doubled < 0n && floor * 2n * denominator !== doubled ? floor - 1n : floor;
};
