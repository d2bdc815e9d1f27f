/** What a parametrisation says of each weight: how large it starts and how fast it learns. */
import { InputError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { parametrisations } from '../../symbolic/kernels/parametrisations.generated.ts';
import { checkInputGram, weightLaws } from '../weight-laws.ts';

export interface WeightScaling {
  /** The standard deviation of each weight at initialisation, in the order of the parameters. */
  readonly deviations: readonly number[];
  /** What each weight's learning rate is multiplied by. */
  readonly rates: readonly number[];
  /** The function that is trained is this times the program's output. */
  readonly outputFactor: number;
}

/**
 * Weights start as W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²) in every parametrisation, and move by dW = −η rate ∂L/∂W. The rate
 * is `weightGradient`/fan-in, for a bias `biasGradient`: what training ω by one learning rate η makes of W = σ_w ω/√(fan-in) in the
 * NTK parametrisation. Where the output vanishes in the limit (`mean-field`, `mup`), the trained function is the
 * program's output over √n and all rates are multiplied by n, n the fan-in of the last weight. So
 * Σ rate ∂f ∂f is the kernel that `kernelMatrices` has the limit of.
 * Throws {@link InputError} on variances below 0 and on a parametrisation that is not known.
 */
export function weightScaling(program: Program, options: LimitOptions = {}): WeightScaling {
  const { parametrisation: name = 'ntk', inputGram = 'mean' } = options;
  const parametrisation = parametrisations.find((candidate) => candidate.name === name);
  if (parametrisation === undefined)
    throw new InputError(
      'parametrisation',
      `there is no parametrisation '${name}'`,
      `They are ${parametrisations.map((candidate) => candidate.name).join(', ')}`,
    );
  checkInputGram(inputGram);
  const laws = weightLaws(program, parametrisation, options, inputGram === 'mean');
  const multiplied = laws.filter(({ fanIn }) => fanIn !== undefined);
  const vanishes = parametrisation.outputVariance.numerator === 0n;
  if (vanishes && multiplied.length < 2)
    throw new InputError('parametrisation', `'${name}' needs a hidden layer`, "Use 'ntk' or 'standard'");
  const width = vanishes ? multiplied.at(-1)!.fanIn! : 1;
  return {
    deviations: laws.map(({ standardDeviation }) => standardDeviation),
    rates: laws.map(({ rate }) => width * rate),
    outputFactor: 1 / Math.sqrt(width),
  };
}
