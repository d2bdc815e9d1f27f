import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../bench/common/child.ts';
import { type Goal, goals, judge } from '../../bench/expansion/goals.ts';
import { forwardCost, modelled, slopes, sweepPlans } from '../../bench/expansion/growth.ts';
import { FLINT, peers } from '../../bench/expansion/peers.ts';
import { best, type Cell, faults, type Results, ratioTo } from '../../bench/expansion/results.ts';
import { detailsTable, timesTable } from '../../bench/expansion/table.ts';

const took = (seconds: number, value = '5', terms = 10, details = {}): Outcome => ({
  state: 'finished',
  version: 'Thing 1.0',
  best: seconds,
  first: 2 * seconds,
  runs: 3,
  peakKilobytes: 100_000,
  details,
  check: { terms, value },
});

const cell = (shape: string, variant: Cell['variant'], ours: Outcome, others: Cell['peers'] = {}): Cell => ({
  shape,
  variant,
  expected: '5',
  ours,
  parallel: { state: 'finished', version: '', best: 1, first: 1, runs: 3, check: { terms: 10, value: '5' } },
  peers: others,
});

const resultsOf = (...cells: Cell[]): Results => ({
  machine: { cores: 1, processor: 'one', memoryGiB: 1, system: 'any', node: '24', load: 0, date: '2000-01-01' },
  salt: 'test',
  limit: 20,
  threads: 2,
  cells,
  growth: [],
});

describe('results', () => {
  const flint = { flint: took(0.3), 'flint-cleared': took(0.2) };

  it('take the better of the peers in a column', () => {
    expect(best(cell('A', 'dec', took(0.1), flint), FLINT)).toMatchObject({ best: 0.2 });
    expect(ratioTo(cell('A', 'dec', took(0.1), flint), FLINT)).toEqual({ ratio: 2, atLeast: false });
    const stopped = { flint: { state: 'over limit', limit: 20, version: '' }, 'flint-cleared': took(0.2) } as const;
    expect(best(cell('A', 'dec', took(0.1), stopped), FLINT)).toMatchObject({ best: 0.2 });
  });

  it('bound a ratio from below at the limit', () => {
    const stopped = { flint: { state: 'over limit', limit: 20, version: '' } } as const;
    expect(ratioTo(cell('E', 'int', took(2), stopped), FLINT)).toEqual({ ratio: 10, atLeast: true });
    const missing = { flint: { state: 'not installed', what: 'flint' } } as const;
    expect(ratioTo(cell('E', 'int', took(2), missing), FLINT)).toBeUndefined();
  });

  it('have no fault when all agree', () => {
    expect(faults(resultsOf(cell('A', 'dec', took(0.1), flint)))).toEqual([]);
  });

  it('have a fault for a wrong value, a wrong number of terms, and a result that is not there or not checked', () => {
    expect(faults(resultsOf(cell('A', 'int', took(0.1, '6'))))).toEqual([
      'A int: Isserlis has another value than the network',
    ]);
    expect(faults(resultsOf(cell('A', 'int', took(0.1), { flint: took(1, '6') })))).toEqual([
      'A int: flint has another value than the network',
    ]);
    expect(faults(resultsOf(cell('A', 'int', took(0.1), { flint: took(1, '5', 9) })))).toEqual([
      'A int: flint has 9 terms, Isserlis 10',
    ]);
    const failed: Outcome = { state: 'failed', message: 'out of memory' };
    expect(faults(resultsOf(cell('A', 'int', failed)))).toEqual(['A int: Isserlis failed: out of memory']);
    const { check: _, ...unchecked } = took(0.1) as Extract<Outcome, { state: 'finished' }>;
    expect(faults(resultsOf(cell('A', 'int', unchecked)))).toEqual(['A int: the result of Isserlis was not checked']);
    expect(faults(resultsOf({ ...cell('A', 'int', took(0.1)), parallel: took(0.1, '6') }))).toEqual([
      'A int: Isserlis on threads has another value than the network',
    ]);
    // A peer that fails is reported, and does not fail the run.
    expect(faults(resultsOf(cell('A', 'int', took(0.1), { pari: failed })))).toEqual([]);
  });

  it('say in a table why a time is missing', () => {
    const results = resultsOf(
      cell('A', 'int', took(0.001), {
        flint: took(0.0025),
        symbolica: { state: 'over limit', limit: 20, version: '' },
        singular: { state: 'harder', limit: 20 },
        pari: { state: 'not installed', what: 'cypari' },
        symengine: { state: 'failed', message: 'no' },
      }),
    );
    const { header, rows } = timesTable(results);
    expect(Object.fromEntries(header.map((name, i) => [name, rows[0]![i]]))).toEqual({
      case: 'A int',
      terms: '10',
      bits: '–',
      '**Isserlis**': '**1**',
      first: '2',
      FLINT: '2.5',
      '× FLINT': '2.5×',
      Symbolica: '> 20,000',
      Singular: '(> 20,000)',
      PARI: 'not installed',
      symengine: 'failed',
    });
  });

  it('say what ours took', () => {
    const details = {
      engine: 'gram',
      primes: 4,
      writing: 0.0001,
      reading: 0.002,
      numeratorBits: 70,
      denominatorBits: 0,
    };
    const results = resultsOf({ ...cell('D', 'dbl', took(0.05, '5', 10, details)), parallel: took(0.025) });
    const { header, rows } = detailsTable(results);
    expect(Object.fromEntries(header.map((name, i) => [name, rows[0]![i]]))).toMatchObject({
      engine: 'gram',
      primes: '4',
      ms: '50',
      reading: '2',
      '2 threads': '25',
      'speed-up': '2×',
      writing: '0.1',
      '× writing': '500',
      'peak MB': '102',
    });
  });

  it('claim no speed-up where the work stayed on one thread', () => {
    const alone = { ...cell('S', 'int', took(0.05)), parallel: took(0.05, '5', 10, { threads: 1 }) };
    const { header, rows } = detailsTable(resultsOf(alone));
    expect(Object.fromEntries(header.map((name, i) => [name, rows[0]![i]]))).toMatchObject({
      '2 threads': '50 (1)',
      'speed-up': '–',
    });
  });
});

describe('goals', () => {
  const goal = (statement: string): Goal => goals.find((one) => one.statement === statement)!;
  const asFast = goal('as fast as FLINT on A to F');

  it('hold with the closest cell, and fail with all that miss', () => {
    const [near, far] = [
      cell('A', 'int', took(0.1), { flint: took(0.15) }),
      cell('B', 'int', took(0.1), { flint: took(0.9) }),
    ];
    expect(judge(asFast, resultsOf(far, near))).toMatchObject({ verdict: 'holds', concerned: 2, decided: 2 });
    expect(judge(asFast, resultsOf(far, near)).cells).toEqual([{ cell: near, figure: expect.closeTo(1.5) }]);
    const slow = cell('C', 'int', took(0.1), { flint: took(0.05) });
    expect(judge(asFast, resultsOf(far, slow)).cells.map(({ cell: { shape } }) => shape)).toEqual(['C']);
    expect(judge(asFast, resultsOf(far, slow)).verdict).toBe('fails');
  });

  it('are not measured without a figure, nor by a lower bound that does not reach', () => {
    expect(judge(asFast, resultsOf(cell('A', 'int', took(0.1)))).verdict).toBe('not measured');
    const stopped = { flint: { state: 'over limit', limit: 20, version: '' } } as const;
    const many = goal('500 times FLINT on F');
    expect(judge(many, resultsOf(cell('F', 'int', took(0.05), stopped))).verdict).toBe('not measured');
    expect(judge(many, resultsOf(cell('F', 'int', took(0.02), stopped))).verdict).toBe('holds');
  });

  it('fail where ours gave no result', () => {
    const refused = cell('E', 'rat', { state: 'refused', reason: '6 GiB' });
    expect(faults(resultsOf(refused))).toEqual([]);
    expect(judge(asFast, resultsOf(refused))).toMatchObject({ verdict: 'fails', cells: [{ cell: refused }] });
  });

  it('are most as well as least', () => {
    const first = goal('first call on A and B in 60 ms');
    expect(judge(first, resultsOf(cell('A', 'int', took(0.02)))).verdict).toBe('holds');
    expect(judge(first, resultsOf(cell('A', 'int', took(0.04)))).verdict).toBe('fails');
  });

  it('name columns that exist', () => {
    const outcome = took(1000);
    const everything = Object.fromEntries(peers.map(({ name }) => [name, outcome]));
    const results = resultsOf(
      ...['A', 'B', 'C', 'D', 'E', 'F'].flatMap((shape) =>
        (['int', 'dec', 'dbl'] as const).map((variant) => ({
          ...cell(shape, variant, took(0.5), everything),
          parallel: took(0.2),
        })),
      ),
      cell('W', 'symbolic', took(0.5), everything),
    );
    expect(goals.map((one) => judge(one, results).verdict)).not.toContain('not measured');
  });
});

describe('growth', () => {
  it('counts the multiply-adds of a forward pass', () => {
    // 3·4 + 4·5 + 5·1 for the dense layers, 2 for each of 9 neurons.
    expect(forwardCost({ inputs: 3, hidden: [4, 5], activation: 'quadratic' })).toBe(55);
  });

  it('finds that a time as modelled has slope one, by the upper half', () => {
    const points = [1, 2, 4, 8, 16, 32].map((parameter) => ({
      parameter,
      networkCost: 100,
      expected: '5',
      // A fixed cost hides the growth in the lower half.
      ours: took(parameter < 8 ? 1e-3 : 1e-4 * parameter, '5', 10 * parameter, {
        numeratorBits: 20,
        outputBytes: 80 * parameter,
        writing: 1e-6,
        engine: 'gram',
        primes: 1,
      }),
    }));
    const found = modelled({ parameter: 'p', fixed: '', points });
    expect(found.map(({ operations }) => operations)).toEqual([1e3, 2e3, 4e3, 8e3, 16e3, 32e3]);
    const { parameter, operations, output } = slopes(found);
    expect([parameter, operations, output].map((slope) => slope?.toFixed(6))).toEqual([
      '1.000000',
      '1.000000',
      '1.000000',
    ]);
  });

  it('varies one parameter of a network', () => {
    for (const { values, network, form } of sweepPlans)
      for (const value of values.slice(0, 2)) {
        expect(network(value, 'one')).toEqual(network(value, 'one'));
        expect(network(value, 'one').inputs).toBe(form(value).inputs);
      }
    expect(new Set(sweepPlans.map(({ name }) => name)).size).toBe(sweepPlans.length);
  });
});
