import { nearestDouble } from '../../base/coefficient.ts';
import type { InputError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { SynchronousExecutable } from '../backend.ts';
import { checkRun, knownValues, overflow, symbolicValues } from '../run-arguments.ts';
import { LaneMemory } from './lane-memory.ts';
import type { Precision } from './precision.ts';
import { prepareSteps, type Steps } from './steps.ts';

/** Rows of all values that are computed at once, so that those of a layer stay in the last-level cache. */
const CHUNK_BYTES = 2 ** 25;

/**
 * A program for many samples at once, each in a lane of its own; the weights that it knows are packed here, once.
 * Every sum is taken in the order of `evaluation`, so doubles have the bits of the reference backend.
 */
export function compileLanes(program: Program, precision: Precision, name: string): SynchronousExecutable {
  const memory = new LaneMemory(program, precision);
  const steps = prepareSteps(program, memory);
  layOutArrays(program, memory, steps);
  for (const [parameter, { tensor }] of program.parameters.entries())
    if (tensor !== undefined) setWeight(program, memory, steps, parameter, knownValues(program.parameters[parameter]!));
  const symbolic = [...program.parameters.keys()].filter((k) => program.parameters[k]!.tensor === undefined);
  return {
    run(inputs, parameters = {}, draws = 1) {
      const { samples } = checkRun(program, inputs, parameters, draws);
      const outputs = memory.size(program.output);
      const results = new Float64Array(draws * samples * outputs);
      const mark = memory.module.used;
      try {
        const chunk = precision.lanes * layOutRows(program, memory, steps, Math.ceil(samples / precision.lanes));
        for (let draw = 0; draw < draws; draw++) {
          for (const k of symbolic)
            setWeight(program, memory, steps, k, symbolicValues(program.parameters[k]!, parameters, draw));
          for (let first = 0; first < samples; first += chunk) {
            const count = Math.min(samples - first, chunk);
            readInputs(program, memory, inputs.subarray(first * program.inputs.length), count);
            for (const step of steps.steps) step.run(Math.ceil(count / precision.lanes));
            const start = (draw * samples + first) * outputs;
            if (!writeOutputs(program, memory, results.subarray(start, start + count * outputs), count))
              throw firstOverflow(program, memory, steps, name, first, count);
          }
        }
      } finally {
        memory.module.release(mark);
      }
      return results;
    },
  };
}

/** Room for weights and constants that are read as arrays; constants are filled in. */
function layOutArrays(program: Program, memory: LaneMemory, { arrays }: Steps): void {
  const outputArray = memory.isUniform(program.output) ? [program.output] : [];
  for (const value of new Set([...arrays, ...outputArray])) {
    const node = program.nodes[value]!;
    const size = sizeOf(node.shape);
    memory.addresses[value] = memory.module.allocate(size * memory.precision.bytes, program.places[value]);
    if (node.operation === 'constant')
      memory.numbers(memory.addresses[value]!, size).fill(nearestDouble(node.value, program.places[value]!));
  }
}

/** Puts a weight's numbers wherever they are read: as an array, and packed. */
function setWeight(program: Program, memory: LaneMemory, steps: Steps, parameter: number, values: Float64Array): void {
  for (const [value, node] of program.nodes.entries())
    if (node.operation === 'parameter' && node.parameter === parameter && memory.addresses[value] !== undefined)
      memory.numbers(memory.addresses[value]!, values.length).set(values);
  const packed = steps.packed.filter((weight) => weight.parameter === parameter);
  if (packed.length === 0) return;
  const mark = memory.module.used;
  const source = memory.put(values, program.parameters[parameter]!.name);
  for (const { pack } of packed) pack(source);
  memory.module.release(mark);
}

/** Room for the rows of as many blocks, at most `blocks`, as go at once: how many. */
function layOutRows(program: Program, memory: LaneMemory, { steps, sharing }: Steps, blocks: number): number {
  const input = program.nodes.flatMap(({ operation }, value) => (operation === 'input' ? [value] : []));
  const values = [...input, ...steps.map(({ value }) => value).filter((value) => !sharing.has(value))];
  const bytes = values.reduce((sum, value) => sum + memory.strides[value]!, 0);
  const chunk = Math.max(1, Math.min(blocks, Math.floor(CHUNK_BYTES / bytes)));
  for (const value of values)
    memory.addresses[value] = memory.module.allocate(chunk * memory.strides[value]!, program.places[value]);
  for (const [value, owner] of sharing) memory.addresses[value] = memory.addresses[owner]!;
  return chunk;
}

/** Where an entry of a sample lies among the rows of a value. */
function position(memory: LaneMemory, value: number, sample: number, entry: number): number {
  const { lanes, bytes } = memory.precision;
  return (Math.floor(sample / lanes) * memory.strides[value]!) / bytes + entry * lanes + (sample % lanes);
}

/** Samples into lanes; lanes of the last block that have none are 0. */
function readInputs(program: Program, memory: LaneMemory, inputs: Float64Array, count: number): void {
  const width = program.inputs.length;
  const { lanes } = memory.precision;
  const blocks = Math.ceil(count / lanes);
  for (const [value, { operation }] of program.nodes.entries()) {
    if (operation !== 'input') continue;
    const rows = memory.rows(value, blocks);
    for (let sample = 0; sample < blocks * lanes; sample++) {
      let to = position(memory, value, sample, 0);
      for (let i = 0; i < width; i++, to += lanes) rows[to] = sample < count ? inputs[sample * width + i]! : 0;
    }
  }
}

/** Lanes into samples; whether all are finite. */
function writeOutputs(program: Program, memory: LaneMemory, results: Float64Array, count: number): boolean {
  const value = program.output;
  const size = memory.size(value);
  if (memory.isUniform(value)) {
    for (let sample = 0; sample < count; sample++)
      results.set(memory.numbers(memory.addresses[value]!, size), sample * size);
    return results.every(Number.isFinite);
  }
  const { lanes } = memory.precision;
  const rows = memory.rows(value, Math.ceil(count / lanes));
  let finite = true;
  for (let sample = 0; sample < count; sample++) {
    let from = position(memory, value, sample, 0);
    for (let i = 0; i < size; i++, from += lanes) {
      const y = rows[from]!;
      results[sample * size + i] = y;
      finite &&= Number.isFinite(y);
    }
  }
  return finite;
}

/** The first value of the program that left the range, found among the rows that are still there. */
function firstOverflow(
  program: Program,
  memory: LaneMemory,
  { steps, sharing }: Steps,
  name: string,
  first: number,
  count: number,
): InputError {
  const range = memory.precision.rounding.name;
  const { lanes } = memory.precision;
  const input = program.nodes.findIndex(({ operation }) => operation === 'input');
  for (const value of [input, ...steps.map((step) => step.value).filter((v) => !sharing.has(v)), program.output]) {
    const rows = memory.isUniform(value)
      ? memory.numbers(memory.addresses[value]!, memory.size(value))
      : memory.rows(value, Math.ceil(count / lanes));
    for (let sample = 0; sample < count; sample++)
      for (let entry = 0; entry < memory.size(value); entry++) {
        const got = rows[memory.isUniform(value) ? entry : position(memory, value, sample, entry)]!;
        if (!Number.isFinite(got)) return overflow(program, name, value, { entry, sample: first + sample, got }, range);
      }
  }
  throw new Error('an output is not finite, and no value is');
}
