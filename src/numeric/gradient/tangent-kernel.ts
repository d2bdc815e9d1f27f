/** The neural tangent kernel of a finite network, and how fast it moves along a direction of the weights. */
import { InputError, TooLargeError } from '../../base/errors.ts';
import { argumentsOf, type Program } from '../../network/program.ts';
import { type GradientProgram, gradientProgram } from './gradient-program.ts';
import { gram, offsets, product } from './matrix-product.ts';
import type { Values } from './step.ts';
import { tangentProgram } from './tangent-program.ts';

/** 1 GiB of doubles. */
const MOST_NUMBERS = 2 ** 27;

/**
 * Θ_ab = Σ_W rate_W Σ_i ∂_i f_a ∂_i f_b with a = (sample, output), outputs of a sample beside each other; a full matrix, row
 * after row. A weight that is contracted once with values takes part by Gram products, (δ δᵀ) ∘ (x xᵀ); only others
 * need their Jacobian. Throws {@link TooLargeError} when what is needed exceeds 1 GiB.
 */
export function tangentKernel(
  program: GradientProgram,
  inputs: Float64Array,
  weights: readonly Float64Array[],
  rates: readonly number[],
): Float64Array {
  const values = program.forward(inputs, weights);
  const size = values.samples * program.outputs;
  requireRoom(size * size * 3, `a kernel of ${size} × ${size} entries`);
  const kernel = new Float64Array(size * size);
  const uses = parameterUses(program.layout.program);
  const sweeps = Array.from({ length: program.outputs }, (_, o) =>
    program.cotangents(values, unit(values.samples, program.outputs, o), false),
  );
  const others: number[] = [];
  uses.forEach((list, parameter) => {
    if (rates[parameter] === 0 || list.length === 0) return;
    if (!addFactored(kernel, program, values, list, sweeps, rates[parameter]!)) others.push(parameter);
  });
  if (others.length > 0) addJacobians(kernel, program, inputs, weights, others, rates);
  return kernel;
}

/** The uses of each parameter: the node and the position among its arguments. */
function parameterUses(program: Program): readonly (readonly (readonly [number, number])[])[] {
  const uses: [number, number][][] = program.parameters.map(() => []);
  program.nodes.forEach((node, value) => {
    argumentsOf(node).forEach((argument, position) => {
      const from = program.nodes[argument]!;
      if (from.operation === 'parameter') uses[from.parameter]!.push([value, position]);
    });
  });
  return uses;
}

/** Adds a parameter's part by Gram products; false where its gradient does not factor. */
function addFactored(
  kernel: Float64Array,
  program: GradientProgram,
  values: Values,
  uses: readonly (readonly [number, number])[],
  sweeps: readonly (readonly (Float64Array | undefined)[])[],
  rate: number,
): boolean {
  const [node, position] = uses[0]!;
  if (uses.length > 1 || program.layout.uniform[node]!) return false;
  const { samples } = values;
  const outputs = program.outputs;
  const factors = sweeps.map((cotangents) => {
    const own = cotangents[node] ?? new Float64Array(samples * program.layout.sizes[node]!);
    return program.steps[node]!.factors(values, own, position);
  });
  if (factors.some((list) => list === undefined)) return false;
  // The first factor depends on the output; the others are values of the forward pass.
  const rest = factors[0]!.slice(1).map((factor) => gram(factor, samples));
  const width = program.layout.sizes[node]!;
  const deltas = new Float64Array(samples * outputs * width);
  factors.forEach((list, o) => {
    for (let s = 0; s < samples; s++)
      deltas.set(list![0]!.subarray(s * width, (s + 1) * width), (s * outputs + o) * width);
  });
  const size = samples * outputs;
  const first = gram(deltas, size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) {
      let entry = rate * first[a * size + b]!;
      for (const matrix of rest) entry *= matrix[Math.floor(a / outputs) * samples + Math.floor(b / outputs)]!;
      kernel[a * size + b]! += entry;
    }
  return true;
}

function addJacobians(
  kernel: Float64Array,
  program: GradientProgram,
  inputs: Float64Array,
  weights: readonly Float64Array[],
  parameters: readonly number[],
  rates: readonly number[],
): void {
  const all = jacobian(program, inputs, weights, parameters, rates);
  const part = gram(all, Math.sqrt(kernel.length));
  part.forEach((entry, i) => {
    kernel[i]! += entry;
  });
}

/** Rows √rate ∂f_a/∂W over the entries of the given parameters, a = (sample, output). Throws {@link TooLargeError}. */
export function jacobian(
  program: GradientProgram,
  inputs: Float64Array,
  weights: readonly Float64Array[],
  parameters: readonly number[],
  rates: readonly number[],
): Float64Array {
  const width = program.layout.program.inputs.length;
  const samples = inputs.length / width;
  const columns = parameters.reduce((sum, k) => sum + weights[k]!.length, 0);
  const rows = samples * program.outputs;
  requireRoom(rows * columns, `a Jacobian of ${rows} × ${columns} entries`);
  const all = new Float64Array(rows * columns);
  for (let s = 0; s < samples; s++) {
    const values = program.forward(inputs.subarray(s * width, (s + 1) * width), weights);
    for (let o = 0; o < program.outputs; o++) {
      const gradients = program.backward(values, unit(1, program.outputs, o));
      let at = (s * program.outputs + o) * columns;
      for (const k of parameters) {
        const root = Math.sqrt(rates[k]!);
        all.set(
          gradients[k]!.map((d) => root * d),
          at,
        );
        at += weights[k]!.length;
      }
    }
  }
  return all;
}

/**
 * d/ds Θ(W + s W′) at s = 0, exactly but for rounding: Σ rate (∂f_a · H_b W′ + ∂f_b · H_a W′), products with Hessians by a
 * reverse sweep over {@link tangentProgram}. Throws {@link TooLargeError} on Jacobians over 1 GiB, {@link InputError} on
 * activations whose second derivative is not known.
 */
export function kernelDerivative(
  program: GradientProgram,
  inputs: Float64Array,
  weights: readonly Float64Array[],
  direction: readonly Float64Array[],
  rates: readonly number[],
): Float64Array {
  const { program: source } = program.layout;
  source.nodes.forEach((node, value) => {
    if (node.operation === 'map' && node.activation.coefficients === undefined && node.activation.taylor === undefined)
      throw new InputError(
        source.places[value]!,
        `the second derivative of '${node.activation.kind}' is not known`,
        'Use a polynomial, or give it taylor',
      );
  });
  const all = weights.map((_, k) => k);
  const first = jacobian(program, inputs, weights, all, rates);
  const second = jacobian(gradientProgram(tangentProgram(source)), inputs, [...weights, ...direction], all, rates);
  const size = (inputs.length / source.inputs.length) * program.outputs;
  const columns = first.length / size;
  const result = new Float64Array(size * size);
  const view = { data: first, rows: offsets(size, columns), columns: offsets(columns, 1) };
  const transposed = { data: second, rows: offsets(columns, 1), columns: offsets(size, columns) };
  product(view, transposed, { data: result, rows: offsets(size, size), columns: offsets(size, 1) });
  return result.map((entry, i) => entry + result[(i % size) * size + Math.floor(i / size)]!);
}

const unit = (samples: number, outputs: number, o: number): Float64Array => {
  const cotangent = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) cotangent[s * outputs + o] = 1;
  return cotangent;
};

function requireRoom(numbers: number, what: string): void {
  if (numbers <= MOST_NUMBERS) return;
  throw new TooLargeError(
    'kernel',
    `${what} takes ${Math.ceil(numbers / 2 ** 17)} MiB, and 1024 MiB are allowed`,
    'Use fewer inputs or outputs',
  );
}
