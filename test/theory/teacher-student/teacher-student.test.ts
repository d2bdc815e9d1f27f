import fc from 'fast-check';
import { dense, network, polynomial } from 'isserlis';
import { add, compose, expand, expectation, gaussian, multiply, Polynomial } from 'isserlis/symbolic';
import {
  expandedStudent,
  hermiteOverlaps,
  neuronFlow,
  normalisedPolynomialLink,
  overlapFlow,
  overlapTimeOf,
  studentExperiment,
  studentFigure,
  studentOf,
  trainStudent,
  twoLayerNetwork,
} from 'isserlis/theory';
import { describe, expect, it } from 'vitest';
import { key } from '../../../src/base/philox.ts';
import { numberFromRational } from '../../../src/base/rational.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { withWeights } from '../../../src/theory/teacher-student/with-weights.ts';

const link = (...powers: number[]) =>
  normalisedPolynomialLink(
    'f',
    powers.map((c) => ({ numerator: BigInt(c), denominator: 1n })),
  );
const cubic = link(0, -3, 0, 1);

describe('the flow of a neuron', () => {
  it('is that of the overlap where the student has the link as activation', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 5 }), (powers) => {
        fc.pre(powers.slice(1).some((c) => c !== 0));
        const of = link(...powers);
        const flow = neuronFlow(of, of.powers!);
        const times = [0, 0.1, 0.3];
        const plain = overlapFlow(of.coefficients, 0.3, times);
        for (const [i, m] of flow.overlaps(0.3, times).entries()) expect(m).toBeCloseTo(plain[i]!, 8);
        expect(flow.time(0.3, 0.6)).toBeCloseTo(overlapTimeOf(of.coefficients, 0.3, 0.6).value, 8);
      }),
      { numRuns: 30 },
    ));

  it('has the time of the closed form: He_3 from overlap 1/10 to 1/2', () => {
    const flow = neuronFlow(cubic, cubic.powers!);
    expect(flow.time(0.1, 0.5)).toBeCloseTo(2.816324, 6);
    // σ = He_3 without its normalisation is √6 times as fast.
    expect(neuronFlow(cubic, [0, -3, 0, 1]).time(0.1, 0.5)).toBeCloseTo(2.816324 / Math.sqrt(6), 6);
  });

  it('does not arrive where the coefficients have other signs, or the student lacks the order', () => {
    expect(neuronFlow(cubic, [0, 3, 0, -1]).time(0.1, 0.5)).toBe(Infinity);
    expect(neuronFlow(cubic, [-1, 0, 1]).time(0.1, 0.5)).toBe(Infinity);
  });
});

describe('Hermite tensors along a direction', () => {
  const small = fc.integer({ min: -4, max: 4 });

  it('by hand: He_3(x1) + He_1(x1) He_2(x2) has |C_3|²/3! = 8, and 3/4 of C_3 lies along x1', () => {
    const f = Polynomial.parse('x1^3 - 3*x1 + x1*x2^2 - x1');
    const [only, ...rest] = hermiteOverlaps(f, [1, 0]);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      order: 3,
      power: { numerator: 8n, denominator: 1n },
      squaredOverlap: { numerator: 3n, denominator: 4n },
    });
    expect(only!.coefficient).toBeCloseTo(Math.sqrt(6), 14);
  });

  it('of g(⟨w, x⟩) all of it, and nothing across w; powers sum to E f²', () =>
    fc.assert(
      fc.property(fc.tuple(small, small, small), fc.array(small, { minLength: 2, maxLength: 5 }), (w, g) => {
        fc.pre(w[0] !== 0 && w.some((c, i) => i > 0 && c !== 0));
        const variables = ['x1', 'x2', 'x3'];
        const z = w.reduce((sum, c, i) => add(sum, Polynomial.parse(`${c}*x${i + 1}`)), Polynomial.parse('0'));
        const f = compose(Polynomial.parse(g.map((c, k) => `${c}*z^${k}`).join(' + ')), [z]);
        const orders = hermiteOverlaps(f, w, variables);
        for (const { squaredOverlap } of orders) expect(squaredOverlap).toEqual({ numerator: 1n, denominator: 1n });
        const across = [w[1], -w[0], 0];
        for (const { order, squaredOverlap } of hermiteOverlaps(f, across, variables))
          if (order > 0) expect(squaredOverlap.numerator).toBe(0n);
        const total = expectation(multiply(f, f), gaussian());
        const sum = orders.reduce((all, { power }) => all + numberFromRational(power), 0);
        expect(sum).toBeCloseTo(Number(`${total}`.split('/').reduce((a, b) => `${Number(a) / Number(b)}`)), 6);
      }),
      { numRuns: 30 },
    ));

  it('refuses directions of another length, and 0', () => {
    expect(() => hermiteOverlaps(Polynomial.parse('x1'), [1, 2])).toThrow(/expected 1 numbers/);
    expect(() => hermiteOverlaps(Polynomial.parse('x1'), [0])).toThrow(/not all 0/);
    expect(() => hermiteOverlaps(Polynomial.parse('x2'), [1], ['x1'])).toThrow(/'x2' is missing/);
  });
});

describe('training a student', () => {
  it('on single samples takes the steps of online descent on the sphere', async () => {
    const [d, steps, stepSize] = [5, 20, 0.01];
    const student = studentOf(twoLayerNetwork({ dimension: d, width: 1, activation: [0, -3, 0, 1] }));
    const options = { loss: 'correlation', stepSize, batch: 1, steps, seed: 3, start: 0.4 } as const;
    const first = await trainStudent(student, cubic, { ...options, steps: 1, stepSize: 1e-300 });
    const w = Float64Array.from(first.weights.W1!);
    const x = fillGaussians(new Float64Array(d * steps), key(3, 'student samples'));
    for (let n = 0; n < steps; n++) {
      const row = x.subarray(n * d, (n + 1) * d);
      const z = row.reduce((sum, value, a) => sum + value * w[a]!, 0);
      const s = cubic.f(row[0]!) * (3 * z * z - 3);
      for (let a = 0; a < d; a++) w[a]! += stepSize * s * (row[a]! - z * w[a]!);
      const norm = Math.hypot(...w);
      for (let a = 0; a < d; a++) w[a]! /= norm;
    }
    const { weights, records } = await trainStudent(student, cubic, options);
    expect(Math.hypot(...weights.W1!.map((value, a) => value - w[a]!))).toBeLessThan(1e-10);
    expect(records[0]!.overlaps[0]).toBeCloseTo(0.4, 12);
    expect(records.at(-1)!.median).toBeCloseTo(Math.abs(w[0]!), 10);
  });

  // Noise of m is about the root of the step over m(0): at a step 1/50 of the default the mean is the flow's within its interval.
  it.each([
    ['x', link(0, 1), [0, 1]],
    ['He_2', link(-1, 0, 1), [-1, 0, 1]],
    ['He_3', cubic, [0, -3, 0, 1]],
    ['He_2 + He_3 learnt by He_2 + x^3', link(-1, -3, 1, 1), [-1, 0, 1, 1]],
  ])('%s: the overlap follows the flow, within the interval over runs', async (_, of, activation) => {
    const { dimensions } = await studentExperiment(of, {
      student: { width: 1, activation, dimensions: [8] },
      loss: 'correlation',
      seed: 1,
      runs: 12,
      batch: 64,
      stepFactor: 0.02,
      records: 4,
      level: 0.999,
    });
    for (const { overlap, flow } of dimensions[0]!.table.slice(1)) {
      expect(overlap.lower).toBeLessThan(flow!);
      expect(overlap.upper).toBeGreaterThan(flow!);
      expect(overlap.upper - overlap.lower).toBeLessThan(0.2);
    }
  });

  it('is the same with the same seed; several neurons follow the flow as one does', async () => {
    const options = {
      student: { width: 4, activation: [0, -3, 0, 1], dimensions: [8] },
      loss: 'correlation',
      seed: 4,
      runs: 2,
    } as const;
    const first = await studentExperiment(cubic, options);
    expect((await studentExperiment(cubic, options)).dimensions[0]!.table).toEqual(first.dimensions[0]!.table);
    expect(first.dimensions[0]!.flowSamples).toBeGreaterThan(0);
    expect(first.measure).toBe('median neuron');
  });

  it('a wide student with the square loss learns the target: seen in its expansion, exactly', async () => {
    const experiment = await studentExperiment(cubic, {
      student: { width: 16, activation: [0, -3, 0, 1], dimensions: [6] },
      loss: 'square',
      seed: 1,
      runs: 2,
      budget: 2500,
      batch: 32,
    });
    const run = experiment.dimensions[0]!.runs[0]!;
    expect(experiment).toMatchObject({ measure: 'singular vector', slope: undefined });
    expect(run.hittingTime).toBeGreaterThan(0);
    expect(run.records.at(-1)!.singular).toBeGreaterThan(0.5);
    expect(run.records.at(-1)!.loss!).toBeLessThan(run.records[1]!.loss!);
    const { orders, informationExponent } = await expandedStudent(run.network);
    const third = orders.find(({ order }) => order === 3)!;
    expect(third.overlap).toBeGreaterThan(0.9);
    expect(third.coefficient).toBeGreaterThan(0.7);
    expect(informationExponent.tier).toBe('proved');
    expect((await studentFigure(experiment)).svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('takes any network whose input goes to one dense layer, and gives it back with its weights', async () => {
    const net = network({
      inputs: 4,
      layers: [
        dense({ outputs: 3, symbolic: true, bias: true }),
        polynomial([0, 0, 1]),
        dense({ outputs: 2, symbolic: true }),
        polynomial([0, 1, '1/3']),
        dense({ weight: [[1, -2]] }),
      ],
    });
    const student = studentOf(net);
    const of = link(-1, 0, 1);
    const run = await trainStudent(student, of, { loss: 'square', stepSize: 1e-6, batch: 8, steps: 20, seed: 1 });
    const x = Float64Array.of(0.3, -1, 0.5, 2);
    const values = student.program.outputsOf(student.program.forward(x, Object.values(run.weights)));
    const again = studentOf(withWeights(net, run.weights));
    const own = Object.values(run.weights);
    expect(again.program.outputsOf(again.program.forward(x, own))[0]).toBe(values[0]);
    const [f] = expand(run.network).outputs;
    expect(f!.polynomial.variables).toEqual(net.inputs);
    expect(() => expand(withWeights(net, {}))).toThrow(/weights: W1/);
  });

  it('refuses what cannot be a student, and options out of range', async () => {
    const two = network({ inputs: 2, layers: [dense({ outputs: 2, symbolic: true })] });
    expect(() => studentOf(two)).toThrow(/one output, got 2/);
    expect(() => studentOf(network({ inputs: 1, layers: [polynomial([0, 1])] }))).toThrow(/one dense layer/);
    const student = { width: 1, activation: [0, 1], dimensions: [8] };
    const bad = (options: object) =>
      studentExperiment(cubic, { student, loss: 'correlation', seed: 1, ...options } as never);
    await expect(bad({})).rejects.toThrow(/does not reach/);
    await expect(bad({ student: { ...student, dimensions: [] } })).rejects.toThrow(/at least one/);
    await expect(bad({ student: { ...student, dimensions: [4, 4] } })).rejects.toThrow(/each one once/);
    await expect(bad({ student: { ...student, activation: [2] } })).rejects.toThrow(/constant/);
    await expect(bad({ loss: 'hinge', steps: 2 })).rejects.toThrow(/'correlation' or 'square'/);
    await expect(bad({ start: 0.6 })).rejects.toThrow(/between 0 and the threshold/);
    await expect(bad({ runs: 0 })).rejects.toThrow(/runs/);
    await expect(bad({ loss: 'square', steps: 1e12 })).rejects.toThrow(/over the limit/);
    const wild = { student: { ...student, activation: [0, 0, 0, 1] }, loss: 'square', steps: 200, stepFactor: 1e6 };
    await expect(bad(wild)).rejects.toThrow(/diverges at step/);
  });
});
