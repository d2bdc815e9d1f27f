import fc from 'fast-check';
import {
  add,
  equal,
  equalInputs,
  finiteWidthMoment,
  finiteWidthMomentSize,
  formatRational,
  gramMatrix,
  inverseWidthName,
  type MomentSpecification,
  type Polynomial,
  parsePolynomial,
  scale,
  substitute,
  subtract,
  symbolicGram,
  TooLargeError,
  wideNetwork,
} from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { contractionsOf } from '../../../src/theory/correlation-functions/correlation-function.ts';
import { parseCorrelationFunction } from '../../../src/theory/correlation-functions/parse.ts';
import { golden } from '../../golden/read.ts';
import { average, contracted, type SmallNetwork, writtenOut } from './weights.ts';

interface Golden {
  readonly correlationFunctions: readonly {
    readonly correlation: string;
    readonly activation: readonly string[];
    readonly depth: number;
    readonly coefficients: Readonly<Record<string, string>>;
  }[];
}

/** The coefficients of each power of 1/n, of a polynomial in nothing else. */
const coefficientsOf = (f: Polynomial): Record<string, string> =>
  Object.fromEntries(
    [...f.terms()].map(({ coefficient, factors }) => [`${factors[0]?.[1] ?? 0}`, formatRational(coefficient)]),
  );

const notation = (text: string): Pick<MomentSpecification, 'inputs' | 'contractions'> => {
  const correlation = parseCorrelationFunction(text);
  return { inputs: correlation.tensors.map(({ input }) => input - 1), contractions: contractionsOf(correlation) };
};

describe('finiteWidthMoment', () => {
  const cases = golden<Golden>('width.json').correlationFunctions;
  // Six-point functions with two hidden layers take a second each: a few of them.
  const slow = (factors: number, depth: number, activation: readonly string[]): boolean =>
    factors === 6 && depth === 2 && activation.length === 3;
  const quick = cases.filter(
    ({ correlation, depth, activation }) => !slow(correlation.split(' ').length, depth, activation),
  );

  test.each(quick)(
    'gives the measured $correlation for $activation, $depth hidden layers',
    ({ correlation, activation, depth, coefficients }) => {
      const moment = finiteWidthMoment({
        network: wideNetwork({ depth, activation }),
        ...notation(correlation),
        gram: equalInputs(1),
      });
      expect(coefficientsOf(moment)).toEqual(coefficients);
    },
  );

  test('gives the measured six-point function with two hidden layers', () => {
    const theta = 'f[m](1) f[m](1) f[n](1) f[n](1) f[r](1) f[r](1)';
    const found = cases.find(
      ({ correlation, depth, activation }) => correlation === theta && depth === 2 && activation[2] === '1',
    );
    const moment = finiteWidthMoment({
      network: wideNetwork({ depth: 2, activation: [0, 0, 1] }),
      ...notation(theta),
      gram: equalInputs(1),
    });
    expect(coefficientsOf(moment)).toEqual(found!.coefficients);
  });

  describe('agrees with the network written out in all its parameters', () => {
    const one = ['1', '1', '1'];
    const none = ['0', '0', '0'];
    const at = (...inputs: string[][]): readonly (readonly string[])[] => inputs;
    const cases: readonly (readonly [string, string, SmallNetwork])[] = [
      [
        'x², width 1',
        'f[m,n](1) f[m](2) f[n](1) f(2)',
        {
          activations: [['0', '0', '1']],
          widths: [1],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1', '1/2'], ['1/3', '-1']),
        },
      ],
      [
        'x², width 2',
        'f[m](1) f[m](2) f(1) f(2)',
        {
          activations: [['0', '0', '1']],
          widths: [2],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1', '1/2'], ['1/3', '-1']),
        },
      ],
      [
        'a cubic, width 2',
        'f[m,n](1) f[m,n](2)',
        {
          activations: [['1/2', '1', '-1/3', '2']],
          widths: [2],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1'], ['-2/3']),
        },
      ],
      [
        'two layers of x + x²/2, widths 2 and 1',
        'f[m](1) f[m](2) f(1) f(1)',
        {
          activations: [
            ['0', '1', '1/2'],
            ['0', '1', '1/2'],
          ],
          widths: [2, 1],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1'], ['1/2']),
        },
      ],
      [
        'two layers, different activations',
        'f[m,m](1) f(1)',
        {
          activations: [
            ['0', '0', '1'],
            ['1', '1/2', '0', '1'],
          ],
          widths: [1, 2],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1']),
        },
      ],
      [
        'biases and variances',
        'f[m,n](1) f[m](2) f[n](1) f(1)',
        {
          activations: [['0', '1', '1/2']],
          widths: [2],
          weightVariances: ['2', '1/3'],
          biasVariances: ['1/2', '3/5'],
          inputs: at(['1'], ['1/2']),
        },
      ],
      [
        'two layers with biases',
        'f[m](1) f[m](1) f(1) f(2)',
        {
          activations: [
            ['0', '0', '1'],
            ['0', '1'],
          ],
          widths: [1, 2],
          weightVariances: ['1/2', '3', '1'],
          biasVariances: ['1', '1/2', '2'],
          inputs: at(['1'], ['2']),
        },
      ],
      [
        'every pair contracted once, traces too',
        'f[m,k,k](1) f[m,p,p](1)',
        {
          activations: [['1/2', '1', '0', '1']],
          widths: [2],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1', '1/2']),
        },
      ],
      [
        'the same with two layers',
        'f[m,k,k](1) f[m,p,p](1)',
        {
          activations: [
            ['0', '0', '1'],
            ['0', '1', '1/2'],
          ],
          widths: [2, 1],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1']),
        },
      ],
      [
        'third derivatives',
        'f[m,n,r](1) f[m](1) f[n](2) f[r](2)',
        {
          activations: [
            ['0', '0', '1'],
            ['0', '0', '1'],
          ],
          widths: [1, 1],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1'], ['-1/2']),
        },
      ],
      [
        'repeated traces',
        'f[m,m,n,n](1) f(1)',
        {
          activations: [
            ['0', '0', '1'],
            ['0', '1', '1'],
          ],
          widths: [2, 1],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['1']),
        },
      ],
      [
        'an input of norm zero',
        'f[m](1) f[m](2) f(2) f(2)',
        {
          activations: [['1', '1', '1']],
          widths: [2],
          weightVariances: one,
          biasVariances: none,
          inputs: at(['0'], ['1']),
        },
      ],
      [
        'three layers',
        'f(1) f(1) f(2) f(2)',
        {
          activations: [
            ['0', '1', '1'],
            ['0', '1'],
            ['0', '0', '1'],
          ],
          widths: [1, 2, 1],
          weightVariances: [...one, '1'],
          biasVariances: [...none, '0'],
          inputs: at(['1'], ['-1/2']),
        },
      ],
      [
        'a constant activation',
        'f[m](1) f[m](2)',
        { activations: [['3/2']], widths: [2], weightVariances: one, biasVariances: none, inputs: at(['1'], ['2']) },
      ],
      [
        'six factors',
        'f[m](1) f[m](1) f[n](1) f[n](1) f(1) f(1)',
        { activations: [['0', '0', '1']], widths: [2], weightVariances: one, biasVariances: none, inputs: at(['1']) },
      ],
    ];
    test.each(cases)('%s: %s', (_, text, small) => {
      const { inputs, contractions } = notation(text);
      const depth = small.widths.length;
      const gram = gramMatrix(small.inputs.map((x) => small.inputs.map((y) => dot(x, y))));
      const common = {
        depth,
        activation: small.activations,
        weightVariance: small.weightVariances.slice(0, depth + 1),
        biasVariance: small.biasVariances.slice(0, depth + 1),
      };
      const net = writtenOut(small);
      const expected = average(contracted(net, inputs, contractions), net);
      const symbolic = finiteWidthMoment({
        network: wideNetwork({ ...common, widths: small.widths.map((_, l) => `n${l + 1}`) }),
        inputs,
        contractions,
        gram,
      });
      const widths = Object.fromEntries(small.widths.map((n, l) => [inverseWidthName(`n${l + 1}`), `1/${n}`]));
      expect(`${substitute(symbolic, widths)}`).toBe(expected);
      const numeric = finiteWidthMoment({
        network: wideNetwork({ ...common, widths: small.widths }),
        inputs,
        contractions,
        gram,
      });
      expect(`${numeric}`).toBe(expected);
    });
    const dot = (x: readonly string[], y: readonly string[]): string =>
      `${x.map((_, i) => parsePolynomial(`(${x[i]})*(${y[i]})`)).reduce(add)}`;
  });

  /** Correlation functions of an even number of factors at inputs 0 and 1. */
  const functions = (
    factors: readonly number[],
    contractions: number,
  ): fc.Arbitrary<Pick<MomentSpecification, 'inputs' | 'contractions'>> =>
    fc.constantFrom(...factors).chain((m) =>
      fc.record({
        inputs: fc.array(fc.nat(1), { minLength: m, maxLength: m }),
        contractions: fc.array(fc.tuple(fc.nat(m - 1), fc.nat(m - 1)), { maxLength: contractions }),
      }),
    );
  const coefficients = fc.array(fc.constantFrom('0', '1', '-1', '1/2', '2'), { minLength: 1, maxLength: 3 });

  test('Laplacian and Euler operator have the same mean: σ = x^D makes f homogeneous', () => {
    // E Σ_μ ∂_μ∂_μ G = E Σ_μ θ_μ ∂_μ G, and G is homogeneous of degree m (1 + D + … + D^d) − 2 k.
    fc.assert(
      fc.property(
        functions([2, 4], 2),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        ({ inputs, contractions }, degree, depth) => {
          const network = wideNetwork({ depth, activation: [...new Array<number>(degree).fill(0), 1] });
          const gram = symbolicGram(2);
          const mean = (more: readonly (readonly [number, number])[]): Polynomial =>
            finiteWidthMoment({ network, inputs, contractions: [...contractions, ...more], gram });
          const size = Array.from({ length: depth + 1 }, (_, l) => degree ** l).reduce((a, b) => a + b);
          const total = inputs.length * size - 2 * contractions.length;
          let laplacian = mean([[0, 0]]);
          for (let b = 1; b < inputs.length; b++) laplacian = add(laplacian, mean([[b, b]]));
          for (let b = 1; b < inputs.length; b++)
            for (let a = 0; a < b; a++) laplacian = add(laplacian, scale(2, mean([[a, b]])));
          expect(subtract(laplacian, scale(total, mean([]))).length).toBe(0);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('symbols take numbers afterwards', () => {
    fc.assert(
      fc.property(functions([2, 4], 2), coefficients, fc.constantFrom('0', '1/2'), (f, activation, bias) => {
        const network = wideNetwork({
          depth: 2,
          activation,
          biasVariance: [bias, '0', bias],
          weightVariance: ['1/3', 1, 1],
        });
        const symbolic = finiteWidthMoment({ network, ...f, gram: symbolicGram(2) });
        const numeric = finiteWidthMoment({
          network,
          ...f,
          gram: gramMatrix([
            ['2', '-1/2'],
            ['-1/2', '3'],
          ]),
        });
        const values = { K11: '2', K12: '-1/2', K22: '3' };
        const occurring = Object.entries(values).filter(([name]) => symbolic.variables.includes(name));
        expect(equal(substitute(symbolic, Object.fromEntries(occurring)), numeric)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('the first orders are those of the whole', () => {
    fc.assert(
      fc.property(functions([4], 3), coefficients, fc.integer({ min: 1, max: 4 }), (f, activation, orders) => {
        const specification = { network: wideNetwork({ depth: 2, activation }), ...f, gram: equalInputs(2) };
        const whole = coefficientsOf(finiteWidthMoment(specification));
        const kept = Object.fromEntries(Object.entries(whole).filter(([power]) => Number(power) < orders));
        expect(coefficientsOf(finiteWidthMoment(specification, { orders }))).toEqual(kept);
      }),
      { numRuns: 15 },
    );
  });

  test('the order of factors does not matter', () => {
    fc.assert(
      fc.property(functions([4], 3), coefficients, (f, activation) => {
        const network = wideNetwork({ depth: 2, activation, biasVariance: '1/4' });
        const gram = symbolicGram(2);
        const reversed = {
          inputs: [...f.inputs].reverse(),
          contractions: f.contractions.map(([a, b]): [number, number] => [3 - a, 3 - b]),
        };
        const [one, other] = [f, reversed].map((g) => finiteWidthMoment({ network, ...g, gram }));
        expect(equal(one!, other!)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('an odd number of factors has mean zero', () => {
    const network = wideNetwork({ depth: 2, activation: [1, 1, 1], biasVariance: 1 });
    expect(finiteWidthMoment({ network, inputs: [0, 0, 0], contractions: [[0, 1]], gram: equalInputs(1) }).length).toBe(
      0,
    );
  });

  test('large denominators, large numbers and primes in them', () => {
    // E f² = c² (K + 2 K²) s² of one layer of c z, z → s z, and 67108859 is the largest prime below 2^26.
    const network = wideNetwork({ depth: 1, activation: [0, '1/67108859', '1000000000000000000000/3'] });
    const mean = finiteWidthMoment({ network, inputs: [0, 0], contractions: [], gram: gramMatrix([['1/67108859']]) });
    // E σ² = a² K + 3 b² K².
    expect(`${mean}`).toBe(
      `${parsePolynomial('(1/67108859)^2*(1/67108859) + 3*(1000000000000000000000/3)^2*(1/67108859)^2')}`,
    );
  });

  test('what is too large is refused with its estimate', () => {
    const network = wideNetwork({ depth: 3, activation: [0, 0, 0, 1] });
    const six = { network, inputs: [0, 0, 0, 0, 0, 0], contractions: [], gram: equalInputs(1) };
    expect(() => finiteWidthMoment(six)).toThrow(TooLargeError);
    const four = { ...six, inputs: [0, 0, 0, 0] };
    expect(() => finiteWidthMoment(four)).toThrow(/about .* products and .* MiB, over the limit/);
    expect(finiteWidthMomentSize(four, { orders: 1 }).blocks).toBeLessThan(finiteWidthMomentSize(four).blocks);
    expect(() => finiteWidthMoment({ ...four, network: wideNetwork({ depth: 20, activation: [0, 0, 1] }) })).toThrow(
      /degree/,
    );
  });

  test('bad input is told what was expected', () => {
    const network = wideNetwork({ depth: 2, activation: [0, 1], widths: ['a', 'b'] });
    const two = { network, inputs: [0, 0], contractions: [], gram: equalInputs(1) };
    expect(() => finiteWidthMoment({ ...two, inputs: [0, 1] })).toThrow(/inputs: expected indices of the 1 inputs/);
    expect(() => finiteWidthMoment({ ...two, contractions: [[0, 2]] })).toThrow(/contractions/);
    expect(() => finiteWidthMoment(two, { orders: 2 })).toThrow(/one indeterminate width/);
    expect(() => finiteWidthMoment(two, { orders: 0 })).toThrow(/orders/);
    expect(() => wideNetwork({ depth: 0, activation: [0, 1] })).toThrow(/depth: expected a number of hidden layers/);
    expect(() => wideNetwork({ depth: 2, activation: [] })).toThrow(/activation/);
    expect(() => wideNetwork({ depth: 2, activation: [[1], [1], [1]] })).toThrow(/one activation or 2/);
    expect(() => wideNetwork({ depth: 2, activation: [1], widths: ['n'] })).toThrow(/widths: expected one value or 2/);
    expect(() => wideNetwork({ depth: 1, activation: [1], widths: 0 })).toThrow(/widths\[0\]/);
    expect(() => wideNetwork({ depth: 1, activation: [1], widths: '1/n' })).toThrow(/widths\[0\]/);
    expect(() => wideNetwork({ depth: 1, activation: [1], weightVariance: -1 })).toThrow(/variance ≥ 0/);
    expect(() => gramMatrix([[1, 0]])).toThrow(/gram\[0\]: expected 1 entries/);
    expect(() =>
      gramMatrix([
        [1, 0],
        [1, 1],
      ]),
    ).toThrow(/symmetric/);
    expect(() =>
      gramMatrix([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(/not positive semidefinite/);
    expect(() =>
      gramMatrix([
        [0, 1],
        [1, 1],
      ]),
    ).toThrow(/not positive semidefinite/);
  });
});
