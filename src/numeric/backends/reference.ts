import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Backend, type BackendType, DOUBLE, type SynchronousExecutable } from '../backend.ts';
import { evaluationInDoubles, firstOverflow } from '../evaluation-in-doubles.ts';
import { checkRun, symbolicValues } from '../run-arguments.ts';

/**
 * The oracle of every other backend: plain loops over doubles, in the order that `evaluation-order.ts` documents. A weight
 * given as a string, such as '1/3', becomes the double nearest to it. Runs every program.
 */
export const reference: Omit<Backend, 'compile'> & { compile(program: Program): SynchronousExecutable } = {
  name: 'reference',
  exactBits: true,
  batchInvariant: true,
  rounding: DOUBLE,
  compile(program) {
    const evaluate = evaluationInDoubles(program);
    const width = program.inputs.length;
    const outputs = sizeOf(program.nodes[program.output]!.shape);
    return {
      run(inputs, parameters = {}, draws = 1) {
        const { samples } = checkRun(program, inputs, parameters, draws);
        const results = new Float64Array(draws * samples * outputs);
        for (let draw = 0; draw < draws; draw++) {
          const symbolic = new Map(
            program.parameters
              .filter(({ tensor }) => tensor === undefined)
              .map((parameter) => [parameter.name, Array.from(symbolicValues(parameter, parameters, draw))]),
          );
          for (let sample = 0; sample < samples; sample++) {
            const row = Array.from(inputs.subarray(sample * width, (sample + 1) * width));
            results.set(
              evaluate(row, ({ name }) => symbolic.get(name)!),
              (draw * samples + sample) * outputs,
            );
          }
        }
        const overflown = results.findIndex((y) => !Number.isFinite(y));
        if (overflown >= 0) {
          const row = Math.floor(overflown / outputs);
          const [entry, got] = [overflown % outputs, results[overflown]!];
          const at = { inputs, parameters, draw: Math.floor(row / samples), sample: row % samples, entry, got };
          throw firstOverflow(program, 'reference', at, (x) => x, DOUBLE.name);
        }
        return results;
      },
    };
  },
};

export const backend: BackendType = {
  name: 'reference',
  summary: 'plain loops over doubles: the oracle of the others, slow on purpose',
  exactBits: true,
  availability: () => Promise.resolve({ available: true, detail: 'JavaScript' }),
  open: () => Promise.resolve(reference),
};
