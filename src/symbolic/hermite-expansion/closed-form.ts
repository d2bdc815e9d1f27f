/** Exact Gaussian coefficients of formulas that have them: sums of polynomials times known functions. */
import { addConstants, type ExactConstant, integerConstant, multiplyConstants } from '../formula/exact-constant.ts';
import type { Formula } from '../formula/formula.ts';
import { type GaussianCoefficients, timesVariable } from '../formula/gaussian-coefficients.ts';
import { type ConstantPolynomial, polynomialOfFormula } from '../formula/polynomial-of-formula.ts';

/** E[f He_k], k < count, exactly; undefined where no closed form is known here. */
export function closedGaussianCoefficients(f: Formula, count: number): GaussianCoefficients | undefined {
  const polynomial = polynomialOfFormula(f);
  if (polynomial !== undefined) return multiplyByPolynomial(polynomial, count, one);
  switch (f.kind) {
    case 'sum': {
      const left = closedGaussianCoefficients(f.left, count);
      const right = left && closedGaussianCoefficients(f.right, count);
      return right && left.map((c, k) => addConstants(c, right[k]!));
    }
    case 'product': {
      for (const [factor, rest] of [
        [f.left, f.right],
        [f.right, f.left],
      ] as const) {
        const multiplier = polynomialOfFormula(factor);
        if (multiplier === undefined) continue;
        if (rest.kind === 'sum') return closedGaussianCoefficients(distributed(factor, rest), count);
        return multiplyByPolynomial(multiplier, count, (n) => closedGaussianCoefficients(rest, n));
      }
      return undefined;
    }
    case 'quotient': {
      const inverse = polynomialOfFormula({
        kind: 'quotient',
        left: { kind: 'rational', value: { numerator: 1n, denominator: 1n } },
        right: f.right,
      });
      return inverse && multiplyByPolynomial(inverse, count, (n) => closedGaussianCoefficients(f.left, n));
    }
    case 'power': {
      const { base, exponent } = f;
      if (base.kind !== 'call' || exponent.denominator !== 1n || exponent.numerator < 2n) return undefined;
      const equivalent = base.primitive.powerAlmostEverywhere?.(base.argument, Number(exponent.numerator));
      return equivalent && closedGaussianCoefficients(equivalent, count);
    }
    case 'call': {
      const argument = polynomialOfFormula(f.argument);
      return argument && f.primitive.gaussianCoefficients?.(argument, count);
    }
    default:
      return undefined;
  }
}

const distributed = (
  factor: Formula,
  { left, right }: { readonly left: Formula; readonly right: Formula },
): Formula => ({
  kind: 'sum',
  left: { kind: 'product', left: factor, right: left },
  right: { kind: 'product', left: factor, right },
});

/** The coefficients of 1. */
const one = (count: number): GaussianCoefficients =>
  Array.from({ length: count }, (_, k) => (k === 0 ? integerConstant(1) : []));

/** The coefficients of p f, by Horner's rule on the rule for x f. */
function multiplyByPolynomial(
  p: ConstantPolynomial,
  count: number,
  coefficients: (count: number) => GaussianCoefficients | undefined,
): GaussianCoefficients | undefined {
  const degree = Math.max(0, p.length - 1);
  const base = coefficients(count + degree);
  if (base === undefined) return undefined;
  const times = (c: ExactConstant, length: number): GaussianCoefficients =>
    base.slice(0, length).map((value) => multiplyConstants(c, value));
  let result = times(p[degree] ?? [], count + degree);
  for (let d = degree - 1; d >= 0; d--) {
    const raised = timesVariable(result);
    const added = times(p[d]!, raised.length);
    result = raised.map((value, k) => addConstants(value, added[k]!));
  }
  return result;
}
