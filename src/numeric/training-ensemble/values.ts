import type { DenseTraining } from './dense-training.ts';

/** Of one draw: outputs, then the kernel, at initialisation and at each record, one after another. */
export function valuesOf(training: DenseTraining, draw: number): readonly number[] {
  const { initial, records } = training.run(training.initial(draw));
  return [initial, ...records].flatMap(({ outputs, kernel }) => [...outputs, ...kernel]);
}
