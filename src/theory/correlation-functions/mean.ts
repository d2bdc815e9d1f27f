/** Means of correlation functions over the initialisation of a wide network. */
import { InputError } from '../../base/errors.ts';
import { formatRational, numberFromRational, type Rational, rational } from '../../base/rational.ts';
import { Polynomial } from '../../symbolic/polynomial-constructors.ts';
import { textOf } from '../../symbolic/printing/text.ts';
import { finiteWidthMoment, inverseWidthName, type MomentOptions } from '../../symbolic/width/finite-width-moment.ts';
import { equalInputs, type GramMatrix } from '../../symbolic/width/gram.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { predictedExponent as exponentOfBound } from './cluster-graph.ts';
import { type CorrelationFunction, contractionsOf, WHERE } from './correlation-function.ts';

export interface MeanOptions extends MomentOptions {
  /** K_ab of the inputs 1, 2, …; all ones when left out. */
  readonly gram?: GramMatrix;
}

/**
 * The exact mean, a polynomial in 1/n and the symbols of the Gram matrix; see `finiteWidthMoment`.
 * Throws {@link InputError} when an input has no row in the Gram matrix, and `TooLargeError` with an estimate.
 */
export function meanOf(correlation: CorrelationFunction, network: WideNetwork, options: MeanOptions = {}): Polynomial {
  const { tensors } = correlation;
  const largest = Math.max(...tensors.map(({ input }) => input));
  const gram = options.gram ?? equalInputs(largest);
  if (largest > gram.length)
    throw new InputError(WHERE, `it has an input ${largest}, but the Gram matrix has ${gram.length} rows`);
  const inputs = tensors.map(({ input }) => input - 1);
  return finiteWidthMoment({ network, inputs, contractions: contractionsOf(correlation), gram }, options);
}

export interface WidthExpansion {
  /** s of the largest power n^s; null for the zero polynomial. */
  readonly exponent: number | null;
  /** The coefficients of (1/n)^k by k, of those that are not zero: polynomials in what is not a width. */
  readonly coefficients: ReadonlyMap<number, Polynomial>;
}

/** A polynomial in inverse widths by its total degree in them: all widths are n, or grow in proportion to it. */
export function expansionInWidth(mean: Polynomial, network: WideNetwork): WidthExpansion {
  const names = new Set(network.widths.filter((width) => typeof width === 'string').map(inverseWidthName));
  const proportional = names.size > 1;
  const kept = proportional ? mean.variables : mean.variables.filter((name) => !names.has(name));
  const place = new Map(kept.map((name, i) => [name, i]));
  const byPower = new Map<number, { coefficient: Rational; factors: [number, number][] }[]>();
  for (const { coefficient, factors } of mean.terms()) {
    let power = 0;
    const others: [number, number][] = [];
    for (const [variable, exponent] of factors) {
      const name = mean.variables[variable]!;
      if (names.has(name)) power += exponent;
      if (place.has(name)) others.push([place.get(name)!, exponent]);
    }
    byPower.set(power, [...(byPower.get(power) ?? []), { coefficient, factors: others }]);
  }
  const powers = [...byPower.keys()].sort((a, b) => a - b);
  return {
    exponent: powers.length === 0 ? null : -powers[0]! + 0,
    coefficients: new Map(powers.map((power) => [power, Polynomial.fromTerms(kept, byPower.get(power)!)])),
  };
}

/** What the command line prints as JSON. */
export interface CorrelationReport {
  /** s_C of the cluster graph. */
  readonly predictedExponent: number;
  /** The exponent of the exact mean; null where `noExponent` says why. */
  readonly exactExponent: number | null;
  /** Why there is no exact exponent; null where there is one. */
  readonly noExponent: string | null;
  /** The coefficient of n^exactExponent. */
  readonly leadingCoefficient: string | null;
  /** The coefficient of each power of 1/n. */
  readonly polynomialInInverseWidth: Readonly<Record<string, string>>;
  /** The exact mean where all widths are numbers; null otherwise. */
  readonly value: string | null;
  /** The same as the nearest double; null where symbols of the Gram matrix are left. */
  readonly decimal: number | null;
  /** Whether the bound is attained; null where that cannot be said. */
  readonly tight: boolean | null;
  /** n* = c₁/c₀, the next coefficient over the leading one: the expansion means something for n ≫ n*. */
  readonly crossoverWidth: string | null;
}

/** The exact mean beside the bound; with numbers for all widths its value there. Throws as {@link meanOf} does. */
export function correlationReport(
  correlation: CorrelationFunction,
  network: WideNetwork,
  options: MeanOptions = {},
): CorrelationReport {
  const mean = meanOf(correlation, network, options);
  const predictedExponent = exponentOfBound(correlation);
  const none = { predictedExponent, exactExponent: null, leadingCoefficient: null, crossoverWidth: null };
  if (!network.widths.some((width) => typeof width === 'string')) {
    const value = textOf(mean);
    return {
      ...none,
      noExponent: 'all widths are numbers',
      polynomialInInverseWidth: mean.length === 0 ? {} : { '0': value },
      value,
      decimal: isNumber(mean) ? numberFromRational(mean.coefficient(0)) : mean.length === 0 ? 0 : null,
      tight: null,
    };
  }
  const { exponent, coefficients } = expansionInWidth(mean, network);
  const { orders } = options;
  if (exponent === null) {
    const rest = { polynomialInInverseWidth: {}, value: null, decimal: null };
    return orders === undefined
      ? { ...none, noExponent: 'it vanishes identically', ...rest, tight: false }
      : {
          ...none,
          noExponent: `the powers of 1/n before (1/n)^${orders} vanish, and no more were computed`,
          ...rest,
          tight: predictedExponent > -orders ? false : null,
        };
  }
  const leading = coefficients.get(-exponent)!;
  const computed = orders === undefined || 1 - exponent < orders;
  return {
    predictedExponent,
    exactExponent: exponent,
    noExponent: null,
    leadingCoefficient: textOf(leading),
    polynomialInInverseWidth: Object.fromEntries([...coefficients].map(([power, c]) => [`${power}`, textOf(c)])),
    value: null,
    decimal: null,
    tight: exponent === predictedExponent,
    crossoverWidth: computed ? ratio(coefficients.get(1 - exponent), leading) : null,
  };
}

const isNumber = (f: Polynomial): boolean => f.length === 1 && f.monomials.starts[1] === 0;

/** c₁/c₀ of numbers; null where they are polynomials. */
function ratio(following: Polynomial | undefined, leading: Polynomial): string | null {
  if (following === undefined) return '0';
  if (!isNumber(following) || !isNumber(leading)) return null;
  const [c1, c0] = [following.coefficient(0), leading.coefficient(0)];
  return formatRational(rational(c1.numerator * c0.denominator, c1.denominator * c0.numerator));
}
