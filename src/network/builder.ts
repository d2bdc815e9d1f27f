/** Builds a program operation by operation, checking shapes as it goes. */
import type { Coefficient } from '../base/coefficient.ts';
import { InputError, messageOf } from '../base/errors.ts';
import type { Activation } from './activation.ts';
import { einsumLengths, parseEinsum } from './einsum.ts';
import type { Node, Parameter, Program, Value } from './program.ts';
import { exactEntries, type Shape, sameShape, showShape, type Tensor } from './tensor.ts';

/** A weight: numbers, or indeterminates of a given shape. */
export type Weight = Tensor | { readonly symbolic: true; readonly shape: Shape };

export class Builder {
  readonly #inputs: readonly string[];
  readonly #nodes: Node[] = [];
  readonly #places: string[] = [];
  readonly #parameters: Parameter[] = [];
  readonly #where: string[] = [];
  #parametrised = 0;

  constructor(inputs: readonly string[]) {
    this.#inputs = inputs;
  }

  shape(value: Value): Shape {
    const node = this.#nodes[value];
    if (node === undefined)
      throw new RangeError(`value ${value} is not defined; the program has ${this.#nodes.length} nodes`);
    return node.shape;
  }

  /** Runs `build` with `place` added to where errors and nodes are said to come from. */
  at<T>(place: string, build: () => T): T {
    this.#where.push(place);
    try {
      return build();
    } catch (error) {
      if (error instanceof InputError && error.where.startsWith('layers[')) throw error;
      if (error instanceof InputError)
        throw new InputError(`${this.place()}: ${error.where}`, error.problem, error.remedy);
      throw new Error(`${this.place()}: ${messageOf(error)}`, { cause: error });
    } finally {
      this.#where.pop();
    }
  }

  /** Where the program stands: `layers[1] (product), branches[0], layers[0] (dense)`. */
  place(): string {
    return this.#where.join(', ');
  }

  input(): Value {
    return this.#push({ operation: 'input', shape: [this.#inputs.length] });
  }

  constant(value: Coefficient, shape: Shape): Value {
    return this.#push({ operation: 'constant', value, shape });
  }

  /** The number that this layer's weights share, counted from 1: the first layer with weights has W1 and b1. */
  nextLayerNumber(): number {
    return ++this.#parametrised;
  }

  /** A weight tensor. Throws {@link InputError} when an entry is not a finite number. */
  parameter(name: string, weight: Weight): Value {
    const symbolic = 'symbolic' in weight;
    if (!symbolic) exactEntries(weight, name);
    const parameter: Parameter = { name, shape: weight.shape, ...(symbolic ? {} : { tensor: weight }) };
    return this.#push({ operation: 'parameter', parameter: this.#parameters.push(parameter) - 1, shape: weight.shape });
  }

  /** Σ over the indices that the output lacks: `einsum('oi,i->o', W, x)` is W x. */
  einsum(specification: string, ...operands: readonly Value[]): Value {
    const lengths = einsumLengths(
      specification,
      operands.map((operand) => this.shape(operand)),
    );
    const shape = [...parseEinsum(specification).output].map((index) => lengths.get(index)!);
    return this.#push({ operation: 'einsum', specification, arguments: operands, shape });
  }

  /** Σ_k coefficients[k] · operands[k]. */
  linear(coefficients: readonly Coefficient[], ...operands: readonly Value[]): Value {
    const shape = this.shape(operands[0]!);
    if (coefficients.length !== operands.length) {
      throw new InputError(
        'sum',
        `expected ${operands.length} coefficients, one for each operand, got ${coefficients.length}`,
      );
    }
    for (const operand of operands) {
      if (!sameShape(this.shape(operand), shape)) {
        throw new InputError('sum', `the shapes ${showShape(shape)} and ${showShape(this.shape(operand))} differ`);
      }
    }
    return this.#push({ operation: 'linear', coefficients, arguments: operands, shape });
  }

  map(activation: Activation, x: Value): Value {
    return this.#push({ operation: 'map', activation, arguments: [x], shape: this.shape(x) });
  }

  add(a: Value, b: Value): Value {
    return this.linear([1, 1], a, b);
  }

  /** The elementwise product. */
  multiply(a: Value, b: Value): Value {
    const indices = 'abcdefgh'.slice(0, this.shape(a).length);
    return this.einsum(`${indices},${indices}->${indices}`, a, b);
  }

  finish(output: Value): Program {
    return { inputs: this.#inputs, parameters: this.#parameters, nodes: this.#nodes, places: this.#places, output };
  }

  #push(node: Node): Value {
    this.#places.push(this.place());
    return this.#nodes.push(node) - 1;
  }
}
