/**
 * The meaning of a program over any ring. Over polynomials it is the expansion, over a prime field a check of it, over
 * (max, +) a degree bound, over dual numbers a derivative.
 */
import type { Coefficient } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import type { Activation } from '../network/activation.ts';
import { contraction } from '../network/einsum.ts';
import { argumentsOf, type Node, type Parameter, type Program, type Value } from '../network/program.ts';
import { sizeOf } from '../network/tensor.ts';
import { type Ring, sumOfProducts } from './ring.ts';

/** The entries of a tensor, row-major; those that nothing needs are left undefined. */
export type Entries<T> = readonly (T | undefined)[];

export interface Interpretation<T> {
  /** The input's entries. */
  readonly inputs: readonly T[];
  /** The value of a parameter's entry. */
  parameter(parameter: Parameter, index: number): T;
  /** Which entries of the output to compute; all when left out. The rest of the network is computed only as far as they need it. */
  readonly outputs?: readonly number[];
  /** Told of each node after it is computed. */
  onNode?(value: Value, entries: Entries<T>): void;
}

/**
 * The output's entries that were asked for, in their order.
 * Throws {@link InputError} naming the layer when it meets an activation that is no polynomial.
 */
export function interpret<T>(program: Program, K: Ring<T>, interpretation: Interpretation<T>): T[] {
  const size = sizeOf(program.nodes[program.output]!.shape);
  const outputs = interpretation.outputs ?? Array.from({ length: size }, (_, i) => i);
  const needed = neededEntries(program, outputs);
  const lastUse = lastUses(program);
  const values: (Entries<T> | undefined)[] = [];
  program.nodes.forEach((node, value) => {
    values[value] = nodeEntries(node, program, K, interpretation, values, needed[value]!, program.places[value]!);
    interpretation.onNode?.(value, values[value]!);
    for (const argument of argumentsOf(node)) if (lastUse[argument] === value) values[argument] = undefined;
  });
  return outputs.map((index) => values[program.output]![index] as T);
}

function nodeEntries<T>(
  node: Node,
  program: Program,
  K: Ring<T>,
  { inputs, parameter }: Interpretation<T>,
  values: readonly (Entries<T> | undefined)[],
  needed: Uint8Array,
  place: string,
): Entries<T> {
  const fill = (entry: (index: number) => T): Entries<T> => {
    const entries: (T | undefined)[] = [];
    for (let index = 0; index < needed.length; index++) entries.push(needed[index] === 1 ? entry(index) : undefined);
    return entries;
  };
  switch (node.operation) {
    case 'input':
      return fill((index) => inputs[index]!);
    case 'parameter':
      return fill((index) => parameter(program.parameters[node.parameter]!, index));
    case 'constant': {
      const c = K.from(node.value);
      return fill(() => c);
    }
    case 'linear': {
      const coefficients = node.coefficients.map((c) => K.from(c));
      return fill((index) =>
        sumOfProducts(
          K,
          coefficients,
          node.arguments.map((argument) => values[argument]![index] as T),
        ),
      );
    }
    case 'map': {
      const coefficients = polynomialCoefficients(node.activation, place).map((c) => K.from(c));
      return fill((index) => evaluateUnivariate(K, coefficients, values[node.arguments[0]]![index] as T));
    }
    case 'einsum': {
      const { positions } = contraction(
        node.specification,
        node.arguments.map((argument) => program.nodes[argument]!.shape),
      );
      const gather = (operand: number, at: Int32Array): T[] => {
        const entries = values[node.arguments[operand]!]!;
        const gathered: T[] = [];
        for (const position of at) gathered.push(entries[position] as T);
        return gathered;
      };
      // Most weights of a sparse or convolutional layer are zero, and a product with zero is left out.
      const pairs = ([first, second]: readonly Int32Array[]): T => {
        const [left, right] = node.arguments.map((argument) => values[argument]!) as [Entries<T>, Entries<T>];
        const as: T[] = [];
        const bs: T[] = [];
        for (let t = 0; t < first!.length; t++) {
          const a = left[first![t]!] as T;
          if (a === K.zero) continue;
          const b = right[second![t]!] as T;
          if (b === K.zero) continue;
          as.push(a);
          bs.push(b);
        }
        return as.length === 0 ? K.zero : sumOfProducts(K, as, bs);
      };
      return fill((index) => {
        const at = positions(index);
        if (at.length === 2) return pairs(at);
        let products = gather(0, at[0]!);
        for (let k = 1; k < at.length - 1; k++) {
          const factors = gather(k, at[k]!);
          products = products.map((x, t) => K.mul(x, factors[t]!));
        }
        if (at.length === 1) return products.reduce((a, b) => K.add(a, b));
        return sumOfProducts(K, products, gather(at.length - 1, at.at(-1)!));
      });
    }
  }
}

/** Σ_k c_k x^k, each power from two halves, so that even powers are squares. Zero coefficients cost nothing. */
export function evaluateUnivariate<T>(K: Ring<T>, coefficients: readonly T[], x: T): T {
  const powers = new Map<number, T>([
    [0, K.one],
    [1, x],
  ]);
  const raise = (k: number): T => {
    const known = powers.get(k);
    if (known !== undefined) return known;
    const half = raise(k >> 1);
    const result = k % 2 === 0 ? K.mul(half, half) : K.mul(raise(k - 1), x);
    powers.set(k, result);
    return result;
  };
  const used = [...coefficients.keys()].filter((k) => !K.equal(coefficients[k]!, K.zero));
  return sumOfProducts(
    K,
    used.map((k) => coefficients[k]!),
    used.map(raise),
  );
}

/** Throws {@link InputError} naming the layer when the activation is no polynomial. */
export function polynomialCoefficients(activation: Activation, place: string): readonly Coefficient[] {
  if (activation.coefficients !== undefined) return activation.coefficients;
  throw new InputError(
    place,
    `the activation '${activation.kind}' is not a polynomial, and this path is exact`,
    'Replace it by a polynomial activation, { "type": "polynomial", "coefficients": […] }',
  );
}

/** For each node, 1 at the entries that the wanted outputs depend on. */
function neededEntries(program: Program, outputs: readonly number[]): readonly Uint8Array[] {
  const needed = program.nodes.map(({ shape }) => new Uint8Array(sizeOf(shape)));
  if (outputs.length === needed[program.output]!.length) return needed.map((entries) => entries.fill(1));
  for (const index of outputs) needed[program.output]![index] = 1;
  for (let value = program.nodes.length - 1; value >= 0; value--) {
    const node = program.nodes[value]!;
    const wanted = [...needed[value]!.keys()].filter((index) => needed[value]![index] === 1);
    if (node.operation === 'linear' || node.operation === 'map') {
      for (const argument of node.arguments) for (const index of wanted) needed[argument]![index] = 1;
    } else if (node.operation === 'einsum') {
      const { positions } = contraction(
        node.specification,
        node.arguments.map((argument) => program.nodes[argument]!.shape),
      );
      for (const index of wanted) {
        positions(index).forEach((at, k) => {
          for (const position of at) needed[node.arguments[k]!]![position] = 1;
        });
      }
    }
  }
  return needed;
}

/** For each node, the last node that reads it; the output is never let go. */
function lastUses(program: Program): readonly number[] {
  const last = program.nodes.map(() => -1);
  program.nodes.forEach((node, value) => {
    for (const argument of argumentsOf(node)) last[argument] = value;
  });
  last[program.output] = Infinity;
  return last;
}
