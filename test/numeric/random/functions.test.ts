import { expect, test } from 'vitest';
import { key, uniform, words } from '../../../src/base/philox.ts';
import { logarithm } from '../../../src/numeric/random/logarithm.ts';
import { cosineAndSineOfTurns } from '../../../src/numeric/random/turns.ts';
import { exactDecimal, PI, ulps } from './exact-decimal.ts';

const source = key(1, 'functions');

test('the logarithm is within 1 ulp at fractions of every size, and near 1', () => {
  let worst = 0;
  for (let i = 0; i < 250; i++) {
    const x = uniform(source, i) || 0.5;
    for (const u of [x, x * 2 ** -(i % 64), 1 - x * 2 ** -(i % 40)])
      if (u > 0 && u < 1) worst = Math.max(worst, ulps(logarithm(u), exactDecimal(u).ln()));
  }
  for (const u of [Math.SQRT1_2, 0.7071067811865475, 0.7071072, 1 - 2 ** -33, 2 ** -65, 0.5, 0.25])
    worst = Math.max(worst, ulps(logarithm(u), exactDecimal(u).ln()));
  expect(worst).toBeLessThan(1);
  // More than the half ulp of a correct rounding, so the comparison can see an error.
  expect(worst).toBeGreaterThan(0.5);
});

test('cosine and sine are within 1.2 ulps, in every quarter and next to its ends', () => {
  const ends = [0, 1, 2, 3].flatMap((n) => [0, 1, 2 ** 29 - 1, 2 ** 29, 2 ** 30 - 1].map((k) => n * 2 ** 30 + k));
  let worst = 0;
  for (const word of [...ends, ...Array.from({ length: 120 }, (_, i) => words(source, i, 1)[0])]) {
    const angle = exactDecimal(word)
      .plus(0.5)
      .times(PI)
      .div(2 ** 31);
    const [cosine, sine] = cosineAndSineOfTurns((word + 0.5) * 2 ** -32);
    worst = Math.max(worst, ulps(cosine, angle.cos()), ulps(sine, angle.sin()));
  }
  expect(worst).toBeLessThan(1.2);
});
