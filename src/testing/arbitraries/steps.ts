/** Layers that fit whatever comes before them, so that any list of them makes a network, and so does what shrinking leaves. */
import fc from 'fast-check';
import type { Coefficient } from '../../base/coefficient.ts';
import { polynomial } from '../../network/activations/polynomial.ts';
import type { Layer } from '../../network/layer-type.ts';
import { bilinear } from '../../network/layers/bilinear.ts';
import { dense } from '../../network/layers/dense.ts';
import { product } from '../../network/layers/product.ts';
import { residual } from '../../network/layers/residual.ts';
import { square } from '../../network/layers/square.ts';
import type { Tensor } from '../../network/tensor.ts';
import { sizeOf } from '../../network/tensor.ts';
import { activations } from './activations.ts';
import { coefficients } from './coefficients.ts';

/** Layers, how many outputs they have, and the degree of the outputs in the layers' input, at most. */
export interface Block {
  readonly layers: readonly Layer[];
  readonly width: number;
  readonly degree: number;
}

/** Makes layers for an input of some width; `room` is the largest degree that they may have. */
export type Step = (width: number, room: number) => Block;

/** One step after another. */
export const inTurn =
  (steps: readonly Step[]): Step =>
  (width, room) =>
    steps.reduce<Block>(
      (before, step) => {
        const next = step(before.width, Math.floor(room / before.degree));
        return { layers: [...before.layers, ...next.layers], width: next.width, degree: before.degree * next.degree };
      },
      { layers: [], width, degree: 1 },
    );

/** A weight of any shape from a few numbers, repeated as needed. */
export function weightFrom(entries: readonly Coefficient[], ...shape: readonly number[]): Tensor {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => entries[i % entries.length]!) };
}

export const weightEntries = (): fc.Arbitrary<readonly Coefficient[]> =>
  fc.array(coefficients(), { minLength: 1, maxLength: 9, size: 'max' });

/** The block with a dense layer after it where its width is not the wanted one. */
const widened = (block: Block, width: number, entries: readonly Coefficient[]): Block =>
  block.width === width
    ? block
    : { ...block, width, layers: [...block.layers, dense({ weight: weightFrom(entries, width, block.width) })] };

const nothing = (width: number): Block => ({ layers: [], width, degree: 1 });

function denseSteps(maximumWidth: number): fc.Arbitrary<Step> {
  const options = {
    outputs: fc.integer({ min: 1, max: maximumWidth }),
    entries: weightEntries(),
    biases: fc.option(weightEntries()),
  };
  return fc.record(options).map(({ outputs, entries, biases }) => (width) => {
    const bias = biases === null ? {} : { bias: weightFrom(biases, outputs) };
    return { layers: [dense({ weight: weightFrom(entries, outputs, width), ...bias })], width: outputs, degree: 1 };
  });
}

const activationSteps = (): fc.Arbitrary<Step> =>
  activations().map((activation) => (width, room) => {
    const kept = activation.coefficients.slice(0, room + 1);
    return { layers: [polynomial(kept)], width, degree: Math.max(1, kept.length - 1) };
  });

const squareSteps = (): fc.Arbitrary<Step> =>
  fc.constant((width, room) => (room < 2 ? nothing(width) : { layers: [square()], width, degree: 2 }));

function bilinearSteps(maximumWidth: number): fc.Arbitrary<Step> {
  const options = {
    outputs: fc.integer({ min: 1, max: maximumWidth }),
    entries: weightEntries(),
    biases: fc.option(weightEntries()),
  };
  return fc.record(options).map(({ outputs, entries, biases }) => (width, room) => {
    if (room < 2) return nothing(width);
    const bias = biases === null ? {} : { bias: weightFrom(biases, outputs) };
    return {
      layers: [bilinear({ weight: weightFrom(entries, outputs, width, width), ...bias })],
      width: outputs,
      degree: 2,
    };
  });
}

const productSteps = (inner: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc
    .record({ branches: fc.array(inner, { minLength: 1, maxLength: 3 }), entries: weightEntries() })
    .map(({ branches, entries }) => (width, room) => {
      const count = Math.min(branches.length, room);
      const blocks = branches.slice(0, count).map((branch) => branch(width, Math.floor(room / count)));
      const fitting = blocks.map((block) => widened(block, blocks[0]!.width, entries));
      return {
        layers: [product(...fitting.map(({ layers }) => layers))],
        width: blocks[0]!.width,
        degree: blocks.reduce((sum, { degree }) => sum + degree, 0),
      };
    });

const residualSteps = (inner: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc
    .record({ branch: inner, shortcut: fc.option(inner), entries: weightEntries() })
    .map(({ branch, shortcut, entries }) => (width, room) => {
      const skip = shortcut === null ? nothing(width) : shortcut(width, room);
      const block = widened(branch(width, room), skip.width, entries);
      const layer = shortcut === null ? residual(block.layers) : residual(block.layers, skip.layers);
      return { layers: [layer], width: skip.width, degree: Math.max(block.degree, skip.degree) };
    });

/** Up to `length` layers of every type, with layers inside layers down to `nesting`. */
export function steps(length: number, maximumWidth: number, nesting: number): fc.Arbitrary<Step> {
  const plain = [
    { weight: 3, arbitrary: denseSteps(maximumWidth) },
    { weight: 2, arbitrary: activationSteps() },
    { weight: 1, arbitrary: squareSteps() },
    { weight: 1, arbitrary: bilinearSteps(maximumWidth) },
  ];
  const inner = nesting > 0 ? steps(2, maximumWidth, nesting - 1) : undefined;
  const nested =
    inner === undefined
      ? []
      : [
          { weight: 1, arbitrary: productSteps(inner) },
          { weight: 1, arbitrary: residualSteps(inner) },
        ];
  return fc
    .array(fc.oneof({ withCrossShrink: true }, ...plain, ...nested), { maxLength: length, size: 'max' })
    .map(inTurn);
}
