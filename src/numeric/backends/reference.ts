import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type Backend, type BackendType, DOUBLE, type SynchronousExecutable } from '../backend.ts';
import { type Arithmetic, evaluation } from '../evaluation-order.ts';
import { checkRun, symbolicValues } from '../run-arguments.ts';

/** Doubles, each operation rounded to nearest (IEEE 754). */
const doubles: Arithmetic<number> = {
  constant: nearestDouble,
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  apply(activation, x, place) {
    if (activation.f !== undefined) return activation.f(x);
    throw new InputError(
      place,
      `the activation '${activation.kind}' has neither coefficients nor a function f`,
      'Give one of them',
    );
  },
};

/**
 * The oracle of every other backend: plain loops over doubles, in the order that {@link evaluation} documents. A weight
 * given as a string, such as '1/3', becomes the double nearest to it. Runs every program.
 */
export const reference: Omit<Backend, 'compile'> & { compile(program: Program): SynchronousExecutable } = {
  name: 'reference',
  exactBits: true,
  batchInvariant: true,
  rounding: DOUBLE,
  compile(program) {
    const evaluate = evaluation(program, doubles);
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
          const sample = Math.floor(overflown / outputs) % samples;
          throw new InputError(
            'reference',
            `output ${overflown % outputs} of sample ${sample} is ${results[overflown]}: the range of doubles does not hold it`,
            'Use smaller inputs, or evaluate exactly',
          );
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
