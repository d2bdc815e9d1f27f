/** The laws hold of what the package ships, and fail of what is wrong. */
import fc from 'fast-check';
import { dense, type Layer, type Network, network, polynomial } from 'isserlis/network';
import * as testing from 'isserlis/testing';
import { laws, networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

test('each law can be called from `laws` or by its name', () => {
  expect(Object.keys(laws).length).toBeGreaterThan(9);
  expect({ ...testing }).toMatchObject({ ...laws });
});

describe('the laws hold of networks of every layer type', () => {
  test('expansion = forward pass', () => laws.expansionIsForwardPass(networks()));
  test('derivative = finite field derivative', () => laws.derivativeIsFiniteFieldDerivative(networks()));
  test('bounds hold', () => laws.boundsHold(networks()));
  test('descriptions read back', () => laws.descriptionReadsBack(networks()));
  test('expansions verify', () => laws.expansionVerifies(networks(), { numRuns: 30 }));
  test('corruptions are refuted', () => laws.corruptionIsRefuted(networks(), { numRuns: 60 }));
  test('hidden units may change places', () => laws.hiddenPermutationInvariance());
  test('bias-free networks are homogeneous', () => laws.biasFreeHomogeneity());

  test('with symbolic weights', () => {
    const options = fc.record({ outputs: fc.integer({ min: 1, max: 2 }), bias: fc.boolean() });
    const symbolic = fc
      .tuple(options, networks({ inputs: 2, maximumDegree: 2, maximumDepth: 2, maximumNesting: 1 }))
      .map(
        ([{ outputs, bias }, net]): Network =>
          network({
            inputs: 2,
            layers: [dense({ outputs: 2, symbolic: true }), ...net.layers, dense({ outputs, symbolic: true, bias })],
          }),
      );
    for (const law of [
      laws.expansionIsForwardPass,
      laws.derivativeIsFiniteFieldDerivative,
      laws.boundsHold,
      laws.descriptionReadsBack,
    ])
      law(symbolic, { numRuns: 30 });
  });
});

describe('the laws fail', () => {
  /** z^k, with k another each time that it is built, so that no two readings of the network agree. */
  function restless(): Layer {
    let built = 0;
    return {
      type: 'polynomial',
      build: (builder, x) =>
        builder.map({ kind: 'restless', coefficients: [...new Array<number>((built++ % 3) + 1).fill(0), 1] }, x),
    };
  }
  const restlessNetworks = (): fc.Arbitrary<Network> => {
    const layer = restless();
    return fc.integer({ min: 2, max: 5 }).map((w) => network({ inputs: 1, layers: [dense({ weight: [[w]] }), layer] }));
  };

  test('where the expansion is not the forward pass', () => {
    expect(failureOf(() => laws.expansionIsForwardPass(restlessNetworks()))).toMatch(
      /expansion = forward pass: at \(.*\) the polynomial of y1 is/,
    );
  });

  test('where the derivative is not the network’s', () => {
    expect(failureOf(() => laws.derivativeIsFiniteFieldDerivative(restlessNetworks()))).toMatch(
      /formal derivative = derivative over dual numbers: modulo \d+ at/,
    );
  });

  test('where a bound does not hold', () => {
    expect(failureOf(() => laws.boundsHold(restlessNetworks()))).toMatch(/degree within its bound: y1 has degree/);
  });

  test('where verification refutes', () => {
    expect(failureOf(() => laws.expansionVerifies(restlessNetworks()))).toContain(
      'expand verifies: [{"name":"y1","verdict":"refuted"',
    );
  });

  test('where a corruption and the right one are not told apart', () => {
    expect(
      failureOf(() =>
        laws.corruptionIsRefuted(
          restlessNetworks().map((net) => ({
            ...net,
            inputs: ['x', 'y'],
            layers: [
              dense({
                weight: [
                  [1, 0],
                  [0, 1],
                ],
              }),
              ...net.layers.slice(1),
            ],
          })),
        ),
      ),
    ).toContain('a wrong term is refuted');
  });

  test('where an option is hidden in a closure, and not in the description', () => {
    const hidden: Layer = {
      ...polynomial([0, 1]),
      build: (builder, x) => builder.map({ kind: 'hidden', coefficients: [0, 0, 7] }, x),
    };
    const report = failureOf(() => laws.layerLaws(hidden));
    expect(report).toContain('description reads back');
    // The counterexample is the network as JSON.
    expect(report).toContain('{"name":"polynomial","inputs":["x1","x2"],"layers":[{"type":"dense","weight":');
  });

  test('where a layer that is no polynomial is met', () => {
    expect(
      failureOf(() => laws.layerLaws({ type: 'relu', build: (builder, x) => builder.map({ kind: 'relu' }, x) })),
    ).toContain("the activation 'relu' is not a polynomial");
  });

  test('where a layer tells its entries apart', () => {
    const uneven: Layer = {
      type: 'uneven',
      build: (builder, x) =>
        builder.multiply(
          x,
          builder.parameter('u', {
            shape: builder.shape(x),
            data: [...builder.shape(x).keys(), ...new Array<number>(builder.shape(x)[0]! - 1).fill(9)]
              .slice(0, builder.shape(x)[0])
              .map((_, i) => i),
          }),
        ),
    };
    expect(failureOf(() => laws.hiddenPermutationInvariance(fc.constant(uneven)))).toContain(
      'permuting hidden units leaves the polynomial',
    );
  });

  test('where there is a bias', () => {
    const biased = fc.constant({
      network: network({ inputs: 1, layers: [dense({ weight: [[1]], bias: [1] }), polynomial([0, 0, 1])] }),
      degree: 2,
    });
    expect(failureOf(() => laws.biasFreeHomogeneity(biased))).toContain(
      'bias-free networks are homogeneous of degree 2: y1 has parts of degree 0,1,2: x1^2 + 2*x1 + 1',
    );
  });
});

test('parameters reach fast-check', () => {
  const seen: number[] = [];
  laws.ringLaws(
    {
      name: 'counted',
      zero: 0,
      one: 1,
      from: Number,
      add: (a, b) => a + b,
      mul: (a, b) => a * b,
      equal: (a, b) => seen.push(a) > 0 && a === b,
    },
    fc.constant(1),
    { numRuns: 3 },
  );
  const few = seen.length;
  seen.length = 0;
  laws.ringLaws(
    {
      name: 'counted',
      zero: 0,
      one: 1,
      from: Number,
      add: (a, b) => a + b,
      mul: (a, b) => a * b,
      equal: (a, b) => seen.push(a) > 0 && a === b,
    },
    fc.constant(1),
    { numRuns: 30 },
  );
  expect(seen.length).toBe(10 * few);
});
