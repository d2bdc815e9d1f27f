import { correlationFunctions, laws } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

describe('the laws of theories hold', () => {
  test('the cluster bound', () => laws.clusterBoundHolds(undefined, { numRuns: 25 }));
  test('means ignore order and names', () => laws.meansIgnoreOrderAndNames(undefined, { numRuns: 25 }));
  test('one hidden layer in closed form', () => laws.oneHiddenLayerMeans({ numRuns: 25 }));
  test('deep linear networks in closed form', () => laws.deepLinearClosedForms({ numRuns: 8 }));
  test('power sums are orthogonal', () => laws.powerSumsAreOrthogonal({ numRuns: 20 }));
  test('stable moments are monomials', () => laws.stableMomentsAreMonomials({ numRuns: 60 }));
  test('overlap times are the flow', () => laws.overlapTimesAreTheFlow());
  test('kernels of Hermite tensors factor', () => laws.hermiteKernelsFactor());
  test('powers escape beyond their threshold', () => laws.powersEscapeBeyondThreshold({ numRuns: 40 }));
});

test('and fail of a bound that is too low, with the counterexample', () => {
  const bound = (): number => -1;
  expect(failureOf(() => laws.clusterBoundHolds(correlationFunctions(), { bound, numRuns: 50, seed: 1 }))).toContain(
    'the exponent is at most the bound: n^0 for f',
  );
});
