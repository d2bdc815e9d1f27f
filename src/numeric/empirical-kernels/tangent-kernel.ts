/** Θ between all outputs of a finite network, at weights that change. */
import { TooLargeError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { double } from '../wasm/precision.ts';
import { ExplicitWeights } from './explicit-weights.ts';
import { LaneArena, strideOf } from './lane-arena.ts';
import { Sweep } from './sweep.ts';
import { addTheta } from './theta.ts';
import { weightProducts } from './weight-products.ts';

/** 1 GiB of doubles. */
const MOST_NUMBERS = 2 ** 27;
const MEMORY = 2 ** 27;
const LARGEST_GROUP = 256;

/** Θ at inputs and weights: weights are row-major arrays in the order of the program's parameters. */
export type TangentKernel = (inputs: Float64Array, weights: readonly Float64Array[]) => Float64Array;

/**
 * Θ_ab = Σ_W rate_W Σ_i ∂_i f_a ∂_i f_b with a = (input, output), outputs of an input beside each other; a full matrix, row
 * after row, by the Gram products of {@link empiricalKernels}. What is prepared is kept from call to call.
 * Throws {@link TooLargeError} when the matrix exceeds 1 GiB, {@link InputError} on values that overflow.
 */
export function tangentKernel(program: Program, rates: readonly number[]): TangentKernel {
  const outputs = sizeOf(program.nodes[program.output]!.shape);
  const width = program.inputs.length;
  const largest = largestGroup(program);
  let arena: LaneArena | undefined;
  let sweeps: readonly WeightedSweep[] = [];
  return (inputs, weights) => {
    const samples = inputs.length / width;
    const size = samples * outputs;
    requireRoom(size);
    const group = Math.min(samples, largest);
    if (arena === undefined || sweeps[0]!.sweep.samples < group) {
      arena = new LaneArena(double);
      const count = outputs === 1 && samples <= group ? 1 : 2;
      sweeps = Array.from({ length: count }, () => sweepOf(program, arena!, group));
    } else if (sweeps.length < 2 && samples > group) sweeps = [sweeps[0]!, sweepOf(program, arena, group)];
    const [a, b = a] = sweeps.map(({ sweep, set }) => {
      set(weights);
      return sweep;
    }) as [Sweep, Sweep?];
    // [output, input][output, input]: groups of inputs are beside each other.
    const blocks = new Float64Array(size * size);
    const part = (first: number): Float64Array =>
      inputs.subarray(first * width, Math.min(samples, first + group) * width);
    for (let row = 0; row < samples; row += group)
      for (let column = row; column < samples; column += group) {
        const same = row === column;
        const [rows, columns] = [row, column].map((first) => Math.min(group, samples - first)) as [number, number];
        a.forward(part(row), rows);
        if (!same || outputs > 1) b.forward(part(column), columns);
        for (let o = 0; o < outputs; o++) {
          a.backward(o);
          for (let p = same ? o : 0; p < outputs; p++) {
            const diagonal = same && o === p;
            if (!diagonal) b.backward(p);
            const target = { matrix: blocks, width: size, row: o * samples + row, column: p * samples + column };
            addTheta(arena, a, diagonal ? a : b, rates, { ...target, rows, columns, symmetric: diagonal }, 1);
          }
        }
      }
    return interleaved(blocks, samples, outputs, group);
  };
}

interface WeightedSweep {
  readonly sweep: Sweep;
  set(weights: readonly Float64Array[]): void;
}

function sweepOf(program: Program, arena: LaneArena, samples: number): WeightedSweep {
  const maps: [number, ExplicitWeights][] = [];
  const sweep = new Sweep(program, arena, samples, ({ parameter, rows, columns }) => {
    const map = new ExplicitWeights(arena, rows, columns, program.parameters[parameter]!.name);
    maps.push([parameter, map]);
    return map;
  });
  const copy =
    (values: Float64Array) =>
    (first: number, out: Float64Array | Float32Array): void =>
      out.set(values.subarray(first, first + out.length));
  return {
    sweep,
    set(weights) {
      for (const [parameter, map] of maps) map.set(copy(weights[parameter]!));
      weights.forEach((values, parameter) => {
        sweep.setArray(parameter, copy(values));
      });
    },
  };
}

/** So many inputs that two sweeps' values and adjoints fit into the memory; of weights that are written out too. */
function largestGroup(program: Program): number {
  const multiplied = new Set([...weightProducts(program).values()].map(({ parameter }) => parameter));
  const perBlock = program.nodes.reduce((sum, node) => {
    const written =
      node.operation !== 'constant' && !(node.operation === 'parameter' && multiplied.has(node.parameter));
    return sum + (written ? strideOf(sizeOf(node.shape)) : 0);
  }, 0);
  return Math.min(LARGEST_GROUP, Math.max(1, Math.floor(MEMORY / (4 * perBlock))) * double.lanes);
}

/** From the blocks of outputs that are known to [input, output][input, output]. */
function interleaved(blocks: Float64Array, samples: number, outputs: number, group: number): Float64Array {
  const size = samples * outputs;
  const kernel = new Float64Array(size * size);
  for (let o = 0; o < outputs; o++)
    for (let p = 0; p < outputs; p++)
      for (let s = 0; s < samples; s++)
        for (let t = s; t < samples; t++) {
          // Of inputs of one group, outputs o ≤ p alone are known.
          const turned = o > p && Math.floor(s / group) === Math.floor(t / group);
          const entry = turned
            ? blocks[(p * samples + t) * size + o * samples + s]!
            : blocks[(o * samples + s) * size + p * samples + t]!;
          kernel[(s * outputs + o) * size + t * outputs + p] = entry;
          kernel[(t * outputs + p) * size + s * outputs + o] = entry;
        }
  return kernel;
}

function requireRoom(size: number): void {
  const numbers = 2 * size * size;
  if (numbers <= MOST_NUMBERS) return;
  throw new TooLargeError(
    'kernel',
    `a kernel of ${size} × ${size} entries takes ${Math.ceil(numbers / 2 ** 17)} MiB, and 1024 MiB are allowed`,
    'Use fewer inputs or outputs',
  );
}
