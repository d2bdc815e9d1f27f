/** How a finite network's weights are drawn, and how each weighs in Θ. */
import { InputError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { parametrisations } from '../../symbolic/kernels/parametrisations.generated.ts';
import { checkInputGram, type WeightLaw, weightLaws } from '../weight-laws.ts';

/** As {@link infiniteWidthLimit} has them, in the parametrisations whose outputs do not vanish as widths grow. */
export type InitialisationOptions = LimitOptions;

/**
 * The laws of a program's weights, and `inputFactor`: what inputs are multiplied by, √d where the input's covariance is x·x'
 * in place of x·x'/d. See {@link weightLaws}.
 *
 * Throws {@link InputError} on a variance that is negative, and on an unknown parametrisation or one that has no output
 * at finite width that is of order 1.
 */
export function initialisation(
  program: Program,
  options: InitialisationOptions = {},
): { readonly laws: readonly WeightLaw[]; readonly inputFactor: number } {
  const { parametrisation: name = 'ntk', inputGram } = options;
  const usable = parametrisations.filter(({ outputVariance }) => outputVariance.numerator !== 0n);
  const parametrisation = usable.find((one) => one.name === name);
  if (parametrisation === undefined)
    throw new InputError(
      'parametrisation',
      `expected ${usable.map((one) => one.name).join(' or ')}, got '${name}'`,
      'Others scale the output to zero as widths grow, and are not simulated',
    );
  checkInputGram(inputGram);
  return {
    laws: weightLaws(program, parametrisation, options, true),
    inputFactor: inputGram === 'sum' ? Math.sqrt(program.inputs.length) : 1,
  };
}
