import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { polynomial } from '../../src/network/activations/polynomial.ts';
import { dense } from '../../src/network/layers/dense.ts';
import { type Network, network } from '../../src/network/network.ts';
import { moduliFor } from '../../src/symbolic/engine/moduli.ts';
import { expand } from '../../src/symbolic/expand.ts';
import { expandInParallel } from '../../src/symbolic/expand-in-parallel.ts';
import type { ExpansionReport } from '../../src/symbolic/expansion-plan.ts';
import type { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';

const nonzero = (largest: number): fc.Arbitrary<number> =>
  fc.integer({ min: -largest, max: largest }).filter((n) => n !== 0);

// None is zero, so that no polynomial is known to be constant, which interpolation leaves to others.
const coefficient = fc.oneof(
  nonzero(999).map((n) => `${n}/1000`),
  nonzero(2 ** 24).map((n) => n / 2 ** 23),
  fc.tuple(nonzero(99), fc.integer({ min: 1, max: 97 })).map(([n, d]) => `${n}/${d}`),
);

const nets: fc.Arbitrary<Network> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    degree: fc.integer({ min: 2, max: 3 }),
    entries: fc.array(coefficient, { minLength: 60, maxLength: 60 }),
  })
  .map(({ inputs, widths, outputs, degree, entries }) => {
    let at = 0;
    const next = (): number | string => entries[at++ % entries.length]!;
    const layer = (rows: number, columns: number) =>
      dense({
        weight: Array.from({ length: rows }, () => Array.from({ length: columns }, next)),
        bias: Array.from({ length: rows }, next),
      });
    return network({
      inputs,
      layers: [
        ...widths.flatMap((width, k) => [
          layer(width, k === 0 ? inputs : widths[k - 1]!),
          polynomial(Array.from({ length: degree + 1 }, (_, c) => (c === degree ? '1/7' : next()))),
        ]),
        layer(outputs, widths.at(-1)!),
      ],
    });
  });

function expectSame(a: PolynomialMap, b: PolynomialMap): void {
  a.outputs.forEach(({ polynomial: f }, k) => {
    const g = b.outputs[k]!.polynomial;
    expect(f.numerators).toEqual(g.numerators);
    expect(f.denominator).toBe(g.denominator);
    expect(f.monomials).toEqual(g.monomials);
    if (f.length > 0) expect(f.coefficient(f.length - 1)).toEqual(g.coefficient(f.length - 1));
  });
}

/** A network whose expansion takes a while: many primes on a large lattice. */
const slow = network({
  inputs: 5,
  layers: [
    dense({
      weight: Array.from({ length: 6 }, (_, i) => Array.from({ length: 5 }, (_unused, j) => `${i + 1}/${997 + j}`)),
    }),
    polynomial(['1/3', '2/5', '1/7', '1/11']),
    dense({
      weight: Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_unused, j) => `${i - j}/${991 + j}`)),
    }),
    polynomial(['1/3', '2/5', '1/7', '1/11']),
    dense({ weight: [[1, '2/3', 3, '4/5', 5, '6/7']] }),
  ],
});

describe('expandInParallel', () => {
  it.each(['gram', 'interpolation'] as const)('gives the bits of one thread, by %s', async (engine) => {
    let threads = 0;
    let divided = 0;
    await fc.assert(
      fc.asyncProperty(nets, fc.integer({ min: 2, max: 4 }), async (net, count) => {
        let report: ExpansionReport | undefined;
        const map = await expandInParallel(net, {
          engine,
          threads: count,
          report: (taken) => {
            report = taken;
          },
        });
        expectSame(map, expand(net, { engine }));
        expect(report!.engine).toBe(engine);
        expect(report!.threads).toBe(Math.min(count, Math.max(1, Math.ceil(report!.primes / 2))));
        if (report!.threads > 1) threads++;
        if (report!.threads > 1 && 2 * (Math.ceil(report!.primes / 2) % report!.threads) <= report!.threads) divided++;
      }),
      { numRuns: 60 },
    );
    expect(threads).toBeGreaterThan(30);
    if (engine === 'interpolation') expect(divided).toBeGreaterThan(10);
  });

  it('starts again without a prime that divides a denominator', async () => {
    const [first] = moduliFor(2n ** 400n, 2).primes;
    const net = network({
      inputs: 2,
      layers: [
        dense({
          weight: [
            [`1/${first}`, 1],
            ['1/3', `2/${first}`],
          ],
        }),
        polynomial([1, 2, 3, 4]),
        dense({ weight: [['1/7', 3]] }),
        polynomial([1, 2, 3]),
        dense({ weight: [[1]] }),
      ],
    });
    for (const engine of ['gram', 'interpolation'] as const)
      expectSame(await expandInParallel(net, { engine, threads: 2 }), expand(net, { engine: 'plain' }));
  });

  it('does without shared memory', async () => {
    const [net] = fc.sample(nets, { numRuns: 1, seed: 3 });
    vi.stubGlobal('SharedArrayBuffer', undefined);
    try {
      expectSame(await expandInParallel(slow, { threads: 2 }), expand(slow));
      expectSame(await expandInParallel(net!, { threads: 3 }), expand(net!));
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('several expansions at once do not disturb each other', async () => {
    const many = fc.sample(nets, { numRuns: 6, seed: 7 });
    const maps = await Promise.all(many.map((net) => expandInParallel(net, { threads: 2 })));
    maps.forEach((map, k) => {
      expectSame(map, expand(many[k]!));
    });
  });

  it('tells how far it is', async () => {
    const seen: [number, number][] = [];
    await expandInParallel(slow, { threads: 2, progress: (done, total) => void seen.push([done, total]) });
    const total = seen[0]![1];
    expect(seen).toEqual(Array.from({ length: total }, (_, k) => [k + 1, total]));
  });

  it('stops when told to, at once, and works again afterwards', async () => {
    const controller = new AbortController();
    const stopped = expandInParallel(slow, {
      threads: 2,
      signal: controller.signal,
      progress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    await expect(expandInParallel(slow, { threads: 2, signal: controller.signal })).rejects.toThrow('enough');
    expectSame(await expandInParallel(slow, { threads: 2 }), expand(slow));
  });

  it('one thread stops too', () => {
    const controller = new AbortController();
    const expansion = (): unknown =>
      expand(slow, { signal: controller.signal, progress: () => controller.abort(new Error('enough')) });
    expect(expansion).toThrow('enough');
    expect(() => expand(slow, { engine: 'plain', signal: controller.signal })).toThrow('enough');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s threads', async (threads) => {
    await expect(expandInParallel(slow, { threads })).rejects.toThrow('threads: expected a positive integer');
  });
});
