/** Even and odd parts of formulas, where the tree shows them. */
import {
  type Formula,
  formulas,
  interpretFormula,
  powerOf,
  product,
  quotient,
  rationalFormula,
  sum,
  VARIABLE,
} from './formula.ts';

/** f = even + odd, as formulas. */
export interface ParityParts {
  readonly even: Formula;
  readonly odd: Formula;
}

const ZERO = rationalFormula(0);
const isZero = (f: Formula): boolean => f.kind === 'rational' && f.value.numerator === 0n;

/** The even and the odd part of a formula; undefined where its tree does not split, as that of e^x. */
export function parityParts(f: Formula): ParityParts | undefined {
  const even = (g: Formula): ParityParts => ({ even: g, odd: ZERO });
  const multiply = (a: ParityParts, b: ParityParts): ParityParts => ({
    even: sum(product(a.even, b.even), product(a.odd, b.odd)),
    odd: sum(product(a.even, b.odd), product(a.odd, b.even)),
  });
  return interpretFormula<ParityParts | undefined>(f, {
    rational: (q) => even(rationalFormula(q)),
    pi: () => even(formulas.pi()),
    variable: { even: ZERO, odd: VARIABLE },
    add: (a, b) => a && b && { even: sum(a.even, b.even), odd: sum(a.odd, b.odd) },
    multiply: (a, b) => a && b && multiply(a, b),
    divide: (a, b) => {
      if (a === undefined || b === undefined) return undefined;
      if (isZero(b.odd)) return { even: quotient(a.even, b.even), odd: quotient(a.odd, b.even) };
      return isZero(b.even) ? { even: quotient(a.odd, b.odd), odd: quotient(a.even, b.odd) } : undefined;
    },
    power: (base, exponent) => {
      if (base === undefined) return undefined;
      if (isZero(base.odd)) return even(powerOf(base.even, exponent));
      if (exponent.denominator !== 1n) return undefined;
      if (isZero(base.even))
        return exponent.numerator % 2n === 0n
          ? even(powerOf(base.odd, exponent))
          : { even: ZERO, odd: powerOf(base.odd, exponent) };
      if (exponent.numerator < 0n || exponent.numerator > 8n) return undefined;
      return Array.from({ length: Number(exponent.numerator) }, () => base).reduce(multiply, even(rationalFormula(1)));
    },
    apply: (primitive, argument) => {
      if (argument === undefined) return undefined;
      if (isZero(argument.odd)) return even(formulas.apply(primitive, argument.even));
      if (!isZero(argument.even)) return undefined;
      const value = formulas.apply(primitive, argument.odd);
      if (primitive.parity === 'even') return even(value);
      if (primitive.parity === 'odd') return { even: ZERO, odd: value };
      return primitive.partsOfOdd?.(argument.odd);
    },
  });
}
