/** A program as an ONNX model in single precision: the first axis of every value that depends on the input is the sample. */

import type { Coefficient } from '../../base/coefficient.ts';
import { nearestDouble } from '../../base/coefficient.ts';
import { parseEinsum } from '../../network/einsum.ts';
import type { Program, Value } from '../../network/program.ts';
import type { Shape } from '../../network/tensor.ts';
import { knownValues } from '../run-arguments.ts';
import { bytesField, concatenate, integerField, textField } from './protobuf.ts';

const IR_VERSION = 8;
const OPERATION_SET = 13;
const FLOAT = 1;
const INTEGER_ATTRIBUTE = 2;
const STRING_ATTRIBUTE = 3;
const SAMPLES = 'samples';

const node = (
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array =>
  concatenate([
    ...inputs.map((name) => textField(1, name)),
    textField(2, output),
    textField(4, type),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);

const equation = (text: string): Uint8Array =>
  concatenate([textField(1, 'equation'), textField(4, text), integerField(20, STRING_ATTRIBUTE)]);

/** Gemm's second factor is given transposed, as W of y = W x. */
const TRANSPOSED: Uint8Array = concatenate([
  textField(1, 'transB'),
  integerField(3, 1),
  integerField(20, INTEGER_ATTRIBUTE),
]);

const tensor = (name: string, shape: Shape, values: Float32Array): Uint8Array =>
  concatenate([
    ...shape.map((length) => integerField(1, length)),
    integerField(2, FLOAT),
    textField(8, name),
    bytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ]);

/** A graph's input or output; 'samples' stands for a length that is not known. */
const valueInfo = (name: string, shape: readonly (number | typeof SAMPLES)[]): Uint8Array => {
  const dimensions = shape.map((length) =>
    bytesField(1, length === SAMPLES ? textField(2, SAMPLES) : integerField(1, length)),
  );
  const tensorType = concatenate([integerField(1, FLOAT), bytesField(2, concatenate(dimensions))]);
  return concatenate([textField(1, name), bytesField(2, bytesField(1, tensorType))]);
};

/** The letter of the sample axis: one that the program's contractions do not use. */
const sampleLetter = (specification: string): string =>
  [...'ZYXWVUTSRQPONMLKJIHGFEDCBA'].find((letter) => !specification.includes(letter))!;

/**
 * The bytes of the model: input `x` [samples, inputs], an input named after each symbolic weight, output `y`. Undefined when
 * an activation is no polynomial, or the output does not depend on the input.
 */
export function onnxModel(program: Program): Uint8Array | undefined {
  const nodes: Uint8Array[] = [];
  const initializers: Uint8Array[] = [];
  const inputs: Uint8Array[] = [valueInfo('x', [SAMPLES, program.inputs.length])];
  const perSample: boolean[] = [];
  const name = (value: Value): string => `v${value}`;
  const constant = (c: Coefficient, place: string): string => {
    const label = `c${initializers.length}`;
    initializers.push(tensor(label, [], Float32Array.of(nearestDouble(c, place))));
    return label;
  };
  let temporary = 0;
  const apply = (type: string, a: string, b: string, output = `t${temporary++}`): string => {
    nodes.push(node(type, [a, b], output));
    return output;
  };
  for (const [value, step] of program.nodes.entries()) {
    const place = program.places[value]!;
    const output = name(value);
    perSample[value] = step.operation === 'input' || ('arguments' in step && step.arguments.some((a) => perSample[a]));
    if (step.operation === 'input') nodes.push(node('Identity', ['x'], output));
    else if (step.operation === 'parameter') {
      const parameter = program.parameters[step.parameter]!;
      if (parameter.tensor === undefined) {
        inputs.push(valueInfo(parameter.name, parameter.shape));
        nodes.push(node('Identity', [parameter.name], output));
      } else initializers.push(tensor(output, parameter.shape, Float32Array.from(knownValues(parameter))));
    } else if (step.operation === 'constant') {
      const size = step.shape.reduce((a, b) => a * b, 1);
      initializers.push(tensor(output, step.shape, new Float32Array(size).fill(nearestDouble(step.value, place))));
    } else if (step.operation === 'einsum') {
      const { operands, output: indices } = parseEinsum(step.specification);
      const letter = sampleLetter(step.specification);
      const [w, x] = step.arguments;
      if (/^(.)(.),\2->\1$/.test(step.specification) && !perSample[w!] && perSample[x!]) {
        nodes.push(node('Gemm', [name(x!), name(w!)], output, [TRANSPOSED]));
        continue;
      }
      const prefixed = operands.map((text, k) => (perSample[step.arguments[k]!] ? letter + text : text));
      const text = `${prefixed.join(',')}->${perSample[value] ? letter : ''}${indices}`;
      nodes.push(node('Einsum', step.arguments.map(name), output, [equation(text)]));
    } else if (step.operation === 'linear') {
      const terms = step.arguments.map((a, k) => apply('Mul', constant(step.coefficients[k]!, place), name(a)));
      const sum = terms.reduce((a, b) => apply('Add', a, b));
      nodes.push(node('Identity', [sum], output));
    } else {
      const { coefficients } = step.activation;
      if (coefficients === undefined) return undefined;
      const x = name(step.arguments[0]);
      // The highest coefficient in the shape of x: 0 x + c.
      let sum = apply('Add', apply('Mul', x, constant(0, place)), constant(coefficients.at(-1)!, place));
      for (const c of coefficients.slice(0, -1).reverse()) sum = apply('Add', apply('Mul', sum, x), constant(c, place));
      nodes.push(node('Identity', [sum], output));
    }
  }
  if (!perSample[program.output]) return undefined;
  nodes.push(node('Identity', [name(program.output)], 'y'));
  const outputShape = program.nodes[program.output]!.shape;
  const graph = concatenate([
    ...nodes.map((bytes) => bytesField(1, bytes)),
    textField(2, 'program'),
    ...initializers.map((bytes) => bytesField(5, bytes)),
    ...inputs.map((bytes) => bytesField(11, bytes)),
    bytesField(12, valueInfo('y', [SAMPLES, ...outputShape])),
  ]);
  return concatenate([
    integerField(1, IR_VERSION),
    bytesField(7, graph),
    bytesField(8, concatenate([textField(1, ''), integerField(2, OPERATION_SET)])),
  ]);
}
