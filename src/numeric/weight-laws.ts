/** How weights start and how fast they learn, by the parametrisation: what simulation and training both go by. */
import { exactValue } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import { numberFromRational, type Rational } from '../base/rational.ts';
import { parseEinsum } from '../network/einsum.ts';
import { argumentsOf, type Program } from '../network/program.ts';
import type { LimitOptions } from '../symbolic/kernels/limit-of-program.ts';
import type { Parametrisation } from '../symbolic/kernels/parametrisation.ts';

/** The entries of a weight W are N(0, standardDeviation²), and Θ = Σ rate · (∂f/∂W)(∂f/∂W) over its entries. */
export interface WeightLaw {
  readonly standardDeviation: number;
  readonly rate: number;
  /** How many products each output sums; undefined for what is added without any product, a bias. */
  readonly fanIn: number | undefined;
}

/**
 * The law of every weight of a program: W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²); the rate is `weightGradient`/fan-in, for a
 * bias `biasGradient`. So in the NTK parametrisation, where W = σ_w ω/√(fan-in), Θ is a sum over ω. With `countInputs`
 * false, sums over the network's inputs are left out of the fan-in: their covariance is then x·x' in place of x·x'/d.
 * Throws {@link InputError} on a variance below 0.
 */
export function weightLaws(
  program: Program,
  parametrisation: Parametrisation,
  { weightVariance = 1, biasVariance = 0 }: LimitOptions,
  countInputs: boolean,
): readonly WeightLaw[] {
  const [w, b] = [variance(weightVariance, 'weightVariance'), variance(biasVariance, 'biasVariance')];
  return fanIns(program, countInputs).map((fanIn) => {
    const gradient =
      fanIn === undefined
        ? parametrisation.biasGradient(b)
        : parametrisation.weightGradient({ weightVariance: w, fanIn });
    return {
      standardDeviation: Math.sqrt(numberFromRational(fanIn === undefined ? b : w) / (fanIn ?? 1)),
      rate: numberFromRational(gradient) / (fanIn ?? 1),
      fanIn,
    };
  });
}

/** Throws {@link InputError} unless `inputGram` is one of its two values. */
export function checkInputGram(inputGram: LimitOptions['inputGram']): void {
  if (inputGram !== undefined && inputGram !== 'mean' && inputGram !== 'sum')
    throw new InputError('inputGram', `expected 'mean' or 'sum', got ${JSON.stringify(inputGram)}`);
}

function variance(c: number | string, where: string): Rational {
  const value = exactValue(c, where);
  if (value.numerator < 0n) throw new InputError(where, `expected a variance ≥ 0, got ${c}`);
  return value;
}

/**
 * How many products each output sums over a weight, along the contractions that take its axes away until a vector is
 * left; undefined for a weight that is only added.
 */
function fanIns(program: Program, countInputs: boolean): readonly (number | undefined)[] {
  const found: (number | undefined)[] = program.parameters.map(() => undefined);
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
    const counts = countInputs || !list.every((argument, k) => k === position || raw[argument]!);
    const summed = [...operands[position]!].reduce(
      (n, index, axis) => (output.includes(index) ? n : n * shape[axis]!),
      1,
    );
    found[parameter] = (found[parameter] ?? 1) * (counts ? summed : 1);
    if (output.length > 1) carried[value] = parameter;
  });
  return found;
}
