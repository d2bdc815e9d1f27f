import { InputError } from '../../base/errors.ts';
import { type Formula, interpretFormula } from '../formula/formula.ts';

/** The name of a function in f that jumps; undefined where none does, so that f is continuous where it is defined. */
export const jumpIn = (f: Formula): string | undefined =>
  interpretFormula<string | undefined>(f, {
    rational: () => undefined,
    pi: () => undefined,
    variable: undefined,
    add: (a, b) => a ?? b,
    multiply: (a, b) => a ?? b,
    divide: (a, b) => a ?? b,
    power: (a) => a,
    apply: (primitive, a) => a ?? (primitive.branches?.jumps === true ? primitive.name : undefined),
  });

/** Throws {@link InputError} on a formula with a function that jumps: H¹ and the theory of equioscillation need continuity. */
export function requireContinuous(f: Formula): void {
  const jump = jumpIn(f);
  if (jump !== undefined)
    throw new InputError(
      'formula',
      `${jump} jumps, and this method needs a continuous function`,
      'Use least-squares, or write a continuous formula by relu, abs, max or min',
    );
}
