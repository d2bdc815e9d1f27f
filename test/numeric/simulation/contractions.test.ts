import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  dense,
  type Layer,
  type Network,
  network,
  polynomial,
  relu,
  square,
  tanh,
  trace,
} from '../../../src/network/index.ts';
import { entryNames } from '../../../src/network/program.ts';
import { directionOf, networkDerivatives, type ParameterValues, simulate } from '../../../src/numeric/index.ts';
import { Contractions } from '../../../src/numeric/simulation/contractions/contract.ts';
import type { ContractedTensors } from '../../../src/numeric/simulation/contractions/contracted-tensors.ts';
import { planContraction } from '../../../src/numeric/simulation/contractions/contraction-plan.ts';
import type { Direction } from '../../../src/numeric/taylor/direction.ts';
import { expand } from '../../../src/symbolic/expand.ts';
import { subtract } from '../../../src/symbolic/operations/arithmetic.ts';
import { differentiate } from '../../../src/symbolic/operations/calculus.ts';
import { evaluate } from '../../../src/symbolic/operations/evaluate.ts';
import type { Polynomial } from '../../../src/symbolic/polynomial.ts';
import { enumerateCorrelationFunctions, parseCorrelationFunction } from '../../../src/theory/index.ts';
import { weightsOf } from '../integer-networks.ts';

const d = (outputs: number, bias = false): Layer => dense({ outputs, bias, symbolic: true });

/** A derivative of f at an input, by the positions of the weights. */
type Tensor = (input: number, indices: readonly number[]) => number;

/** Every index in turn over all weights: nothing but the definition. */
function bruteForce({ tensors }: ContractedTensors, weights: number, tensor: Tensor): number {
  const names = [...new Set(tensors.flatMap(({ indices }) => indices))];
  const at = new Map<string, number>();
  const sum = (k: number): number => {
    if (k === names.length) {
      let product = 1;
      for (const { input, indices } of tensors) {
        product *= tensor(
          input,
          indices.map((index) => at.get(index)!),
        );
        if (product === 0) return 0;
      }
      return product;
    }
    let total = 0;
    for (let weight = 0; weight < weights; weight++) {
      at.set(names[k]!, weight);
      total += sum(k + 1);
    }
    return total;
  };
  return sum(0);
}

/** Derivatives of the expansion, kept by their sorted indices. */
function tensorOf(net: Network, parameters: ParameterValues, inputs: readonly (readonly number[])[]): Tensor {
  const [{ polynomial: f }] = expand(net, { symbolic: true }).outputs as unknown as [{ polynomial: Polynomial }];
  const program = trace(net);
  const names = program.parameters.flatMap(({ name, shape }) => entryNames(name, shape));
  const values = Object.fromEntries(
    program.parameters.flatMap(({ name, shape }) =>
      entryNames(name, shape).map((entry, i) => [entry, parameters[name]![i]!] as const),
    ),
  );
  const partials = new Map<string, Polynomial>([['', f]]);
  const partial = (indices: readonly number[]): Polynomial => {
    const known = partials.get(indices.join());
    if (known !== undefined) return known;
    const before = partial(indices.slice(0, -1));
    const name = names[indices.at(-1)!]!;
    const made = before.variables.includes(name) ? differentiate(before, name) : subtract(before, before);
    partials.set(indices.join(), made);
    return made;
  };
  const known = new Map<string, number>();
  return (input, indices) => {
    const sorted = [...indices].sort((a, b) => a - b);
    const key = `${input}:${sorted.join()}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const polynomial = partial(sorted);
    const at: Record<string, number> = { ...values };
    net.inputs.forEach((name, i) => {
      at[name] = inputs[input - 1]![i]!;
    });
    const { numerator, denominator } = evaluate(
      polynomial,
      polynomial.variables.map((name) => at[name]!),
    );
    const value = Number(numerator) / Number(denominator);
    known.set(key, value);
    return value;
  };
}

const weightCount = (net: Network): number =>
  trace(net).parameters.reduce((sum, { shape }) => sum + shape.reduce((size, length) => size * length, 1), 0);

function contractionsOf(
  net: Network,
  parameters: ParameterValues,
  inputs: readonly (readonly number[])[],
  probe: (number: number) => Direction = () => {
    throw new Error('a random vector was asked for');
  },
): Contractions {
  const taylor = networkDerivatives(net, parameters);
  return new Contractions(
    { taylor, inputs: inputs.map((x) => Float64Array.from(x)), raise: (gradient) => gradient },
    probe,
  );
}

const TREES = [
  'f(1) f(2)',
  'f[m](1) f[m](2)',
  'f[m,n](1) f[m](2) f[n](1) f(2)',
  'f[m,n](1) f[m](2) f[n](2) f(1)',
  'f[m,n](1) f[n,r](2) f[m](1) f[r](2)',
  'f[m,n,r](1) f[m](1) f[n](1) f[r](1)',
  'f[m,n,r](2) f[m](1) f[n](2) f[r](1)',
  'f[m,n,r](1) f[r,s](2) f[s](1) f[m](1) f[n](2) f(1)',
  'f[m,n,r,s](2) f[m](1) f[n](1) f[r](1) f[s](2) f(1)',
  'f[m](1) f[m](1) f[n](2) f[n](1)',
];
const CYCLES = [
  'f[m,m](1) f(2)',
  'f[m,n](1) f[m,n](2)',
  'f[m,n](1) f[n,r](2) f[r,m](1) f(1)',
  'f[m,n,r](1) f[m,n,r](2)',
  'f[m,m](1) f[n,n](2)',
  'f[m,m,n](1) f[n](2)',
];

describe('two hidden layers of x²: contractions are those of the expansion, to the last bit', () => {
  const net = network({ inputs: 1, layers: [d(2), square(), d(2, true), square(), d(1)] });
  it.each(TREES)('%s, exactly', (notation) => {
    const correlation = parseCorrelationFunction(notation);
    const plan = planContraction(correlation);
    expect(plan).toMatchObject({ sampled: [], explanation: 'exact contraction' });
    fc.assert(
      fc.property(weightsOf(net), fc.integer({ min: 1, max: 2 }), (parameters, x) => {
        const inputs = [[x], [-1]];
        const expected = bruteForce(correlation, weightCount(net), tensorOf(net, parameters, inputs));
        expect(contractionsOf(net, parameters, inputs).value(plan) + 0).toBe(expected + 0);
      }),
      { numRuns: 2 },
    );
  });
});

describe('random vectors: the mean over all signs is exact', () => {
  // 2 + 2 weights, so that 2^4 signs are all there are for one vector.
  const net = network({ inputs: 1, layers: [d(2), polynomial([0, 1, 0, 1]), d(1)] });
  const weights = weightCount(net);
  const signs = 2 ** weights;
  it.each(CYCLES)('%s', (notation) => {
    const correlation = parseCorrelationFunction(notation);
    const plan = planContraction(correlation);
    expect(plan.sampled.length).toBeGreaterThan(0);
    const vectors = plan.trees.reduce((sum, { probes }) => sum + probes, 0);
    expect(vectors).toBe(plan.sampled.length);
    fc.assert(
      fc.property(weightsOf(net), (parameters) => {
        const inputs = [[1], [-2]];
        const taylor = networkDerivatives(net, parameters);
        const names = trace(net).parameters.map(({ name }) => name);
        let sum = 0;
        for (let choice = 0; choice < signs ** vectors; choice++) {
          const contractions = contractionsOf(net, parameters, inputs, (number) => {
            const bits = Math.floor(choice / signs ** number) % signs;
            return directionOf(
              taylor,
              Object.fromEntries(
                names.map((name, p) => [
                  name,
                  Float64Array.from({ length: 2 }, (_, i) => ((bits >> (2 * p + i)) & 1 ? 1 : -1)),
                ]),
              ),
            );
          });
          sum += contractions.value(plan);
        }
        const expected = bruteForce(correlation, weights, tensorOf(net, parameters, inputs));
        expect(sum / signs ** vectors + 0).toBe(expected + 0);
      }),
      { numRuns: 2 },
    );
  });
});

test('an average over several vectors takes each once, and components have vectors of their own', () => {
  const plan = planContraction(parseCorrelationFunction('f[m,m](1) f[n,n](1) f[r,s](1) f[r,s](1)'));
  const net = network({ inputs: 1, layers: [d(2), square(), d(1)] });
  const parameters = { W1: Float64Array.of(1, 2), W2: Float64Array.of(-1, 3) };
  const asked: number[] = [];
  const taylor = networkDerivatives(net, parameters);
  const contractions = contractionsOf(net, parameters, [[1]], (number) => {
    asked.push(number);
    return directionOf(taylor, { W1: Float64Array.of(1, 1), W2: Float64Array.of(1, 1) });
  });
  contractions.value(plan, 5);
  expect(asked).toEqual(Array.from({ length: 15 }, (_, k) => k));
});

describe.each([
  ['relu', relu(), (z: number) => (z > 0 ? [z, 1, 0, 0] : [0, 0, 0, 0])],
  [
    'tanh',
    tanh(),
    (z: number) => {
      const y = Math.tanh(z);
      const slope = 1 - y * y;
      return [y, slope, -2 * y * slope, -2 * slope * (1 - 3 * y * y)];
    },
  ],
] as const)('%s', (_, activation, derivativesOf) => {
  // f = Σ v_i σ(w_i x): ∂_w^k f = v σ^(k) x^k and ∂_w^k ∂_v f = σ^(k) x^k within a neuron, nothing else.
  const w = [0.5, -1.25, 2];
  const v = [1, -0.75, 0.5];
  const inputs = [[1], [-0.5]];
  const net = network({ inputs: 1, layers: [d(3), activation, d(1)] });
  const parameters = { W1: Float64Array.from(w), W2: Float64Array.from(v) };
  const tensor: Tensor = (input, indices) => {
    const x = inputs[input - 1]![0]!;
    const byLast = indices.filter((index) => index >= 3).length;
    const neurons = new Set(indices.map((index) => index % 3));
    if (neurons.size > 1 || byLast > 1) return 0;
    const order = indices.length - byLast;
    const term = (i: number): number => derivativesOf(w[i]! * x)[order]! * x ** order * (byLast === 1 ? 1 : v[i]!);
    const [only] = neurons;
    return only === undefined ? term(0) + term(1) + term(2) : term(only);
  };
  it.each(TREES.filter((notation) => !notation.includes('m,n,r,s')))('%s', (notation) => {
    const correlation = parseCorrelationFunction(notation);
    const value = contractionsOf(net, parameters, inputs).value(planContraction(correlation));
    const expected = bruteForce(correlation, 6, tensor);
    // Below 1000 operations, on numbers below 100.
    expect(Math.abs(value - expected)).toBeLessThan(1000 * 100 * 2 ** -52);
  });
});

test('every correlation function of four tensors has a plan with the fewest random vectors', () => {
  for (const correlation of enumerateCorrelationFunctions({ tensors: 4, order: 3 })) {
    const { trees, sampled } = planContraction(correlation);
    const indices = correlation.tensors.reduce((sum, one) => sum + one.indices.length, 0) / 2;
    // The cycle rank: edges less vertices plus components.
    expect(sampled.length).toBe(indices - correlation.tensors.length + trees.length);
  }
});

describe('simulated', () => {
  const net = network({ inputs: 1, layers: [d(2), square(), d(2), square(), d(1)] });
  // Exact polynomials in 1/n at K = 1, as `isserlis correlation` gives them; see cases/width/correlation.json.
  it.each([
    ['f[m](1) f[m](1)', 'trees'],
    ['f[m,n](1) f[m,n](1)', 'cycles'],
  ])('%s covers the exact mean', async (notation) => {
    const correlation = parseCorrelationFunction(notation);
    const { meanOf } = await import('../../../src/theory/index.ts');
    const { wideNetwork } = await import('../../../src/symbolic/index.ts');
    const exact = meanOf(correlation, wideNetwork({ depth: 2, activation: [0, 0, 1], widths: 64 }));
    const { statistics } = await simulate(net, {
      observable: { correlations: [correlation], probes: 2 },
      widths: [64],
      draws: 500,
      inputs: [[1]],
      inputGram: 'sum',
      level: 0.999,
      threads: 1,
    });
    const { lower, upper } = statistics[0]!.byWidth[0]!.estimate;
    const { numerator, denominator } = exact.coefficient(0);
    const value = Number(numerator) / Number(denominator);
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
  });
  it('has the same bits on any number of threads, random vectors included', async () => {
    const correlations = ['f[m,n](1) f[m,n](1)', 'f[m,m,n](1) f[n](1)'].map(parseCorrelationFunction);
    const options = { observable: { correlations, probes: 2 }, widths: [8, 64], draws: 6, inputs: [[1]] };
    const [one, two] = [
      await simulate(net, { ...options, threads: 1 }),
      await simulate(net, { ...options, threads: 2 }),
    ];
    expect(two).toEqual(one);
    expect(one.statistics.map(({ explanation }) => explanation)).toEqual([
      'random vectors for the index n, exact contraction of the others; 2 probes a draw',
      'random vectors for the index m, exact contraction of the others; 2 probes a draw',
    ]);
  });
  it('is refused with too few inputs', async () => {
    const correlation = parseCorrelationFunction('f(1) f(3)');
    const options = { observable: { correlations: [correlation] }, widths: [4], draws: 2, inputs: [[1], [2]] };
    await expect(simulate(net, options)).rejects.toThrow('correlation functions are at inputs 1 to 3, and 2 are given');
  });
});
