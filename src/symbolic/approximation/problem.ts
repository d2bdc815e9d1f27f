/** An approximation problem on an interval, carried to [−1, 1]. */
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { type Enclosure, middleOf } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { ExactConstant } from '../formula/exact-constant.ts';
import {
  composeFormula,
  difference,
  type Formula,
  fraction,
  isConstant,
  product,
  sum,
  VARIABLE,
} from '../formula/formula.ts';
import { encloseFormula, evaluateFormula } from '../formula/interpretations.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import { polynomialOfFormula } from '../formula/polynomial-of-formula.ts';

/** f on [a, b] is F(t) = f(m + h t) on [−1, 1], m = (a + b)/2, h = (b − a)/2. */
export interface IntervalProblem {
  readonly formula: Formula;
  readonly scaled: Formula;
  readonly middle: Formula;
  readonly half: Formula;
}

/** Ends are constant formulas: numbers, `sqrt(3)`, `pi/2`. Throws {@link InputError} unless a < b. */
export function intervalProblem(formula: Formula, a: Formula, b: Formula): IntervalProblem {
  const K = realEnclosures(256);
  for (const end of [a, b])
    if (!isConstant(end))
      throw new InputError(
        'interval',
        'an end has the variable in it',
        "Write two numbers, such as '-5,5' or '0,pi/2'",
      );
  const width = K.sub(encloseFormula(b, K, K.zero), encloseFormula(a, K, K.zero));
  if (!(middleOf(width) < Infinity) || width.lower <= 0n)
    throw new InputError(
      'interval',
      `expected a lower and a higher end, got ${[a, b].map((end) => middleOf(encloseFormula(end, K, K.zero))).join(' and ')}`,
      "Write two numbers, the lower first, such as '-5,5'",
    );
  const middle = product(fraction(1, 2), sum(a, b));
  const half = product(fraction(1, 2), difference(b, a));
  const same =
    middle.kind === 'rational' &&
    middle.value.numerator === 0n &&
    half.kind === 'rational' &&
    half.value.numerator === 1n &&
    half.value.denominator === 1n;
  return {
    formula,
    middle,
    half,
    scaled: same ? formula : composeFormula(formula, sum(middle, product(half, VARIABLE))),
  };
}

/** The two ends of `--interval`: two constants with a comma between. Throws {@link InputError}. */
export function parseInterval(text: string): readonly [Formula, Formula] {
  const parts = splitAtCommas(text);
  if (parts.length !== 2)
    throw new InputError('interval', `expected two ends with a comma between, got '${text}'`, "Write it as '-5,5'");
  return [constant(parts[0]!), constant(parts[1]!)];
}

/** Constants with commas between. */
export const parseConstants = (text: string): readonly Formula[] => splitAtCommas(text).map(constant);

function constant(text: string): Formula {
  const f = parseFormula(text.trim());
  if (!isConstant(f))
    throw new InputError('number', `expected a constant, got '${text.trim()}'`, "Such as '-5', '1/3' or 'sqrt(3)'");
  return f;
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const c of text.replace(/^\s*\[(.*)\]\s*$/s, '$1')) {
    if (c === '(') depth++;
    if (c === ')') depth--;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}

/** A constant formula exactly, where it is one of the exact constants. */
export const exactConstantOf = (f: Formula): ExactConstant | undefined => {
  const polynomial = polynomialOfFormula(f);
  return polynomial === undefined ? undefined : (polynomial[0] ?? []);
};

export const encloseConstantFormula = (f: Formula, K: RealEnclosures): Enclosure => encloseFormula(f, K, K.zero);

export const UNIT_ENDS: readonly [Rational, Rational] = [rational(-1n), rational(1n)];

/** From t in [−1, 1] to x, in doubles, for messages. */
export const positionIn =
  ({ middle, half }: IntervalProblem): ((t: number) => number) =>
  (t) =>
    evaluateFormula(middle, 0) + evaluateFormula(half, 0) * t;
