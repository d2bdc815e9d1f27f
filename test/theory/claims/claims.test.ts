import { dense, type Network, network, polynomial, tanh } from 'isserlis/network';
import { PolynomialMap, scale } from 'isserlis/symbolic';
import { claims, type Finding, key, type NetworkClaim, networkClaims, type Subject, subjectOf } from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { readNetwork } from '../../../src/network/read-network.ts';
import { example, small } from '../networks.ts';

const claim = (id: string): NetworkClaim => networkClaims.find((known) => known.id === id)!;

function check(id: string, subject: Subject, parameters: object = {}, seed = 1): Finding {
  const { defaults } = claim(id);
  // Those about networks need not wait for anything.
  return claim(id).check(subject, { ...(defaults as object), ...parameters }, key(seed, id), () => {}) as Finding;
}

/** A subject whose expansion is wrong in its first output. */
const withWrongExpansion = (net: Network): Subject => {
  const subject = subjectOf(net);
  const { variables, outputs } = subject.expansion();
  const [first, ...rest] = outputs;
  const wrong = { name: first!.name, polynomial: scale('1000000001/1000000000', first!.polynomial) };
  return { ...subject, expansion: () => new PolynomialMap(variables, [wrong, ...rest]) };
};

describe('every claim about networks', () => {
  test('has an id that is its own, and says what it claims', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { id, title, statement, source } of claims) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([title, statement, source].every((text) => text.length > 10)).toBe(true);
    }
  });

  test('holds for a small network, with equal findings for equal arguments', () => {
    for (const { id } of networkClaims) {
      const [first, second] = [check(id, subjectOf(small())), check(id, subjectOf(small()))];
      expect(first.verdict, id).toBe('supports');
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    }
  });

  test('refuses a network that is not polynomial, naming the layer', () => {
    const net = network({ inputs: 1, layers: [dense({ weight: [[1]] }), tanh()] });
    for (const { id } of networkClaims.filter((one) => one.inapplicable?.(subjectOf(net)) === undefined))
      expect(() => check(id, subjectOf(net)), id).toThrow(
        "layers[1] (tanh): the activation 'tanh' is not a polynomial",
      );
  });
});

describe('expansion-exact', () => {
  test('is proved for a trained network', async () => {
    const finding = check('expansion-exact', subjectOf(await readNetwork(example('diabetes-hermite'))));
    expect(finding).toMatchObject({ verdict: 'supports', details: { points: 1001, degreeBound: 4 } });
    expect(finding.tier).toBeUndefined();
  });

  test('refutes an expansion that is off by one part in a thousand million, with a witness', () => {
    expect(check('expansion-exact', withWrongExpansion(small()))).toMatchObject({
      verdict: 'refutes',
      summary: expect.stringContaining('The polynomials of y1 are not'),
      details: { witnesses: [{ name: 'y1', witness: { point: expect.any(Array) } }] },
    });
  });

  test('is only tested, and says so, where a proof takes too much work', () => {
    expect(check('expansion-exact', subjectOf(small()), { maximumWork: 10 })).toMatchObject({
      verdict: 'supports',
      tier: 'tested',
      summary: expect.stringMatching(/with probability below 2\^-2\d\d/),
      remedy: expect.stringContaining('maximumWork'),
    });
    expect(check('expansion-exact', withWrongExpansion(small()), { maximumWork: 10 }).verdict).toBe('refutes');
  });
});

describe('degree-and-support', () => {
  test('says where the prediction is attained, and where terms cancel', () => {
    // y1 = (x + 1)² − x² has degree 1 where 2 is predicted; y2 does not depend on b.
    const net = network({
      inputs: ['a', 'b'],
      layers: [
        dense({
          weight: [
            [1, 0],
            [1, 0],
          ],
          bias: [1, 0],
        }),
        polynomial([0, 0, 1]),
        dense({
          weight: [
            [1, -1],
            [1, 1],
          ],
        }),
      ],
    });
    const finding = check('degree-and-support', subjectOf(net));
    expect(finding).toMatchObject({
      verdict: 'supports',
      summary: expect.stringContaining('exactly as predicted for 1 of 2; in the others terms cancel'),
      details: [
        { name: 'y1', predicted: { degree: 2, degrees: { a: 2 } }, found: { degree: 1, degrees: { a: 1 }, terms: 2 } },
        { name: 'y2', predicted: { degree: 2, degrees: { a: 2 }, terms: 3 }, found: { degree: 2, terms: 3 } },
      ],
    });
  });

  test('refutes an expansion of a higher degree or with other inputs', () => {
    const subject = subjectOf(network({ inputs: ['a', 'b'], layers: [dense({ weight: [[1, 0]] })] }));
    const other = subjectOf(network({ inputs: ['a', 'b'], layers: [dense({ weight: [[0, 1]] })] }));
    expect(check('degree-and-support', { ...subject, expansion: other.expansion }).verdict).toBe('refutes');
    expect(check('degree-and-support', { ...subject, expansion: subjectOf(small()).expansion }).verdict).toBe(
      'refutes',
    );
  });

  test('takes outputs that are 0', () => {
    const net = network({ inputs: 2, layers: [dense({ weight: [[0, 0]] })] });
    expect(check('degree-and-support', subjectOf(net))).toMatchObject({
      verdict: 'supports',
      details: [{ predicted: { degree: null, degrees: {}, terms: 0 }, found: { degree: null, degrees: {}, terms: 0 } }],
    });
  });
});

describe('hidden-permutation', () => {
  test('draws its permutations from the key', () => {
    const permutationOf = (seed: number): unknown =>
      (check('hidden-permutation', subjectOf(small()), {}, seed).details as { hidden: [{ permutation: number[] }] })
        .hidden[0].permutation;
    expect(new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(permutationOf(seed)))).size).toBeGreaterThan(
      2,
    );
  });

  test('refutes when the permuted network has another polynomial', () => {
    expect(check('hidden-permutation', withWrongExpansion(small()))).toMatchObject({
      verdict: 'refutes',
      details: { changed: [{ name: 'y1' }] },
    });
  });

  test('does not apply without hidden units', () => {
    const subject = subjectOf(network({ inputs: 2, layers: [dense({ weight: [[1, 2]] })] }));
    expect(claim('hidden-permutation').inapplicable!(subject)).toContain('no hidden units');
    expect(claim('hidden-permutation').inapplicable!(subjectOf(small()))).toBeUndefined();
  });
});

describe('float-forward-error', () => {
  test('gives the interval of the violations that were not seen', () => {
    const finding = check('float-forward-error', subjectOf(small()), { points: 50 });
    expect(finding).toMatchObject({
      verdict: 'supports',
      details: {
        points: 50,
        violations: 0,
        exactValuesFrom: 'polynomial',
        violationProbability: { value: 0, lower: 0, level: 0.95, n: 50 },
      },
    });
  });

  test('takes exact values from the network where the polynomials are long, and finds the same', () => {
    const [short, long] = [{}, { maximumTerms: 0 }].map((parameters) =>
      check('float-forward-error', subjectOf(small()), parameters),
    );
    expect(long!.details).toMatchObject({ exactValuesFrom: 'network' });
    expect(long!.summary).toBe(short!.summary);
  });

  test('refutes when the polynomial is not the one that the floats follow', () => {
    const finding = check('float-forward-error', withWrongExpansion(small()), { points: 20 });
    expect(finding).toMatchObject({ verdict: 'refutes', details: { violations: 20, violation: { output: 'y1' } } });
  });

  test('does not apply with symbolic weights', () => {
    const subject = subjectOf(network({ inputs: 2, layers: [dense({ outputs: 1, symbolic: true })] }));
    expect(claim('float-forward-error').inapplicable!(subject)).toContain('symbolic');
  });
});
