import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, LaneArena } from '../../../src/numeric/empirical-kernels/lane-arena.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { ConditionalWeights } from '../../../src/numeric/simulation/conditional-weights.ts';
import { double, type Precision, single } from '../../../src/numeric/wasm/precision.ts';

const gaussians = (count: number, layer: number): Float64Array =>
  fillGaussians(new Float64Array(count), { seed: 5, stream: 'conditional weights' }, { layer });

/** Entries by [entry][sample], in a value of an arena. */
function placed(arena: LaneArena, entries: number, samples: number, at: (i: number, s: number) => number): Block {
  const block = arena.value(entries, samples, 'x');
  const values = Float64Array.from({ length: entries * samples }, (_, k) => at(k % entries, Math.floor(k / entries)));
  arena.write(block, values, samples);
  return block;
}

const inner = (x: Float64Array, y: Float64Array, entries: number, a: number, b: number): number => {
  let sum = 0;
  for (let i = 0; i < entries; i++) sum += x[a * entries + i]! * y[b * entries + i]!;
  return sum;
};

/** y = W x and Wᵀδ for one draw: samples × entries. `repeated` samples are copies of the first ones, negated. */
function products(
  precision: Precision,
  rows: number,
  columns: number,
  samples: number,
  repeated: number,
  draw: number,
) {
  const arena = new LaneArena(precision);
  const [numbers, others] = [gaussians(columns * samples, 2 * draw), gaussians(rows * samples, 2 * draw + 1)];
  const fresh = samples - repeated;
  const x = placed(arena, columns, samples, (i, s) =>
    s < fresh ? numbers[s * columns + i]! : -numbers[(s % fresh) * columns + i]!,
  );
  const delta = placed(arena, rows, samples, (i, s) => others[s * rows + i]!);
  const [y, back] = [arena.value(rows, samples, 'y'), arena.value(columns, samples, 'back')];
  const weights = new ConditionalWeights(arena, rows, columns, samples, 'test');
  const key = (stream: string) => ({ seed: 1, stream });
  weights.set({ forward: key('forward'), backward: key('backward'), layer: draw, standardDeviation: 0.5 });
  expect(weights.innerProducts).toEqual({ x: undefined, delta: undefined });
  weights.times(y, x, samples);
  weights.transposeTimes(back, delta, x, y, samples);
  const read = (block: Block): Float64Array => arena.read(block, samples);
  const { innerProducts } = weights;
  const width = arena.widthOf(samples);
  const known = [innerProducts.x!, innerProducts.delta!].map((at) => arena.numbers(at, samples * width).slice());
  return { x: read(x), y: read(y), delta: read(delta), back: read(back), known, width };
}

describe.each([
  ['double', double],
  ['single', single],
] as const)('in %s precision', (_, precision) => {
  const u = precision.rounding.unitRoundoff;

  test('xᵀ(Wᵀδ) is (W x)ᵀδ, for singular xᵀx too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(3),
        (samples, rows, draw) => {
          const columns = 6 * samples + 3;
          const repeated = draw === 3 ? Math.floor(samples / 2) : 0;
          const { x, y, delta, back } = products(precision, rows, columns, samples, repeated, draw);
          for (let a = 0; a < samples; a++)
            for (let b = 0; b < samples; b++) {
              const size = Math.sqrt(
                inner(x, x, columns, a, a) *
                  (inner(back, back, columns, b, b) + inner(y, y, rows, a, a) * inner(delta, delta, rows, b, b)),
              );
              // Sums of so many terms, through two triangular solves with a Gaussian xᵀx, whose condition is below 30.
              expect(Math.abs(inner(x, back, columns, a, b) - inner(y, delta, rows, a, b))).toBeLessThan(
                30 * (columns + rows + 2 * samples) * u * size,
              );
            }
        },
      ),
      { numRuns: 12 },
    );
  });

  test('repeated inputs have the same products, and the inner products that were needed are told', () => {
    const [rows, columns, samples] = [13, 40, 10];
    const { x, y, delta, known, width } = products(precision, rows, columns, samples, 5, 7);
    for (let s = 0; s < 5; s++)
      for (let i = 0; i < rows; i++)
        expect(Math.abs(y[s * rows + i]! + y[(s + 5) * rows + i]!)).toBeLessThan(
          // The square root of a pivot that is rounding error is taken for 0: see the tolerance of the factor.
          8 * Math.sqrt(8 * samples * u * inner(x, x, columns, s, s)),
        );
    for (let a = 0; a < samples; a++)
      for (let b = a; b < samples; b++) {
        expect(known[0]![a * width + b]! / columns).toBeCloseTo(inner(x, x, columns, a, b) / columns, 5);
        expect(known[1]![a * width + b]! / rows).toBeCloseTo(inner(delta, delta, rows, a, b) / rows, 5);
      }
  });
});

test('a wide product has the law that it should: rows of W x have covariance s² xᵀx', () => {
  const [rows, columns, samples] = [4000, 12, 9];
  const { x, y } = products(double, rows, columns, samples, 0, 1);
  for (let a = 0; a < samples; a++)
    for (let b = a; b < samples; b++) {
      const [aa, bb, ab] = [inner(x, x, columns, a, a), inner(x, x, columns, b, b), inner(x, x, columns, a, b)];
      const deviation = Math.sqrt((aa * bb + ab * ab) / rows) / 4;
      // 45 pairs: five standard deviations have probability 3e-5.
      expect(Math.abs(inner(y, y, rows, a, b) / rows - ab / 4)).toBeLessThan(5 * deviation);
    }
});
