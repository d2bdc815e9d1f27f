import fc from 'fast-check';
import { layerTypes, networkToJson, trace } from 'isserlis/network';
import { activations, coefficients, homogeneousActivations, networks, polynomials, rationals } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { gcd } from '../../src/base/rational.ts';
import { interpret } from '../../src/symbolic/interpret.ts';
import { degree } from '../../src/symbolic/polynomial.ts';
import { Degree } from '../../src/symbolic/rings/degree.ts';

const sample = <T>(values: fc.Arbitrary<T>, count = 500): T[] => fc.sample(values, { numRuns: count, seed: 1 });

test('coefficients: integers, zeros, fractions, decimals and floats', () => {
  const drawn = sample(coefficients());
  const kinds = {
    zero: drawn.filter((c) => c === 0).length,
    integer: drawn.filter((c) => Number.isInteger(c) && c !== 0).length,
    float: drawn.filter((c) => typeof c === 'number' && !Number.isInteger(c)).length,
    fraction: drawn.filter((c) => typeof c === 'string' && c.includes('/')).length,
    decimal: drawn.filter((c) => typeof c === 'string' && c.includes('.')).length,
  };
  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(10);
});

test('rationals are in lowest terms', () => {
  for (const { numerator, denominator } of sample(rationals()))
    expect(denominator > 0n && gcd(numerator, denominator) === 1n).toBe(true);
});

test('polynomials stay within what is asked for, and reach it', () => {
  const drawn = sample(polynomials({ variables: ['a', 'b'], maximumDegree: 3, maximumTerms: 4 }));
  expect(Math.max(...drawn.map(degree))).toBe(3);
  expect(Math.max(...drawn.map(({ length }) => length))).toBe(4);
  expect(drawn.some(({ length }) => length === 0)).toBe(true);
  expect(new Set(drawn.map(({ variables }) => `${variables}`))).toEqual(new Set(['a,b']));
});

test('activations have the degree asked for, at most', () => {
  expect(Math.max(...sample(activations({ maximumDegree: 2 })).map((a) => a.coefficients.length))).toBe(3);
  for (const { coefficients: c } of sample(homogeneousActivations(), 100)) {
    expect(c.length).toBeGreaterThan(1);
    expect(c.slice(0, -1).every((zero) => zero === 0)).toBe(true);
    expect(c.at(-1)).not.toBe(0);
  }
});

describe('networks', () => {
  const drawn = sample(networks());

  test('have layers of every polynomial type, with and without their options', () => {
    const found = new Set<string>();
    for (const net of drawn) {
      JSON.stringify(networkToJson(net), (_, value) => {
        if (typeof value?.type === 'string')
          found.add([value.type, ...['bias', 'shortcut'].filter((option) => value[option] !== undefined)].join('+'));
        return value;
      });
    }
    const options = ['bilinear+bias', 'dense+bias', 'residual+shortcut'];
    const isPolynomial = (type: (typeof layerTypes)[number]): boolean =>
      trace({ name: '', inputs: ['a', 'b'], layers: [type.example] }).nodes.every(
        (node) => node.operation !== 'map' || node.activation.coefficients !== undefined,
      );
    expect(found).toEqual(new Set([...layerTypes.filter(isPolynomial).map(({ type }) => type), ...options]));
  });

  test('have products and residuals inside others', () => {
    expect(drawn.some((net) => trace(net).places.some((place) => place.split('layers[').length > 3))).toBe(true);
  });

  test('are within the limits asked for', () => {
    const options = { inputs: ['p', 'q'], maximumDepth: 3, maximumWidth: 2, maximumDegree: 4 };
    for (const net of sample(networks(options), 200)) {
      const program = trace(net);
      const degrees = interpret(program, Degree, { inputs: [1, 1], parameter: () => 0 });
      expect(Math.max(...degrees)).toBeLessThanOrEqual(4);
      expect(degrees.length).toBeLessThanOrEqual(2);
      expect(net.layers.length).toBeLessThanOrEqual(3);
      expect(net.inputs).toEqual(['p', 'q']);
    }
  });

  test('shrink to the smallest network that still fails', () => {
    // Networks with a square fail: what is left is one square of one input.
    const flat = networks({ maximumNesting: 0 });
    const details = fc.check(
      fc.property(flat, (net) => !JSON.stringify(networkToJson(net)).includes('square')),
      { seed: 1 },
    );
    expect(networkToJson(details.counterexample![0])).toEqual({
      name: 'network',
      inputs: ['x1'],
      layers: [{ type: 'square' }],
    });
  });

  test('are reported as the JSON that parseNetwork reads', () => {
    const details = fc.check(
      fc.property(networks({ inputs: 1 }), (net) => net.layers.length === 0),
      { seed: 1 },
    );
    expect(fc.stringify(details.counterexample![0])).toBe(JSON.stringify(networkToJson(details.counterexample![0])));
  });
});
