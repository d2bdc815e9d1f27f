/** A program as an ONNX model in single precision: the first axis of every value that depends on the input is the sample. */

import type { Coefficient } from '../../base/coefficient.ts';
import { nearestDouble } from '../../base/coefficient.ts';
import { parseEinsum } from '../../network/einsum.ts';
import type { Program, Value } from '../../network/program.ts';
import { knownValues } from '../run-arguments.ts';
import { Graph } from './graph.ts';

const SAMPLES = 'samples';

/** The letter of the sample axis: one that the program's contractions do not use. */
const sampleLetter = (specification: string): string =>
  [...'ZYXWVUTSRQPONMLKJIHGFEDCBA'].find((letter) => !specification.includes(letter))!;

/**
 * The bytes of the model: input `x` [samples, inputs], an input named after each symbolic weight, output `y`. Undefined when
 * an activation is no polynomial, or the output does not depend on the input.
 */
export function onnxModel(program: Program): Uint8Array | undefined {
  const graph = new Graph();
  graph.input('x', [SAMPLES, program.inputs.length]);
  const perSample: boolean[] = [];
  const name = (value: Value): string => `v${value}`;
  const constant = (c: Coefficient, place: string): string => graph.scalar(nearestDouble(c, place));
  for (const [value, step] of program.nodes.entries()) {
    const place = program.places[value]!;
    const output = name(value);
    perSample[value] = step.operation === 'input' || ('arguments' in step && step.arguments.some((a) => perSample[a]));
    if (step.operation === 'input') graph.apply('Identity', ['x'], {}, output);
    else if (step.operation === 'parameter') {
      const parameter = program.parameters[step.parameter]!;
      if (parameter.tensor === undefined) {
        graph.input(parameter.name, parameter.shape);
        graph.apply('Identity', [parameter.name], {}, output);
      } else graph.constant(parameter.shape, Float32Array.from(knownValues(parameter)), output);
    } else if (step.operation === 'constant') {
      const size = step.shape.reduce((a, b) => a * b, 1);
      graph.constant(step.shape, new Float32Array(size).fill(nearestDouble(step.value, place)), output);
    } else if (step.operation === 'einsum') {
      const { operands, output: indices } = parseEinsum(step.specification);
      const letter = sampleLetter(step.specification);
      const [w, x] = step.arguments;
      if (/^(.)(.),\2->\1$/.test(step.specification) && !perSample[w!] && perSample[x!]) {
        // Gemm's second factor is given transposed, as W of y = W x.
        graph.apply('Gemm', [name(x!), name(w!)], { transB: 1 }, output);
        continue;
      }
      const prefixed = operands.map((text, k) => (perSample[step.arguments[k]!] ? letter + text : text));
      const equation = `${prefixed.join(',')}->${perSample[value] ? letter : ''}${indices}`;
      graph.apply('Einsum', step.arguments.map(name), { equation }, output);
    } else if (step.operation === 'linear') {
      const terms = step.arguments.map((a, k) => graph.apply('Mul', [constant(step.coefficients[k]!, place), name(a)]));
      const sum = terms.reduce((a, b) => graph.apply('Add', [a, b]));
      graph.apply('Identity', [sum], {}, output);
    } else {
      const { coefficients } = step.activation;
      if (coefficients === undefined) return undefined;
      const x = name(step.arguments[0]);
      // The highest coefficient in the shape of x: 0 x + c.
      const zero = graph.apply('Mul', [x, constant(0, place)]);
      let sum = graph.apply('Add', [zero, constant(coefficients.at(-1)!, place)]);
      for (const c of coefficients.slice(0, -1).reverse())
        sum = graph.apply('Add', [graph.apply('Mul', [sum, x]), constant(c, place)]);
      graph.apply('Identity', [sum], {}, output);
    }
  }
  if (!perSample[program.output]) return undefined;
  graph.output('y', [SAMPLES, ...program.nodes[program.output]!.shape], name(program.output));
  return graph.bytes('program');
}
