import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polynomial } from '../../../src/network/activations/polynomial.ts';
import { bilinear } from '../../../src/network/layers/bilinear.ts';
import { dense } from '../../../src/network/layers/dense.ts';
import { product } from '../../../src/network/layers/product.ts';
import { residual } from '../../../src/network/layers/residual.ts';
import { square } from '../../../src/network/layers/square.ts';
import { type Network, network, trace } from '../../../src/network/network.ts';
import { candidates, type EngineJob, runEngine } from '../../../src/symbolic/engine/engines.ts';
import type { Kernel } from '../../../src/symbolic/engine/kernel.ts';
import type { ResidueEngine } from '../../../src/symbolic/engine/residue-engine.ts';
import { expand } from '../../../src/symbolic/expand.ts';
import type { EngineName, ExpansionReport } from '../../../src/symbolic/expansion-plan.ts';
import { unknownsOf } from '../../../src/symbolic/indeterminates.ts';
import { differences } from '../../../src/symbolic/operations/compare.ts';
import { Polynomial } from '../../../src/symbolic/polynomial.ts';
import { PolynomialMap } from '../../../src/symbolic/polynomial-map.ts';
import { expansionSize } from '../../../src/symbolic/size.ts';
import { packedTerms } from '../../../src/symbolic/term-list.ts';
import { verify } from '../../../src/symbolic/verify.ts';
import { networks } from '../../../src/testing/index.ts';

const coefficient = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -9, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((n) => n / 2 ** 23) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 1, max: 1000 }))
      .map(([n, d]) => `${n}/${d}`),
  },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, '0.125', '1e-3', 2 ** 60, 2 ** -60) },
);

/** Chains of dense layers with activations of degree up to 5, some of them sparse, some identities. */
const chains: fc.Arbitrary<Network> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    activations: fc.array(fc.array(coefficient, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 3 }),
    bias: fc.boolean(),
    entries: fc.array(coefficient, { minLength: 80, maxLength: 80 }),
  })
  .map(({ inputs, widths, outputs, activations, bias, entries }) => {
    let at = 0;
    let degree = 1;
    const next = (): number | string => entries[at++ % entries.length]!;
    const layer = (rows: number, columns: number) =>
      dense({
        weight: Array.from({ length: rows }, () => Array.from({ length: columns }, next)),
        ...(bias ? { bias: Array.from({ length: rows }, next) } : {}),
      });
    const layers = widths.flatMap((width, k) => {
      const room = Math.max(1, Math.floor(8 / degree));
      const activation = activations[k]!.slice(0, room + 1);
      degree *= Math.max(1, activation.length - 1);
      return [
        layer(width, k === 0 ? inputs : widths[k - 1]!),
        ...(activation.length > 1 ? [polynomial(activation)] : []),
      ];
    });
    return network({ inputs, layers: [...layers, layer(outputs, widths.at(-1)!)] });
  });

/** An engine's result, or undefined where it declines; never the plain way in its place. */
function expandWith(
  net: Network,
  engine: EngineName,
  outputs?: readonly number[],
): { map: PolynomialMap; report: ExpansionReport } | undefined {
  let report: ExpansionReport | undefined;
  try {
    const map = expand(net, {
      engine,
      ...(outputs === undefined ? {} : { outputs }),
      report: (taken) => {
        report = taken;
      },
    });
    return { map, report: report! };
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not take this network')) return undefined;
    throw error;
  }
}

function expectSame(a: PolynomialMap, b: PolynomialMap): void {
  a.outputs.forEach(({ polynomial: f }, k) => {
    const g = b.outputs[k]!.polynomial;
    expect(differences(f, g)).toEqual([]);
    // Equal values have equal canonical fields, whichever way they came about.
    expect(f.length).toBe(g.length);
    expect(f.denominator).toBe(g.denominator);
    expect(f.numerators).toEqual(g.numerators);
    expect(f.monomials).toEqual(g.monomials);
    if (f.length > 0) expect(f.coefficient(f.length - 1)).toEqual(g.coefficient(g.length - 1));
  });
}

describe.each(['sparse', 'gram', 'interpolation'] as const)('the engine %s', (engine) => {
  it('gives what the plain expansion gives, on chains', () => {
    let taken = 0;
    fc.assert(
      fc.property(chains, (net) => {
        const result = expandWith(net, engine);
        if (result === undefined) return;
        taken++;
        expect(result.report.engine).toBe(engine);
        expectSame(result.map, expand(net, { engine: 'plain' }));
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(150);
  });

  it('gives one output as it gives all', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (net, pick) => {
        const result = expandWith(net, engine);
        if (result === undefined) return;
        const index = pick % result.map.outputs.length;
        // An output that is identically zero is nobody's job.
        const one = expandWith(net, engine, [index])?.map ?? expand(net, { outputs: [index] });
        expect(one.outputs.length).toBe(1);
        expect(differences(one.output(), result.map.output(index))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(['sparse', 'interpolation'] as const)('the engine %s', (engine) => {
  it('gives what the plain expansion gives, on networks of every kind', () => {
    let taken = 0;
    fc.assert(
      fc.property(networks(), (net) => {
        const result = expandWith(net, engine);
        if (result === undefined) return;
        taken++;
        expectSame(result.map, expand(net, { engine: 'plain' }));
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(150);
  });

  it('takes products of branches, residuals and bilinear layers', () => {
    const weight = [
      [1, '1/3', -2],
      [0.5, 2, 1],
      [3, 0, '-1/7'],
    ];
    const net = network({
      inputs: 3,
      layers: [
        product([dense({ weight, bias: [1, 0, -1] })], [dense({ weight }), square()], []),
        residual([dense({ weight }), polynomial([0, 1, '1/2'])]),
        bilinear({ weight: [weight, weight.map((row) => row.toReversed())], bias: [1, 2] }),
      ],
    });
    expectSame(expandWith(net, engine)!.map, expand(net, { engine: 'plain' }));
  });

  it('goes through differences of high order', () => {
    const net = network({
      inputs: 1,
      layers: [
        dense({ weight: [[3]], bias: [-1] }),
        polynomial([...new Array<number>(36).fill(1), 2]),
        dense({ weight: [['1/3']], bias: [1] }),
      ],
    });
    expectSame(expandWith(net, engine)!.map, expand(net, { engine: 'plain' }));
  });
});

const grid = (rows: number, columns: number, entry: (i: number, j: number) => number | string) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_unused, j) => entry(i, j)));

describe('the choice of engine', () => {
  const engineOf = (net: Network, options = {}): ExpansionReport => {
    let report: ExpansionReport | undefined;
    expand(net, {
      ...options,
      report: (taken) => {
        report = taken;
      },
    });
    return report!;
  };

  it('is gram for quadratic networks, without primes when doubles hold every integer', () => {
    const net = network({
      inputs: 6,
      layers: [
        dense({ weight: grid(8, 6, (i, j) => i - j) }),
        square(),
        dense({ weight: grid(2, 8, (i, j) => i + j - 3) }),
      ],
    });
    expect(engineOf(net)).toMatchObject({ engine: 'gram', primes: 0 });
  });

  it('is interpolation for a deep network of high degree', () => {
    const layer = (columns: number) =>
      dense({ weight: grid(4, columns, (i, j) => ((i * 7 + j * 3) % 5) - 2), bias: [1, -1, 2, 3] });
    const cubic = polynomial([1, -3, 0, 1]);
    const net = network({
      inputs: 3,
      layers: [layer(3), cubic, layer(4), cubic, layer(4), cubic, dense({ weight: [[1, 2, -1, 1]] })],
    });
    expect(engineOf(net)).toMatchObject({ engine: 'interpolation' });
  });

  it('is sparse for symbolic weights, and for wide networks with few connections', () => {
    expect(engineOf(network({ inputs: 2, layers: [dense({ outputs: 2, symbolic: true }), square()] }))).toMatchObject({
      engine: 'sparse',
    });
    const sparse = network({
      inputs: 300,
      layers: [
        dense({ weight: grid(300, 300, (i, j) => (i === j ? 1 : 0)) }),
        polynomial([0, 0, 0, 0, 1]),
        dense({ weight: grid(1, 300, () => 1) }),
      ],
    });
    expect(engineOf(sparse)).toMatchObject({ engine: 'sparse', terms: 300 });
  });

  it('says when an engine does not take a network', () => {
    const net = network({ inputs: 2, layers: [dense({ outputs: 2, symbolic: true })] });
    expect(() => expand(net, { engine: 'gram' })).toThrow(/the engine 'gram' does not take this network/);
  });
});

describe('a fault in one residue', () => {
  it('is caught by verification', () => {
    const net = network({
      inputs: 3,
      layers: [
        dense({ weight: grid(5, 3, (i, j) => `${i - j}/7`), bias: [1, 2, 3, 4, 5] }),
        polynomial([1, 2, '1/3']),
        dense({ weight: [[1, -1, 2, 1, 1]] }),
      ],
    });
    const program = trace(net);
    const unknowns = unknownsOf(program);
    const size = expansionSize(program, unknowns);
    const job: EngineJob = {
      program,
      outputs: [0],
      degrees: [size.outputs[0]!.degree],
      heights: size.heights,
      intermediateNorm: size.intermediateNorm,
    };
    const [{ engine }] = candidates(job) as unknown as [{ engine: ResidueEngine }];
    const faulty = (entry: number): ResidueEngine => ({
      ...engine,
      prepare(kernel: Kernel) {
        const prepared = engine.prepare(kernel);
        return {
          compute(primes, capacity, target) {
            const done = prepared.compute(primes, capacity, target);
            kernel.doubles(target, 2 * engine.entries)[entry]! += 1;
            return done;
          },
        };
      },
    });
    const mapOf = (used: ResidueEngine): PolynomialMap => {
      const { degree, numerators } = runEngine(job, used);
      const f = new Polynomial(net.inputs, packedTerms(3, degree, numerators[0]!, size.heights[0]!.denominator));
      return new PolynomialMap(net.inputs, [{ name: 'y1', polynomial: f }]);
    };
    expect(verify(net, mapOf(engine), { seed: 1, interpolationWork: 0 }).verdict).toBe('verified');
    // The first lane only: the second of the last group may repeat a prime.
    for (let entry = 0; entry < 2 * engine.entries; entry += 2)
      expect(verify(net, mapOf(faulty(entry)), { seed: 1, trials: 1, interpolationWork: 0 }).verdict).toBe('refuted');
  });
});
