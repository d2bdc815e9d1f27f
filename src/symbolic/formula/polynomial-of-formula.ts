/** Formulas that are polynomials, exactly: rational coefficients, or with √, π and powers of e. */
import { formatRational, type Rational, rational } from '../../base/rational.ts';
import {
  addConstants,
  type ExactConstant,
  integerConstant,
  invertConstant,
  multiplyConstants,
  piConstant,
  rationalConstant,
  rationalValue,
  rootConstant,
} from './exact-constant.ts';
import { type Formula, interpretFormula } from './formula.ts';

/** Coefficients c₀, c₁, … of Σ c_k x^k, the last not 0; none for the zero polynomial. */
export type ConstantPolynomial = readonly ExactConstant[];

const LARGEST_DEGREE = 1000;

/** The polynomial that a formula is; undefined where it is none, or over degree 1,000. */
export function polynomialOfFormula(f: Formula): ConstantPolynomial | undefined {
  return interpretFormula<ConstantPolynomial | undefined>(f, {
    rational: (q) => trimmed([rationalConstant(q)]),
    pi: () => [piConstant(2)],
    variable: [[], integerConstant(1)],
    add: (a, b) => a && b && addPolynomials(a, b),
    multiply: (a, b) => a && b && multiplyPolynomials(a, b),
    divide: (a, b) => {
      const inverse = b?.length === 1 ? invertConstant(b[0]!) : undefined;
      return a && inverse && multiplyPolynomials(a, [inverse]);
    },
    power: (base, exponent) => base && powerOfPolynomial(base, exponent),
    apply: (primitive, argument) => {
      if (argument === undefined || argument.length > 1) return undefined;
      const q = rationalValue(argument[0] ?? []);
      if (q === undefined) return undefined;
      const value = primitive.exactAt?.(q);
      if (value !== undefined) return trimmed([rationalConstant(value)]);
      return primitive.constantAt === undefined ? undefined : trimmed([primitive.constantAt(q)]);
    },
  });
}

/** The coefficients where all are rational. */
export function rationalPolynomialOfFormula(f: Formula): readonly Rational[] | undefined {
  const values = polynomialOfFormula(f)?.map(rationalValue);
  return values?.every((value) => value !== undefined) === true ? (values as readonly Rational[]) : undefined;
}

const trimmed = (a: readonly ExactConstant[]): ConstantPolynomial => {
  let length = a.length;
  while (length > 0 && a[length - 1]!.length === 0) length--;
  return a.slice(0, length);
};

export const addPolynomials = (a: ConstantPolynomial, b: ConstantPolynomial): ConstantPolynomial =>
  trimmed(Array.from({ length: Math.max(a.length, b.length) }, (_, k) => addConstants(a[k] ?? [], b[k] ?? [])));

export function multiplyPolynomials(a: ConstantPolynomial, b: ConstantPolynomial): ConstantPolynomial | undefined {
  if (a.length === 0 || b.length === 0) return [];
  if (a.length + b.length - 2 > LARGEST_DEGREE) return undefined;
  const product: ExactConstant[] = Array.from({ length: a.length + b.length - 1 }, () => []);
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries()) product[i + j] = addConstants(product[i + j]!, multiplyConstants(x, y));
  return trimmed(product);
}

function powerOfPolynomial(base: ConstantPolynomial, exponent: Rational): ConstantPolynomial | undefined {
  const { numerator, denominator } = exponent;
  if (denominator === 1n && numerator >= 0n) {
    if (BigInt(Math.max(0, base.length - 1)) * numerator > BigInt(LARGEST_DEGREE) || numerator > 1000n)
      return undefined;
    let result: ConstantPolynomial | undefined = [integerConstant(1)];
    for (let k = 0n; k < numerator; k++) result = result && multiplyPolynomials(result, base);
    return result;
  }
  if (base.length !== 1) return undefined;
  if (denominator === 1n) {
    const inverse = invertConstant(base[0]!);
    return inverse && powerOfPolynomial([inverse], { numerator: -numerator, denominator });
  }
  const q = rationalValue(base[0]!);
  if (denominator !== 2n) return undefined;
  if (q !== undefined && q.numerator > 0n) return powerOfPolynomial([rootConstant(q)], rational(numerator));
  const [term] = base[0]!;
  // √π
  if (
    base[0]!.length === 1 &&
    term !== undefined &&
    formatRational(term.coefficient) === '1' &&
    term.radicand === 1n &&
    term.exponent.numerator === 0n &&
    term.halfPowersOfPi % 2 === 0
  )
    return powerOfPolynomial([piConstant(term.halfPowersOfPi / 2)], rational(numerator));
  return undefined;
}
