/** Networks that several tests of this folder use. */
import { fileURLToPath } from 'node:url';
import { dense, type Network, network, polynomial } from 'isserlis/network';

export const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/networks/${name}`, import.meta.url));

/** Two inputs, three hidden units, two outputs; small and quick. */
export const small = (name = 'small'): Network =>
  network({
    name,
    inputs: ['a', 'b'],
    layers: [
      dense({
        weight: [
          [1, 2],
          ['1/3', -1],
          [0.1, 0],
        ],
        bias: [0, 1, '-2/7'],
      }),
      polynomial([0.5, 0, 1]),
      dense({
        weight: [
          [1, -1, 2],
          [0, 3, 0.25],
        ],
        bias: [1, 0],
      }),
    ],
  });
