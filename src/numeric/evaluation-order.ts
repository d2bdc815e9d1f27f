/**
 * The one order in which a program's sums and products are taken when they round. The reference backend follows it over
 * doubles and the error bound over counts of roundings, so that what is counted is what happens.
 */
import type { Coefficient } from '../base/coefficient.ts';
import type { Activation } from '../network/activation.ts';
import { contraction } from '../network/einsum.ts';
import { argumentsOf, type Parameter, type Program } from '../network/program.ts';
import { sizeOf } from '../network/tensor.ts';

/** Values with rounded operations. */
export interface Arithmetic<T> {
  /** The value nearest to a coefficient; `where` is for messages. */
  constant(c: Coefficient, where: string): T;
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  /** An activation that is no polynomial. */
  apply(activation: Activation, x: T, place: string): T;
}

/** Outputs from inputs, and from the entries of the weights that are symbolic; `seen` is told every value in its turn. */
export type Evaluation<T> = (
  inputs: readonly T[],
  symbolic?: (parameter: Parameter) => readonly T[],
  seen?: (value: number, entries: readonly T[]) => void,
) => readonly T[];

/**
 * A program over an arithmetic, weights and indices prepared once.
 * - einsum: the products of an entry in the order of the contraction's positions, factors left to right; the sum from
 *   the first product on, left to right
 * - linear: left to right; a coefficient 1 takes no product
 * - polynomial activation: Horner's rule from the highest coefficient
 */
export function evaluation<T>(program: Program, arithmetic: Arithmetic<T>): Evaluation<T> {
  const weights = program.parameters.map(({ name, tensor }) =>
    tensor === undefined
      ? undefined
      : Array.from(tensor.data as ArrayLike<Coefficient>, (c, i) => arithmetic.constant(c, `${name}[${i}]`)),
  );
  const steps = program.nodes.map((_, value) => step(program, value, arithmetic, weights));
  return (inputs, symbolic, seen) => {
    const values: (readonly T[])[] = [];
    for (const [value, run] of steps.entries()) {
      const entries = run(values, inputs, symbolic);
      values.push(entries);
      seen?.(value, entries);
    }
    return values[program.output]!;
  };
}

type Step<T> = (
  values: readonly (readonly T[])[],
  inputs: readonly T[],
  symbolic: ((parameter: Parameter) => readonly T[]) | undefined,
) => readonly T[];

function step<T>(
  program: Program,
  value: number,
  { constant, add, mul, apply }: Arithmetic<T>,
  weights: readonly (readonly T[] | undefined)[],
): Step<T> {
  const node = program.nodes[value]!;
  const place = program.places[value]!;
  const size = sizeOf(node.shape);
  const entries = (entry: (index: number) => T): readonly T[] =>
    Array.from({ length: size }, (_, index) => entry(index));
  switch (node.operation) {
    case 'input':
      return (_, inputs) => inputs;
    case 'parameter': {
      const known = weights[node.parameter];
      if (known !== undefined) return () => known;
      return (_, __, symbolic) => symbolic!(program.parameters[node.parameter]!);
    }
    case 'constant': {
      const c = constant(node.value, place);
      const all = entries(() => c);
      return () => all;
    }
    case 'linear': {
      const coefficients = node.coefficients.map((c) => (c === 1 || c === '1' ? undefined : constant(c, place)));
      return (values) =>
        entries((index) =>
          node.arguments
            .map((argument, k) => {
              const [c, x] = [coefficients[k], values[argument]![index]!];
              return c === undefined ? x : mul(c, x);
            })
            .reduce((sum, term) => add(sum, term)),
        );
    }
    case 'map': {
      const { activation } = node;
      const coefficients = activation.coefficients?.map((c) => constant(c, place));
      const function_ = (x: T): T =>
        coefficients === undefined
          ? apply(activation, x, place)
          : coefficients.reduceRight((sum, c) => add(mul(sum, x), c));
      return (values) => values[node.arguments[0]]!.map(function_);
    }
    case 'einsum': {
      const shapes = argumentsOf(node).map((argument) => program.nodes[argument]!.shape);
      const { positions, terms } = contraction(node.specification, shapes);
      const at = Array.from({ length: size }, (_, index) => positions(index));
      return (values) => {
        const operands = node.arguments.map((argument) => values[argument]!);
        const product = (index: number, t: number): T => {
          let result: T = operands[0]![at[index]![0]![t]!]!;
          for (let k = 1; k < operands.length; k++) result = mul(result, operands[k]![at[index]![k]![t]!]!);
          return result;
        };
        return entries((index) => {
          let sum = product(index, 0);
          for (let t = 1; t < terms; t++) sum = add(sum, product(index, t));
          return sum;
        });
      };
    }
  }
}
