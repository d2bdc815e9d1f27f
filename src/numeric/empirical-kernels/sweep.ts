/** A program forward and backward over many samples at once. */
import { nearestDouble } from '../../base/coefficient.ts';
import { contraction } from '../../network/einsum.ts';
import { argumentsOf, type Node, type Program, type Value } from '../../network/program.ts';
import { type Shape, sizeOf } from '../../network/tensor.ts';
import { overflow } from '../run-arguments.ts';
import { activationOverFloats } from './activation-over-floats.ts';
import { adjointEinsum } from './adjoint-einsum.ts';
import type { WeightMap } from './explicit-weights.ts';
import type { Block, LaneArena } from './lane-arena.ts';
import { type WeightProduct, weightProducts } from './weight-products.ts';

/** A part of Θ: rate · (xᵀx) ∘ (δᵀδ) of a weight, δᵀδ of what is added or used otherwise. */
export interface ThetaPart {
  readonly parameter: number;
  readonly x?: Block;
  readonly delta: Block;
  /** What multiplies x by the weight. */
  readonly map?: WeightMap;
}

type Of<Operation extends Node['operation']> = Extract<Node, { readonly operation: Operation }>;
type Operand = { readonly block: Block } | { readonly array: number };

/**
 * Values and adjoints of a program at up to `samples` inputs. Weights that multiply one value go through `mapOf`; all
 * others are arrays, set by `setArray`.
 */
export class Sweep {
  readonly samples: number;
  readonly products: ReadonlyMap<Value, WeightProduct>;
  /** What Θ is the sum of, after `backward`. */
  readonly parts: readonly ThetaPart[];
  readonly output: Block;
  readonly #program: Program;
  readonly #arena: LaneArena;
  readonly #values: (Block | undefined)[] = [];
  readonly #arrays: (number | undefined)[] = [];
  readonly #forward: (() => void)[] = [];
  readonly #backward: (() => void)[] = [];
  readonly #adjoints: (Block | undefined)[];
  readonly #scratch = new Map<string, Block>();
  readonly #maps = new Map<Value, WeightMap>();
  #count: number;

  constructor(program: Program, arena: LaneArena, samples: number, mapOf: (product: WeightProduct) => WeightMap) {
    this.#program = program;
    this.#arena = arena;
    this.samples = samples;
    this.#count = samples;
    this.products = weightProducts(program);
    for (const product of this.products.values()) this.#maps.set(product.value, mapOf(product));
    const multiplied = new Set([...this.products.values()].map(({ parameter }) => parameter));
    program.nodes.forEach((node, value) => {
      if (node.operation === 'parameter' && multiplied.has(node.parameter)) return;
      if (node.operation === 'parameter' || node.operation === 'constant') {
        const size = sizeOf(node.shape);
        this.#arrays[value] = arena.array(size, program.places[value]!);
        if (node.operation === 'constant')
          arena.numbers(this.#arrays[value]!, size).fill(nearestDouble(node.value, program.places[value]!));
        return;
      }
      this.#values[value] = arena.value(sizeOf(node.shape), samples, program.places[value]!);
      this.#prepareForward(value);
    });
    this.#adjoints = program.nodes.map(() => undefined);
    this.output = this.#asBlock(program.output);
    this.parts = this.#prepareBackward(multiplied);
  }

  /** The numbers of a weight that is not multiplied by one value only. */
  setArray(parameter: number, numbers: (first: number, out: Float64Array | Float32Array) => void): void {
    this.#program.nodes.forEach((node, value) => {
      const address = this.#arrays[value];
      if (node.operation === 'parameter' && node.parameter === parameter && address !== undefined)
        numbers(0, this.#arena.numbers(address, sizeOf(node.shape)));
    });
  }

  /** Throws InputError when a value leaves the range, naming its layer. */
  forward(inputs: Float64Array, count: number): void {
    this.#count = count;
    this.#program.nodes.forEach((node, value) => {
      if (node.operation === 'input') this.#arena.write(this.#values[value]!, inputs, count);
    });
    for (const step of this.#forward) step();
    this.check(this.output);
  }

  /** Adjoints of output number `output`, of every sample at once. */
  backward(output: number): void {
    const adjoint = this.#adjoints[this.#program.output];
    if (adjoint === undefined) return;
    this.#arena.fill(adjoint, this.#blocks, 0);
    const { perBlock } = this.#arena;
    const [rows, step] = [this.#arena.rows(adjoint, this.#blocks), adjoint.stride / this.#arena.precision.bytes];
    for (let s = 0; s < this.#count; s++)
      rows[Math.floor(s / perBlock) * step + output * perBlock + (s % perBlock)] = 1;
    for (const step of this.#backward) step();
  }

  /** Throws InputError naming the first layer that left the range, when this value did. */
  check(block: Block): void {
    if (finite(this.#arena.read(block, this.#count))) return;
    for (const [value, candidate] of this.#values.entries()) {
      if (candidate === undefined) continue;
      const numbers = this.#arena.read(candidate, this.#count);
      const at = numbers.findIndex((y) => !Number.isFinite(y));
      if (at < 0) continue;
      const where = { entry: at % candidate.entries, sample: Math.floor(at / candidate.entries), got: numbers[at]! };
      throw overflow(this.#program, 'simulation', value, where, this.#arena.precision.rounding.name);
    }
  }

  get #blocks(): number {
    return this.#arena.blocksOf(this.#count);
  }

  /** Rows of a value; those of an array are made on the way. */
  #asBlock(value: Value): Block {
    const known = this.#values[value];
    if (known !== undefined) return known;
    const block = this.#arena.value(sizeOf(this.#program.nodes[value]!.shape), this.samples, 'a weight');
    this.#values[value] = block;
    const address = this.#arrays[value]!;
    this.#forward.push(() =>
      this.#arena.lanes.addScaled(block.address, address, 1, block.entries, this.#blocks, block.stride, 0, true, true),
    );
    return block;
  }

  #operand(value: Value): Operand {
    const address = this.#arrays[value];
    return address === undefined ? { block: this.#values[value]! } : { array: address };
  }

  #temporary(entries: number, use: string): Block {
    const key = `${use} ${entries}`;
    const block = this.#scratch.get(key) ?? this.#arena.value(entries, this.samples, 'a temporary value');
    this.#scratch.set(key, block);
    return block;
  }

  #prepareForward(value: Value): void {
    const node = this.#program.nodes[value]!;
    const out = this.#values[value]!;
    const { lanes } = this.#arena;
    if (node.operation === 'linear') {
      const coefficients = node.coefficients.map((c) => nearestDouble(c, this.#program.places[value]!));
      const operands = node.arguments.map((argument) => this.#operand(argument));
      this.#forward.push(() => {
        operands.forEach((operand, k) => {
          const [address, stride] =
            'array' in operand ? [operand.array, 0] : [operand.block.address, operand.block.stride];
          lanes.addScaled(
            out.address,
            address,
            coefficients[k]!,
            out.entries,
            this.#blocks,
            out.stride,
            stride,
            'array' in operand,
            k === 0,
          );
        });
      });
    } else if (node.operation === 'map') {
      const activation = activationOverFloats(node.activation, this.#program.places[value]!);
      const x = this.#asBlock(node.arguments[0]);
      if (activation.coefficients !== undefined) this.#forward.push(this.#polynomial(out, x, activation.coefficients));
      else this.#forward.push(() => this.#apply(out, x, activation.f));
    } else if (node.operation === 'einsum') {
      const product = this.products.get(value);
      if (product === undefined) {
        const operands = node.arguments.map((argument) => this.#operand(argument));
        const shapes = node.arguments.map((argument) => this.#program.nodes[argument]!.shape);
        this.#forward.push(this.#contract(out, node.specification, operands, shapes));
      } else {
        const x = this.#asBlock(product.x);
        const map = this.#maps.get(value)!;
        this.#forward.push(() => map.times(out, x, this.#count));
      }
    }
  }

  #polynomial(out: Block, x: Block, coefficients: readonly number[]): () => void {
    const table = this.#arena.array(coefficients.length, 'coefficients');
    this.#arena.numbers(table, coefficients.length).set(coefficients);
    const degree = coefficients.length - 1;
    const { lanes } = this.#arena;
    return () =>
      lanes.polynomial(out.address, x.address, 0, table, degree, out.entries, this.#blocks, out.stride, x.stride);
  }

  #apply(out: Block, x: Block, f: (x: number) => number): void {
    const [to, from] = [this.#arena.rows(out, this.#blocks), this.#arena.rows(x, this.#blocks)];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i]!);
  }

  #contract(out: Block, specification: string, operands: readonly Operand[], shapes: readonly Shape[]): () => void {
    const [sides, result] = specification.split('->');
    const letters = sides!.split(',');
    if (letters.length === 2 && letters.every((l) => l === result) && operands.every((o) => 'block' in o)) {
      const [x, y] = operands as readonly { readonly block: Block }[];
      return () => this.#arena.hadamard(out, x!.block, y!.block, this.#blocks, false);
    }
    const { outer, inner, terms } = contraction(specification, shapes);
    const words = operands.flatMap((operand, k) => [
      'array' in operand ? operand.array : operand.block.address,
      'array' in operand ? 1 : 0,
      'array' in operand ? 0 : operand.block.stride,
      this.#arena.integers(outer[k]!),
      this.#arena.integers(inner[k]!),
    ]);
    const table = this.#arena.integers(words);
    const { lanes } = this.#arena;
    return () => lanes.contract(out.address, table, operands.length, out.entries, terms, this.#blocks, out.stride);
  }

  /** Steps from the output to whatever depends on a weight; returns the parts of Θ. */
  #prepareBackward(multiplied: ReadonlySet<number>): readonly ThetaPart[] {
    const { nodes } = this.#program;
    const needed = nodes.map(() => false);
    nodes.forEach((node, value) => {
      const own = node.operation === 'parameter';
      needed[value] = own || argumentsOf(node).some((argument) => needed[argument]);
    });
    const parts: ThetaPart[] = [];
    if (!needed[this.#program.output]) return parts;
    this.#adjoints[this.#program.output] = this.#arena.value(this.output.entries, this.samples, 'adjoints');
    for (let value = nodes.length - 1; value >= 0; value--) {
      const node = nodes[value]!;
      const delta = this.#adjoints[value];
      if (delta === undefined) continue;
      if (node.operation === 'linear') this.#backLinear(node, value, delta, needed);
      else if (node.operation === 'map') this.#backMap(node, value, delta, needed);
      else if (node.operation === 'einsum') {
        const product = this.products.get(value);
        if (product === undefined) this.#backEinsum(node, delta, needed);
        else {
          const x = this.#values[product.x]!;
          const [map, y] = [this.#maps.get(value)!, this.#values[value]!];
          parts.push({ parameter: product.parameter, x, delta, map });
          if (needed[product.x])
            this.#into(product.x, (out) => () => map.transposeTimes(out, delta, x, y, this.#count));
        }
      }
    }
    nodes.forEach((node, value) => {
      if (node.operation !== 'parameter' || multiplied.has(node.parameter)) return;
      const delta = this.#adjoints[value];
      if (delta !== undefined) parts.push({ parameter: node.parameter, delta });
    });
    return parts;
  }

  /** Adds what `write` computes to the adjoint of a value. */
  #into(value: Value, write: (out: Block) => () => void): void {
    const entries = sizeOf(this.#program.nodes[value]!.shape);
    const known = this.#adjoints[value];
    if (known === undefined) {
      const block = this.#arena.value(entries, this.samples, 'adjoints');
      this.#adjoints[value] = block;
      this.#backward.push(write(block));
      return;
    }
    const temporary = this.#temporary(entries, 'adjoint');
    const step = write(temporary);
    this.#backward.push(() => {
      step();
      this.#arena.addScaled(known, temporary, 1, this.#blocks, false);
    });
  }

  #backLinear(node: Of<'linear'>, value: Value, delta: Block, needed: readonly boolean[]): void {
    node.arguments.forEach((argument, k) => {
      if (!needed[argument]) return;
      const c = nearestDouble(node.coefficients[k]!, this.#program.places[value]!);
      this.#into(argument, (out) => () => this.#arena.addScaled(out, delta, c, this.#blocks, true));
    });
  }

  #backMap(node: Of<'map'>, value: Value, delta: Block, needed: readonly boolean[]): void {
    const [argument] = node.arguments;
    if (!needed[argument]) return;
    const activation = activationOverFloats(node.activation, this.#program.places[value]!);
    const x = this.#values[argument]!;
    const slope = this.#temporary(delta.entries, 'slope');
    const derive =
      activation.coefficients !== undefined
        ? this.#polynomial(slope, x, activation.derivative)
        : () => this.#apply(slope, x, activation.df);
    this.#into(argument, (out) => () => {
      derive();
      this.#arena.hadamard(out, delta, slope, this.#blocks, false);
    });
  }

  #backEinsum(node: Of<'einsum'>, delta: Block, needed: readonly boolean[]): void {
    node.arguments.forEach((argument, k) => {
      if (!needed[argument]) return;
      const { specification, others, ones } = adjointEinsum(node.specification, k);
      const shapes = node.arguments.map((other) => this.#program.nodes[other]!.shape);
      const operands: Operand[] = [
        { block: delta },
        ...others.map((other) => this.#operand(node.arguments[other]!)),
        ...(ones ? [{ array: this.#ones(sizeOf(shapes[k]!)) }] : []),
      ];
      const all = [node.shape, ...others.map((other) => shapes[other]!), ...(ones ? [shapes[k]!] : [])];
      this.#into(argument, (out) => this.#contract(out, specification, operands, all));
    });
  }

  #ones(count: number): number {
    const address = this.#arena.array(count, 'ones');
    this.#arena.numbers(address, count).fill(1);
    return address;
  }
}

const finite = (numbers: Float64Array): boolean => numbers.every(Number.isFinite);
