/** Formulas that are polynomials on pieces with rational ends, exactly: what relu, abs, max and step make of polynomials. */
import { type Rational, rational } from '../../base/rational.ts';
import { type Formula, interpretFormula } from '../formula/formula.ts';

export interface PolynomialPiece {
  readonly from: Rational;
  readonly to: Rational;
  /** Coefficients from degree 0; none for 0. */
  readonly coefficients: readonly Rational[];
}

const ZERO = rational(0n);
const ONE = rational(1n);
const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
const times = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);
const less = (a: Rational, b: Rational): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
const trimmed = (c: readonly Rational[]): readonly Rational[] => {
  let length = c.length;
  while (length > 0 && c[length - 1]!.numerator === 0n) length--;
  return c.slice(0, length);
};
const LARGEST_DEGREE = 200;

/** The pieces of f over [from, to]; undefined where f is no such function, or a kink is not at a zero of a linear piece. */
export function piecewisePolynomial(f: Formula, from: Rational, to: Rational): readonly PolynomialPiece[] | undefined {
  type Pieces = readonly PolynomialPiece[] | undefined;
  const whole = (coefficients: readonly Rational[]): Pieces => [{ from, to, coefficients: trimmed(coefficients) }];
  const combine = (
    a: Pieces,
    b: Pieces,
    operation: (p: readonly Rational[], q: readonly Rational[]) => readonly Rational[],
  ): Pieces =>
    a && b && common(a, b).map(({ from, to, p, q }) => ({ from, to, coefficients: trimmed(operation(p, q)) }));
  const multiply = (a: Pieces, b: Pieces): Pieces => {
    const product = combine(a, b, multiplied);
    return product?.some(({ coefficients }) => coefficients.length > LARGEST_DEGREE) ? undefined : product;
  };
  return interpretFormula<Pieces>(f, {
    rational: (q) => whole([q]),
    pi: () => undefined,
    variable: whole([ZERO, ONE]),
    add: (a, b) =>
      combine(a, b, (p, q) =>
        Array.from({ length: Math.max(p.length, q.length) }, (_, k) => plus(p[k] ?? ZERO, q[k] ?? ZERO)),
      ),
    multiply,
    divide: () => undefined,
    power: (base, exponent) => {
      if (base === undefined || exponent.denominator !== 1n || exponent.numerator < 0n || exponent.numerator > 200n)
        return undefined;
      let result = whole([ONE]);
      for (let k = 0n; k < exponent.numerator; k++) result = multiply(result, base);
      return result;
    },
    apply(primitive, argument) {
      const { branches } = primitive;
      if (argument === undefined || branches === undefined) return undefined;
      const parts: PolynomialPiece[] = [];
      for (const piece of argument) {
        const signed = splitBySign(piece);
        if (signed === undefined) return undefined;
        for (const { sign, from, to } of signed) {
          const branch = (sign < 0 ? branches.negative : branches.positive)({ kind: 'variable' });
          // A branch of u is u, −u or a constant: a polynomial in u of degree ≤ 1.
          const outer = piecewisePolynomial(branch, from, to)?.[0]?.coefficients;
          if (outer === undefined || outer.length > 2) return undefined;
          const [c0 = ZERO, c1 = ZERO] = outer;
          parts.push({
            from,
            to,
            coefficients: trimmed(
              piece.coefficients.length === 0
                ? [c0]
                : piece.coefficients.map((c, k) => (k === 0 ? plus(c0, times(c1, c)) : times(c1, c))),
            ),
          });
        }
      }
      return parts;
    },
  });
}

/** Where a piece of degree ≤ 1 is ≤ 0 and where ≥ 0. */
function splitBySign({
  from,
  to,
  coefficients,
}: PolynomialPiece): readonly { sign: -1 | 1; from: Rational; to: Rational }[] | undefined {
  if (coefficients.length > 2) return undefined;
  const [c0 = ZERO, c1 = ZERO] = coefficients;
  const sign = (q: Rational): -1 | 1 => (q.numerator < 0n ? -1 : 1);
  if (c1.numerator === 0n) return [{ sign: sign(c0), from, to }];
  const root = rational(-c0.numerator * c1.denominator, c0.denominator * c1.numerator);
  const slope = sign(c1);
  if (!less(from, root)) return [{ sign: slope, from, to }];
  if (!less(root, to)) return [{ sign: slope === 1 ? -1 : 1, from, to }];
  return [
    { sign: slope === 1 ? -1 : 1, from, to: root },
    { sign: slope, from: root, to },
  ];
}

function common(
  a: readonly PolynomialPiece[],
  b: readonly PolynomialPiece[],
): readonly { from: Rational; to: Rational; p: readonly Rational[]; q: readonly Rational[] }[] {
  const merged: { from: Rational; to: Rational; p: readonly Rational[]; q: readonly Rational[] }[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!];
    const from = less(x.from, y.from) ? y.from : x.from;
    const to = less(x.to, y.to) ? x.to : y.to;
    if (less(from, to)) merged.push({ from, to, p: x.coefficients, q: y.coefficients });
    if (less(x.to, y.to)) i++;
    else if (less(y.to, x.to)) j++;
    else {
      i++;
      j++;
    }
  }
  return merged;
}

function multiplied(p: readonly Rational[], q: readonly Rational[]): readonly Rational[] {
  if (p.length === 0 || q.length === 0) return [];
  const product: Rational[] = Array.from({ length: p.length + q.length - 1 }, () => ZERO);
  for (const [i, x] of p.entries())
    for (const [j, y] of q.entries()) product[i + j] = plus(product[i + j]!, times(x, y));
  return product;
}

/** ∫ f(x)^copies x^j dx over all pieces, for copies 1 or 2. */
export function momentOfPieces(pieces: readonly PolynomialPiece[], j: number, copies: 1 | 2): Rational {
  let sum = ZERO;
  for (const { from, to, coefficients } of pieces) {
    const integrand = copies === 1 ? coefficients : multiplied(coefficients, coefficients);
    for (const [k, c] of integrand.entries()) {
      const n = BigInt(k + j + 1);
      const power = (q: Rational): Rational => ({ numerator: q.numerator ** n, denominator: q.denominator ** n });
      const difference = plus(power(to), times(rational(-1n), power(from)));
      sum = plus(sum, times(c, times(rational(1n, n), difference)));
    }
  }
  return sum;
}
