/** The module that workers of `compileInParallel` run: each keeps the program that it compiled last. */
import { InputError } from '../../base/errors.ts';
import { serve } from '../../base/threads/serve.ts';
import type { Program } from '../../network/program.ts';
import type { ParameterValues, SynchronousExecutable } from '../backend.ts';
import { compileLanes } from './lane-program.ts';
import { double, single } from './precision.ts';

/** A program to compile. */
export interface LaneProgram {
  readonly program: Program;
  readonly precision: 'f64' | 'f32';
}

/** A share of a run. */
export interface LaneRun {
  readonly inputs: Float64Array;
  readonly parameters: ParameterValues;
  readonly draws: number;
}

let executable: SynchronousExecutable | undefined;

serve({
  compile({ program, precision }: LaneProgram) {
    executable = compileLanes(program, precision === 'f64' ? double : single, 'worker');
    return {};
  },
  /** The results, or undefined where the run is refused: a value overflows. */
  run({ inputs, parameters, draws }: LaneRun) {
    try {
      const value = executable!.run(inputs, parameters, draws);
      return { value, transfer: [value.buffer as ArrayBuffer] };
    } catch (error) {
      if (error instanceof InputError) return { value: undefined };
      throw error;
    }
  },
});
