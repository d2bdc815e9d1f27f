import { type Finding, type Json, key, type TheoryClaim, theoryClaims } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { misshapen, parametersFor } from '../../../src/theory/evidence-folder/parameters.ts';

const claim = (id: string): TheoryClaim => theoryClaims.find((known) => known.id === id)!;

/** With the quick parameters, and others instead of them. */
async function check(id: string, parameters: Readonly<Record<string, Json>> = {}, seed = 1): Promise<Finding> {
  const one = claim(id);
  const given = { ...(one.quick as Readonly<Record<string, Json>> | undefined), ...parameters };
  return one.check(parametersFor(one, given), key(seed, id), () => {});
}

describe.each(theoryClaims.map(({ id }) => id))('%s', (id) => {
  test('says what it claims, and holds, with equal findings for equal arguments', async () => {
    const { title, statement, source, defaults, quick = {} } = claim(id);
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect([title, statement, source].every((text) => text.length > 10)).toBe(true);
    // Parameters are JSON, and the quick ones have the shape of the defaults.
    expect(JSON.parse(JSON.stringify(defaults))).toEqual(defaults);
    expect(() => parametersFor(claim(id), quick as Readonly<Record<string, Json>>)).not.toThrow();
    const finding = await check(id);
    expect([finding.verdict, finding.summary]).toEqual(['supports', finding.summary]);
    expect(JSON.stringify(await check(id))).toBe(JSON.stringify(finding));
    const { tables = [], plots = [] } = finding;
    expect(tables.length).toBeGreaterThan(0);
    for (const { header, rows, alignment } of tables) {
      for (const row of rows) expect(row.length).toBe(header.length);
      expect(alignment.replace(/p\{[^}]*\}/g, 'p').replace(/\{[^}]*\}/g, '').length).toBe(header.length);
    }
    for (const exhibits of [tables, plots])
      expect(new Set(exhibits.map(({ name }) => name)).size).toBe(exhibits.length);
    // Nothing is lost when it is written: no NaN, no undefined.
    expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
  });
});

describe('a wrong value refutes', () => {
  test.each<[string, Readonly<Record<string, Json>>, string]>([
    ['exponents-of-links', { links: [{ link: 'x^3 - 3*x', information: 3, generative: 2 }] }, 'x^3 - 3*x'],
    [
      'exponents-of-links',
      { links: [{ link: 'x^2*exp(-x^2)', information: 4, generative: 5 }] },
      'x^2*exp(-x^2), 4, 4',
    ],
    ['overlap-flow-times', { quoted: [{ order: 3, dimension: 100, time: '2.816325' }] }, '2.816325'],
    ['hermite-tensor-kernels', { values: ['1', '1/2', '21/4', '85/9'] }, '85/9, 85/8'],
    ['power-sum-inner-products', { powersOfTrace: [{ N: 3, values: [1, 1, 2, 6, 24] }] }, '3, 4, 23, 23, 24'],
    ['power-sum-inner-products', { diagonals: [{ N: 3, weight: 4, values: [4, 3, 8, 4, 24] }] }, '3 2 7 3 23'],
    ['symmetric-moments', { values: [{ order: 2, N: 3, value: '7938/4225' }] }, '7362/4225'],
    ['symmetric-flow-times', { times: [{ exponent: 3, kind: 'spherical', start: 0.01, time: '100.36' }] }, '100.36'],
    ['symmetric-flow-times', { margin: 0.001 }, '-0.996'],
    ['deep-sets-conditioning', { activations: [{ coefficients: '1/k', conditionNumber: 39, verdict: 'good' }] }, '39'],
    ['symmetric-recovery', { links: [{ link: 'z', medians: [0.7, 0.973] }] }, 'z at n = 50'],
    ['wide-network-moments', { rows: [{ activation: 'x', depth: 1, quantity: 'E f^4', value: '3*k^2' }] }, 'E f^4'],
    ['escape-thresholds', { always: [{ activation: 'He2', weightVariance: '1' }] }, '(1 + √3)/4'],
    ['overlap-hitting-times', { margin: 0, level: 0.01 }, 'for He1 (theory 1); margin 0'],
    ['analytic-activations', { activations: [{ activation: 'relu', exponents: [-1] }] }, 'relu: -2'],
    // The exact exponent is -2, whatever the fit.
    ['analytic-activations', { activations: [{ activation: 'x', exponents: [-1] }], margin: 9 }, '(expected -1)'],
    ['training-corrections', { level: 0.001 }, 'have a part of order 1/n left'],
  ])('%s with %j', async (id, parameters, reason) => {
    const finding = await check(id, parameters);
    expect(finding.verdict).toBe('refutes');
    expect(finding.summary).toContain(reason);
  });

  test('a bound that is too low, loudly, and the counterexample is kept', async () => {
    const finding = await check('cluster-bound', { bound: 'even + odd/2 - tensors/2 - 1', activations: ['x^2'] });
    expect(finding).toMatchObject({
      verdict: 'refutes',
      summary: expect.stringMatching(/^COUNTEREXAMPLE: f\(1\) f\(1\) for σ = x\^2 with 1 hidden layer grows as 3 n\^0/),
      details: { counterexamples: expect.arrayContaining([expect.objectContaining({ correlation: 'f(1) f(1)' })]) },
    });
    expect(finding.tables!.map(({ name }) => name)).toContain('counterexamples');
  });

  test('a link whose coefficients are not decided is no refutation', async () => {
    const finding = await check('exponents-of-links', {
      // Zero and He3, which nothing here sees.
      links: [{ link: 'sinh(tanh(x)) - exp(tanh(x))/2 + exp(-tanh(x))/2 + x^3 - 3*x', information: 3, generative: 1 }],
    });
    expect(finding).toMatchObject({ verdict: 'inconclusive', summary: expect.stringContaining('between 1 and 3') });
  });

  test('what is over the limit is not decided', async () => {
    const finding = await check('cluster-bound', { maximumProducts: 10 });
    expect(finding).toMatchObject({ verdict: 'inconclusive', remedy: expect.stringContaining('maximumProducts') });
  });

  test('a remainder that is not resolved leaves the correction undecided', async () => {
    const finding = await check('training-corrections', { draws: 20 });
    expect(finding).toMatchObject({ verdict: 'inconclusive', remedy: expect.stringContaining('draws') });
  });

  test('tails that do not weigh leave the breaking of Student’s tests undecided', async () => {
    // h_2 below order 3 has only order 1 and 2 to reject.
    const finding = await check('heavy-tailed-labels', { order: 2, samples: [400], runs: 60 });
    expect(finding).toMatchObject({ verdict: 'inconclusive', remedy: expect.stringContaining('runs') });
  });
});

describe('seeds', () => {
  test.each([
    'hermite-kernel-null-variance',
    'symmetric-recovery',
    'overlap-hitting-times',
    'heavy-tailed-labels',
    'analytic-activations',
    'training-corrections',
  ])('of %s change what is drawn', async (id) => {
    const [one, two] = [await check(id, {}, 1), await check(id, {}, 2)];
    expect(JSON.stringify(two.tables)).not.toBe(JSON.stringify(one.tables));
  });
});

describe('parameters', () => {
  test('replace defaults of the same name', () => {
    const found = parametersFor(claim('overlap-hitting-times'), { dimensions: [8, 16] });
    expect(found).toMatchObject({ dimensions: [8, 16], method: 'sgd', threshold: 0.5 });
    expect(parametersFor(claim('overlap-hitting-times'))).toEqual(claim('overlap-hitting-times').defaults);
  });

  test.each<[string, Json, string]>([
    ['dimensions', [8, '16'], 'overlap-hitting-times.dimensions[1]: expected a number, got "16"'],
    ['dimensions', [], 'expected a list with at least one entry'],
    ['dimensions', 8, 'expected a list, got 8'],
    ['dimensions', [null], 'expected a number, got null'],
    ['runs', true, 'expected a number, got true'],
    ['dimension', [8], "Did you mean 'dimensions'?"],
  ])('%s = %j is refused', (name, value, message) => {
    expect(() => parametersFor(claim('overlap-hitting-times'), { [name]: value })).toThrow(message);
  });

  test('have the shape of their models, objects to the name, entries like one of the list', () => {
    const model: Json = [{ a: 1, b: 'x' }, { a: 1 }];
    expect(misshapen([{ a: 2 }, { a: 3, b: 'y' }], model, 'm')).toBeUndefined();
    expect(misshapen([{ a: 2, c: 1 }], model, 'm')).toEqual({
      where: 'm[0]',
      problem: 'expected an object with a, b, got {"a":2,"c":1}',
    });
    expect(misshapen([{ a: 'x', b: 'y' }], model, 'm')?.where).toBe('m[0].a');
    expect(misshapen(Number.POSITIVE_INFINITY, 1, 'm')?.problem).toContain('finite');
    expect(misshapen(null, null, 'm')).toBeUndefined();
    expect(misshapen(0, null, 'm')?.problem).toBe('expected null, got 0');
    expect(misshapen(undefined, { a: 1 }, 'm')?.problem).toBe('expected an object, got nothing');
    expect(misshapen([1, 'x', null], [], 'm')).toBeUndefined();
  });

  test.each<[string, Readonly<Record<string, Json>>, string]>([
    ['exponents-of-links', { links: [{ link: 'y^^2', information: 1, generative: 1 }] }, 'y^^2'],
    ['overlap-flow-times', { orders: [0] }, 'integers from 1 to 50, got 0'],
    ['overlap-flow-times', { dimensions: [2] }, 'below the end'],
    ['overlap-flow-times', { end: '3/2' }, 'an overlap between 0 and 1, got 3/2'],
    ['hermite-tensor-kernels', { dimensions: [7] }, 'from 1 to 4, got 7'],
    ['hermite-kernel-null-variance', { draws: 1e9 }, 'over the limit'],
    ['heavy-tailed-labels', { runs: 0 }, 'runs: expected an integer from 2'],
    ['power-sum-inner-products', { weight: 40 }, 'from 1 to 8, got 40'],
    ['symmetric-moments', { sizes: [0] }, 'from 1 to 12'],
    ['symmetric-flow-times', { times: [{ exponent: 3, kind: 'flat', start: 0.1, time: '1' }] }, "got 'flat'"],
    ['deep-sets-conditioning', { units: 5000 }, 'units: expected an integer'],
    ['symmetric-recovery', { samples: [50] }, 'a median for each of 1 sample sizes'],
    [
      'wide-network-moments',
      { rows: [{ activation: 'x', depth: 1, quantity: 'E g', value: '1' }] },
      "no quantity 'E g'",
    ],
    ['deep-linear-networks', { depths: [99] }, 'from 1 to 8, got 99'],
    ['cluster-bound', { activations: ['relu'] }, 'no polynomial'],
    ['escape-thresholds', { powers: [1] }, 'from 2 to 12, got 1'],
    ['overlap-hitting-times', { method: 'adam' }, "there is no method 'adam'"],
    [
      'analytic-activations',
      { activations: [{ activation: 'relu', exponents: [-2, 0] }] },
      'an exponent for each of 1',
    ],
    ['training-corrections', { widths: [8, 16, 32] }, 'at least 4 widths'],
  ])('of %s out of range are refused: %j', async (id, parameters, message) => {
    await expect(check(id, parameters)).rejects.toThrow(message);
  });
});
