/** Graphs of ONNX operators, and their bytes. */
import type { Shape } from '../../network/tensor.ts';
import { bytesField, concatenate, integerField, textField } from './protobuf.ts';

const IR_VERSION = 8;
const OPERATION_SET = 13;
const FLOAT = 1;
const INT64 = 7;
const INTEGER_ATTRIBUTE = 2;
const STRING_ATTRIBUTE = 3;

/** A number, or the name of a length that is not known. */
export type Length = number | string;

export interface GraphNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, number | string>>;
}

export interface Constant {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array | BigInt64Array;
}

export interface Argument {
  readonly name: string;
  readonly shape: readonly Length[];
}

/** Nodes in the order in which they can be evaluated. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly constants: Constant[] = [];
  readonly inputs: Argument[] = [];
  readonly outputs: Argument[] = [];

  input(name: string, shape: readonly Length[]): string {
    this.inputs.push({ name, shape });
    return name;
  }

  constant(shape: Shape, values: Float32Array | BigInt64Array, name = `c${this.constants.length}`): string {
    this.constants.push({ name, shape, values });
    return name;
  }

  scalar(value: number): string {
    return this.constant([], Float32Array.of(value));
  }

  apply(
    type: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'] = {},
    output = `t${this.nodes.length}`,
  ): string {
    this.nodes.push({ type, inputs, output, attributes });
    return output;
  }

  /** Makes a value an output of this name. */
  output(name: string, shape: readonly Length[], value: string): void {
    this.apply('Identity', [value], {}, name);
    this.outputs.push({ name, shape });
  }

  /** The model, as protocol buffers. */
  bytes(name: string): Uint8Array {
    const graph = concatenate([
      ...this.nodes.map((node) => bytesField(1, nodeBytes(node))),
      textField(2, name),
      ...this.constants.map((constant) => bytesField(5, constantBytes(constant))),
      ...this.inputs.map((argument) => bytesField(11, argumentBytes(argument))),
      ...this.outputs.map((argument) => bytesField(12, argumentBytes(argument))),
    ]);
    return concatenate([
      integerField(1, IR_VERSION),
      bytesField(7, graph),
      bytesField(8, concatenate([textField(1, ''), integerField(2, OPERATION_SET)])),
    ]);
  }
}

const attributeBytes = (name: string, value: number | string): Uint8Array =>
  concatenate([
    textField(1, name),
    typeof value === 'string' ? textField(4, value) : integerField(3, value),
    integerField(20, typeof value === 'string' ? STRING_ATTRIBUTE : INTEGER_ATTRIBUTE),
  ]);

const nodeBytes = ({ type, inputs, output, attributes }: GraphNode): Uint8Array =>
  concatenate([
    ...inputs.map((name) => textField(1, name)),
    textField(2, output),
    textField(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeBytes(name, value))),
  ]);

const constantBytes = ({ name, shape, values }: Constant): Uint8Array =>
  concatenate([
    ...shape.map((length) => integerField(1, length)),
    integerField(2, values instanceof Float32Array ? FLOAT : INT64),
    textField(8, name),
    bytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ]);

const argumentBytes = ({ name, shape }: Argument): Uint8Array => {
  const dimensions = shape.map((length) =>
    bytesField(1, typeof length === 'string' ? textField(2, length) : integerField(1, length)),
  );
  const tensorType = concatenate([integerField(1, FLOAT), bytesField(2, concatenate(dimensions))]);
  return concatenate([textField(1, name), bytesField(2, bytesField(1, tensorType))]);
};
