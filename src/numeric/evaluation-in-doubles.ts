import { nearestDouble } from '../base/coefficient.ts';
import { InputError } from '../base/errors.ts';
import type { Program } from '../network/program.ts';
import { type Arithmetic, type Evaluation, evaluation } from './evaluation-order.ts';
import { overflow, type Sample, sampleOf } from './run-arguments.ts';

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

export const evaluationInDoubles = (program: Program): Evaluation<number> => evaluation(program, doubles);

/**
 * The error of a sample with outputs that are not finite: it names the first value that leaves the range when it is
 * computed in doubles. `round` takes a double to the arithmetic that the outputs come from, named `range`; `got` is output
 * number `entry`, for arithmetics in which something else went wrong.
 */
export function firstOverflow(
  program: Program,
  backend: string,
  at: Sample & { readonly entry: number; readonly got: number },
  round: (x: number) => number,
  range: string,
): InputError {
  let found: InputError | undefined;
  const { row, symbolic } = sampleOf(program, at);
  evaluationInDoubles(program)(row, symbolic, (value, entries) => {
    if (found !== undefined) return;
    const entry = entries.findIndex((x) => !Number.isFinite(round(x)));
    if (entry >= 0)
      found = overflow(program, backend, value, { entry, sample: at.sample, got: round(entries[entry]!) }, range);
  });
  return found ?? overflow(program, backend, program.output, at, range);
}
