/** The terms of a polynomial that matter most, and how they are written. */
import { absolute, formatRational, type Rational } from '../base/rational.ts';
import { factorsOf } from '../symbolic/monomials.ts';
import { canonical, type Polynomial, type Term } from '../symbolic/polynomial.ts';
import { latexOf } from '../symbolic/printing/latex.ts';
import { leadingDigits } from '../symbolic/printing/layout.ts';
import { textOf } from '../symbolic/printing/text.ts';

/** The terms of largest |coefficient|, at most `most`, largest first; equal ones in the polynomial's order. */
export function largestTerms(f: Polynomial, most: number): readonly Term[] {
  const sizes = f.numerators.map(absolute);
  const order = [...sizes.keys()].sort((s, t) => (sizes[t]! > sizes[s]! ? 1 : sizes[t]! < sizes[s]! ? -1 : s - t));
  return order.slice(0, most).map((t) => ({ coefficient: f.coefficient(t), factors: factorsOf(f.monomials, t) }));
}

const monomial = (variables: readonly string[], { factors }: Term): Polynomial =>
  canonical(variables, [{ factors, numerator: 1n }], 1n);

/** `x1^2*x3`, or `1`. */
export const monomialText = (variables: readonly string[], term: Term): string => textOf(monomial(variables, term));

/** `x_{1}^{2} \, x_{3}`, or `1`. */
export const monomialLatex = (variables: readonly string[], term: Term): string => latexOf(monomial(variables, term));

const LONGEST_EXACT = 9;

/** A number in LaTeX: exact when short, otherwise cut to so many leading digits, which are all right, and marked as cut. */
export function coefficientLatex(c: Rational, digits: number): string {
  const sign = c.numerator < 0n ? '-' : '';
  const magnitude = { ...c, numerator: absolute(c.numerator) };
  if (formatRational(magnitude).length <= LONGEST_EXACT)
    return c.denominator === 1n
      ? `${sign}${magnitude.numerator}`
      : `${sign}\\tfrac{${magnitude.numerator}}{${c.denominator}}`;
  const [mantissa, exponent] = leadingDigits(magnitude, digits);
  return `${sign}${padded(mantissa, digits)}\\ldots${exponent === 0 ? '' : ` \\times 10^{${exponent}}`}`;
}

/** Zeros to make up `digits` significant digits, since a digit that is 0 is known too: 12.85 → 12.8500. */
function padded(mantissa: string, digits: number): string {
  const significant = mantissa.replace(/^0\.0*|\./g, '').length;
  const missing = '0'.repeat(Math.max(0, digits - significant));
  return missing === '' || mantissa.includes('.') ? mantissa + missing : `${mantissa}.${missing}`;
}
