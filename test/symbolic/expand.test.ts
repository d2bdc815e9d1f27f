import fc from 'fast-check';
import { dense, network, parseNetwork, polynomial, relu, square } from 'isserlis/network';
import { networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { TooLargeError } from '../../src/base/errors.ts';
import { trace } from '../../src/network/network.ts';
import { expand } from '../../src/symbolic/expand.ts';
import type { EngineName } from '../../src/symbolic/expansion-plan.ts';
import { unknownsOf, withSymbolicWeights } from '../../src/symbolic/indeterminates.ts';
import { substitute } from '../../src/symbolic/operations/substitute.ts';
import { golden } from '../golden/read.ts';
import { type JsonTerm, toJson } from './polynomials.ts';

interface Golden {
  readonly name: string;
  readonly network: unknown;
  readonly variables: readonly string[];
  readonly outputs: readonly (readonly JsonTerm[])[];
}

describe('expansions are those of SymPy, term by term and in order', () => {
  const cases = golden<Golden[]>('expansions.json');

  test.each(cases)('$name', ({ network: description, variables, outputs }) => {
    const map = expand(parseNetwork(description));
    expect(map.variables).toEqual(variables);
    expect(map.outputs.map(({ polynomial: f }) => toJson(f))).toEqual(outputs);
  });

  test.each(cases)('$name, by every engine that takes it', ({ network: description, outputs }) => {
    const taken = (['plain', 'sparse', 'gram', 'interpolation'] satisfies EngineName[]).filter((engine) => {
      try {
        expect(expand(parseNetwork(description), { engine }).outputs.map(({ polynomial: f }) => toJson(f))).toEqual(
          outputs,
        );
        return true;
      } catch (error) {
        expect((error as Error).message).toBe(
          `engine: the engine '${engine}' does not take this network. Leave the choice of engine out`,
        );
        return false;
      }
    });
    expect(taken).toEqual(expect.arrayContaining(['plain', 'sparse']));
  });

  test('and are of every kind: deep, wide, rational, decimal, float, mixed, symbolic', () => {
    expect(cases.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...cases.map(({ outputs }) => outputs[0]!.length))).toBeGreaterThan(300);
  });
});

const net = network({
  inputs: ['a', 'b'],
  outputs: ['u', 'v', '0'],
  layers: [
    dense({
      weight: [
        [1, 1],
        [1, -1],
        [0, 1],
      ],
    }),
    square(),
  ],
});

describe('options', () => {
  test('outputs by name and by index, in the order asked for', () => {
    expect(`${expand(net, { outputs: ['v', 0] })}`).toBe('v = a^2 - 2*a*b + b^2\nu = a^2 + 2*a*b + b^2');
    expect(`${expand(net, { outputs: ['0'] })}`).toBe('0 = b^2');
    expect(() => expand(net, { outputs: ['w'] })).toThrow(
      "output: there is no output 'w'. Its outputs, by index from 0 and name, are 0 u, 1 v, 2 0",
    );
    expect(() => expand(net, { outputs: [] })).toThrow('outputs: expected at least one output to expand, got none');
  });

  test('progress rises to its total', () => {
    for (const engine of ['plain', undefined] as const) {
      const steps: [number, number][] = [];
      expand(net, {
        ...(engine === undefined ? {} : { engine }),
        progress: (done, total) => steps.push([done, total]),
      });
      expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b));
      for (const [done, total] of steps) expect(done).toBeLessThanOrEqual(total);
    }
  });

  test('report tells the engine and the number of terms', () => {
    const reports: unknown[] = [];
    expand(net, { engine: 'plain', report: (report) => reports.push(report) });
    expect(reports).toEqual([expect.objectContaining({ engine: 'plain', primes: 0, terms: 7 })]);
  });

  test('a network whose activation is no polynomial is refused, the layer named', () => {
    expect(() => expand(network({ inputs: 1, layers: [square(), relu()] }))).toThrow(
      "layers[1] (relu): the activation 'relu' is not a polynomial",
    );
  });
});

describe('symbolic weights', () => {
  test('with numbers in their place give the numeric expansion', () => {
    const small = networks({ inputs: 2, maximumDepth: 2, maximumWidth: 2, maximumDegree: 3, maximumNesting: 1 });
    fc.assert(
      fc.property(small, (random) => {
        const program = trace(random);
        const unknowns = unknownsOf(withSymbolicWeights(program));
        const numbers = Object.fromEntries(
          program.parameters.flatMap(({ name, tensor }) =>
            Array.from(tensor!.data, (c, i) => [unknowns.variables[unknowns.starts.get(name)! + i]!, c]),
          ),
        );
        const symbolic = expand(random, { symbolic: true });
        expect(symbolic.outputs.map(({ polynomial: f }) => `${substitute(f, numbers)}`)).toEqual(
          expand(random).outputs.map(({ polynomial: f }) => `${f}`),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a job too large', () => {
  const wide = (inputs: number, ...coefficients: number[]) =>
    network({
      name: 'wide',
      inputs,
      layers: [dense({ weight: [Array.from({ length: inputs }, (_, i) => i + 1)] }), polynomial(coefficients)],
    });

  test('for memory is refused before it starts, with its size and what to do', { timeout: 5000 }, () => {
    expect(() => expand(wide(40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toThrow(TooLargeError);
    expect(() => expand(wide(40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toThrow(
      // C(48, 9) monomials of degree 9 exactly; the bound takes all of degree ≤ 9, C(49, 9) = 2,054,455,634.
      /^wide: the expansion will not fit: up to 2\.1e9 terms of degree 9, about \d+ GiB, .* products of coefficients, over the limit of 3\.0 GiB\. Ask for one output/,
    );
  });

  test('for the limits given is refused, and done within others', () => {
    const cube = wide(5, 0, 0, 0, 1);
    expect(() => expand(cube, { maximumBytes: 100, engine: 'plain' })).toThrow(
      /^wide: the expansion will not fit: up to 56 terms of degree 3, about .*, over the limit of 100 B/,
    );
    expect(() => expand(cube, { maximumProducts: 10, engine: 'plain' })).toThrow(
      /^wide: the expansion would take too long: .* over the limit of 10 products/,
    );
    expect(expand(cube, { maximumBytes: 1e9, maximumProducts: 1e9, engine: 'plain' }).output().length).toBe(35);
  });

  test('for its coefficients alone is refused quickly: 60 squares of 3 x / 2', { timeout: 5000 }, () => {
    const tower = network({
      name: 'tower',
      inputs: 1,
      layers: [dense({ weight: [['3/2']] }), ...Array.from({ length: 60 }, square)],
    });
    expect(() => expand(tower)).toThrow(TooLargeError);
    expect(() => expand(tower)).toThrow(
      'coefficients: they may have more than 524288 bits each, over the limit. Use a network of lower degree or weights with fewer digits',
    );
    const fractions = Array.from({ length: 40 }, () => [dense({ weight: [['1/3']], bias: ['1/7'] }), square()]).flat();
    expect(() => expand(network({ inputs: 1, layers: fractions }))).toThrow(TooLargeError);
  });

  test('for its degree alone is refused: x^(2^17) has an exponent beyond 65,535', () => {
    const tower = network({ inputs: 1, layers: Array.from({ length: 17 }, square) });
    expect(() => expand(tower)).toThrow(/65535/);
  });
});
