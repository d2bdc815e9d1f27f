/** Programs in the limit of infinite width: every layer follows from the operations that it is made of. */
import { type Coefficient, exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { type Rational, rational } from '../../base/rational.ts';
import { parseEinsum } from '../../network/einsum.ts';
import { type Network, trace } from '../../network/network.ts';
import { argumentsOf, type Node, type Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { QQ } from '../rings/rationals.ts';
import { type Coordinate, Coordinates, INPUT_FIELD } from './expectation.ts';
import type { Expectation, Field, Form, InfiniteWidthLimit, Summand } from './infinite-width-limit.ts';
import type { Parametrisation } from './parametrisation.ts';
import { parametrisations } from './parametrisations.generated.ts';

export interface LimitOptions {
  /** σ_w²: a weight's entries have variance σ_w² over the fan-in; 1 when left out. */
  readonly weightVariance?: Coefficient;
  /** σ_b², of every bias that the network has; 0 when left out. */
  readonly biasVariance?: Coefficient;
  /** `ntk` (when left out), `standard`, `mean-field` or `mup`: see `parametrisations`. */
  readonly parametrisation?: string;
  /** What the input's covariance is: x·x'/d (`mean`, when left out), or x·x' (`sum`), as if the first weights had variance σ_w². */
  readonly inputGram?: 'mean' | 'sum';
}

/** What a node is in the limit: a coordinate, a weight not yet contracted, or a weight contracted with values in part. */
type Limit =
  | { readonly coordinate: Coordinate /** A field that nothing else uses so far. */; readonly fresh?: number }
  | { readonly weight: number; readonly factors: readonly Expectation[]; readonly fanIn: number };

/**
 * The limit of a network as all its widths grow, its weights independent Gaussians: W ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²);
 * the weights that the network has are not looked at, only their shapes. Each contraction of a weight with values gives a
 * Gaussian field, independent of all others; sums, products and activations act on coordinates, which are functions of
 * these fields. It covers what is made of dense and bilinear layers, activations, residual branches and products of
 * branches.
 *
 * Throws {@link InputError} naming the layer where there is no such limit: convolutions, pooling and attention; weights
 * used twice; an input that is multiplied or activated before any weight; an output that is not a sum of weights times values.
 *
 * Source: Yang, "Tensor programs I", arXiv:1910.12478, and II, arXiv:2006.14548 (the NTK), for programs of this kind.
 */
export function infiniteWidthLimit(net: Network, options: LimitOptions = {}): InfiniteWidthLimit {
  const program = trace(net);
  const settings = settingsOf(options);
  const coordinates = new Coordinates();
  const fields: Field[] = [{ place: 'input', summands: [] }];
  const uses = program.nodes.map(() => 0);
  for (const node of program.nodes) for (const argument of argumentsOf(node)) uses[argument]!++;
  const limits: Limit[] = [];
  const add = (place: string, summands: readonly Summand[]): Limit => {
    const fresh = fields.push({ place, summands }) - 1;
    return { coordinate: coordinates.field(fresh), fresh };
  };
  program.nodes.forEach((node, value) => {
    limits.push(limitOf(node, value));
  });
  const output = limits[program.output]!;
  const form = 'coordinate' in output ? coordinates.asForm(output.coordinate) : undefined;
  if (form === undefined || form.some(({ field }) => field === INPUT_FIELD))
    throw new InputError(
      program.places[program.output] ?? 'network',
      'the output is not Gaussian in the infinite-width limit',
      'End the network in a dense layer',
    );
  const { outputVariance } = settings.parametrisation;
  return {
    ...reachable(fields, form),
    outputVariance,
    inputDivisor: settings.divisor(program),
    inputs: program.inputs.length,
  };

  function limitOf(node: Node, value: number): Limit {
    const place = program.places[value]!;
    const coordinateAt = (argument: number): Coordinate => {
      const limit = limits[argument]!;
      if ('coordinate' in limit) return limit.coordinate;
      if (uses[argument]! > 1) throw shared(program, limit.weight, place);
      const { name, shape } = program.parameters[limit.weight]!;
      if (limit.factors.length > 0 || shape.length !== 1) throw unknown(place, `the weight ${name} is used whole`);
      const { biasVariance: variance, parametrisation } = settings;
      const gradient = parametrisation.biasGradient(variance);
      return (add(place, [{ scale: rational(1n), variance, gradient, factors: [] }]) as { coordinate: Coordinate })
        .coordinate;
    };
    if (node.shape.length > 1 && node.operation !== 'parameter' && node.operation !== 'einsum')
      throw unknown(place, `it has values of shape [${node.shape}]`);
    switch (node.operation) {
      case 'input':
        return { coordinate: coordinates.field(INPUT_FIELD) };
      case 'parameter':
        return { weight: node.parameter, factors: [], fanIn: 1 };
      case 'constant':
        return { coordinate: coordinates.ring.from(node.value) };
      case 'linear':
        return sum(node.coefficients, node.arguments, coordinateAt, place);
      case 'map':
        return { coordinate: coordinates.map(node.activation, coordinateAt(node.arguments[0]), place) };
      case 'einsum':
        return contract(node, coordinateAt, place);
    }
  }

  function sum(
    coefficients: readonly Coefficient[],
    operands: readonly number[],
    coordinateAt: (argument: number) => Coordinate,
    place: string,
  ): Limit {
    const values = operands.map(coordinateAt);
    const scales = coefficients.map((c) => exactValue(c));
    // Fields that occur nowhere else, such as W x and b, are one field together.
    const fresh = operands.map((operand, k) => {
      const limit = limits[operand]!;
      if ('weight' in limit) return coordinates.asForm(values[k]!)?.[0]?.field;
      return uses[operand] === 1 ? limit.fresh : undefined;
    });
    if (fresh.every((field) => field !== undefined) && new Set(fresh).size === fresh.length) {
      const summands = fresh.flatMap((field, k) =>
        fields[field]!.summands.map((summand) => ({
          ...summand,
          scale: QQ.mul(summand.scale, QQ.mul(scales[k]!, scales[k]!)),
        })),
      );
      return add(place, summands);
    }
    const { ring } = coordinates;
    return {
      coordinate: values.reduce((total, x, k) => ring.add(total, ring.scale(scales[k]!, x)), ring.zero),
    };
  }

  function contract(
    node: Extract<Node, { operation: 'einsum' }>,
    coordinateAt: (argument: number) => Coordinate,
    place: string,
  ): Limit {
    const { operands, output: indices } = parseEinsum(node.specification);
    const weights = node.arguments.filter((argument) => {
      const limit = limits[argument]!;
      return 'weight' in limit && (operands[node.arguments.indexOf(argument)]!.length > 1 || limit.factors.length > 0);
    });
    if (weights.length === 0 && operands.every((operand) => operand === indices) && indices.length === 1)
      return { coordinate: coordinates.multiply(node.arguments.map(coordinateAt), place) };
    const at = node.arguments.indexOf(weights[0]!);
    const weight = limits[weights[0]!];
    const others = node.arguments.filter((_, k) => k !== at);
    const contracted = operands.filter((_, k) => k !== at);
    const fits =
      weights.length === 1 &&
      contracted.every((operand) => operand.length === 1 && !indices.includes(operand)) &&
      [...operands[at]!].every((index) => indices.includes(index) !== contracted.includes(index)) &&
      new Set(contracted).size === contracted.length;
    if (!fits || weight === undefined || !('weight' in weight))
      throw unknown(place, `it takes the products '${node.specification}'`);
    if (uses[weights[0]!]! > 1) throw shared(program, weight.weight, place);
    const factors = others.map((argument) => coordinates.expectation(coordinateAt(argument), place));
    const width = others.reduce((product, argument, k) => product * fanInOf(argument, factors[k]!), 1);
    const partial = { weight: weight.weight, factors: [...weight.factors, ...factors], fanIn: weight.fanIn * width };
    if (indices.length !== 1) return partial;
    const { weightVariance: variance, parametrisation } = settings;
    const gradient = parametrisation.weightGradient({ weightVariance: variance, fanIn: partial.fanIn });
    return add(place, [{ scale: rational(1n), variance, gradient, factors: partial.factors }]);
  }

  /** With `inputGram: 'sum'` the first weights are not divided by the number of inputs, so it is no fan-in either. */
  function fanInOf(argument: number, { polynomial }: Expectation): number {
    const onInput = polynomial.variables.some((form) => form.some(({ field }) => field === INPUT_FIELD));
    return onInput && settings.divisor(program) === 1 ? 1 : sizeOf(program.nodes[argument]!.shape);
  }
}

/** Without the fields that the output does not depend on, such as those merged into others. */
function reachable(fields: readonly Field[], output: Form): Pick<InfiniteWidthLimit, 'fields' | 'output'> {
  const formsOf = ({ summands }: Field): readonly Form[] =>
    summands.flatMap(({ factors }) =>
      factors.flatMap(({ polynomial, activations }) => [
        ...polynomial.variables,
        ...activations.map(({ form }) => form),
      ]),
    );
  const needed = new Set([INPUT_FIELD]);
  const pending = output.map(({ field }) => field);
  for (let field = pending.pop(); field !== undefined; field = pending.pop()) {
    if (needed.has(field)) continue;
    needed.add(field);
    pending.push(...formsOf(fields[field]!).flatMap((form) => form.map((part) => part.field)));
  }
  const kept = [...needed].sort((a, b) => a - b);
  const number = new Map(kept.map((field, index) => [field, index]));
  const renumbered = (form: Form): Form => form.map((part) => ({ ...part, field: number.get(part.field)! }));
  return {
    fields: kept.map((field) => ({
      place: fields[field]!.place,
      summands: fields[field]!.summands.map((summand) => ({
        ...summand,
        factors: summand.factors.map(({ polynomial, activations }) => ({
          polynomial: { ...polynomial, variables: polynomial.variables.map(renumbered) },
          activations: activations.map((part) => ({ ...part, form: renumbered(part.form) })),
        })),
      })),
    })),
    output: renumbered(output),
  };
}

interface Settings {
  readonly weightVariance: Rational;
  readonly biasVariance: Rational;
  readonly parametrisation: Parametrisation;
  divisor(program: Program): number;
}

function settingsOf(options: LimitOptions): Settings {
  const { weightVariance = 1, biasVariance = 0, parametrisation: name = 'ntk', inputGram = 'mean' } = options;
  const variance = (c: Coefficient, where: string): Rational => {
    const value = exactValue(c, where);
    if (value.numerator < 0n) throw new InputError(where, `expected a variance ≥ 0, got ${c}`);
    return value;
  };
  const parametrisation = parametrisations.find((candidate) => candidate.name === name);
  if (parametrisation === undefined)
    throw new InputError(
      'parametrisation',
      `there is no parametrisation '${name}'`,
      `They are ${parametrisations.map((candidate) => candidate.name).join(', ')}`,
    );
  if (inputGram !== 'mean' && inputGram !== 'sum')
    throw new InputError('inputGram', `expected 'mean' or 'sum', got ${JSON.stringify(inputGram)}`);
  return {
    weightVariance: variance(weightVariance, 'weightVariance'),
    biasVariance: variance(biasVariance, 'biasVariance'),
    parametrisation,
    divisor: (program) => (inputGram === 'mean' ? program.inputs.length : 1),
  };
}

const unknown = (place: string, what: string): InputError =>
  new InputError(
    place,
    `${what}, which has no infinite-width kernel here`,
    'Kernels cover dense and bilinear layers, activations, residual branches and products of branches; convolutions, pooling and attention are not covered',
  );

const shared = (program: Program, weight: number, place: string): InputError =>
  new InputError(
    place,
    `the weight ${program.parameters[weight]!.name} is used more than once`,
    'Kernels are for networks in which every weight is used once',
  );
