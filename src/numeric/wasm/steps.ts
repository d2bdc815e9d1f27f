/** A program's operations as calls of kernels over blocks of samples. */
import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import { contraction } from '../../network/einsum.ts';
import { argumentsOf, type Node, type Program, type Value } from '../../network/program.ts';
import type { LaneMemory } from './lane-memory.ts';
import { PANEL } from './precision.ts';

/** Computes one value of the program for `blocks` blocks. */
export interface Step {
  readonly value: Value;
  run(blocks: number): void;
}

/** A weight that a product reads packed. */
export interface PackedWeight {
  readonly parameter: number;
  /** Packs from an array of the weight's numbers. */
  pack(source: number): void;
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly packed: readonly PackedWeight[];
  /** Weights and constants that are read as arrays. */
  readonly arrays: readonly Value[];
  /** Values that share the rows of a later one. */
  readonly sharing: ReadonlyMap<Value, Value>;
}

type Of<Operation extends Node['operation']> = Extract<Node, { readonly operation: Operation }>;

/**
 * Steps for all values that the output needs. A weight times a value goes through the packed product; a sum with a bias
 * and a polynomial after it are one pass. Throws {@link InputError} on an activation with neither coefficients nor a function.
 */
export function prepareSteps(program: Program, memory: LaneMemory): Steps {
  const steps: Step[] = [];
  const packed: PackedWeight[] = [];
  const arrays = new Set<Value>();
  const sharing = new Map<Value, Value>();
  const uses = program.nodes.map(() => 0);
  for (const node of program.nodes) for (const argument of argumentsOf(node)) uses[argument]!++;
  uses[program.output]!++;
  const { kernels, strides, addresses } = memory;

  /** The value and the bias whose sum a polynomial reads, when nothing else reads it. */
  const biased = (value: Value): readonly [Value, Value] | undefined => {
    const node = program.nodes[value]!;
    if (node.operation !== 'linear' || uses[value] !== 1 || node.arguments.length !== 2) return undefined;
    if (!node.coefficients.every((c) => c === 1 || c === '1')) return undefined;
    const [x, bias] = node.arguments as [Value, Value];
    if (!memory.isUniform(x) && memory.isUniform(bias)) return [x, bias];
    return memory.isUniform(x) && !memory.isUniform(bias) ? [bias, x] : undefined;
  };

  /** Rows of `value` from an argument that has none: constants, the same for all samples. */
  const spread = (value: Value, argument: Value, blocks: number): void =>
    kernels.addScaled(
      addresses[value]!,
      addresses[argument]!,
      1,
      memory.size(value),
      blocks,
      strides[value]!,
      0,
      true,
      true,
    );

  function polynomialStep(node: Of<'map'>, value: Value): Step {
    const place = program.places[value]!;
    const coefficients = node.activation.coefficients!.map((c) => nearestDouble(c, place));
    const table = memory.put(coefficients, 'coefficients');
    const [x, bias] = biased(node.arguments[0]) ?? [node.arguments[0]];
    if (bias !== undefined) {
      arrays.add(bias);
      steps.splice(
        steps.findIndex((step) => step.value === node.arguments[0]),
        1,
      );
    }
    if (program.nodes[x]!.operation === 'einsum' && uses[x] === 1) sharing.set(x, value);
    if (memory.isUniform(x)) arrays.add(x);
    return {
      value,
      run(blocks) {
        if (memory.isUniform(x)) spread(value, x, blocks);
        const from = memory.isUniform(x) ? value : x;
        kernels.polynomial(
          addresses[value]!,
          addresses[from]!,
          bias === undefined ? 0 : addresses[bias]!,
          table,
          coefficients.length - 1,
          memory.size(value),
          blocks,
          strides[value]!,
          strides[from]!,
        );
      },
    };
  }

  function functionStep({ activation, arguments: [x] }: Of<'map'>, value: Value): Step {
    const { f } = activation;
    if (f === undefined)
      throw new InputError(
        program.places[value]!,
        `the activation '${activation.kind}' has neither coefficients nor a function f`,
        'Give one of them',
      );
    if (memory.isUniform(x)) arrays.add(x);
    return {
      value,
      run(blocks) {
        if (memory.isUniform(x)) spread(value, x, blocks);
        const [from, to] = [memory.rows(memory.isUniform(x) ? value : x, blocks), memory.rows(value, blocks)];
        for (let i = 0; i < to.length; i++) to[i] = f(from[i]!);
      },
    };
  }

  function linearStep(node: Of<'linear'>, value: Value): Step {
    const coefficients = node.coefficients.map((c) => nearestDouble(c, program.places[value]!));
    for (const argument of node.arguments) if (memory.isUniform(argument)) arrays.add(argument);
    return {
      value,
      run(blocks) {
        for (const [k, argument] of node.arguments.entries())
          kernels.addScaled(
            addresses[value]!,
            addresses[argument]!,
            coefficients[k]!,
            memory.size(value),
            blocks,
            strides[value]!,
            strides[argument]!,
            memory.isUniform(argument),
            k === 0,
          );
      },
    };
  }

  function einsumStep(node: Of<'einsum'>, value: Value): Step {
    const { outer, inner, terms } = contraction(
      node.specification,
      node.arguments.map((argument) => program.nodes[argument]!.shape),
    );
    const size = memory.size(value);
    // Weights times x: every output sums over all of x in x's own order.
    const weight = node.arguments.findIndex((argument) => program.nodes[argument]!.operation === 'parameter');
    const other = 1 - weight;
    if (
      node.arguments.length === 2 &&
      weight >= 0 &&
      !memory.isUniform(node.arguments[other]!) &&
      outer[other]!.every((offset) => offset === 0) &&
      inner[other]!.every((offset, t) => offset === t)
    ) {
      const [panels, x] = [Math.ceil(size / PANEL), node.arguments[other]!];
      const weights = memory.module.allocate(
        panels * PANEL * terms * memory.precision.bytes,
        `the weights of ${program.places[value]}`,
      );
      const [rows, columns] = [memory.putIntegers(outer[weight]!), memory.putIntegers(inner[weight]!)];
      const { parameter } = program.nodes[node.arguments[weight]!] as Of<'parameter'>;
      packed.push({ parameter, pack: (source) => kernels.pack(weights, source, rows, columns, size, terms) });
      return {
        value,
        run: (blocks) =>
          kernels.multiply(
            addresses[value]!,
            weights,
            addresses[x]!,
            panels,
            terms,
            blocks,
            strides[value]!,
            strides[x]!,
          ),
      };
    }
    const tables = node.arguments.map((argument, k) => {
      if (memory.isUniform(argument)) arrays.add(argument);
      return [memory.putIntegers(outer[k]!), memory.putIntegers(inner[k]!)] as const;
    });
    const operands = memory.putIntegers(new Uint32Array(5 * tables.length));
    return {
      value,
      run(blocks) {
        const words = node.arguments.flatMap((argument, k) => [
          addresses[argument]!,
          memory.isUniform(argument) ? 1 : 0,
          strides[argument]!,
          ...tables[k]!,
        ]);
        memory.module.words(operands, words.length).set(words);
        kernels.contract(addresses[value]!, operands, tables.length, size, terms, blocks, strides[value]!);
      },
    };
  }

  for (const [value, node] of program.nodes.entries()) {
    if (node.operation === 'linear') steps.push(linearStep(node, value));
    else if (node.operation === 'einsum') steps.push(einsumStep(node, value));
    else if (node.operation === 'map')
      steps.push(node.activation.coefficients === undefined ? functionStep(node, value) : polynomialStep(node, value));
  }
  return { steps, packed, arrays: [...arrays], sharing };
}
