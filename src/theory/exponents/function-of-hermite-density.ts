/** Whether a formula is a function of He_{k−1}(x) e^{−x²/2}, by exact logarithmic derivatives: then E[He_k | f] = 0. */
import { type Rational, rational } from '../../base/rational.ts';
import {
  derivativeOf,
  minus,
  plus,
  productOf,
  quotientOf,
  type RationalPolynomial,
  times,
} from '../../symbolic/algebraic/rational-polynomial.ts';
import { realRoots } from '../../symbolic/algebraic/real-roots.ts';
import { hermiteBasis } from '../../symbolic/bases/orthogonal/hermite.ts';
import { toMonomials } from '../../symbolic/bases/series.ts';
import { type Formula, interpretFormula } from '../../symbolic/formula/formula.ts';
import { QQ } from '../../symbolic/rings/rationals.ts';

/** over/under, a rational function over Q. */
interface Fraction {
  readonly over: RationalPolynomial;
  readonly under: RationalPolynomial;
}

/**
 * What is known of a part f of the formula. `sign`: f has the sign of this polynomial, or the opposite throughout, where
 * `logarithmic` = f'/f is rational. Constants have all of them but `value`, which is for rational functions.
 */
interface Part {
  readonly constant: boolean;
  readonly value?: Fraction;
  /** f', where it is rational: f is a sum of logarithms |p| and a rational function. */
  readonly derivative?: Fraction;
  readonly logarithmic?: Fraction;
  readonly sign?: RationalPolynomial;
  /** f is a function of He_{k−1} e^{−x²/2}. */
  readonly matches: boolean;
}

const [ZERO, ONE]: readonly RationalPolynomial[] = [[], [rational(1n)]] as const;
const nothing: Fraction = { over: [], under: [rational(1n)] };
/** Degrees beyond which it is given up. */
const LARGEST = 60;

const fits = ({ over, under }: Fraction): boolean => over.length <= LARGEST && under.length <= LARGEST;
const kept = (f: Fraction | undefined): Fraction | undefined => (f !== undefined && fits(f) ? f : undefined);
const add = (a: Fraction, b: Fraction): Fraction => ({
  over: plus(productOf(a.over, b.under), productOf(b.over, a.under)),
  under: productOf(a.under, b.under),
});
const multiply = (a: Fraction, b: Fraction): Fraction => ({
  over: productOf(a.over, b.over),
  under: productOf(a.under, b.under),
});
const scaled = (a: Fraction, c: Rational): Fraction => ({ over: times(a.over, c), under: a.under });
const differentiated = ({ over, under }: Fraction): Fraction => ({
  over: minus(productOf(derivativeOf(over), under), productOf(over, derivativeOf(under))),
  under: productOf(under, under),
});
const inverse = ({ over, under }: Fraction): Fraction | undefined =>
  over.length === 0 ? undefined : { over: under, under: over };

/** c with a = c b; undefined where there is none, and for b = 0. */
function ratio(a: Fraction, b: Fraction): Rational | undefined {
  const [left, right] = [productOf(a.over, b.under), productOf(b.over, a.under)];
  if (right.length === 0 || left.length !== right.length) return undefined;
  const c = quotientOf(left.at(-1)!, right.at(-1)!);
  return minus(left, times(right, c)).length === 0 ? c : undefined;
}

/** Whether a polynomial keeps its sign, zeros apart. */
const keepsSign = (p: RationalPolynomial): boolean =>
  p.length <= LARGEST && realRoots(p).every(({ multiplicity }) => multiplicity % 2 === 0);

/** He_{k−1}, in powers of x. */
const hermite = (k: number): RationalPolynomial =>
  toMonomials(QQ, hermiteBasis, [...Array.from({ length: k - 1 }, () => rational(0n)), rational(1n)]);

/**
 * Whether f is a function g(G) of G = He_{k−1}(x) e^{−x²/2}, almost everywhere: `true` is a proof, `false` says nothing. Then
 * E[T(f(z)) He_k(z)] = 0 for every bounded T, since He_k φ = −(He_{k−1} φ)', so that the integral is −∫ T(g(G)) dG up to a
 * factor, and an antiderivative of T ∘ g takes the same value at G(−∞) = G(∞) = 0.
 *
 * A part h of f with a rational logarithmic derivative c G'/G is ±C |G|^c: both sides are products of powers of polynomials and
 * of exponentials of rational functions, whose exponents agree. The signs of G and h are compared by the roots of odd order.
 */
export function isFunctionOfHermiteDensity(f: Formula, k: number): boolean {
  const He = hermite(k);
  const density: Fraction = { over: minus(derivativeOf(He), productOf([rational(0n), rational(1n)], He)), under: He };
  const decide = (part: Omit<Part, 'matches'>): Part => {
    const byPower =
      part.logarithmic !== undefined &&
      part.sign !== undefined &&
      ratio(part.logarithmic, density) !== undefined &&
      (keepsSign(part.sign) || keepsSign(productOf(part.sign, He)));
    const byLogarithm = part.derivative !== undefined && ratio(part.derivative, density) !== undefined;
    return { ...part, matches: part.constant || byPower || byLogarithm };
  };
  const constant = (value?: Rational): Part => ({
    constant: true,
    ...(value === undefined ? {} : { value: { over: value.numerator === 0n ? ZERO! : [value], under: ONE! } }),
    derivative: nothing,
    logarithmic: nothing,
    sign: ONE!,
    matches: true,
  });
  const ofValue = (value: Fraction | undefined): Omit<Part, 'matches' | 'constant'> => {
    if (value === undefined || !fits(value)) return {};
    if (value.over.length === 0) return { value, derivative: nothing };
    const derivative = differentiated(value);
    return {
      value,
      derivative,
      logarithmic: multiply(derivative, inverse(value)!),
      sign: productOf(value.over, value.under),
    };
  };
  /** A part with what the whole is, and with what its parts being functions of G says. */
  const combined = (parts: readonly Part[], known: Omit<Part, 'matches' | 'constant'>): Part => {
    if (parts.every((part) => part.constant)) return constant(undefined);
    const decided = decide({ constant: false, ...known });
    return { ...decided, matches: decided.matches || parts.every(({ matches }) => matches) };
  };
  const product = (a: Part, b: Part): Omit<Part, 'matches' | 'constant'> => {
    const value = a.value && b.value && multiply(a.value, b.value);
    if (value !== undefined) return ofValue(value);
    const logarithmic = kept(a.logarithmic && b.logarithmic && add(a.logarithmic, b.logarithmic));
    const sign = a.sign && b.sign && productOf(a.sign, b.sign);
    const factor = [a, b].find((part) => part.value?.over.length === 1 && part.value.under.length === 1);
    const other = factor === a ? b : a;
    const derivative =
      factor === undefined || other.derivative === undefined
        ? undefined
        : scaled(other.derivative, quotientOf(factor.value!.over[0]!, factor.value!.under[0]!));
    return {
      ...(logarithmic === undefined || sign === undefined ? {} : { logarithmic, sign }),
      ...(derivative === undefined ? {} : { derivative }),
    };
  };
  const reciprocal = (a: Part): Part => {
    const value = a.value && inverse(a.value);
    if (a.constant) return value === undefined ? constant(undefined) : { ...constant(undefined), ...ofValue(value) };
    if (value !== undefined) return { ...a, ...ofValue(value) };
    return {
      constant: false,
      ...(a.logarithmic && a.sign ? { logarithmic: scaled(a.logarithmic, rational(-1n)), sign: a.sign } : {}),
      matches: a.matches,
    };
  };
  return interpretFormula<Part>(f, {
    rational: constant,
    pi: () => constant(undefined),
    variable: decide({ constant: false, ...ofValue({ over: [rational(0n), rational(1n)], under: ONE! }) }),
    add: (a, b) => {
      const value = a.value && b.value && add(a.value, b.value);
      const derivative = kept(a.derivative && b.derivative && add(a.derivative, b.derivative));
      return combined([a, b], value !== undefined ? ofValue(value) : derivative === undefined ? {} : { derivative });
    },
    multiply: (a, b) => combined([a, b], product(a, b)),
    divide: (a, b) => combined([a, b], product(a, reciprocal(b))),
    power: (a, exponent) => {
      if (a.logarithmic === undefined || a.sign === undefined) return combined([a], {});
      const whole = exponent.denominator === 1n;
      // A root is of what is not negative.
      const sign = whole && exponent.numerator % 2n !== 0n ? a.sign : ONE!;
      if (!whole && !keepsSign(a.sign)) return combined([a], {});
      const value = whole && a.value ? integerPower(a.value, exponent.numerator) : undefined;
      return combined(
        [a],
        value !== undefined ? ofValue(value) : { logarithmic: scaled(a.logarithmic, exponent), sign },
      );
    },
    apply: (primitive, a) => {
      if (primitive.name === 'exp' && a.derivative) return combined([a], { logarithmic: a.derivative, sign: ONE! });
      if (primitive.name === 'log' && a.logarithmic) return combined([a], { derivative: a.logarithmic });
      if (primitive.name === 'abs' && a.logarithmic) return combined([a], { logarithmic: a.logarithmic, sign: ONE! });
      return combined([a], {});
    },
  }).matches;
}

function integerPower(a: Fraction, n: bigint): Fraction | undefined {
  const base = n < 0n ? inverse(a) : a;
  if (base === undefined || n > BigInt(LARGEST) || n < -BigInt(LARGEST)) return undefined;
  let power: Fraction | undefined = { over: [rational(1n)], under: [rational(1n)] };
  for (let i = 0n; i < (n < 0n ? -n : n) && power !== undefined; i++) power = kept(multiply(power, base));
  return power;
}
