/** Independent variables, each with a law of its own. */
import { InputError } from '../../base/errors.ts';
import { lcm } from '../../base/rational.ts';
import type { Distribution } from '../distribution.ts';
import { rademacher } from '../distributions/rademacher.ts';
import { uniform } from '../distributions/uniform.ts';
import type { Measure, MeasureType } from '../measure.ts';

/**
 * The product of laws of one variable: one law for all variables of a polynomial, a list in their order, or by name, and
 * then the variables that are not named stay. E[Π x_i^{a_i}] = Π E[x_i^{a_i}].
 * `independent(uniform(0, 1))`, `independent({ x: rademacher(), y: moments([0, 1, 0, 3]) })`.
 */
export function independent(
  laws: Distribution | readonly Distribution[] | Readonly<Record<string, Distribution>>,
): Measure {
  const isOne = (value: object): value is Distribution => typeof (value as Distribution).moment === 'function';
  const one = isOne(laws) ? laws : undefined;
  const list = Array.isArray(laws) ? (laws as readonly Distribution[]) : undefined;
  const named = one === undefined && list === undefined ? new Map(Object.entries(laws)) : undefined;
  for (const [where, law] of named ?? (list ?? [one!]).map((entry, i) => [`law ${i + 1}`, entry] as const))
    if (law === null || typeof law !== 'object' || !isOne(law))
      throw new InputError(`independent: ${where}`, 'expected a law of one variable, such as uniform(0, 1)');
  const lawsOf = (averaged: readonly string[]): readonly Distribution[] =>
    averaged.map((name, i) => one ?? list?.[i] ?? named!.get(name)!);
  const described = one !== undefined ? [one.name] : [...(list ?? named!.values())].map(({ name }) => name);
  return {
    name: `independent ${described.slice(0, 4).join(' × ')}${described.length > 4 ? ' × …' : ''}`,
    parameters: [],
    averaged(own) {
      if (named !== undefined) return own.filter((name) => named.has(name));
      if (list !== undefined && list.length !== own.length)
        throw new InputError(
          'independent',
          `expected a law for each of ${own.length} variables (${own.join(', ')}), got ${list.length}`,
          'Give the laws by name to average some of the variables only',
        );
      return own;
    },
    coordinates: lawsOf,
    moments({ ring, variables, monomials }) {
      const own = lawsOf(variables);
      // The denominators of a variable's moments have one common multiple, so that sums meet few denominators.
      const largest = new Map<number, number>();
      for (const factors of monomials)
        for (const [variable, exponent] of factors)
          largest.set(variable, Math.max(exponent, largest.get(variable) ?? 0));
      const tables = new Map(
        [...largest].map(([variable, top]) => {
          const law = own[variable]!;
          const needed = [...new Set(monomials.flatMap((m) => m.flatMap(([v, e]) => (v === variable ? [e] : []))))];
          if (top > LARGEST_EXPONENT)
            throw new InputError(law.name, `expected exponents up to ${LARGEST_EXPONENT}, got ${top}`);
          const values = needed.map((e) => [e, law.moment(e)] as const);
          const denominator = values.reduce((common, [, value]) => lcm(common, value.denominator), 1n);
          const numerators = new Map(
            values.map(([e, value]) => [e, value.numerator * (denominator / value.denominator)]),
          );
          return [variable, { denominator, numerators }];
        }),
      );
      return (factors) => {
        let [numerator, denominator] = [1n, 1n];
        for (const [variable, exponent] of factors) {
          const table = tables.get(variable)!;
          numerator *= table.numerators.get(exponent)!;
          denominator *= table.denominator;
        }
        return { numerator: ring.from({ numerator, denominator: 1n }), denominator };
      };
    },
  };
}

/** Moments are kept from the first to the last. */
const LARGEST_EXPONENT = 10_000;

export const measureType: MeasureType = {
  name: 'independent',
  usage: '',
  read() {
    throw new InputError(
      'independent',
      'expected the law of each variable',
      "Write 'uniform(0, 1)' or 'x1=rademacher'",
    );
  },
  examples: [independent(uniform(0, 1)), independent(rademacher()), independent({ x1: uniform(), x2: rademacher() })],
};
