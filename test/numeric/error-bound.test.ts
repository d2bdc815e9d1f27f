import fc from 'fast-check';
import { dense, type Network, network, polynomial, square, tanh, trace } from 'isserlis/network';
import {
  type Arithmetic,
  evaluation,
  forwardErrorBound,
  key,
  type Rounding,
  reference,
  SINGLE,
  SINGLE_ON_DEVICE,
  uniformPoints,
  wasmSingle,
} from 'isserlis/numeric';
import { interpret, numberFromRational, QQ, type Rational } from 'isserlis/symbolic';
import { networks } from 'isserlis/testing';
import { describe, expect, test } from 'vitest';
import { absolute, rationalFromNumber } from '../../src/base/rational.ts';
import { readNetwork } from '../../src/network/read-network.ts';

/** The network's exact values at a point of doubles. */
function exactValues(net: Network, point: readonly number[]): readonly Rational[] {
  return interpret(trace(net), QQ, {
    inputs: point.map((x) => rationalFromNumber(x)),
    parameter: ({ tensor }, index) => QQ.from(tensor!.data[index]!),
  });
}

interface Checked {
  readonly within: boolean;
  readonly error: number;
  readonly bound: number;
}

/** Every output's error against its bound; the comparison is exact. */
function check(
  net: Network,
  point: readonly number[],
  values: ArrayLike<number> = forward(net, point),
  rounding?: Rounding,
): readonly Checked[] {
  const bounds = forwardErrorBound(trace(net), rounding)(Float64Array.from(point));
  return exactValues(net, point).map((exact, k) => {
    const { numerator, denominator } = QQ.add(rationalFromNumber(values[k]!), {
      ...exact,
      numerator: -exact.numerator,
    });
    const bound = rationalFromNumber(bounds[k]!.bound);
    return {
      within: absolute(numerator) * bound.denominator <= bound.numerator * denominator,
      error: numberFromRational({ numerator: absolute(numerator), denominator }),
      bound: bounds[k]!.bound,
    };
  });
}

const forward = (net: Network, point: readonly number[]): Float64Array =>
  reference.compile(trace(net)).run(Float64Array.from(point));

const points = (inputs: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.oneof(
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: -1e-150, max: 1e-150, noNaN: true }),
      fc.constantFrom(0, 1, -0.1, 5e-324, 1e-300, 2 ** 40 + 1),
    ),
    { minLength: inputs, maxLength: inputs },
  );

describe('the forward error bound', () => {
  test('holds on networks of every kind at points large, small and subnormal', () => {
    fc.assert(
      fc.property(
        networks().chain((net) => fc.tuple(fc.constant(net), points(net.inputs.length))),
        ([net, point]) => {
          expect(check(net, point).filter(({ within }) => !within)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  /** To either neighbouring float, small numbers to 0, as a device may do: towards 0 in one, away from it in the other. */
  const onDevice = (away: boolean): Arithmetic<number> => {
    const float = (x: number): number => {
      const nearest = Math.fround(x);
      if (nearest === x || !Number.isFinite(nearest)) return Math.abs(nearest) < 2 ** -126 ? 0 : nearest;
      const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23) * Math.sign(x);
      const below = Math.abs(nearest) > Math.abs(x) ? nearest - step : nearest;
      const result = Math.fround(away ? below + step : below);
      return Math.abs(result) < 2 ** -126 ? 0 : result;
    };
    return {
      constant: (c) => float(Math.fround(numberFromRational(QQ.from(c)))),
      add: (a, b) => float(float(a) + float(b)),
      mul: (a, b) => float(float(a) * float(b)),
      apply: () => Number.NaN,
    };
  };

  test('holds in single precision: of the WebAssembly, and of arithmetic as devices have it', () => {
    const range = fc.oneof(
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.constantFrom(0, 1, -0.1, 1e-41, 1e-30, 3e-39),
    );
    fc.assert(
      fc.property(
        networks().chain((net) =>
          fc.tuple(fc.constant(net), fc.array(range, { minLength: net.inputs.length, maxLength: net.inputs.length })),
        ),
        ([net, point]) => {
          const single = wasmSingle.compile(trace(net)).run(Float64Array.from(point));
          expect(check(net, point, single, SINGLE).filter(({ within }) => !within)).toEqual([]);
          for (const away of [false, true]) {
            const inputs = point.map((x) => Math.fround(x));
            const values = evaluation(trace(net), onDevice(away))(inputs);
            expect(check(net, point, values, SINGLE_ON_DEVICE).filter(({ within }) => !within)).toEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('in single precision is no better than the error allows', () => {
    const net = network({ inputs: 1, layers: [dense({ weight: [[0.1]] })] });
    const single = wasmSingle.compile(trace(net)).run(Float64Array.of(0.3));
    expect(check(net, [0.3], single)[0]!.within).toBe(false);
    expect(check(net, [0.3], single, SINGLE)[0]!.within).toBe(true);
  });

  test('is within some thousand times the error on trained networks', async () => {
    for (const [name, most] of [
      ['iris-cubic', 3000],
      ['diabetes-hermite', 3000],
    ] as const) {
      const net = await readNetwork(new URL(`../../examples/networks/${name}`, import.meta.url).pathname);
      const n = net.inputs.length;
      const draws = uniformPoints(key(7, name), 20, n, -1, 1);
      const checked = Array.from({ length: 20 }, (_, i) =>
        check(net, Array.from(draws.subarray(i * n, (i + 1) * n))),
      ).flat();
      expect(checked.every(({ within }) => within)).toBe(true);
      expect(Math.min(...checked.map(({ error, bound }) => bound / error))).toBeLessThan(most);
      // Far below the values: a bound that says something.
      expect(Math.max(...checked.map(({ bound }) => bound))).toBeLessThan(1e-9);
    }
  });

  test('comes close on a sum in which every rounding goes one way', () => {
    // 1 + n halves of an ulp: each is rounded away, n u in all, out of (n + 1) u (1 + n u).
    const n = 100;
    const net = network({ inputs: n + 1, layers: [dense({ weight: [Array.from({ length: n + 1 }, () => 1)] })] });
    const [checked] = check(net, [1, ...Array.from({ length: n }, () => 2 ** -53)]);
    expect(checked!.within).toBe(true);
    expect(checked!.bound / checked!.error).toBeLessThan(1.1);
  });

  test('catches a backend in single precision, and one that is off by 1 in 2^36', async () => {
    const singles: Arithmetic<number> = {
      constant: (c) => Math.fround(Number(c)),
      add: (a, b) => Math.fround(a + b),
      mul: (a, b) => Math.fround(a * b),
      apply: (_, x) => x,
    };
    const net = await readNetwork(new URL('../../examples/networks/iris-cubic', import.meta.url).pathname);
    const point = [0.3, -0.7, 1.1, 0.9];
    expect(check(net, point).every(({ within }) => within)).toBe(true);
    const inSingles = evaluation(trace(net), singles)(point.map(Math.fround));
    expect(check(net, point.map(Math.fround), Float64Array.from(inSingles)).some(({ within }) => within)).toBe(false);
    const off = forward(net, point).map((y) => y * (1 + 2 ** -36));
    expect(check(net, point, off).every(({ within }) => within)).toBe(false);
  });

  test('counts the roundings of a product, a sum and a constant that is no double', () => {
    const roundings = (net: Network): number => forwardErrorBound(trace(net))(Float64Array.of(3, 5))[0]!.roundings;
    expect(roundings(network({ inputs: 2, layers: [dense({ weight: [[2, 0]] })] }))).toBe(1);
    expect(roundings(network({ inputs: 2, layers: [dense({ weight: [[2, 7]] })] }))).toBe(2);
    expect(roundings(network({ inputs: 2, layers: [dense({ weight: [['1/3', 7]] })] }))).toBe(3);
    expect(roundings(network({ inputs: 2, layers: [dense({ weight: [['1/4', 7]] })] }))).toBe(2);
    expect(roundings(network({ inputs: 2, layers: [dense({ weight: [[2, 7]], bias: [1] })] }))).toBe(3);
    expect(roundings(network({ inputs: 2, layers: [square()] }))).toBe(1);
  });

  test('is 0 where nothing is rounded, and more than 0 where underflow loses all', () => {
    const identity = network({ inputs: 1, layers: [] });
    expect(forwardErrorBound(trace(identity))(Float64Array.of(0.1))[0]!.bound).toBe(0);
    const tiny = network({ inputs: 1, layers: [square(), dense({ weight: [[2 ** 1000]] })] });
    expect(forward(tiny, [2 ** -540])).toEqual(Float64Array.of(0));
    expect(check(tiny, [2 ** -540])[0]!.within).toBe(true);
    expect(numberFromRational(exactValues(tiny, [2 ** -540])[0]!)).toBe(2 ** -80);
  });

  test('refuses what it cannot bound', () => {
    const bound = (net: Network, ...x: number[]) => forwardErrorBound(trace(net))(Float64Array.from(x));
    expect(() => bound(network({ inputs: 1, layers: [tanh()] }), 1)).toThrow(
      "the activation 'tanh' is not a polynomial",
    );
    expect(() => bound(network({ inputs: 1, layers: [dense({ outputs: 1, symbolic: true })] }), 1)).toThrow('symbolic');
    expect(() => bound(network({ inputs: 1, layers: [square()] }), 1e200)).toThrow('overflow');
    expect(() => bound(network({ inputs: 1, layers: [polynomial([0, 1])] }), Number.NaN)).toThrow('finite');
    expect(() => bound(network({ inputs: 1, layers: [square()] }), 1, 2)).toThrow('expected 1 numbers, got 2');
  });
});
