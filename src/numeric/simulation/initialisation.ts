/** How a finite network's weights are drawn, and how each weighs in Θ. */

import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type rational } from '../../base/rational.ts';
import type { Program } from '../../network/program.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { parametrisations } from '../../symbolic/kernels/parametrisations.generated.ts';
import { fanIn } from '../empirical-kernels/weight-products.ts';

/** The entries of a weight W are N(0, standardDeviation²), and Θ = Σ rate · (∂f/∂W)(∂f/∂W) over its entries. */
export interface WeightLaw {
  readonly standardDeviation: number;
  readonly rate: number;
}

/** As {@link infiniteWidthLimit} has them, in the parametrisations whose outputs do not vanish as widths grow. */
export type InitialisationOptions = LimitOptions;

/**
 * The law of every weight of a program: W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²). In the NTK parametrisation W = σ_w ω/√fan-in
 * and Θ is a sum over ω, so the rate of W is σ_w²/fan-in and that of b is σ_b²; in the standard one all rates are 1.
 * `inputFactor` is what inputs are multiplied by, √d where the input's covariance is x·x' in place of x·x'/d.
 *
 * Throws {@link InputError} on a variance that is negative, and on an unknown parametrisation or one that has no output
 * at finite width that is of order 1.
 */
export function initialisation(
  program: Program,
  options: InitialisationOptions = {},
): { readonly laws: readonly WeightLaw[]; readonly inputFactor: number } {
  const { parametrisation: name = 'ntk', inputGram = 'mean' } = options;
  const weightVariance = variance(options.weightVariance ?? 1, 'weightVariance');
  const biasVariance = variance(options.biasVariance ?? 0, 'biasVariance');
  const usable = parametrisations.filter(({ outputVariance }) => outputVariance.numerator !== 0n);
  const parametrisation = usable.find((one) => one.name === name);
  if (parametrisation === undefined)
    throw new InputError(
      'parametrisation',
      `expected ${usable.map((one) => one.name).join(' or ')}, got '${name}'`,
      'Others scale the output to zero as widths grow, and are not simulated',
    );
  if (inputGram !== 'mean' && inputGram !== 'sum')
    throw new InputError('inputGram', `expected mean or sum, got '${inputGram}'`);
  const laws = program.parameters.map(({ shape }, parameter): WeightLaw => {
    if (shape.length <= 1)
      return {
        standardDeviation: Math.sqrt(numberFromRational(biasVariance)),
        rate: numberFromRational(parametrisation.biasGradient(biasVariance)),
      };
    const terms = fanIn(program, parameter);
    return {
      standardDeviation: Math.sqrt(numberFromRational(weightVariance) / terms),
      rate: numberFromRational(parametrisation.weightGradient({ weightVariance, fanIn: terms })) / terms,
    };
  });
  return { laws, inputFactor: inputGram === 'sum' ? Math.sqrt(program.inputs.length) : 1 };
}

function variance(value: number | string, where: string): ReturnType<typeof rational> {
  const exact = exactValue(value, where);
  if (exact.numerator < 0n) throw new InputError(where, `expected a variance, got ${value}`);
  return exact;
}
