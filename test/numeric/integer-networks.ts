/** Networks whose weights and inputs are small integers, so that floats are exact, and their derivatives by expansion. */
import fc from 'fast-check';
import {
  bilinear,
  dense,
  type Layer,
  type Network,
  network,
  polynomial,
  product,
  residual,
  square,
  trace,
} from '../../src/network/index.ts';
import { entryNames } from '../../src/network/program.ts';
import { sizeOf } from '../../src/network/tensor.ts';
import type { ParameterValues } from '../../src/numeric/index.ts';
import { expand } from '../../src/symbolic/expand.ts';
import { differentiate } from '../../src/symbolic/operations/calculus.ts';
import { evaluate } from '../../src/symbolic/operations/evaluate.ts';
import type { Polynomial } from '../../src/symbolic/polynomial.ts';

const d = (outputs: number, bias = false): Layer => dense({ outputs, bias, symbolic: true });
const form = (outputs: number, inputs: number): Layer =>
  bilinear({ weight: { symbolic: true, shape: [outputs, inputs, inputs] } });

/** One for each way in which a weight may come in. */
export const shapes: Readonly<Record<string, readonly Layer[]>> = {
  chain: [d(3), polynomial([1, 2, 1]), d(2), polynomial([0, 1, 0, 1]), d(1)],
  biases: [d(3, true), square(), d(2, true)],
  residual: [d(2), residual([polynomial([0, 1, 1]), d(2, true)]), d(1)],
  shortcut: [residual([d(3), square()], [d(3)]), d(1)],
  product: [product([d(3)], [d(3, true)], [d(3)]), d(1)],
  bilinear: [form(2, 2), d(1)],
  'bilinear after a layer': [d(2), form(2, 2)],
  input: [residual([d(2), square()])],
};

export const networkOf = (layers: readonly Layer[]): Network => network({ inputs: 2, layers });

const integers = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -2, max: 2 }), { minLength: count, maxLength: count });

/** Values of all weights. */
export const weightsOf = (net: Network): fc.Arbitrary<ParameterValues> =>
  fc.record(
    Object.fromEntries(
      trace(net).parameters.map(({ name, shape }) => [
        name,
        integers(sizeOf(shape)).map((values) => Float64Array.from(values)),
      ]),
    ),
  );

export const points = (count: number): fc.Arbitrary<number[][]> =>
  fc.array(integers(2), { minLength: count, maxLength: count });

/** The outputs as polynomials in the inputs and all weights, and the weights' names in order. */
export class ByExpansion {
  readonly outputs: readonly Polynomial[];
  readonly names: readonly string[];
  readonly #net: Network;

  constructor(net: Network) {
    this.#net = net;
    this.outputs = expand(net, { symbolic: true }).outputs.map(({ polynomial: p }) => p);
    this.names = trace(net).parameters.flatMap(({ name, shape }) => entryNames(name, shape));
  }

  /** All weights, one after another. */
  flat(parameters: ParameterValues): readonly number[] {
    return trace(this.#net).parameters.flatMap(({ name }) => [...parameters[name]!]);
  }

  value(polynomial: Polynomial, x: readonly number[], weights: readonly number[]): number {
    const at = Object.fromEntries([
      ...this.#net.inputs.map((name, i) => [name, x[i]!] as const),
      ...this.names.map((name, i) => [name, weights[i]!] as const),
    ]);
    const known = Object.fromEntries(polynomial.variables.map((name) => [name, at[name]!]));
    const { numerator, denominator } = evaluate(polynomial, known);
    return Number(numerator) / Number(denominator);
  }

  gradient(output: number, x: readonly number[], weights: readonly number[]): readonly number[] {
    return this.#partials(output).map((partial) => this.value(partial, x, weights));
  }

  /** Σ ∂^m f v_1 … v_m, by differentiating along one direction after another. */
  derivative(
    output: number,
    x: readonly number[],
    weights: readonly number[],
    directions: readonly (readonly number[])[],
  ): number {
    const along = (polynomial: Polynomial, rest: readonly (readonly number[])[]): number => {
      const [v, ...others] = rest;
      if (v === undefined) return this.value(polynomial, x, weights);
      return this.names.reduce(
        (sum, name, i) =>
          v[i] === 0 || !polynomial.variables.includes(name)
            ? sum
            : sum + v[i]! * along(differentiate(polynomial, name), others),
        0,
      );
    };
    return along(this.outputs[output]!, directions);
  }

  readonly #known = new Map<number, readonly Polynomial[]>();

  #partials(output: number): readonly Polynomial[] {
    const known = this.#known.get(output);
    if (known !== undefined) return known;
    const made = this.names.map((name) => differentiate(this.outputs[output]!, name));
    this.#known.set(output, made);
    return made;
  }
}
