/** Index notation for sums of products: `oi,i->o` is y_o = Σ_i W_oi x_i. */
import { InputError } from '../base/errors.ts';
import { type Shape, showShape, sizeOf } from './tensor.ts';

export interface EinsumSpecification {
  /** One string of index letters for each operand. */
  readonly operands: readonly string[];
  readonly output: string;
}

/** Throws {@link InputError} when the text is not of the form `ab,bc->ac`, or an index repeats within one operand. */
export function parseEinsum(text: string): EinsumSpecification {
  const known = specifications.get(text);
  if (known !== undefined) return known;
  const match = /^([a-z]*(?:,[a-z]*)*)->([a-z]*)$/.exec(text);
  if (match === null) throw new InputError('einsum', `cannot read '${text}'`, `Write it as in 'oi,i->o'`);
  const operands = match[1]!.split(',');
  const output = match[2]!;
  for (const indices of [...operands, output]) {
    if (new Set(indices).size !== indices.length)
      throw new InputError(`einsum '${text}'`, `an index repeats within '${indices}'`);
  }
  const specification = { operands, output };
  specifications.set(text, specification);
  return specification;
}

const specifications = new Map<string, EinsumSpecification>();

/** The length of every index. Throws {@link InputError} when ranks or lengths disagree with the operands' shapes. */
export function einsumLengths(text: string, shapes: readonly Shape[]): ReadonlyMap<string, number> {
  const { operands, output } = parseEinsum(text);
  if (operands.length !== shapes.length) {
    throw new InputError(`einsum '${text}'`, `expected ${operands.length} operands, got ${shapes.length}`);
  }
  const lengths = new Map<string, number>();
  operands.forEach((indices, k) => {
    const shape = shapes[k]!;
    if (shape.length !== indices.length) {
      throw new InputError(
        `einsum '${text}'`,
        `operand ${k} has shape ${showShape(shape)}, expected rank ${indices.length}`,
      );
    }
    [...indices].forEach((index, axis) => {
      const known = lengths.get(index);
      if (known !== undefined && known !== shape[axis]) {
        throw new InputError(`einsum '${text}'`, `index ${index} is both ${known} and ${shape[axis]} long`);
      }
      lengths.set(index, shape[axis]!);
    });
  });
  for (const index of output) {
    if (!lengths.has(index))
      throw new InputError(`einsum '${text}'`, `the output's index ${index} occurs in no operand`);
  }
  return lengths;
}

/** What to multiply and sum: output entry o is Σ_t Π_k operand_k[positions(o)[k][t]]. */
export interface Contraction {
  readonly outputShape: Shape;
  /** How many products each output entry sums. */
  readonly terms: number;
  /** Operand k's position is outer[k][o] + inner[k][t]. */
  readonly outer: readonly Int32Array[];
  readonly inner: readonly Int32Array[];
  /** For output position o, the positions in each operand's row-major data, `terms` of each. */
  positions(output: number): readonly Int32Array[];
}

/** Index arithmetic of an einsum over operands of the given shapes, prepared once. */
export function contraction(text: string, shapes: readonly Shape[]): Contraction {
  const known = recent.find((kept) => kept.text === text && sameShapes(kept.shapes, shapes));
  if (known !== undefined) return known.made;
  const made = prepareContraction(text, shapes);
  if (recent.length >= KEPT) recent.shift();
  recent.push({ text, shapes, made });
  return made;
}

/** Those of late: a program is interpreted over several rings, one after another. */
const recent: { readonly text: string; readonly shapes: readonly Shape[]; readonly made: Contraction }[] = [];
const KEPT = 16;

const sameShapes = (a: readonly Shape[], b: readonly Shape[]): boolean =>
  a.length === b.length &&
  a.every((shape, k) => shape.length === b[k]!.length && shape.every((length, axis) => length === b[k]![axis]));

function prepareContraction(text: string, shapes: readonly Shape[]): Contraction {
  const lengths = einsumLengths(text, shapes);
  const { operands, output } = parseEinsum(text);
  const outer = [...output];
  const inner = [...lengths.keys()].filter((index) => !output.includes(index));
  const outputShape = outer.map((index) => lengths.get(index)!);
  const innerShape = inner.map((index) => lengths.get(index)!);
  const stride = (indices: string, index: string): number => {
    const axis = indices.indexOf(index);
    return axis < 0 ? 0 : sizeOf([...indices].slice(axis + 1).map((later) => lengths.get(later)!));
  };
  const offsets = (indices: string, over: readonly string[], shape: Shape): Int32Array => {
    let result = Int32Array.of(0);
    over.forEach((index, axis) => {
      const step = stride(indices, index);
      const next = new Int32Array(result.length * shape[axis]!);
      result.forEach((base, i) => {
        for (let j = 0; j < shape[axis]!; j++) next[i * shape[axis]! + j] = base + j * step;
      });
      result = next;
    });
    return result;
  };
  const outerOffsets = operands.map((indices) => offsets(indices, outer, outputShape));
  const innerOffsets = operands.map((indices) => offsets(indices, inner, innerShape));
  return {
    outputShape,
    terms: sizeOf(innerShape),
    outer: outerOffsets,
    inner: innerOffsets,
    positions: (position) =>
      innerOffsets.map((within, k) => {
        const start = outerOffsets[k]![position]!;
        return start === 0 ? within : within.map((offset) => offset + start);
      }),
  };
}
