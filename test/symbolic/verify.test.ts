import { bilinear, dense, type Network, network, polynomial, relu, residual } from 'isserlis/network';
import { describe, expect, test } from 'vitest';
import { formatRational, parseRational, rational } from '../../src/base/rational.ts';
import { trace } from '../../src/network/network.ts';
import { expand } from '../../src/symbolic/expand.ts';
import { interpret } from '../../src/symbolic/interpret.ts';
import { add, multiply, scale } from '../../src/symbolic/operations/arithmetic.ts';
import { type Polynomial, polynomialFromTerms, type Term } from '../../src/symbolic/polynomial.ts';
import { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';
import { primeField } from '../../src/symbolic/rings/prime-field.ts';
import { evaluateModulo, verify } from '../../src/symbolic/verify.ts';
import { poly } from './polynomials.ts';

const net = network({
  inputs: ['a', 'b', 'c'],
  outputs: ['u', 'v'],
  layers: [
    dense({
      weight: [
        [0.5, '1/3', -2],
        [1, 0.1, '7/5'],
        [0, 3, 1],
      ],
      bias: ['1/7', -1, 0.25],
    }),
    polynomial([0, 0.5, '1/4', '1/16']),
    dense({
      weight: [
        [1, '-2/3', 3],
        [0.7, 1, -1],
      ],
      bias: [0, '1/2'],
    }),
  ],
});
const right = expand(net);
const onlyPoints = { seed: 1, interpolationWork: 0 };

/** The map with one output's polynomial changed. */
const changed = (change: (f: Polynomial) => Polynomial, at = 0): PolynomialMap =>
  new PolynomialMap(
    right.variables,
    right.outputs.map(({ name, polynomial: f }, k) => ({ name, polynomial: k === at ? change(f) : f })),
  );

/** A polynomial with one term's coefficient changed. */
const withCoefficient = (f: Polynomial, t: number, change: (term: Term) => Term[]): Polynomial =>
  polynomialFromTerms(
    f.variables,
    [...f.terms()].flatMap((term, index) => (index === t ? change(term) : [term])),
  );

describe('what is the network’s is verified', () => {
  test('all outputs', () => {
    const { verdict, outputs, unchecked, trials, seed, interpolation, errorProbabilityLog2 } = verify(net, right, {
      seed: 7,
    });
    expect({ verdict, outputs, unchecked, trials, seed, interpolation }).toEqual({
      verdict: 'verified',
      outputs: [
        { name: 'u', verdict: 'verified' },
        { name: 'v', verdict: 'verified' },
      ],
      unchecked: [],
      trials: 2,
      seed: 7,
      interpolation: 'agrees',
    });
    expect(errorProbabilityLog2).toBeLessThan(-64);
  });

  test('in any order of outputs and variables, some of the outputs only', () => {
    const swapped = new PolynomialMap(right.variables, right.outputs.toReversed());
    expect(verify(net, swapped, { seed: 1 }).verdict).toBe('verified');
    const renumbered = new PolynomialMap(
      ['c', 'a', 'b'],
      [{ name: 'v', polynomial: add(poly('c a b'), right.output('v')) }],
    );
    const { verdict, outputs, unchecked } = verify(net, renumbered, { seed: 1 });
    expect([verdict, outputs, unchecked]).toEqual(['verified', [{ name: 'v', verdict: 'verified' }], ['u']]);
  });

  test('a bare polynomial is that of the first output', () => {
    expect(verify(net, right.output('u'), { seed: 1 })).toMatchObject({ verdict: 'verified', unchecked: ['v'] });
    expect(verify(net, right.output('v'), { seed: 1 }).verdict).toBe('refuted');
  });

  test('with symbolic weights', () => {
    const map = expand(
      network({ inputs: 2, layers: [dense({ weight: [[1, 2]], bias: [3] }), polynomial([0, 0, 1])] }),
      { symbolic: true },
    );
    const same = network({
      inputs: 2,
      layers: [dense({ outputs: 1, symbolic: true, bias: true }), polynomial([0, 0, 1])],
    });
    expect(verify(same, map, { seed: 1 }).verdict).toBe('verified');
    // A network of numbers takes a polynomial in its weights too.
    expect(
      verify(network({ inputs: 2, layers: [dense({ weight: [[5, 6]], bias: [7] }), polynomial([0, 0, 1])] }), map, {
        seed: 1,
      }).verdict,
    ).toBe('verified');
  });

  test('a constant and a zero output', () => {
    const constant = network({ inputs: 1, layers: [dense({ weight: [[0], [0]], bias: ['2/3', 0] })] });
    expect(verify(constant, expand(constant), { seed: 1 })).toMatchObject({
      verdict: 'verified',
      interpolation: 'agrees',
    });
    const wrong = new PolynomialMap(['x1'], [{ name: 'y2', polynomial: poly('x1', [1, 0]) }]);
    expect(verify(constant, wrong, { seed: 1 }).verdict).toBe('refuted');
  });
});

describe('what is not is refuted, at random points alone', () => {
  const huge = parseRational(`${(2n ** 521n - 1n) * (2n ** 607n - 1n) * (2n ** 128n - 159n) ** 8n}`);
  const cases: [string, PolynomialMap][] = [
    [
      'one coefficient a little off',
      changed((f) =>
        withCoefficient(f, 5, ({ coefficient: { numerator, denominator }, factors }) => [
          { coefficient: rational(numerator * 10n ** 40n + 1n, denominator * 10n ** 40n), factors },
        ]),
      ),
    ],
    [
      'one sign',
      changed((f) =>
        withCoefficient(f, 3, ({ coefficient, factors }) => [
          { coefficient: { ...coefficient, numerator: -coefficient.numerator }, factors },
        ]),
      ),
    ],
    ['a missing term', changed((f) => withCoefficient(f, 8, () => []))],
    ['a missing constant', changed((f) => withCoefficient(f, f.length - 1, () => []))],
    ['an extra term of higher degree', changed((f) => add(f, poly('a b c', [1, 5, 5, 5])))],
    ['an extra term, tiny', changed((f) => add(f, poly('a b c', ['1e-300', 0, 1, 0])))],
    [
      'a coefficient off by a multiple of large primes',
      changed((f) => add(f, multiply(poly('a b c', [formatRational(huge), 0, 0, 0]), poly('a b c', [1, 1, 1, 1])))),
    ],
    ['an exponent', changed((f) => withCoefficient(f, 0, ({ coefficient }) => [{ coefficient, factors: [[0, 4]] }]))],
    ['a factor', changed((f) => scale('1000001/1000000', f))],
    ['the other output', changed(() => right.output('v'))],
    ['zero', changed(() => poly('a b c'))],
  ];

  test.each(cases)('%s', (_, map) => {
    const { verdict, outputs, interpolation } = verify(net, map, onlyPoints);
    expect([verdict, interpolation]).toEqual(['refuted', undefined]);
    expect(outputs.map((output) => output.verdict)).toEqual(['refuted', 'verified']);
    expect(outputs[0]!.witness).toBeDefined();
  });

  test('every single coefficient, off by one', () => {
    right.outputs.forEach(({ polynomial: f }, k) => {
      for (let t = 0; t < f.length; t++) {
        const map = changed(
          (g) =>
            withCoefficient(g, t, ({ coefficient: { numerator, denominator }, factors }) => [
              { coefficient: rational(numerator + denominator, denominator), factors },
            ]),
          k,
        );
        expect(verify(net, map, { ...onlyPoints, trials: 1 }).outputs[k]!.verdict, `${k}, ${t}`).toBe('refuted');
      }
    });
  });

  test('outputs under each other’s names', () => {
    const [u, v] = right.outputs as [(typeof right.outputs)[0], (typeof right.outputs)[0]];
    const map = new PolynomialMap(right.variables, [
      { name: 'u', polynomial: v.polynomial },
      { name: 'v', polynomial: u.polynomial },
    ]);
    expect(verify(net, map, onlyPoints).outputs.map(({ verdict }) => verdict)).toEqual(['refuted', 'refuted']);
  });

  test('variables under each other’s names', () => {
    const map = new PolynomialMap(
      ['b', 'a', 'c'],
      right.outputs.map(({ name, polynomial: f }) => ({ name, polynomial: f.withVariables(['b', 'a', 'c']) })),
    );
    expect(verify(net, map, onlyPoints).verdict).toBe('refuted');
  });

  test('what is the polynomial of the network in floats, not in the numbers given', () => {
    const third = network({ inputs: 1, layers: [dense({ weight: [['1/3']] })] });
    expect(
      verify(third, expand(network({ inputs: 1, layers: [dense({ weight: [[1 / 3]] })] })), onlyPoints).verdict,
    ).toBe('refuted');
  });
});

describe('a witness', () => {
  test('can be repeated: at the point, modulo the prime, the two sides have those values', () => {
    const map = changed((f) => add(f, poly('a b c', [1, 0, 0, 0])));
    const {
      prime,
      point,
      network: networkValue,
      polynomial: polynomialValue,
    } = verify(net, map, onlyPoints).outputs[0]!.witness!;
    const field = primeField(BigInt(prime));
    expect(prime.length).toBeGreaterThan(37);
    const [forward] = interpret(trace(net), field, {
      inputs: point.map(BigInt),
      parameter: ({ tensor }, index) => field.from(tensor!.data[index]!),
    });
    expect([forward, evaluateModulo(map.output(), field, point.map(BigInt))].map(String)).toEqual([
      networkValue,
      polynomialValue,
    ]);
    expect(networkValue).not.toBe(polynomialValue);
  });
});

describe('the second expansion', () => {
  test('finds the terms that differ', () => {
    const map = changed((f) => add(f, poly('a b c', ['1/2', 2, 0, 1], [1, 7, 0, 0])));
    const { interpolation, outputs } = verify(net, map, { seed: 1 });
    expect([interpolation, outputs[1]!.differences]).toEqual(['differs', undefined]);
    expect(outputs[0]!.differences!.map(({ factors }) => factors)).toEqual([
      [[0, 7]],
      [
        [0, 2],
        [2, 1],
      ],
    ]);
    const [extra, wrong] = outputs[0]!.differences as [
      NonNullable<(typeof outputs)[0]['differences']>[0],
      NonNullable<(typeof outputs)[0]['differences']>[0],
    ];
    expect([extra.left, extra.right].map(formatRational)).toEqual(['0', '1']);
    expect(
      formatRational({
        numerator: wrong.right.numerator * wrong.left.denominator - wrong.left.numerator * wrong.right.denominator,
        denominator: wrong.left.denominator * wrong.right.denominator,
      }),
    ).not.toBe('0');
  });

  test('names the coefficients of both sides though the variables are in another order', () => {
    const linear = network({ inputs: ['p', 'q'], layers: [dense({ weight: [[2, 3]] })] });
    const claimed = poly('q p', [5, 1, 0], [2, 0, 1]);
    const [found] = verify(linear, claimed, { seed: 1 }).outputs[0]!.differences!;
    expect([found!.factors, formatRational(found!.left), formatRational(found!.right)]).toEqual([[[1, 1]], '3', '5']);
  });

  test('is left out where it would be too much work', () => {
    expect(verify(net, right, { seed: 1, interpolationWork: 100 }).interpolation).toBeUndefined();
    expect(verify(net, right, { seed: 1, interpolationWork: 1e9 }).interpolation).toBe('agrees');
    const wide = network({
      inputs: 40,
      layers: [dense({ weight: [Array.from({ length: 40 }, (_, i) => i)] }), polynomial([0, 0, 0, 1])],
    });
    expect(verify(wide, expand(wide), { seed: 1 })).toMatchObject({ verdict: 'verified' });
    expect(verify(wide, expand(wide), { seed: 1 }).interpolation).toBeUndefined();
  });
});

describe('randomness', () => {
  const wrong = changed((f) => add(f, poly('a b c', [1, 0, 0, 0])));

  test('the same seed gives the same result, another seed other points', () => {
    expect(verify(net, wrong, { seed: 5 })).toEqual(verify(net, wrong, { seed: 5 }));
    expect(verify(net, wrong, { seed: 5 }).outputs[0]!.witness!.prime).not.toBe(
      verify(net, wrong, { seed: 6 }).outputs[0]!.witness!.prime,
    );
  });

  test('without a seed one is drawn and told', () => {
    const { seed, outputs } = verify(net, wrong);
    expect(verify(net, wrong, { seed }).outputs).toEqual(outputs);
    // Two draws of 53 bits are equal with probability 2^−53.
    expect(verify(net, wrong).seed).not.toBe(seed);
  });

  test('more trials, less error', () => {
    const [one, two, four] = [1, 2, 4].map(
      (trials) => verify(net, right, { seed: 1, trials }).errorProbabilityLog2,
    ) as [number, number, number];
    expect(one).toBeLessThan(-64);
    expect(two).toBeLessThan(1.9 * one);
    expect(four).toBeLessThan(1.9 * two);
  });

  test('the stated error grows with the degree and the size of the coefficients', () => {
    const error = (f: Polynomial): number => verify(net, f, onlyPoints).errorProbabilityLog2;
    const long = error(scale(`${3n ** 300_000n}`, right.output()));
    expect(error(right.output())).toBeLessThan(long);
    expect(long).toBeLessThan(-64);
  });
});

describe('what cannot be compared is bad input', () => {
  const rename = (variables: string[]): PolynomialMap =>
    new PolynomialMap(variables, [{ name: 'u', polynomial: right.output().withVariables(variables) }]);
  test.each<[string, Network, PolynomialMap, string]>([
    [
      'variables of another name',
      net,
      rename(['a', 'b', 'd']),
      'polynomial: variables: expected those of the network, a, b, c (3), got a, b, d (3). The polynomial is of another network, or its variables were renamed',
    ],
    [
      'variables missing',
      net,
      new PolynomialMap(['a'], [{ name: 'u', polynomial: poly('a', [1, 1]) }]),
      'polynomial: variables: expected those of the network, a, b, c (3), got a (1)',
    ],
    [
      'too many variables',
      net,
      new PolynomialMap(['a', 'b', 'c', 'd'], [{ name: 'u', polynomial: poly('a b c d', [1, 1, 0, 0, 0]) }]),
      'got a, b, c, d (4)',
    ],
    [
      'an output that is none of the network',
      net,
      new PolynomialMap(right.variables, [{ name: 'w', polynomial: right.output() }]),
      "output: there is no output 'w'. Its outputs, by index from 0 and name, are 0 u, 1 v",
    ],
    [
      'an output twice',
      net,
      new PolynomialMap(right.variables, [right.outputs[0]!, right.outputs[0]!]),
      "polynomial: the output 'u' occurs twice",
    ],
  ])('%s', (_, network1, map, message) => {
    expect(() => verify(network1, map, onlyPoints)).toThrow(message);
  });

  test('options', () => {
    for (const trials of [0, -1, 1.5, NaN])
      expect(() => verify(net, right, { trials })).toThrow(
        `verify: trials: expected a positive integer, got ${trials}`,
      );
    expect(() => verify(net, right, { seed: -1 })).toThrow('seed: expected an integer from 0');
  });

  test('a network whose activation is no polynomial, the layer named', () => {
    const relus = network({ inputs: 1, layers: [dense({ weight: [[1]] }), relu()] });
    expect(() => verify(relus, poly('x1', [1, 1]), { seed: 1 })).toThrow(
      "layers[1] (relu): the activation 'relu' is not a polynomial",
    );
  });
});

test('evaluateModulo is the image of the exact value', () => {
  const field = primeField(1_000_003n);
  const f = poly('x y', ['3/7', 2, 1], ['-1/2', 0, 3], [5, 0, 0]);
  // 3/7 · 4 · 3 − 27/2 + 5 = 36/7 − 17/2 = −47/14
  expect(evaluateModulo(f, field, [2n, 3n])).toBe(field.from('-47/14'));
  expect(() => evaluateModulo(f, primeField(7n), [2n, 3n])).toThrow('F_7');
});

test('a deep network of other layers is verified', () => {
  const deep = network({
    inputs: 2,
    layers: [
      residual([
        dense({
          weight: [
            [1, 2],
            [3, 4],
          ],
        }),
        polynomial([0, 1, '1/2']),
      ]),
      bilinear({
        weight: [
          [
            [1, '1/3'],
            [0, 2],
          ],
        ],
      }),
      polynomial([1, 0, 3]),
    ],
  });
  expect(verify(deep, expand(deep), { seed: 3 })).toMatchObject({ verdict: 'verified', interpolation: 'agrees' });
});
