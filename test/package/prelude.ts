/** What the examples of README.md take for granted: what earlier ones made, and the reader's own data. */
import { dense, type Network, network, polynomial } from 'isserlis';
import type { Layer } from 'isserlis/network';

export { dense, expand, expandInParallel } from 'isserlis';

export const net: Network = network({
  inputs: 2,
  layers: [
    dense({
      weight: [
        [1, '1/3'],
        [0.5, -2],
      ],
      bias: [0, 1],
    }),
    polynomial([0, 0, 1]),
    dense({ weight: [[3, '-1/7']] }),
  ],
});
export const inputs: number[][] = [
  [0.5, 1],
  [-1, 0.25],
  [0, 2],
];
export const targets: number[][] = [[1], [0], [-1]];
export const x: Float64Array = Float64Array.of(0.5, 1);
export const signal: AbortSignal = new AbortController().signal;
/** Labels He₂ of Gaussian projections, by the quantiles of a lattice. */
export const projections: Float64Array = Float64Array.from({ length: 2000 }, (_, i) => 4 * Math.sin(37 * i) ** 3);
export const labels: Float64Array = projections.map((z) => z * z - 1);
export const blackBox = (z: ArrayLike<number>): number => z[0]! ** 3 - 3 * z[0]!;
export const myLayer: Layer = polynomial([1, 2, 3]);
export const test = (_: string, run: () => unknown): unknown => run();
