/** What a parametrisation says of each weight: how large it starts and how fast it learns. */
import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { numberFromRational, type Rational } from '../../base/rational.ts';
import { parseEinsum } from '../../network/einsum.ts';
import { argumentsOf, type Program } from '../../network/program.ts';
import type { LimitOptions } from '../../symbolic/kernels/limit-of-program.ts';
import { parametrisations } from '../../symbolic/kernels/parametrisations.generated.ts';

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
  const { weightVariance = 1, biasVariance = 0, parametrisation: name = 'ntk', inputGram = 'mean' } = options;
  const parametrisation = parametrisations.find((candidate) => candidate.name === name);
  if (parametrisation === undefined)
    throw new InputError(
      'parametrisation',
      `there is no parametrisation '${name}'`,
      `They are ${parametrisations.map((candidate) => candidate.name).join(', ')}`,
    );
  if (inputGram !== 'mean' && inputGram !== 'sum')
    throw new InputError('inputGram', `expected 'mean' or 'sum', got ${JSON.stringify(inputGram)}`);
  const variance = (c: LimitOptions['weightVariance'] & {}, where: string): Rational => {
    const value = exactValue(c, where);
    if (value.numerator < 0n) throw new InputError(where, `expected a variance ≥ 0, got ${c}`);
    return value;
  };
  const [w, b] = [variance(weightVariance, 'weightVariance'), variance(biasVariance, 'biasVariance')];
  const fanIns = fanInsOf(program, inputGram === 'mean');
  const vanishes = parametrisation.outputVariance.numerator === 0n;
  const last = fanIns.findLast((fanIn) => fanIn !== undefined);
  if (vanishes && fanIns.filter((fanIn) => fanIn !== undefined).length < 2)
    throw new InputError('parametrisation', `'${name}' needs a hidden layer`, "Use 'ntk' or 'standard'");
  const width = vanishes ? last! : 1;
  return {
    deviations: fanIns.map((fanIn) => Math.sqrt(numberFromRational(fanIn === undefined ? b : w) / (fanIn ?? 1))),
    rates: fanIns.map((fanIn) => {
      const gradient =
        fanIn === undefined
          ? parametrisation.biasGradient(b)
          : parametrisation.weightGradient({ weightVariance: w, fanIn });
      return (width * numberFromRational(gradient)) / (fanIn ?? 1);
    }),
    outputFactor: 1 / Math.sqrt(width),
  };
}

/** How many products a weight's outputs sum; undefined for what is added without any product, a bias. */
function fanInsOf(program: Program, countInputs: boolean): readonly (number | undefined)[] {
  const fanIns: (number | undefined)[] = program.parameters.map(() => undefined);
  /** The parameter that a value still carries, contracted in part or not at all. */
  const carried: (number | undefined)[] = [];
  /** Values in which no weight has a part so far. */
  const raw: boolean[] = [];
  program.nodes.forEach((node, value) => {
    const list = argumentsOf(node);
    raw[value] = node.operation !== 'parameter' && list.every((argument) => raw[argument]!);
    if (node.operation === 'parameter') carried[value] = node.parameter;
    if (node.operation !== 'einsum') return;
    const position = list.findIndex((argument) => carried[argument] !== undefined);
    if (position < 0) return;
    const parameter = carried[list[position]!]!;
    const { operands, output } = parseEinsum(node.specification);
    const { shape } = program.nodes[list[position]!]!;
    const others = list.filter((_, k) => k !== position);
    const counts = countInputs || !others.every((argument) => raw[argument]!);
    const summed = [...operands[position]!].reduce(
      (n, index, axis) => (output.includes(index) ? n : n * shape[axis]!),
      1,
    );
    fanIns[parameter] = (fanIns[parameter] ?? 1) * (counts ? summed : 1);
    if (output.length > 1) carried[value] = parameter;
  });
  return fanIns;
}
