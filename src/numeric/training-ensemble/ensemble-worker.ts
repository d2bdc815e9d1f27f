/** The module that the workers of an ensemble run: each trains some draws of one width. */
import { InputError } from '../../base/errors.ts';
import { serve } from '../../base/threads/serve.ts';
import { DenseTraining, type DenseTrainingProblem } from './dense-training.ts';
import { valuesOf } from './values.ts';

export interface RunRequest {
  readonly problem: DenseTrainingProblem;
  readonly draws: readonly number[];
}

/** Errors lose their class on the way to another thread, so what was wrong is told as data. */
export type RunAnswer =
  | { readonly values: readonly (readonly number[])[] }
  | { readonly refused: { readonly where: string; readonly problem: string; readonly remedy: string } };

serve({
  runs({ problem, draws }: RunRequest) {
    try {
      const training = new DenseTraining(problem);
      return { value: { values: draws.map((draw) => valuesOf(training, draw)) } satisfies RunAnswer };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { where, problem: what, remedy } = error;
      return { value: { refused: { where, problem: what, remedy } } satisfies RunAnswer };
    }
  },
});
