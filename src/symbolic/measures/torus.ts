/** Independent uniform phases. */
import { checkLetters, exponentsByIndex, indexedName } from '../conjugate-pairs.ts';
import type { Measure, MeasureType } from '../measure.ts';

export interface TorusOptions {
  /** The letters of variables and conjugates; z1, z2, … and w1, w2, … when left out. */
  readonly letters?: readonly [variable: string, conjugate: string];
}

/**
 * z_k = e^{iθ_k} with independent uniform angles, w_k its conjugate: E[Π z_k^{a_k} w_k^{b_k}] = 1 when a = b, else 0.
 * Variables of other names stay.
 */
export function torus({ letters = ['z', 'w'] }: TorusOptions = {}): Measure {
  checkLetters('torus', letters);
  const read = indexedName(...letters);
  return {
    name: 'torus',
    parameters: [],
    averaged: (own) => own.filter((name) => read(name) !== undefined),
    moments({ ring, variables }) {
      const own = variables.map((name) => read(name)!);
      return (factors) => {
        const [plain, conjugate] = exponentsByIndex(factors, own);
        const same = plain.size === conjugate.size && [...plain].every(([index, e]) => conjugate.get(index) === e);
        return { numerator: same ? ring.one : ring.zero, denominator: 1n };
      };
    },
  };
}

export const measureType: MeasureType = { name: 'torus', usage: '', read: () => torus(), examples: [torus()] };
