/** Formulas in one variable as link functions. */
import { InputError } from '../../base/errors.ts';
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import { endOf, isBounded } from '../../symbolic/enclosure/enclosure.ts';
import { formatConstant, rationalValue } from '../../symbolic/formula/exact-constant.ts';
import {
  type Formula,
  formulas,
  interpretFormula,
  negative,
  powerOf,
  VARIABLE,
} from '../../symbolic/formula/formula.ts';
import { absoluteValue } from '../../symbolic/formula/functions/abs.ts';
import { exponential } from '../../symbolic/formula/functions/exp.ts';
import { hyperbolicTangent } from '../../symbolic/formula/functions/tanh.ts';
import { parityParts } from '../../symbolic/formula/parity.ts';
import { parseFormula } from '../../symbolic/formula/parse-formula.ts';
import { polynomialOfFormula, rationalPolynomialOfFormula } from '../../symbolic/formula/polynomial-of-formula.ts';
import {
  type HermiteCoefficient,
  type HermiteExpansion,
  hermiteExpansion,
} from '../../symbolic/hermite-expansion/hermite-expansion.ts';
import { polynomialFromTerms } from '../../symbolic/polynomial.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';
import { isFunctionOfHermiteDensity } from './function-of-hermite-density.ts';
import { injectivePart } from './injective-part.ts';
import { type LinkCoefficient, type LinkCoefficients, vanishes } from './link-coefficients.ts';
import { polynomialLink } from './polynomial-link.ts';
import { thresholdsOf } from './thresholds.ts';

const DIGITS = 12;
const SECONDS = 30;
const TERMS = 13;

/**
 * The link that a formula in mathjs' syntax is, in x or another variable: `formulaLink('x^2*exp(-x^2)')`. Coefficients are exact where a closed
 * form is known, enclosed otherwise; zeros are proved by closed forms and by parity.
 * Throws {@link InputError} where it cannot be read, and, once a coefficient is asked for, unless E[f²] is known to be finite.
 */
export function formulaLink(text: string, variable = 'x'): LinkCoefficients {
  const formula = withoutEvenPowersOfAbs(parseFormula(text, variable));
  const powers = rationalPolynomialOfFormula(formula);
  return powers === undefined ? linkOfFormula(formula, text) : { ...linkOfPowers(powers), name: text };
}

/** |u|^(2n) as u^(2n). */
const withoutEvenPowersOfAbs = (formula: Formula): Formula =>
  interpretFormula<Formula>(formula, {
    ...formulas,
    power: (base, exponent) =>
      base.kind === 'call' &&
      base.primitive === absoluteValue &&
      exponent.denominator === 1n &&
      exponent.numerator % 2n === 0n
        ? powerOf(base.argument, exponent)
        : powerOf(base, exponent),
  });

const linkOfPowers = (powers: readonly Rational[]): LinkCoefficients =>
  polynomialLink(
    polynomialFromTerms(
      ['x'],
      powers.map((coefficient, k) => ({ coefficient, factors: [[0, k] as const] })),
    ),
  );

function linkOfFormula(formula: Formula, name: string): LinkCoefficients {
  const parts = parityParts(formula);
  const parity = parts === undefined ? undefined : isZero(parts.odd) ? 'even' : isZero(parts.even) ? 'odd' : undefined;
  const thresholds = thresholdsOf(formula);
  const values = (thresholds && distinct(thresholds.values)) ?? valuesOf(formula);
  const degree = polynomialOfFormula(formula)?.length;
  let expansion: HermiteExpansion | undefined;
  const coefficients = (terms: number): readonly HermiteCoefficient[] => {
    if (expansion === undefined || expansion.coefficients.length < terms)
      expansion = hermiteExpansion(formula, {
        terms: Math.max(terms, TERMS),
        digits: DIGITS,
        maximumSeconds: SECONDS,
      });
    if (expansion.squaredNorm === undefined)
      throw new InputError(
        'link',
        `E[f(z)²] is infinite for '${name}', or not known to be finite`,
        'Exponents are those of square integrable functions',
      );
    return expansion.coefficients;
  };
  return {
    name,
    ...(degree === undefined ? {} : { degree: degree === 0 ? -Infinity : degree - 1 }),
    ...(parity === undefined ? {} : { parity }),
    ...(values === undefined ? {} : { values: values.length }),
    coefficient(k) {
      const c = linkCoefficient(coefficients(k + 1)[k]!);
      return vanishes(c) === undefined && thresholds?.vanishes(k) === true ? CANCELLED : c;
    },
    power: (j) => squareIntegrable(linkOfFormula(powerOf(formula, rational(BigInt(j))), `f^${j}`)),
    injective() {
      const { inner, outer } = injectivePart(formula);
      if (outer.length === 0) return undefined;
      const powers = rationalPolynomialOfFormula(inner);
      const link = powers === undefined ? linkOfFormula(inner, 'h') : linkOfPowers(powers);
      return { inner: link, reason: `f = g(h), and g is injective: ${[...new Set(outer)].join(', ')}` };
    },
    *transformed() {
      for (const [text, T] of bounded(formula)) {
        const link = squareIntegrable(linkOfFormula(T, text));
        if (link !== undefined) yield link;
      }
    },
    orderVanishes: (k) =>
      k > 1 && k <= LARGEST_VANISHING && isFunctionOfHermiteDensity(formula, k)
        ? `f is a function of G = He_${k - 1}(z) e^(-z²/2), and E[T(f) He_${k}] is an integral of T dG, where G is 0 at both ends`
        : undefined,
  };
}

const LARGEST_VANISHING = 20;
const CANCELLED: LinkCoefficient = { kind: 'rational', value: QQ.zero, reason: 'its jumps cancel exactly' };

/** Transformations of a label that are bounded. */
const bounded = (f: Formula): readonly (readonly [string, Formula])[] => [
  ['exp(-f^2)', formulas.apply(exponential, negative(powerOf(f, rational(2n))))],
  ['f/(1 + f^2)', formulas.divide(f, formulas.add(formulas.rational(rational(1n)), powerOf(f, rational(2n))))],
  ['tanh(f)', formulas.apply(hyperbolicTangent, f)],
  ['tanh(f)^3', powerOf(formulas.apply(hyperbolicTangent, f), rational(3n))],
];

/** The link, or undefined where its coefficients are not to be had. */
function squareIntegrable(link: LinkCoefficients): LinkCoefficients | undefined {
  try {
    link.coefficient(1);
    return link;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function linkCoefficient({ exact, coefficient }: HermiteCoefficient): LinkCoefficient {
  const value = exact === undefined ? undefined : rationalValue(exact);
  if (value !== undefined) return { kind: 'rational', value, reason: 'closed form' };
  if (!isBounded(coefficient))
    throw new InputError('link', 'a coefficient could not be enclosed', 'Simplify the formula');
  const interval = { lower: endOf(coefficient, 'lower'), upper: endOf(coefficient, 'upper') };
  return exact === undefined
    ? { kind: 'enclosed', ...interval, reason: 'interval arithmetic' }
    : { kind: 'closed-form', text: formatConstant(exact), ...interval, reason: 'closed form' };
}

const isZero = (f: Formula): boolean => f.kind === 'rational' && f.value.numerator === 0n;

const MOST_VALUES = 16;

/** The values that a formula takes but for a null set; undefined where they are not seen to be finitely many rationals. */
function valuesOf(formula: Formula): readonly Rational[] | undefined {
  type Found = { readonly formula: Formula; readonly values: readonly Rational[] | undefined };
  const pairs = (
    a: Found,
    b: Found,
    combine: (x: Rational, y: Rational) => Rational,
  ): readonly Rational[] | undefined =>
    a.values && b.values && distinct(a.values.flatMap((x) => b.values!.map((y) => combine(x, y))));
  return interpretFormula<Found>(formula, {
    rational: (value) => ({ formula: formulas.rational(value), values: [value] }),
    pi: () => ({ formula: formulas.pi(), values: undefined }),
    variable: { formula: VARIABLE, values: undefined },
    add: (a, b) => ({ formula: formulas.add(a.formula, b.formula), values: pairs(a, b, QQ.add) }),
    multiply: (a, b) => ({ formula: formulas.multiply(a.formula, b.formula), values: pairs(a, b, QQ.mul) }),
    divide: (a, b) => ({ formula: formulas.divide(a.formula, b.formula), values: undefined }),
    power: (a, exponent) => ({
      formula: formulas.power(a.formula, exponent),
      values:
        exponent.denominator === 1n && exponent.numerator > 0n ? powersOf(a.values, exponent.numerator) : undefined,
    }),
    apply: (primitive, argument) => {
      const call = formulas.apply(primitive, argument.formula);
      const { branches } = primitive;
      if (branches === undefined || !vanishesOnNullSet(argument.formula)) return { formula: call, values: undefined };
      const sides = [branches.negative(argument.formula), branches.positive(argument.formula)];
      const values = sides.flatMap((side) => (side.kind === 'rational' ? [side.value] : []));
      return { formula: call, values: values.length === 2 ? distinct(values) : undefined };
    },
  }).values;
}

const powersOf = (values: readonly Rational[] | undefined, n: bigint): readonly Rational[] | undefined =>
  n > 64n
    ? undefined
    : values &&
      distinct(
        values.map(({ numerator, denominator }) => ({ numerator: numerator ** n, denominator: denominator ** n })),
      );

function distinct(values: readonly Rational[]): readonly Rational[] | undefined {
  const all = [...new Map(values.map((value) => [formatRational(value), value])).values()];
  return all.length <= MOST_VALUES ? all : undefined;
}

/** Whether a formula is a polynomial ≠ 0 for x < 0 and for x > 0, once |x| and the like are read there. */
function vanishesOnNullSet(formula: Formula): boolean {
  return (['negative', 'positive'] as const).every((side) => {
    const onSide = interpretFormula<Formula>(formula, {
      ...formulas,
      apply: (primitive, argument) =>
        primitive.branches !== undefined && argument.kind === 'variable'
          ? primitive.branches[side](argument)
          : formulas.apply(primitive, argument),
    });
    const polynomial = polynomialOfFormula(onSide);
    // A constant could be a sum that is 0; a polynomial of higher degree with rational coefficients cannot vanish.
    return polynomial?.some((c, k) => k > 0 && c.length === 1) === true;
  });
}
