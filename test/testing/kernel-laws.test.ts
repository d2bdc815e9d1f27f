import fc from 'fast-check';
import { dense, type Layer, type Network, network } from 'isserlis/network';
import { laws, wideNetworks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

describe('the laws of kernels hold', () => {
  test('the dual activation is the mean over samples', () => laws.dualActivationIsMean());
  test('kernels are positive semidefinite', () => laws.kernelsArePositiveSemidefinite(wideNetworks(), { numRuns: 40 }));
  test('kernel polynomials are kernels', () => laws.kernelPolynomialsAreKernels(wideNetworks(), { numRuns: 40 }));
});

test('and fail where two readings of a network differ', () => {
  let built = 0;
  const restless: Layer = {
    type: 'polynomial',
    build: (builder, x) =>
      builder.map({ kind: 'restless', coefficients: [...new Array<number>((built++ % 3) + 1).fill(0), 1] }, x),
  };
  const wide = (): Layer => dense({ outputs: 2, symbolic: true });
  const net: Network = { name: 'restless', inputs: ['x1'], layers: [wide(), restless, wide()] };
  expect(network(net).layers).toHaveLength(3);
  expect(failureOf(() => laws.kernelPolynomialsAreKernels(fc.constant(net)))).toContain('polynomial is the kernel');
});
