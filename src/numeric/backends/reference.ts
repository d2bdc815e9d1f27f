import { nearestDouble } from '../../base/coefficient.ts';
import { InputError } from '../../base/errors.ts';
import type { Parameter, Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { Backend, Executable, ParameterValues } from '../backend.ts';
import { type Arithmetic, evaluation } from '../evaluation-order.ts';

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
export const reference: Omit<Backend, 'compile'> & { compile(program: Program): Executable } = {
  name: 'reference',
  exactBits: true,
  compile(program) {
    const evaluate = evaluation(program, doubles);
    const width = program.inputs.length;
    const outputs = sizeOf(program.nodes[program.output]!.shape);
    return {
      run(inputs, parameters = {}) {
        checkInputs(inputs, width);
        const results = new Float64Array((inputs.length / width) * outputs);
        for (let sample = 0; sample * width < inputs.length; sample++) {
          const row = Array.from(inputs.subarray(sample * width, (sample + 1) * width));
          results.set(
            evaluate(row, (parameter) => symbolicEntries(parameter, parameters)),
            sample * outputs,
          );
        }
        const overflown = results.findIndex((y) => !Number.isFinite(y));
        if (overflown >= 0) {
          const sample = Math.floor(overflown / outputs);
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

/** Throws {@link InputError} unless there are whole samples of finite numbers. */
function checkInputs(inputs: Float64Array, width: number): void {
  if (inputs.length % width !== 0)
    throw new InputError(
      'inputs',
      `expected a multiple of ${width} numbers, one sample after another, got ${inputs.length}`,
    );
  const bad = inputs.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new InputError(`inputs[${bad}]`, `expected a finite number, got ${inputs[bad]}`);
}

function symbolicEntries({ name, shape }: Parameter, parameters: ParameterValues): readonly number[] {
  const given = parameters[name];
  if (given === undefined)
    throw new InputError(
      `parameters: ${name}`,
      'missing: the network leaves this weight symbolic',
      `Give ${sizeOf(shape)} numbers`,
    );
  if (given.length !== sizeOf(shape))
    throw new InputError(`parameters: ${name}`, `expected ${sizeOf(shape)} numbers, got ${given.length}`);
  return Array.from(given);
}
