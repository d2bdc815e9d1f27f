/** The tangent kernel of a finite network as a program, which any backend runs. */
import { exactValue } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { formatRational, rational } from '../../base/rational.ts';
import type { Activation } from '../../network/activation.ts';
import { Builder } from '../../network/builder.ts';
import { argumentsOf, type Node, type Program, type Value } from '../../network/program.ts';
import { type Shape, sizeOf } from '../../network/tensor.ts';
import { adjointEinsum } from '../empirical-kernels/adjoint-einsum.ts';
import { type WeightProduct, weightProducts } from '../empirical-kernels/weight-products.ts';

export interface TangentKernelProgramOptions {
  /** Which output of the program; the first unless given. */
  readonly output?: number;
  /** For each weight, what its part of Θ is multiplied by; 1 unless given. */
  readonly rates?: readonly number[];
}

/**
 * The program (x, x′) ↦ Θ(x, x′) = Σ_p rate_p ∂f(x)/∂W_p · ∂f(x′)/∂W_p of one output f of a program, over the same
 * weights: forward and backward passes at both inputs, all of them program nodes. Its inputs are those of x and then
 * those of x′, named with a prime; the output has shape [1]. A weight that multiplies one value h and is used once has the
 * part (h·h′)(δ·δ′), so its gradient is never written out. Over rational numbers it is Θ exactly.
 *
 * Throws {@link InputError} on an output that there is not, and on activations without a derivative.
 */
export function tangentKernelProgram(program: Program, options: TangentKernelProgramOptions = {}): Program {
  const { output = 0, rates = program.parameters.map(() => 1) } = options;
  const outputs = sizeOf(program.nodes[program.output]!.shape);
  if (!Number.isInteger(output) || output < 0 || output >= outputs)
    throw new InputError('output', `expected an integer from 0 to ${outputs - 1}, got ${output}`);
  const build = new Builder([...program.inputs, ...program.inputs.map((name) => `${name}′`)]);
  const both = build.input();
  const parameters = program.parameters.map(({ name, shape, tensor }) =>
    build.parameter(name, tensor ?? { symbolic: true, shape }),
  );
  const one = build.constant(1, [1]);
  const cotangent = build.parameter('the output', oneHot(program.nodes[program.output]!.shape, output));
  const [left, right] = [0, 1].map((which) =>
    passes(build, program, parameters, select(build, both, program.inputs.length, which), cotangent),
  ) as [Passes, Passes];

  const products = new Map([...weightProducts(program).values()].map((product) => [product.parameter, product]));
  const inner = (a: Value, b: Value): Value => {
    const indices = indicesOf(build.shape(a));
    return build.einsum(`${indices},${indices},z->z`, a, b, one);
  };
  const parts = program.parameters.flatMap((_, p): { readonly rate: number; readonly value: Value }[] => {
    const product = products.get(p);
    const [a, b] = [left, right].map((pass) => gradientOf(build, pass, p, product));
    if (a === undefined || b === undefined) return [];
    const factors = a.map((factor, k) => inner(factor, b[k]!));
    return [{ rate: rates[p]!, value: factors.length === 1 ? factors[0]! : build.multiply(factors[0]!, factors[1]!) }];
  });
  if (parts.length === 0) return build.finish(build.constant(0, [1]));
  return build.finish(
    build.linear(
      parts.map(({ rate }) => rate),
      ...parts.map(({ value }) => value),
    ),
  );
}

/** Values and adjoints at one input; nodes that the output does not depend on have no adjoint. */
interface Passes {
  readonly values: readonly Value[];
  readonly adjoints: readonly (Value | undefined)[];
  /** Of each weight, the parts of its gradient. */
  readonly gradients: ReadonlyMap<number, readonly Value[]>;
}

function passes(
  build: Builder,
  program: Program,
  parameters: readonly Value[],
  input: Value,
  cotangent: Value,
): Passes {
  const values: Value[] = [];
  program.nodes.forEach((node, value) => {
    values.push(build.at(program.places[value]!, () => again(build, node, values, parameters, input)));
  });
  const withWeights = dependOnWeights(program);
  const single = new Set(weightProducts(program).keys());
  const adjoints: (Value | undefined)[] = program.nodes.map(() => undefined);
  const gradients = new Map<number, Value[]>();
  adjoints[program.output] = cotangent;
  for (let value = program.nodes.length - 1; value >= 0; value--) {
    const delta = adjoints[value];
    const node = program.nodes[value]!;
    if (delta === undefined) continue;
    if (node.operation === 'parameter') {
      gradients.set(node.parameter, [...(gradients.get(node.parameter) ?? []), delta]);
      continue;
    }
    argumentsOf(node).forEach((argument, position) => {
      if (!withWeights[argument]) return;
      if (single.has(value) && program.nodes[argument]!.operation === 'parameter') return;
      const part = build.at(program.places[value]!, () => pullBack(build, node, values, delta, position));
      const known = adjoints[argument];
      adjoints[argument] = known === undefined ? part : build.add(known, part);
    });
  }
  return { values, adjoints, gradients };
}

/** The same node over new arguments. */
function again(
  build: Builder,
  node: Node,
  values: readonly Value[],
  parameters: readonly Value[],
  input: Value,
): Value {
  const moved = argumentsOf(node).map((argument) => values[argument]!);
  switch (node.operation) {
    case 'input':
      return input;
    case 'parameter':
      return parameters[node.parameter]!;
    case 'constant':
      return build.constant(node.value, node.shape);
    case 'einsum':
      return build.einsum(node.specification, ...moved);
    case 'linear':
      return build.linear(node.coefficients, ...moved);
    case 'map':
      return build.map(node.activation, moved[0]!);
  }
}

/** δ through a node, to its argument number `position`. */
function pullBack(build: Builder, node: Node, values: readonly Value[], delta: Value, position: number): Value {
  if (node.operation === 'linear') return build.linear([node.coefficients[position]!], delta);
  if (node.operation === 'map') {
    const argument = values[node.arguments[0]]!;
    return build.multiply(delta, build.map(derivativeOf(node.activation, build.place()), argument));
  }
  if (node.operation !== 'einsum') throw new RangeError(`${node.operation} has no arguments`);
  const { specification, others, ones } = adjointEinsum(node.specification, position);
  const operands = others.map((other) => values[node.arguments[other]!]!);
  const filled = ones ? [build.constant(1, build.shape(values[node.arguments[position]!]!))] : [];
  return build.einsum(specification, delta, ...operands, ...filled);
}

/** The gradient by a weight: [δ, h] whose outer product it is, or [it]; undefined where f does not depend on the weight. */
function gradientOf(
  build: Builder,
  pass: Passes,
  parameter: number,
  product: WeightProduct | undefined,
): readonly Value[] | undefined {
  if (product !== undefined) {
    const delta = pass.adjoints[product.value];
    return delta === undefined ? undefined : [delta, pass.values[product.x]!];
  }
  const parts = pass.gradients.get(parameter);
  if (parts === undefined) return undefined;
  return [
    parts.length === 1
      ? parts[0]!
      : build.linear(
          parts.map(() => 1),
          ...parts,
        ),
  ];
}

function dependOnWeights(program: Program): readonly boolean[] {
  const depend: boolean[] = [];
  for (const node of program.nodes)
    depend.push(node.operation === 'parameter' || argumentsOf(node).some((argument) => depend[argument]!));
  return depend;
}

/** σ′; coefficients stay exact. */
function derivativeOf({ kind, coefficients, df }: Activation, place: string): Activation {
  if (coefficients !== undefined) {
    const slopes = coefficients.slice(1).map((c, k) => {
      const { numerator, denominator } = exactValue(c, place);
      return formatRational(rational(BigInt(k + 1) * numerator, denominator));
    });
    return { kind: `${kind}′`, coefficients: slopes.length === 0 ? [0] : slopes };
  }
  if (df === undefined)
    throw new InputError(
      place,
      `the activation '${kind}' has neither coefficients nor a derivative df`,
      'Give one of them',
    );
  return { kind: `${kind}′`, f: df };
}

const oneHot = (shape: Shape, position: number): { readonly shape: Shape; readonly data: Float64Array } => {
  const data = new Float64Array(sizeOf(shape));
  data[position] = 1;
  return { shape, data };
};

/** x or x′ out of (x, x′). */
function select(build: Builder, both: Value, width: number, which: number): Value {
  const data = new Float64Array(width * 2 * width);
  for (let i = 0; i < width; i++) data[i * 2 * width + which * width + i] = 1;
  const matrix = build.parameter(which === 0 ? 'the first input' : 'the second input', {
    shape: [width, 2 * width],
    data,
  });
  return build.einsum('oi,i->o', matrix, both);
}

const indicesOf = (shape: Shape): string => 'abcdefgh'.slice(0, shape.length);
