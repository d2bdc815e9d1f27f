/** Formulas evaluated: in doubles, in real enclosures, in complex enclosures; differentiated. */
import type { Rational } from '../../base/rational.ts';
import { numberFromRational, rational } from '../../base/rational.ts';
import { type Enclosure, hull, isBounded, UNBOUNDED } from '../enclosure/enclosure.ts';
import type { RealEnclosures } from '../enclosure/reals.ts';
import { type ComplexEnclosures, type Rectangle, UNBOUNDED_RECTANGLE } from '../enclosure/rectangles.ts';
import {
  type Formula,
  formulas,
  interpretFormula,
  type Primitive,
  powerOf,
  product,
  quotient,
  rationalFormula,
  sum,
} from './formula.ts';

/** f(x) in doubles: quick, with no error bound. NaN where f is not defined. */
export const evaluateFormula = (f: Formula, x: number): number =>
  interpretFormula<number>(f, {
    rational: numberFromRational,
    pi: () => Math.PI,
    variable: x,
    add: (a, b) => a + b,
    multiply: (a, b) => a * b,
    divide: (a, b) => a / b,
    power: (base, exponent) => base ** numberFromRational(exponent),
    apply: (primitive, argument) => primitive.double(argument),
  });

/** An interval that holds f(x) for every x of the given one; UNBOUNDED where that is not known to be bounded and defined. */
export const encloseFormula = (f: Formula, K: RealEnclosures, x: Enclosure): Enclosure =>
  interpretFormula<Enclosure>(f, {
    rational: K.from,
    pi: () => K.pi,
    variable: x,
    add: K.add,
    multiply: K.mul,
    divide: K.div,
    power: (base, exponent) => realPower(K, base, exponent),
    apply: (primitive, argument) => primitive.real(K, argument),
  });

function realPower(K: RealEnclosures, base: Enclosure, exponent: Rational): Enclosure {
  const { numerator, denominator } = exponent;
  if (denominator === 1n) return K.powerInteger(base, Number(numerator));
  if (denominator === 2n) {
    const root = K.sqrt(base);
    return isBounded(root) ? K.powerInteger(root, Number(numerator)) : UNBOUNDED;
  }
  if (!isBounded(base) || base.lower < 0n) return UNBOUNDED;
  const power = (a: Enclosure): Enclosure => K.exp(K.mul(K.from(exponent), K.log(a)));
  if (base.lower > 0n) return power(base);
  if (numerator < 0n) return UNBOUNDED;
  return base.upper === 0n ? K.zero : hull(K.zero, power({ ...base, lower: base.upper }));
}

/**
 * A rectangle that holds f(z) for every z of the given one, bounded only if f is analytic there. Kinks must have been
 * resolved (`resolveBranches`): a function that still has branches is analytic nowhere.
 */
export const encloseComplex = (f: Formula, C: ComplexEnclosures, z: Rectangle): Rectangle =>
  interpretFormula<Rectangle>(f, {
    rational: C.from,
    pi: () => C.fromReal(C.reals.pi),
    variable: z,
    add: C.add,
    multiply: C.mul,
    divide: C.div,
    power: (base, exponent) => {
      if (exponent.denominator === 1n) return C.powerInteger(base, Number(exponent.numerator));
      return C.exp(C.mul(C.from(exponent), C.log(base)));
    },
    apply: (primitive, argument) => primitive.complex?.(C, argument) ?? UNBOUNDED_RECTANGLE,
  });

/** f', almost everywhere where f has kinks. */
export function differentiateFormula(f: Formula): Formula {
  type Pair = readonly [Formula, Formula];
  const minus = rationalFormula(-1);
  const [, derivative] = interpretFormula<Pair>(f, {
    rational: (q) => [rationalFormula(q), rationalFormula(0)],
    pi: () => [formulas.pi(), rationalFormula(0)],
    variable: [formulas.variable, rationalFormula(1)],
    add: ([a, da], [b, db]) => [sum(a, b), sum(da, db)],
    multiply: ([a, da], [b, db]) => [product(a, b), sum(product(da, b), product(a, db))],
    divide: ([a, da], [b, db]) => [
      quotient(a, b),
      quotient(sum(product(da, b), product(minus, product(a, db))), powerOf(b, rational(2n))),
    ],
    power: ([a, da], exponent) => [
      powerOf(a, exponent),
      product(
        product(
          rationalFormula(exponent),
          powerOf(a, rational(exponent.numerator - exponent.denominator, exponent.denominator)),
        ),
        da,
      ),
    ],
    apply: (primitive: Primitive, [a, da]) => [formulas.apply(primitive, a), product(primitive.derivative(a), da)],
  });
  return derivative;
}
