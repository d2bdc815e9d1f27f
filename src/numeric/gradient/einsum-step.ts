/** Sums of products, forwards and backwards. */
import { contraction } from '../../network/einsum.ts';
import type { Node, Value } from '../../network/program.ts';
import { offsets, plainProduct, product } from './matrix-product.ts';
import { copies, type Layout, type Step, zeros } from './step.ts';

type Einsum = Extract<Node, { readonly operation: 'einsum' }>;

/** Below this many products, a plain loop is over before the matrices are packed. */
const WORTH_PACKING = 2048;

/** Cotangents of an einsum: δ_o times the product of the other operands, summed over what the operand does not have. */
export function einsumStep(layout: Layout, value: Value, node: Einsum, plain: boolean): Step {
  return matrixStep(layout, value, node, plain) ?? generalStep(layout, value, node);
}

function generalStep(layout: Layout, value: Value, node: Einsum): Step {
  const { sizes, uniform, program } = layout;
  const size = sizes[value]!;
  const { outer, inner, terms } = contraction(
    node.specification,
    node.arguments.map((argument) => program.nodes[argument]!.shape),
  );
  const strides = node.arguments.map((argument) => (uniform[argument]! ? 0 : sizes[argument]!));
  const count = node.arguments.length;
  return {
    forward(values) {
      const operands = node.arguments.map((argument) => values.entries[argument]!);
      const all = copies(layout, value, values);
      const out = new Float64Array(all * size);
      for (let s = 0; s < all; s++)
        for (let o = 0; o < size; o++) {
          let sum = -0;
          for (let t = 0; t < terms; t++) {
            let term = operands[0]![s * strides[0]! + outer[0]![o]! + inner[0]![t]!]!;
            for (let k = 1; k < count; k++) term *= operands[k]![s * strides[k]! + outer[k]![o]! + inner[k]![t]!]!;
            sum += term;
          }
          out[s * size + o] = sum;
        }
      return out;
    },
    backward(values, cotangent, position) {
      const operands = node.arguments.map((argument) => values.entries[argument]!);
      const argument = node.arguments[position]!;
      const all = copies(layout, value, values);
      const out = zeros(copies(layout, argument, values) * sizes[argument]!);
      for (let s = 0; s < all; s++)
        for (let o = 0; o < size; o++) {
          const d = cotangent[s * size + o]!;
          for (let t = 0; t < terms; t++) {
            let term = d;
            for (let k = 0; k < count; k++)
              if (k !== position) term *= operands[k]![s * strides[k]! + outer[k]![o]! + inner[k]![t]!]!;
            out[s * strides[position]! + outer[position]![o]! + inner[position]![t]!]! += term;
          }
        }
      return out;
    },
  };
}

/** A weight times values: three products of matrices. Undefined where the einsum is none. */
function matrixStep(layout: Layout, value: Value, node: Einsum, plain: boolean): Step | undefined {
  const { sizes, uniform, program } = layout;
  const weight = node.arguments.findIndex((argument) => uniform[argument]!);
  if (node.arguments.length !== 2 || weight < 0 || uniform[value]!) return undefined;
  const shapes = node.arguments.map((argument) => program.nodes[argument]!.shape);
  const { outer, inner, terms } = contraction(node.specification, shapes);
  const size = sizes[value]!;
  const [w, x] = [node.arguments[weight]!, node.arguments[1 - weight]!];
  const isProduct =
    outer[1 - weight]!.every((offset) => offset === 0) &&
    inner[1 - weight]!.every((offset, t) => offset === t) &&
    terms === sizes[x] &&
    sizes[w] === size * terms;
  if (!isProduct) return undefined;
  const [outputs, columns] = [outer[weight]!, inner[weight]!];
  const multiply = (samples: number): typeof product =>
    plain || samples * size * terms < WORTH_PACKING ? plainProduct : product;
  /** [row][sample] of an array that is [sample][row]. */
  const bySample = (data: Float64Array, rows: number, samples: number) => ({
    data,
    rows: offsets(rows, 1),
    columns: offsets(samples, rows),
  });
  return {
    matrix: true,
    forward({ entries, samples }) {
      const out = new Float64Array(samples * size);
      const weights = { data: entries[w]!, rows: outputs, columns };
      multiply(samples)(weights, bySample(entries[x]!, terms, samples), bySample(out, size, samples));
      return out;
    },
    backward({ entries, samples }, cotangent, position, into) {
      const out = into ?? new Float64Array(position === weight ? size * terms : samples * terms);
      const d = bySample(cotangent, size, samples);
      if (position === weight) {
        const values = { data: entries[x]!, rows: offsets(samples, terms), columns: offsets(terms, 1) };
        multiply(samples)(d, values, { data: out, rows: outputs, columns });
      } else {
        const transposed = { data: entries[w]!, rows: columns, columns: outputs };
        multiply(samples)(transposed, d, bySample(out, terms, samples));
      }
      return out;
    },
  };
}
