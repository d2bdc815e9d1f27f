import type { Observable } from '../observable.ts';

const POWERS = [2, 4, 6];

export const observable: Observable = {
  name: 'output-moments',
  summary: 'E f², E f⁴ and E f⁶ of the output at each input',
  outputsOnly: true,
  statistics: (inputs) =>
    Array.from({ length: inputs }, (_, a) =>
      POWERS.map((power, k) => ({
        name: `E f(${a + 1})^${power}`,
        quantity: POWERS.length * a + k,
        kind: 'mean' as const,
      })),
    ).flat(),
  measure: (network) => [...network.outputs()].flatMap((f) => POWERS.map((power) => f ** power)),
};
