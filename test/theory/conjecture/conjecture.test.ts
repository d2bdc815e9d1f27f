import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activationFromText, formatRational, type WideNetwork, wideNetwork } from 'isserlis/symbolic';
import {
  boundFromText,
  CLUSTER_BOUND,
  type ConjectureRow,
  comparisonTable,
  conjectureRow,
  conjectureTable,
  correlationReport,
  enumerateCorrelationFunctions,
  exponentsFigure,
  fittedExponentsFigure,
  parseCorrelationFunction,
  predictedExponent,
  testConjecture,
  toCsv,
  toLatex,
  widthCurvesFigure,
} from 'isserlis/theory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conjectureFolder } from '../../../src/theory/conjecture/folder.node.ts';

const networkOf = (activation: string, depth: number): WideNetwork =>
  wideNetwork({ depth, activation: activationFromText(activation).map(formatRational) });

function row(notation: string, activation: string, depth: number, bound = CLUSTER_BOUND): ConjectureRow {
  const correlation = parseCorrelationFunction(notation);
  return conjectureRow({ activation, depth, network: networkOf(activation, depth), correlation }, boundFromText(bound));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-conjecture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a bound', () => {
  it('of the cluster graph is s = n_e + (n_o − m)/2', () => {
    const bound = boundFromText(CLUSTER_BOUND);
    for (const correlation of enumerateCorrelationFunctions({ tensors: 4, order: 2 })) {
      const { numerator, denominator } = bound.exponent(correlation);
      expect([Number(numerator), denominator]).toEqual([predictedExponent(correlation) + 0, 1n]);
    }
  });

  it.each([
    ['vertices', "there is no quantity 'vertices'"],
    ['1/even', "'even' is divided by"],
  ])('%s is refused', (text, message) => {
    expect(() => boundFromText(text)).toThrow(message);
  });
});

describe('a row', () => {
  // Brute-force couplings over FLINT polynomials: x² with two hidden layers, and the deep linear network, where the star
  // ∂_μνρ f ∂_μ f ∂_ν f ∂_ρ f has exponent −2 against a bound of −1 and f_μμ f vanishes.
  it('agrees with values computed elsewhere', () => {
    expect(row('f f f f', 'x^2', 2)).toMatchObject({
      verdict: 'tight',
      bound: '0',
      exact: 0,
      distance: '0',
      leading: '2187',
      crossover: '224/3', // 163296/2187
    });
    expect(row('f[m,n] f[m] f[n] f', 'x^2', 2)).toMatchObject({ verdict: 'tight', exact: -1, leading: '198720' });
    expect(row('f[m,n,r] f[m] f[n] f[r]', 'x', 2)).toMatchObject({ verdict: 'loose', exact: -2, distance: '1' });
    expect(row('f[m,m] f', 'x', 2)).toMatchObject({ verdict: 'vanishes', exact: null, leading: null });
  });

  it('has the exponent and n* of the whole polynomial, though it takes its first terms', () => {
    for (const activation of ['x', '1 + x - x^2'])
      for (const correlation of enumerateCorrelationFunctions({ tensors: 4, order: 2 })) {
        const network = networkOf(activation, 2);
        const whole = correlationReport(correlation, network);
        const found = conjectureRow({ activation, depth: 2, network, correlation }, boundFromText(CLUSTER_BOUND));
        expect([found.exact, found.leading, found.crossover]).toEqual([
          whole.exactExponent,
          whole.leadingCoefficient,
          whole.crossoverWidth,
        ]);
        // Proved for polynomial activations by Aitken & Gur-Ari.
        expect(found.verdict).not.toBe('violates');
      }
  });

  it('finds what a false bound misses, by how much', () => {
    expect(row('f[m,n] f[m] f[n] f', 'x^2', 1, 'even + odd/2 - tensors/2 - 3/2')).toMatchObject({
      bound: '-5/2',
      exact: -1,
      verdict: 'violates',
      distance: '3/2',
    });
    expect(row('f f', 'x', 1, '-40')).toMatchObject({ verdict: 'violates', distance: '40' });
    expect(row('f f', 'x', 1, 'odd^2 + 1/3')).toMatchObject({ verdict: 'loose', distance: '13/3' });
  });

  it('is undecided over the limit on work, and says why', () => {
    const correlation = parseCorrelationFunction('f f f f');
    const subject = { activation: 'x^2', depth: 2, network: networkOf('x^2', 2), correlation };
    expect(conjectureRow(subject, boundFromText(CLUSTER_BOUND), { maximumProducts: 10 })).toMatchObject({
      verdict: 'undecided',
      exact: null,
      note: expect.stringContaining('over the limit'),
    });
  });

  it('says that it is within the bound where only the rest is over the limit', () => {
    // It vanishes for deep linear networks, since f is linear in each weight.
    const correlation = parseCorrelationFunction('f[m,m] f f f f f');
    const subject = { activation: 'x', depth: 3, network: networkOf('x', 3), correlation };
    const found = conjectureRow(subject, boundFromText(CLUSTER_BOUND), { maximumProducts: 225_000 });
    expect(found).toMatchObject({ verdict: 'undecided', note: expect.stringContaining('it is within the bound') });
    expect(conjectureRow(subject, boundFromText(CLUSTER_BOUND)).verdict).toBe('vanishes');
  });

  it('takes constant activations and 0', () => {
    expect(row('f f', '3', 2)).toMatchObject({ verdict: 'tight', leading: '9' });
    expect(row('f f', '0', 2)).toMatchObject({ verdict: 'vanishes' });
  });
});

const family = { activations: ['x', 'x^2'], depths: [1, 2], tensors: 2, derivatives: 2 };

describe('a tested conjecture', () => {
  it('has a row for each network and correlation function, and takes earlier ones over', async () => {
    const kept: ConjectureRow[] = [];
    const first = await testConjecture({ ...family, keep: (one) => void kept.push(one) });
    expect(first.rows.length).toBe(4 * enumerateCorrelationFunctions({ tensors: 2, order: 2 }).length);
    expect(kept).toEqual(first.rows);
    expect(first.counts.violates + first.counts.undecided).toBe(0);

    const again: ConjectureRow[] = [];
    const second = await testConjecture({ ...family, earlier: kept.slice(3), keep: (one) => void again.push(one) });
    expect(again).toEqual(kept.slice(0, 3));
    expect(second).toEqual(first);
    // A row of another bound is no row of this one.
    const other: ConjectureRow[] = [];
    await testConjecture({ ...family, bound: '-1', earlier: kept, keep: (one) => void other.push(one) });
    expect(other.length).toBe(kept.length);
  });

  it('keeps counterexamples apart', async () => {
    const { counterexamples, counts, rows } = await testConjecture({ ...family, bound: '-1' });
    expect(counterexamples.length).toBe(counts.violates);
    expect(counterexamples).toEqual(rows.filter(({ exact }) => exact !== null && exact > -1));
    expect(counterexamples.length).toBeGreaterThan(0);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const keep = (): void => controller.abort(new Error('enough'));
    await expect(testConjecture({ ...family, keep, signal: controller.signal })).rejects.toThrow('enough');
  });

  it.each([
    [{ activations: [] }, 'activations: expected at least one'],
    [{ depths: [] }, 'depths: expected at least one'],
    [{ tensors: 1 }, 'allow at least 2'],
    [{ tensors: 40 }, 'over the limit'],
    [{ activations: ['relu'] }, "'relu' is no polynomial"],
  ])('%j is refused', async (part, message) => {
    await expect(testConjecture({ ...family, ...part })).rejects.toThrow(message);
  });

  it('becomes tables and figures', async () => {
    const result = await testConjecture({ ...family, bound: '-1' });
    const lines = toCsv(conjectureTable(result)).trimEnd().split('\n');
    expect(lines.length).toBe(result.rows.length + 1);
    expect(lines[1]).toBe('x,1,f(1) f(1),-1,0,,violates,1,1,0,');
    expect(toLatex(conjectureTable(result))).toContain('\\partial_{\\mu} f(x_{1})');
    expect((await exponentsFigure(result.rows)).description).toContain('SOME ARE ABOVE IT');
  });
});

describe('width curves', () => {
  it('are exact, beside the slope of the bound', async () => {
    const curves = [{ label: 'linear', network: networkOf('x', 2) }];
    const { specification } = await widthCurvesFigure(parseCorrelationFunction('f f f f'), curves);
    // 3 (1 + 2/n)², at n = 1 and 2; the bound's exponent is 0.
    const { values } = (specification as unknown as { data: { values: { n: number; value: number; slope: number }[] } })
      .data;
    expect(values.slice(0, 2).map(({ value }) => value)).toEqual([27, 12]);
    expect(new Set(values.map(({ slope }) => slope))).toEqual(new Set([3 * (1 + 2 / 2 ** 14) ** 2]));
  });

  it('are refused where the mean vanishes', async () => {
    const curves = [{ label: 'linear', network: networkOf('x', 1) }];
    expect(() => widthCurvesFigure(parseCorrelationFunction('f[m,m] f'), curves)).toThrow('vanishes');
  });
});

describe('a folder', () => {
  it('gives back rows, drops a last line that was cut, and refuses what is not its own', async () => {
    const out = join(folder, 'rows');
    const { rows } = await testConjecture({ ...family, depths: [1], activations: ['x'] });
    const first = await conjectureFolder(out);
    expect(first.earlier).toEqual([]);
    for (const one of rows) await first.keep(one);
    writeFileSync(join(out, 'rows.jsonl'), '{"activation":"x","de', { flag: 'a' });
    expect((await conjectureFolder(out)).earlier).toEqual(rows);
    expect(readFileSync(join(out, 'rows.jsonl'), 'utf8').split('\n').length).toBe(rows.length + 2);

    writeFileSync(join(out, 'rows.jsonl'), '{"activation":"x"}\n', { flag: 'a' });
    await expect(conjectureFolder(out)).rejects.toThrow('it is no row');
    writeFileSync(join(out, 'rows.jsonl'), '{"format":"other"}\n');
    await expect(conjectureFolder(out)).rejects.toThrow('expected the format');
    writeFileSync(join(folder, 'something'), '');
    await expect(conjectureFolder(folder)).rejects.toThrow('it holds something else');
  });
});

describe('simulated rows', () => {
  const functions = ['f[m,n](1) f[m](1) f[n](1) f(1)', 'f[m,m](1) f(1)'].map(parseCorrelationFunction);
  const simulation = { widths: [8, 32], draws: 200, threads: 1 };

  it('have a fitted exponent beside the exact one, which alone decides', async () => {
    // A bound that is false: n^-2 for a function of order 1/n.
    const bound = 'even + odd/2 - tensors/2 - 1';
    const { rows, counts, counterexamples } = await testConjecture({
      activations: ['relu', 'x^2'],
      depths: [1],
      functions: functions.slice(0, 1),
      bound,
      simulation,
    });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['tested', 'violates']);
    expect(counts).toMatchObject({ tested: 1, violates: 1 });
    expect(counterexamples.map(({ activation }) => activation)).toEqual(['x^2']);
    expect(rows[0]).toMatchObject({ exact: null, leading: null, simulated: expect.stringMatching(/^-\d\.\d\d \[/) });
    expect(rows[1]!.simulation!.exponent!.value).toBeCloseTo(-1, 0);
  });

  it('are simulated once, and again with other options', async () => {
    const kept: ConjectureRow[] = [];
    const options = { activations: ['x'], depths: [1], functions, keep: (row: ConjectureRow) => void kept.push(row) };
    const exact = await testConjecture(options);
    expect(exact.rows.every(({ simulated }) => simulated === null)).toBe(true);
    const first = await testConjecture({ ...options, earlier: kept.splice(0), simulation });
    expect(kept).toEqual(first.rows);
    expect(first.rows.map(({ simulation: _, simulated: __, ...row }) => row)).toEqual(
      exact.rows.map(({ simulation: _, simulated: __, ...row }) => row),
    );
    const again = await testConjecture({ ...options, earlier: kept.splice(0), simulation });
    expect(kept).toEqual([]);
    expect(again.rows).toEqual(first.rows);
    await testConjecture({ ...options, earlier: first.rows, simulation: { ...simulation, seed: 1 } });
    expect(kept).toHaveLength(2);
    expect(kept.map(({ simulated }) => simulated)).not.toEqual(first.rows.map(({ simulated }) => simulated));
  });

  it('stand side by side in a table and a figure', async () => {
    const result = await testConjecture({ activations: ['tanh', 'x'], depths: [1], functions, simulation });
    const csv = toCsv(comparisonTable(result)).split('\n');
    expect(csv[0]).toBe(
      'correlation,bound,"tanh, depth 1: exact","tanh, depth 1: simulated","x, depth 1: exact","x, depth 1: simulated"',
    );
    expect(csv[1]).toMatch(/^"f\[m,n\]\(1\) f\[m\]\(1\) f\[n\]\(1\) f\(1\)",-1,–,"-\d\.\d\d \[.*\].*",-1,/);
    expect(csv[2]).toMatch(/,mean 0,/);
    const { description, specification } = await fittedExponentsFigure(result.rows);
    expect(description).toContain(
      '2 correlation functions for tanh, depth 1; x, depth 1, from 200 draws at widths 8, 32',
    );
    expect((specification as { data: { values: unknown[] } }).data.values).toHaveLength(4);
    expect(() => fittedExponentsFigure([])).toThrow('none was simulated');
  });

  it('want an activation with exact means when nothing is simulated', async () => {
    await expect(testConjecture({ activations: ['tanh'], depths: [1], functions })).rejects.toThrow('no polynomial');
    await expect(testConjecture({ activations: ['x'], depths: [1] })).rejects.toThrow('tensors: missing');
  });
});
