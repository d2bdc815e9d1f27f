import fc from 'fast-check';
import {
  compareAlgebraicNumbers,
  compareToRational,
  criticalCurve,
  criticalPoints,
  dualActivation,
  escapeThreshold,
  escapeWeightVariance,
  evaluate,
  fixedPoints,
  formatRational,
  type PropagationOptions,
  parseRational,
  pointOnCurve,
  rational,
  signalMaps,
  valueAtRoot,
  varianceByDepth,
} from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { decimalOf } from '../../../src/symbolic/algebraic/real-number.ts';
import { coefficientsOfMaps } from '../../../src/symbolic/propagation/signal-maps.ts';
import { coefficients } from '../../../src/testing/arbitraries/coefficients.ts';
import { golden } from '../../golden/read.ts';

type Activation = readonly (string | number)[];
const maps = (activation: Activation, weightVariance: string | number = 1, biasVariance: string | number = 0) =>
  signalMaps(activation, { weightVariance, biasVariance });
const SMALL = fc.constantFrom('0', '1/3', '1/2', '1', '3/2', '2');
const ACTIVATION = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('1/2', '-2/3')), {
  minLength: 1,
  maxLength: 4,
});

describe('maps', () => {
  test('of the activations that have them by hand', () => {
    expect(`${maps([0, 0, 1]).variance}`).toBe('3*K^2');
    expect(`${maps([0, 0, 0, 1], 2).variance}`).toBe('30*K^3');
    expect(`${maps([0, 1, '1/2']).variance}`).toBe('3/4*K^2 + K');
    expect(`${maps([0, 1, '1/2']).perpendicular}`).toBe('K + 1');
    // q′ = σ_w²(a² + (b² + 2ac) q + 3c² q²) for a + bx + cx².
    expect(`${maps([2, 3, 5], '1/2', '1/7').variance}`).toBe('75/2*K^2 + 29/2*K + 15/7');
    expect(`${maps([], 1, '1/3').variance}`).toBe('1/3');
    expect(`${maps([0, 0, 1]).covariance}`).toBe('2*K^2*c^2 + K^2');
  });

  test('are the dual activation and that of the derivative, at equal variances', () =>
    fc.assert(
      fc.property(ACTIVATION, (activation) => {
        const found = maps(activation);
        const [K, c] = ['3/5', '-2/7'];
        const at = { K11: K, K12: '-6/35', K22: K };
        expect(evaluate(found.covariance, { K, c })).toEqual(evaluate(dualActivation(activation), at));
        const slope = evaluate(dualActivation(activation, { derivative: 1 }), { ...at, K12: K });
        expect(evaluate(found.perpendicular, { K })).toEqual(slope);
      }),
    ));

  test('the covariance at c = 1 is the variance, its slope there K χ_⊥, and χ_∥ the derivative', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, (activation, s, b) => {
        const found = maps(activation, s, b);
        const K = '3/5';
        expect(evaluate(found.covariance, { K, c: 1 })).toEqual(evaluate(found.variance, { K }));
        const { covariance } = coefficientsOfMaps(found);
        const slope = covariance.reduce(
          (sum, part, l) =>
            part.reduce((total, c, k) => total + ((l * Number(c.numerator)) / Number(c.denominator)) * 0.6 ** k, sum),
          0,
        );
        const chi = evaluate(found.perpendicular, { K });
        expect(slope).toBeCloseTo((0.6 * Number(chi.numerator)) / Number(chi.denominator), 8);
      }),
      { numRuns: 50 },
    ));

  test('rise and scale as they must: σ → cσ is σ_w² → c² σ_w²', () =>
    fc.assert(
      fc.property(fc.array(coefficients(), { maxLength: 4 }), (activation) => {
        const twice = signalMaps(activation, { weightVariance: 4 });
        const scaled = signalMaps(
          signalMaps(activation).activation.map(({ numerator, denominator }) => rational(2n * numerator, denominator)),
        );
        expect(`${twice.variance}`).toBe(`${scaled.variance}`);
      }),
    ));

  test('refuse negative variances', () => {
    expect(() => maps([1], -1)).toThrow('weightVariance: expected a variance ≥ 0, got -1');
    expect(() => maps([1], 1, '-1/2')).toThrow('biasVariance: expected a variance ≥ 0, got -1/2');
    expect(() => maps([1], Number.NaN)).toThrow('weightVariance: expected a finite number');
  });
});

describe('fixed points', () => {
  // mpmath's roots of V(K) − K with V from Gaussian moments, by test/golden/propagation.py.
  const cases = golden<{
    fixedPoints: { activation: string[]; weightVariance: string; biasVariance: string; points: string[][] }[];
  }>('propagation.json').fixedPoints;
  test.each(cases)('of $activation at $weightVariance, $biasVariance agree with mpmath', (item) => {
    const { points } = fixedPoints(signalMaps(item.activation, item));
    expect(points.length).toBe(item.points.length);
    points.forEach(({ variance, parallel, perpendicular }, i) => {
      [variance, parallel, perpendicular].forEach((value, k) => {
        const expected = decimalOf(parseRational(item.points[i]![k]!), 28);
        if (expected !== '0' && !/e-[3-9]\d$/.test(expected)) expect(value.decimal(28)).toBe(expected);
        else expect(Math.abs(value.toNumber())).toBeLessThan(1e-25);
      });
    });
  });

  // cases of the least-squares and minimax quadratics of ReLU on [−1, 1], 32 digits (mpmath).
  test.each([
    [['3/32', '1/2', '15/32'], 1, '0.013454560484568155522052072215924', '0.99098988395987628892239237222852'],
    [['3/32', '1/2', '15/32'], 2, '0.080695281132778946607733087235699', '0.16523064479314697931819283869023'],
    [['1/16', '1/2', '1/2'], 1, '0.0057174795333243448378544427192745', '0.91094918713334232182881222394739'],
    [['1/16', '1/2', '1/2'], 2, '0.022937927384034245908446496887255', '0.22706207261596575409155350311275'],
  ] as const)('of the polynomial that stands for ReLU: %j, σ_w² = %j', (activation, s, stable, threshold) => {
    const { points } = fixedPoints(maps(activation, s));
    expect(points.map(({ variance }) => variance.decimal(28))).toEqual(
      [stable, threshold].map((text) => decimalOf(parseRational(text), 28)),
    );
    expect(points.map(({ stability }) => stability.above)).toEqual(['attracting', 'repelling']);
  });

  test('are fixed by exact substitution, and there are no others', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, (activation, s, b) => {
        const found = maps(activation, s, b);
        const { variance } = coefficientsOfMaps(found);
        const { everyVariance, points } = fixedPoints(found);
        if (everyVariance) expect(`${found.variance}`).toBe('K');
        for (const point of points) {
          expect(compareAlgebraicNumbers(valueAtRoot(point.variance, variance), point.variance)).toBe(0);
          expect(point.variance.sign()).toBeGreaterThanOrEqual(0);
          // Stability as the iteration shows it, from a little above.
          const K = point.variance.toNumber();
          const V = (k: number) =>
            variance.reduceRight((sum, c) => sum * k + Number(c.numerator) / Number(c.denominator), 0);
          const step = 1e-4 * Math.max(K, 0.1);
          const moved = Math.abs(V(V(K + step)) - K) / step;
          if (Math.abs(moved - 1) > 0.01) expect(moved < 1 ? 'attracting' : 'repelling').toBe(point.stability.above);
        }
      }),
      { numRuns: 60 },
    ));

  test('with χ_∥ = 1 are told apart by higher derivatives', () => {
    // V = K + 3K²/4: pushed up from above.
    const [zero] = fixedPoints(maps([0, 1, '1/2'])).points;
    expect([`${zero!.parallel}`, zero!.multiplicity, zero!.stability]).toEqual([
      '1',
      2,
      { below: 'attracting', above: 'repelling' },
    ]);
    expect(zero!.depthScale).toBe(Infinity);
    // z − z³/6 has V = K − K² + 5K³/12 at σ_w² = 1: pulled down above 0.
    expect(fixedPoints(maps([0, 1, 0, '-1/6'])).points[0]!.stability.above).toBe('attracting');
  });

  test('have χ_∥ ≥ −1/2', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, (activation, s, b) => {
        for (const { parallel } of fixedPoints(maps(activation, s, b)).points)
          expect(compareToRational(parallel, rational(-1n, 2n))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    ));

  test('the identity fixes everything, constants their value', () => {
    expect(fixedPoints(maps([0, 1]))).toEqual({ everyVariance: true, points: [] });
    const [point] = fixedPoints(maps([3], 1, 1)).points;
    expect([`${point!.variance}`, `${point!.parallel}`, point!.depthScale]).toEqual(['10', '0', 0]);
    expect(fixedPoints(maps([])).points.map(({ variance }) => `${variance}`)).toEqual(['0']);
  });
});

describe('correlations', () => {
  test('of z² at its fixed point go to 1/2 with slope 2/3', () => {
    // C(c) = (1 + 2c²)/3.
    const { correlation } = fixedPoints(maps([0, 0, 1])).points[1]!;
    expect(correlation!.coefficients.map(String)).toEqual(['1/3', '0', '2/3']);
    expect([`${correlation!.value}`, `${correlation!.slope}`]).toEqual(['1/2', '2/3']);
    expect(correlation!.depthScale).toBeCloseTo(-1 / Math.log(2 / 3), 14);
  });

  test('go where the map sends them: the coefficients sum to 1, and the value is fixed', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, (activation, s, b) => {
        for (const { correlation, perpendicular } of fixedPoints(maps(activation, s, b)).points) {
          if (correlation === undefined) continue;
          const map = correlation.coefficients.map((a) => a.toNumber());
          for (const a of map) expect(a).toBeGreaterThanOrEqual(0);
          expect(map.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 12);
          const c = correlation.value.toNumber();
          expect(map.reduceRight((sum, a) => sum * c + a, 0)).toBeCloseTo(c, 12);
          const slope = map.reduceRight((sum, a, l) => (l === 0 ? sum : sum * c + l * a), 0);
          expect(correlation.slope.toNumber()).toBeCloseTo(slope, 10);
          expect(correlation.slope.toNumber()).toBeLessThanOrEqual(1);
          expect(c === 1).toBe(perpendicular.toNumber() <= 1);
        }
      }),
      { numRuns: 30 },
    ));

  test('are enclosed to any digits where the variance is irrational', () => {
    const { correlation } = fixedPoints(maps([0, 0, 0, 0, 1])).points[1]!;
    // C(c) = (3 + 24c² + 8c⁴)/35 here.
    expect(correlation!.value.decimal(30)).toBe('0.0914671320307804728312494406633');
  });
});

describe('escape', () => {
  test.each(['1/2', '1', '2', '7/3'])('beyond 1/(3σ_w²) for z² and (15σ_w²)^(−1/2) for z³, σ_w² = %s', (s) => {
    const w = parseRational(s);
    const square = escapeThreshold(maps([0, 0, 1], s));
    expect([square.kind, `${square.threshold}`, square.growth]).toEqual([
      'beyond',
      formatRational(rational(w.denominator, 3n * w.numerator)),
      'doubly exponential',
    ]);
    const cube = escapeThreshold(maps([0, 0, 0, 1], s)).threshold!;
    const squared = valueAtRoot(cube, [rational(0n), rational(0n), rational(15n * w.numerator, w.denominator)]);
    expect(squared.rational).toEqual(rational(1n));
  });

  test('of He₂ is certain above (1 + √3)/4', () => {
    const limit = escapeWeightVariance([-1, 0, 1]);
    expect([`${limit.value}`, `${limit.variance}`, limit.inclusive]).toEqual(['(1 + √3)/4', '√3/3', false]);
    expect(escapeThreshold(maps([-1, 0, 1], '0.6831')).kind).toBe('always');
    expect(escapeThreshold(maps([-1, 0, 1], '0.683')).kind).toBe('beyond');
  });

  test('of z + z²/2 at σ_w = 1 is certain for K > 0', () => {
    const { kind, threshold } = escapeThreshold(maps([0, 1, '1/2']));
    expect([kind, `${threshold}`]).toEqual(['beyond', '0']);
    const limit = escapeWeightVariance([0, 1, '1/2']);
    expect([`${limit.value}`, limit.inclusive]).toEqual(['1', true]);
  });

  // Critical σ_w² of quadratic fits of ReLU, mpmath at 32 digits: 1/(b² + 2ac + 2√3 ac).
  test.each([
    [['3/32', '1/2', '15/32'], '2.0403097758704228706769362074161'],
    [['1/16', '1/2', '1/2'], '2.3766903217680892410709481152685'],
    [
      ['0.19947114020071633896997302996719', '0.5', '0.19947114020071633896997302996719'],
      '2.1394506999715393813072848923936',
    ],
    [['0', '1/2', '1/4'], '4'],
  ])('of %j is certain beyond σ_w² = %s', (activation, expected) => {
    const { value } = escapeWeightVariance(activation);
    expect(value!.decimal(30)).toBe(decimalOf(parseRational(expected), 30));
  });

  test('happens below the largest fixed point too where the map is not monotone', () => {
    const { threshold, escapesBelow } = escapeThreshold(maps([-1, 0, 1], '0.68'));
    expect([`${threshold}`, `${escapesBelow}`]).toEqual(['(59 + √13)/102', '0']);
    expect(escapeThreshold(maps([-1, 0, 1], '1/2')).escapesBelow).toBeUndefined();
  });

  test('is never, always and at what speed for linear activations', () => {
    const kinds = [maps([0, 1], '1/2'), maps([0, 1]), maps([0, 1], 2), maps([1, 1]), maps([0, 1], 2, 1), maps([5])].map(
      (found) => {
        const { kind, threshold, growth } = escapeThreshold(found);
        return [kind, threshold === undefined ? '' : `${threshold}`, growth ?? ''].join(' ');
      },
    );
    expect(kinds).toEqual([
      'never  ',
      'never  ',
      'beyond 0 exponential',
      'always  linear',
      'always  exponential',
      'never  ',
    ]);
    expect(escapeWeightVariance([1, 1])).toMatchObject({ inclusive: true });
    expect(escapeWeightVariance([0, 2])).toMatchObject({ inclusive: false });
    expect([
      `${escapeWeightVariance([0, 2]).value}`,
      escapeWeightVariance([0, 0, 1]).value,
      escapeWeightVariance([]).value,
    ]).toEqual(['1/4', undefined, undefined]);
  });

  test('is what iteration shows', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, fc.constantFrom('1/20', '1/3', '1', '5'), (activation, s, b, K) => {
        const found = maps(activation, s, b);
        const { kind, threshold, escapesBelow } = escapeThreshold(found);
        const steps = varianceByDepth(found, K, 60);
        const large = steps.length < 61 || Number(steps.at(-1)!.low) > 1e6;
        const above =
          threshold !== undefined &&
          threshold.toNumber() < Number(parseRational(K).numerator) / Number(parseRational(K).denominator);
        if (large) expect(kind === 'always' || above || escapesBelow !== undefined).toBe(true);
        if (kind === 'never' || (kind === 'beyond' && !above && escapesBelow === undefined)) expect(large).toBe(false);
      }),
      { numRuns: 60 },
    ));
});

describe('the critical curve', () => {
  test('is where χ_⊥ = 1 at a fixed point, at every rational K on it', () =>
    fc.assert(
      fc.property(
        ACTIVATION,
        fc.constantFrom('1/7', '1/2', '1', '3', '12'),
        fc.constantFrom('perpendicular' as const, 'parallel' as const),
        (activation, text, which) => {
          const K = parseRational(text);
          const point = pointOnCurve(activation, K, which);
          const { ranges } = criticalCurve(activation, which);
          const inside = ranges.some(
            ({ from, to }) =>
              from.toNumber() <= Number(K.numerator) / Number(K.denominator) &&
              (to === undefined || to.toNumber() >= Number(K.numerator) / Number(K.denominator)),
          );
          expect(point !== undefined).toBe(inside);
          if (point === undefined) return;
          const found = signalMaps(activation, point);
          expect(evaluate(found.variance, { K: text })).toEqual(K);
          expect(evaluate(found[which], { K: text })).toEqual(rational(1n));
        },
      ),
      { numRuns: 80 },
    ));

  test('at no bias: (1 + √2)/4 for He₂, 1 for z + z²/2, every K for z', () => {
    const of = (activation: Activation, options: PropagationOptions = {}) =>
      criticalPoints(activation, options).points.map(
        ({ variance, weightVariance }) => `${variance}: ${weightVariance}`,
      );
    expect(of([-1, 0, 1])).toEqual(['-1 + √2: (1 + √2)/4']);
    expect(of([0, 1, '1/2'])).toEqual(['0: 1']);
    expect(of([0, 0, 1])).toEqual([]);
    expect(criticalPoints([0, 2]).everyVariance).toEqual(rational(1n, 4n));
    expect(criticalPoints([7]).points).toEqual([]);
  });

  test('the points are critical, exactly, with biases too', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, (activation, biasVariance) => {
        const { mean, slope } = {
          mean: coefficientsOfMaps(signalMaps(activation)).variance,
          slope: coefficientsOfMaps(signalMaps(activation)).perpendicular,
        };
        for (const { variance, weightVariance } of criticalPoints(activation, { biasVariance }).points) {
          const one = valueAtRoot(variance, slope).toNumber() * weightVariance.toNumber();
          expect(one).toBeCloseTo(1, 12);
          const next = weightVariance.toNumber() * valueAtRoot(variance, mean).toNumber();
          const b = parseRational(biasVariance);
          expect(next + Number(b.numerator) / Number(b.denominator)).toBeCloseTo(variance.toNumber(), 8);
        }
      }),
      { numRuns: 30 },
    ));
});

describe('the variance by depth', () => {
  test('of z² at K = 1 is 3^(2^depth − 1): 4.6e121 at depth 8', () => {
    const steps = varianceByDepth(maps([0, 0, 1]), 1, 40);
    expect(steps[8]!.exact).toEqual(rational(3n ** 255n));
    expect(steps[8]!.low).toMatch(/^4\.6336150\d*e\+121$/);
    // 3^(2^40 − 1): log₁₀ = (2^40 − 1) log₁₀ 3 = 524600367422.866494… by mpmath.
    expect(steps[40]!.low).toMatch(/^7\.3527149\d*e\+524600367422$/);
    expect(steps[40]!.high).toMatch(/^7\.3527149\d*e\+524600367422$/);
  });

  // The least-squares quadratic of ReLU on [−5, 5] at σ_w² = 2, in 20 digits (mpmath).
  test.each([
    ['1', ['1.16796875', '1.3006821572780609131', '1.4076443875454489382', '1.4952040069902476323']],
    ['5', ['5.13671875', '5.3021942079067230225', '5.5051119301395223023', '5.7578860871857736856']],
    ['12', ['16.142578125', '25.089977346360683441', '50.591445643251734564', '169.60153953899543525']],
  ])('of the polynomial that stands for ReLU from %s', (K, expected) => {
    const steps = varianceByDepth(maps(['15/32', '1/2', '3/32'], 2), K, 12);
    expect(steps.slice(1, 5).map(({ exact }) => decimalOf(exact!, 20))).toEqual(
      expected.map((t) => decimalOf(parseRational(t), 20)),
    );
    if (K === '12') {
      // 1.8281852462816199183e+32 and 1.7625206046384425084e+63 in the same source.
      expect(steps[9]!.low.slice(0, 19)).toBe('1.82818524628161991');
      expect(steps[10]!.low.slice(0, 19)).toBe('1.76252060463844250');
    }
  });

  test('is enclosed where it is not exact: the intervals hold the exact values', () =>
    fc.assert(
      fc.property(ACTIVATION, SMALL, SMALL, (activation, s, b) => {
        const found = maps(activation, s, b);
        let exact = parseRational('1/3');
        for (const { depth, low, high } of varianceByDepth(found, '1/3', 8)) {
          if (depth > 0) exact = evaluate(found.variance, { K: formatRational(exact) });
          if (/e[+-]\d{4}/.test(low)) break;
          const [from, to] = [parseRational(low), parseRational(high)];
          expect(from.numerator * exact.denominator <= exact.numerator * from.denominator).toBe(true);
          expect(to.numerator * exact.denominator >= exact.numerator * to.denominator).toBe(true);
        }
      }),
      { numRuns: 25 },
    ));

  test('refuses what is no variance and no depth', () => {
    expect(() => varianceByDepth(maps([1]), -1, 3)).toThrow('variance: expected a variance ≥ 0');
    expect(() => varianceByDepth(maps([1]), 1, 1.5)).toThrow('depth: expected an integer');
  });
});
