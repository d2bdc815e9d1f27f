/** The parts of the sparse arithmetic: keys, ways of multiplying, memory, symbolic networks. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { dense, network, polynomial, square } from 'isserlis/network';
import { describe, expect, test } from 'vitest';
import { formatRational, rational } from '../../../src/base/rational.ts';
import { expand } from '../../../src/symbolic/expand.ts';
import type { ExpansionReport } from '../../../src/symbolic/expansion-plan.ts';
import { type Factor, gradedReverseLex, monomialsFrom } from '../../../src/symbolic/monomials.ts';
import { add } from '../../../src/symbolic/operations/arithmetic.ts';
import { differences } from '../../../src/symbolic/operations/compare.ts';
import { polynomialFromTerms } from '../../../src/symbolic/polynomial.ts';
import { PolynomialMap } from '../../../src/symbolic/polynomial-map.ts';
import {
  ExponentKeys,
  type KeySpace,
  monomialsOfKeys,
  VariableListKeys,
} from '../../../src/symbolic/sparse/key-space.ts';
import { packIntegers } from '../../../src/symbolic/sparse/pack-integers.ts';
import { sumOfTermProducts } from '../../../src/symbolic/sparse/products.ts';
import { Rekeying } from '../../../src/symbolic/sparse/rekeying.ts';
import { sortedTerms } from '../../../src/symbolic/sparse/sorted-terms.ts';
import { SparseKernel } from '../../../src/symbolic/sparse/sparse-kernel.ts';
import { homeSpace, withSparseRing } from '../../../src/symbolic/sparse/sparse-ring.ts';
import { type SparseTerms, TermStore } from '../../../src/symbolic/sparse/sparse-terms.ts';
import { verify } from '../../../src/symbolic/verify.ts';
import { golden } from '../../golden/read.ts';

const degreeOf = (factors: readonly Factor[]): number => factors.reduce((sum, [, e]) => sum + e, 0);

/** Monomials in up to 70 variables of degree ≤ 12. */
const monomial: fc.Arbitrary<Factor[]> = fc
  .array(fc.nat(69), { maxLength: 12 })
  .map((chosen) =>
    [...new Set(chosen)].sort((u, v) => u - v).map((v): Factor => [v, chosen.filter((u) => u === v).length]),
  );

const write = (space: KeySpace, factors: readonly Factor[]): Uint32Array => {
  const key = new Uint32Array(space.units);
  space.write(
    key,
    0,
    factors.map(([v]) => v),
    factors.map(([, e]) => e),
    0,
    factors.length,
  );
  return key;
};

/** A key as one number, the degree turned round, so that smaller is earlier. */
function rank(space: KeySpace, key: Uint32Array): bigint {
  const number = key.reduceRight((sum, unit) => (sum << 32n) | BigInt(unit), 0n);
  const bits = BigInt(32 * space.units - space.degreeBits);
  return number ^ (((1n << BigInt(space.degreeBits)) - 1n) << bits);
}

describe.each<[string, KeySpace]>([
  ['of exponents', new ExponentKeys(new Array<number>(70).fill(24), 24)],
  [
    'of exponents of various lengths',
    new ExponentKeys(
      Array.from({ length: 70 }, (_, i) => 12 + i * 40),
      24,
    ),
  ],
  ['that list variables', new VariableListKeys(70, 24)],
  ['that list many variables', new VariableListKeys(65_535, 24)],
])('keys %s', (_, space) => {
  test('hold their monomials', () => {
    fc.assert(
      fc.property(fc.array(monomial, { maxLength: 5 }), (list) => {
        const keys = new Uint32Array(list.flatMap((factors) => [...write(space, factors)]));
        expect(monomialsOfKeys(space, keys, list.length)).toEqual(monomialsFrom(list));
      }),
    );
  });

  test('are in the order of polynomials', () => {
    fc.assert(
      fc.property(monomial, monomial, (a, b) => {
        const order = Math.sign(degreeOf(b) - degreeOf(a) || gradedReverseLex(a, b));
        const [x, y] = [rank(space, write(space, a)), rank(space, write(space, b))];
        expect(x === y ? 0 : x > y ? 1 : -1).toBe(order);
      }),
    );
  });

  test('add up where they say so', () => {
    if (!space.additive) return;
    fc.assert(
      fc.property(monomial, monomial, (a, b) => {
        const exponents = new Map(a);
        for (const [v, e] of b) exponents.set(v, (exponents.get(v) ?? 0) + e);
        const sum = write(space, a).map((unit, i) => unit + write(space, b)[i]!);
        expect(sum).toEqual(
          write(
            space,
            [...exponents].sort(([u], [v]) => u - v),
          ),
        );
      }),
    );
  });
});

test('keys of exponents are chosen when they are short, lists of variables for many variables of low degree', () => {
  const spaceOf = (variables: number, degree: number) =>
    homeSpace({ exponents: new Array<number>(variables).fill(degree), degree });
  expect(spaceOf(20, 8).additive).toBe(true);
  expect(spaceOf(1000, 4)).toMatchObject({ additive: false, units: 2 });
  expect(spaceOf(100, 2000).additive).toBe(true);
});

/** A kernel that notes which of its functions are called. */
function watched(): { readonly kernel: SparseKernel; readonly calls: Set<string> } {
  const own = new SparseKernel();
  const calls = new Set<string>();
  const functions = new Proxy(
    {},
    {
      get: (_, name: keyof SparseKernel['functions']) => {
        calls.add(name);
        return own.functions[name];
      },
    },
  );
  const kernel = new Proxy(own, {
    get(target, name) {
      if (name === 'functions') return functions;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { kernel, calls };
}

describe('the ways of multiplying are taken', () => {
  /** Calls while the square of Σ_t c_t m_t is formed. */
  function callsFor(
    monomials: readonly (readonly Factor[])[],
    coefficient: (t: number) => bigint,
    variables = 40,
  ): ReadonlySet<string> {
    const { kernel, calls } = watched();
    const store = new TermStore(kernel);
    const space = new ExponentKeys(new Array<number>(variables).fill(1023), 65_535);
    const f = new Rekeying(store, space).fromIntegers(
      monomialsFrom(monomials),
      packIntegers(monomials.map((_, t) => coefficient(t))),
    );
    const g: SparseTerms = { ...f };
    sumOfTermProducts(store, space, [[f, g]]);
    return calls;
  }
  const powers = Array.from({ length: 200 }, (_, e): Factor[] => (e > 0 ? [[0, e]] : []));
  const squareGrid = Array.from({ length: 196 }, (_, i): Factor[] =>
    (
      [
        [0, i % 14],
        [1, Math.floor(i / 14)],
      ] as Factor[]
    ).filter(([, e]) => e > 0),
  );
  const scattered = Array.from({ length: 100 }, (_, i): Factor[] => [
    [i % 20, 1 + (i % 7)],
    [20 + ((i * i) % 17), 1 + (i % 5)],
  ]);

  test('one variable: Karatsuba', () => {
    expect(callsFor(powers, (t) => BigInt(t + 1))).toContain('karatsuba');
    expect(callsFor(powers, (t) => BigInt(t + 1) << 100n)).toContain('karatsuba');
  });
  test('but not across wide gaps', () => {
    const far = Array.from({ length: 100 }, (_, i): Factor[] => [[0, 1 + i * 10]]);
    expect(callsFor(far, () => 1n)).not.toContain('karatsuba');
  });
  test('a box nearly full', () => {
    expect(callsFor(squareGrid, (t) => BigInt(t + 1))).toContain('wholeProductsInBox');
    expect(callsFor(squareGrid, (t) => BigInt(t + 1) << 40n)).toContain('digitProductsInBox');
  });
  test('a table', () => {
    expect(callsFor(scattered, (t) => BigInt(t + 1))).toContain('wholeProducts');
    expect(callsFor(scattered, (t) => BigInt(t + 1) << 50n)).toContain('digitProducts');
  });
  test('long coefficients key by key', () => {
    expect(callsFor(scattered, (t) => BigInt(t + 1) << 400n)).toContain('listProducts');
  });
});

describe('terms', () => {
  test('move out of the kernel when there are many, and stay the same', () => {
    const kernel = new SparseKernel();
    const store = new TermStore(kernel);
    const space = new ExponentKeys([1023, 1023], 1023);
    const kept = Array.from({ length: 400 }, (_, i) =>
      store.single(space, BigInt(i) - 200n || 7n, (keys, at) => space.write(keys, at, [1], [i + 1], 0, 1)),
    );
    kernel.allocate(2 ** 25);
    store.settle();
    expect(kept.every(({ place }) => !place.resident)).toBe(true);
    kept.forEach((terms, i) => {
      const list = sortedTerms(store, terms, 1n);
      expect([list.numerator(0), list.monomials().exponents[0]]).toEqual([BigInt(i) - 200n || 7n, i + 1]);
    });
  });

  test('that do not fit in memory are refused', () => {
    expect(() => new SparseKernel().allocate(2 ** 33)).toThrow(
      /^polynomial: its terms and their work space need 8193 MiB, which are not to be had/,
    );
  });

  test('are sorted whether they come in runs or not', () => {
    withSparseRing(homeSpace({ exponents: [70_000, 0], degree: 70_000 }), (ring) => {
      for (const step of [1, 7, 3001, 9973]) {
        const monomials = monomialsFrom(
          Array.from({ length: 10_007 }, (_, i): Factor[] => [[0, 1 + ((i * step) % 10_007)]]),
        );
        const numerators = Array.from({ length: 10_007 }, (_, i) => BigInt(1 + ((i * step) % 10_007)));
        const { terms } = ring.fromTerms(monomials, packIntegers(numerators), 1n);
        const list = sortedTerms(ring.store, terms, 1n);
        expect([0, 1, 5000, 10_006].map((t) => list.numerator(t))).toEqual([10_007n, 10_006n, 5007n, 1n]);
        expect([...list.monomials().exponents]).toEqual(Array.from({ length: 10_007 }, (_, t) => 10_007 - t));
      }
    });
  });
});

describe('expansion by sparse polynomials', () => {
  const report = (net: Parameters<typeof expand>[0], options = {}): ExpansionReport => {
    let taken: ExpansionReport | undefined;
    expand(net, {
      ...options,
      report: (found) => {
        taken = found;
      },
    });
    return taken!;
  };
  const layer = (outputs: number) => dense({ outputs, symbolic: true });
  const symbolic = network({ inputs: 3, layers: [layer(4), square(), layer(4), square(), layer(1)] });

  test('of a network whose weights are indeterminates is that of FLINT', () => {
    const { network: expected } = golden<{ network: { terms: number; first: string; sha256: string } }>(
      'products.json',
    );
    const f = expand(symbolic).output();
    const lines = [...f.terms()].map(
      ({ coefficient, factors }) => `${formatRational(coefficient)} ${factors.map(([v, e]) => `${v}^${e}`).join(' ')}`,
    );
    expect([lines.length, lines[0], createHash('sha256').update(lines.join('\n')).digest('hex')]).toEqual([
      expected.terms,
      expected.first,
      expected.sha256,
    ]);
    expect(report(symbolic)).toMatchObject({ engine: 'sparse', primes: 0, terms: 1104 });
  });

  test('is that of the plain way for a wide convolution', () => {
    // Two layers of windows over 120 inputs: many variables, few a neuron.
    const window = (rows: number, columns: number) =>
      dense({
        weight: Array.from({ length: rows }, (_, i) =>
          Array.from({ length: columns }, (_unused, j) =>
            j >= i && j < i + 3 ? `${(i + 1) * (j + 2) - 7}/${1 + (i % 3)}` : 0,
          ),
        ),
      });
    const net = network({
      inputs: 120,
      layers: [
        window(118, 120),
        polynomial([1, '1/2', 3]),
        window(116, 118),
        square(),
        dense({ weight: [new Array<number>(116).fill(1)] }),
      ],
    });
    const taken = report(net);
    expect(taken.engine).toBe('sparse');
    expect(taken.peakBytes).toBeGreaterThan(0);
    expect(differences(expand(net).output(), expand(net, { engine: 'plain' }).output())).toEqual([]);
    expect(taken.terms).toBeGreaterThan(1000);
  });

  test('is refused with the estimate when it will not fit', () => {
    expect(() => expand(symbolic, { maximumBytes: 1000 })).toThrow(
      /the expansion will not fit: up to 1200 terms of degree 11/,
    );
    expect(() => expand(symbolic, { maximumProducts: 100 })).toThrow(/would take too long/);
    expect(() => expand(symbolic, { engine: 'sparse', maximumProducts: 100 })).toThrow(/would take too long/);
  });

  test('passes verification, and one wrong coefficient does not', () => {
    const rows = (count: number, length: number) =>
      Array.from({ length: count }, (_, i) => Array.from({ length }, (_unused, j) => `${i * 7 - j * 3 + 1}/${i + 2}`));
    const net = network({
      inputs: 3,
      layers: [dense({ weight: rows(4, 3) }), polynomial([1, 2, '1/3']), dense({ weight: rows(1, 4) })],
    });
    const map = expand(net, { engine: 'sparse' });
    expect(verify(net, map, { seed: 1, interpolationWork: 0 }).verdict).toBe('verified');
    const f = map.output();
    for (const { factors } of f.terms()) {
      const fault = polynomialFromTerms(f.variables, [{ coefficient: rational(1n, 1000n), factors }]);
      const faulty = new PolynomialMap(f.variables, [{ name: 'y1', polynomial: add(f, fault) }]);
      expect(verify(net, faulty, { seed: 1, trials: 1, interpolationWork: 0 }).verdict).toBe('refuted');
    }
  });

  test('shows progress, and stops when told to', () => {
    const steps: number[] = [];
    expect(() =>
      expand(symbolic, {
        engine: 'sparse',
        progress(done) {
          steps.push(done);
          if (done === 3) throw new Error('enough');
        },
      }),
    ).toThrow('enough');
    expect(steps).toEqual([1, 2, 3]);
    expect(expand(symbolic).output().length).toBe(1104);
  });

  test('does one output of many', () => {
    const net = network({ inputs: 2, layers: [layer(3), square(), layer(3)] });
    expect(differences(expand(net, { outputs: [1] }).output(), expand(net).output(1))).toEqual([]);
  });
});
