import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { medianInterval } from '../../../src/theory/symmetric/median-interval.ts';
import { powerLaw, powerLawThroughIntervals } from '../../../src/theory/symmetric/power-law.ts';
import {
  monomialPotential,
  recoveryByDimension,
  recoveryExponent,
  recoveryTimes,
  sphericalRecoveryTime,
} from '../../../src/theory/symmetric/recovery-time.ts';
import { symmetricFlow } from '../../../src/theory/symmetric/symmetric-flow.ts';
import { golden } from '../../golden/read.ts';

interface Flow {
  readonly s: number;
  readonly r0: number;
  readonly T_spherical: number;
  readonly T_unnormalised: number | null;
}
const { flows } = golden<{ readonly flows: readonly Flow[] }>('symmetric.json');
const teacher = Float64Array.of(1, 0, 0, 0);
const from = (r: number, angle: number): Float64Array =>
  Float64Array.of(r * Math.cos(angle), r * Math.sin(angle), Math.sqrt(1 - r * r), 0);
const kinds = ['spherical', 'unnormalised'] as const;

describe('times to recovery', () => {
  test('are those of another integrator', () => {
    for (const { s, r0, T_spherical, T_unnormalised } of flows) {
      const [spherical] = recoveryTimes(monomialPotential(s), [r0], { kind: 'spherical' });
      expect(Math.abs(spherical!.time / T_spherical - 1)).toBeLessThan(1e-8);
      if (T_unnormalised === null) continue;
      const [other] = recoveryTimes(monomialPotential(s), [r0], { kind: 'unnormalised' });
      expect(Math.abs(other!.time / T_unnormalised - 1)).toBeLessThan(1e-7);
    }
  });

  test('on the sphere are the closed form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.02, max: 0.5, noNaN: true }), (s, r) => {
        const { time } = recoveryTimes(monomialPotential(s), [r], { kind: 'spherical', cosine: 0.7 })[0]!;
        expect(Math.abs(time / sphericalRecoveryTime(s, r, 0.7) - 1)).toBeLessThan(1e-8);
      }),
      { numRuns: 30 },
    );
  });

  test.each([3, 4, 5])('grow with the exponents of theory, s = %d', (s) => {
    for (const kind of kinds) {
      const starts = [0.02, 0.01, 0.005, 0.0025];
      const fit = powerLaw(
        recoveryTimes(monomialPotential(s), starts, { kind }).map(({ start, time }) => ({ x: start, y: time })),
      );
      expect(Math.abs(fit.exponent - recoveryExponent(s, kind))).toBeLessThan(0.005);
      expect(fit.lower).toBeLessThanOrEqual(fit.exponent);
      expect(fit.upper).toBeGreaterThanOrEqual(fit.exponent);
    }
    expect([1, 2].map((low) => recoveryExponent(low, 'unnormalised'))).toEqual([0, 0]);
  });

  // The intervals hold together with probability 0.999; the limit of large dimensions is off by far less than they are long.
  test.each(kinds)('from random starts grow with the dimension as in theory, %s', (kind) => {
    const { rows, slope, theory } = recoveryByDimension(3, [32, 128, 512], { kind, runs: 60, seed: 2, level: 0.999 });
    expect(theory).toBeCloseTo(kind === 'spherical' ? 0.5 : 2 / 3, 14);
    expect(slope.lower).toBeLessThan(theory);
    expect(slope.upper).toBeGreaterThan(theory);
    expect(slope.lower).toBeGreaterThan(0);
    expect(rows.map(({ dimension }) => dimension)).toEqual([32, 128, 512]);
  });
});

describe('the flow', () => {
  test.each(kinds)('conserves (r/q)^s sin(sθ) to the tolerance, %s', (kind) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0.15, max: 0.8, noNaN: true }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (s, r, part) => {
          const problem = {
            potential: monomialPotential(s),
            teacher,
            start: from(r, (part * Math.PI) / (2 * s)),
            kind,
          };
          const drift = (tolerance: number): number =>
            symmetricFlow(problem, { cosine: 0.9, tolerance }).invariantDrift!;
          // θ comes near 0, where its error relative to itself is larger.
          expect(drift(1e-11)).toBeLessThan(1e-6);
          expect(drift(1e-11)).toBeLessThan(Math.max(1e-10, drift(1e-5)));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('with another term conserves nothing, and says nothing of it', () => {
    const { invariantDrift, last } = symmetricFlow(
      { potential: [0, 0, 0.5, 1], teacher, start: from(0.2, 0.3), kind: 'spherical' },
      { end: 1 },
    );
    expect([invariantDrift, last.invariant]).toEqual([undefined, undefined]);
  });

  // The starts and roots of the reference's runs for s = 3.
  test.each([
    [0.2, 0],
    [1.2, 1],
    [2.5, 1],
    [4.0, 2],
    [5.5, 0],
  ])('from the angle %d comes to the cube root of unity %d', (angle, root) => {
    const { last } = symmetricFlow(
      { potential: monomialPotential(3), teacher, start: from(0.1, angle), kind: 'spherical' },
      { end: 60 },
    );
    expect(last.cosine).toBeGreaterThan(1 - 1e-9);
    const turns = (last.angle / (2 * Math.PI)) * 3;
    expect(Math.abs(((turns - root + 4.5) % 3) - 1.5)).toBeLessThan(1e-6);
  });

  test('turns with its start by an s-th root of unity, and does not depend on coordinates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 6, noNaN: true }), (s, angle) => {
        for (const kind of kinds) {
          const potential = monomialPotential(s);
          const plain = symmetricFlow({ potential, teacher, start: from(0.4, angle), kind }, { end: 2 }).last;
          const turned = symmetricFlow(
            { potential, teacher, start: from(0.4, angle + (2 * Math.PI) / s), kind },
            { end: 2 },
          ).last;
          expect(Math.abs(plain.overlap - turned.overlap)).toBeLessThan(1e-8);
          // h = (3, 4i, 0)/5 with u in C³ of the same overlap.
          const h = Float64Array.of(0.6, 0, 0, 0.8, 0, 0);
          const [a, b, q] = [0.4 * Math.cos(angle), 0.4 * Math.sin(angle), Math.sqrt(0.84)];
          const start = Float64Array.of(0.6 * a, 0.6 * b, -0.8 * b, 0.8 * a, q, 0);
          const moved = symmetricFlow({ potential, teacher: h, start, kind }, { end: 2 }).last;
          expect(Math.abs(plain.overlap - moved.overlap)).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('moves by the preconditioner, where there is one', () => {
    const problem = { potential: monomialPotential(2), teacher, start: from(0.3, 0.2), kind: 'unnormalised' as const };
    const scaled = Float64Array.of(3, 0, 0, 0, 0, 0, 3, 0);
    const [plain, fast] = [
      symmetricFlow(problem, { end: 3 }),
      symmetricFlow({ ...problem, preconditioner: scaled }, { end: 1 }),
    ];
    expect(Math.abs(plain.last.overlap - fast.last.overlap)).toBeLessThan(1e-8);
    expect(fast.invariantDrift).toBeUndefined();
  });

  test('refuses what does not fit', () => {
    const problem = { potential: monomialPotential(2), teacher, start: from(0.3, 0.2), kind: 'spherical' as const };
    expect(() => symmetricFlow(problem)).toThrow('end: expected a time');
    expect(() => symmetricFlow({ ...problem, start: Float64Array.of(0, 0, 1, 0) }, { end: 1 })).toThrow(
      'the overlap stays 0',
    );
    expect(() => symmetricFlow({ ...problem, start: Float64Array.of(0.5, 0, 0.5, 0) }, { end: 1 })).toThrow(
      'expected norm 1 on the sphere',
    );
    expect(() => symmetricFlow({ ...problem, teacher: Float64Array.of(2, 0, 0, 0) }, { end: 1 })).toThrow(
      'teacher: expected norm 1',
    );
    expect(() => symmetricFlow({ ...problem, teacher: Float64Array.of(1, 0) }, { end: 1 })).toThrow('of the same n');
    expect(() => symmetricFlow(problem, { cosine: 1 })).toThrow('between 0 and 1');
    expect(() => recoveryTimes(monomialPotential(2), [0.95], { kind: 'spherical' })).toThrow(
      'an overlap between 0 and the cosine',
    );
  });
});

describe('medians and slopes', () => {
  test('order statistics by the binomial distribution', () => {
    // Conover, "Practical nonparametric statistics": for n = 16 the 4th and 13th cover with 0.979, the 5th and 12th with 0.923.
    const draws = Array.from({ length: 16 }, (_, i) => ((7 * i) % 16) + 1);
    expect(medianInterval(draws, 0.95)).toMatchObject({ value: 8.5, lower: 4, upper: 13, n: 16 });
    expect(medianInterval(draws, 0.92)).toMatchObject({ lower: 5, upper: 12 });
    expect(medianInterval([3, 1, 2, 6, 5, 4], 1 - 2 ** -5)).toMatchObject({ value: 3.5, lower: 1, upper: 6 });
    expect(() => medianInterval([1, 2, 3], 0.95)).toThrow('3 draws are too few');
  });
  test('slopes of exact power laws, and their ranges', () => {
    const points = [1, 2, 8].map((x) => ({ x, y: 5 * x ** -1.5 }));
    expect(powerLaw(points).exponent).toBeCloseTo(-1.5, 13);
    const wide = powerLawThroughIntervals(
      [1, 2].map((x) => ({ x, value: x, lower: x / 2, upper: 2 * x })),
      0.9,
    );
    expect([wide.exponent, wide.lower, wide.upper, wide.level].map((v) => Number(v!.toFixed(12)))).toEqual([
      1, -1, 3, 0.9,
    ]);
    expect(() => powerLaw([{ x: 1, y: 1 }])).toThrow('two or more points');
    expect(() => powerLaw([1, 2].map((x) => ({ x, y: x - 1 })))).toThrow('positive numbers');
  });
});
