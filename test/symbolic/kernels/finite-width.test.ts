/** At any width, E f² and E Θ of one hidden layer are the kernels: networks with keyed weights, against exact moments. */
import { expect, test } from 'vitest';
import { key, uniform } from '../../../src/base/philox.ts';
import { dense } from '../../../src/network/layers/dense.ts';
import { square } from '../../../src/network/layers/square.ts';
import { network } from '../../../src/network/network.ts';
import { exactKernels } from '../../../src/symbolic/kernels/exact-kernels.ts';

const WIDTH = 4;
const DRAWS = 4000;
const RISK = 1e-4;

test('f = n^(−1/2) Σ V_i (U_i x)² at |x|² = 1', () => {
  const net = network({
    inputs: 1,
    layers: [dense({ outputs: WIDTH, symbolic: true }), square(), dense({ outputs: 1, symbolic: true })],
  });
  const { nngp, ntk } = exactKernels(net, [[1]]);
  const source = key(11, 'finite-width');
  const normal = (index: number): number =>
    Math.sqrt(-2 * Math.log(1 - uniform(source, index))) * Math.cos(2 * Math.PI * uniform(source, index, 1));
  let [square2, theta] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    let [f, gradient] = [0, 0];
    for (let i = 0; i < WIDTH; i++) {
      const [u, v] = [normal(2 * (draw * WIDTH + i)), normal(2 * (draw * WIDTH + i) + 1)];
      f += (v * u * u) / Math.sqrt(WIDTH);
      gradient += (u ** 4 + (2 * v * u) ** 2) / WIDTH;
    }
    square2 += (f * f) / DRAWS;
    theta += gradient / DRAWS;
  }
  // E f⁴ = 27 + 288/n and E Θ² = 49 + 320/n, from exact values at finite width; E f² = 3, E Θ = 7. Chebyshev's inequality.
  const within = (variance: number): number => Math.sqrt(variance / (DRAWS * RISK));
  expect([nngp[0]![0]!.numerator, ntk[0]![0]!.numerator]).toEqual([3n, 7n]);
  expect(Math.abs(square2 - 3)).toBeLessThan(within(18 + 288 / WIDTH));
  expect(Math.abs(theta - 7)).toBeLessThan(within(320 / WIDTH));
});
