import fc from 'fast-check';
import {
  add,
  deepLinearKernelMoment,
  deepLinearKernelSquare,
  deepLinearKernelVariance,
  deepLinearOutputMoment,
  equal,
  formatRational,
  gramMatrix,
  type Polynomial,
  parsePolynomial,
  scale,
  substitute,
  subtract,
  symbolicGram,
  wideNetwork,
} from 'isserlis/symbolic';
import {
  correlationReport,
  correlationText,
  cumulantOf,
  type DynamicSum,
  expansionInWidth,
  hessianTrace,
  meanAtWidth,
  meanOf,
  meanOfSum,
  output,
  parseCorrelationFunction,
  sumOf,
  tangentHierarchy,
  tangentKernel,
  timeDerivative,
  trainingLoss,
} from 'isserlis/theory';
import { describe, expect, test } from 'vitest';
import { multiply } from '../../../src/symbolic/operations/arithmetic.ts';
import { differentiate } from '../../../src/symbolic/operations/calculus.ts';
import { golden } from '../../golden/read.ts';
import { average, contracted, writtenOut } from '../../symbolic/width/weights.ts';

const read = parseCorrelationFunction;

interface Moment {
  readonly id: string;
  readonly activation: readonly string[];
  readonly depth: number;
  /** Coefficient, and exponents of 1/n, k, K11, K12, K22. */
  readonly terms: readonly (readonly [string, readonly number[]])[];
}

const VARIABLES = ['inverse_n', 'k', 'K11', 'K12', 'K22'];
const polynomialOf = (terms: Moment['terms']): Polynomial =>
  terms
    .map(([c, exponents]) =>
      parsePolynomial(`(${c})${exponents.map((e, i) => `*${VARIABLES[i]}^${e}`).join('')}`, VARIABLES),
    )
    .reduce(add, parsePolynomial('0', VARIABLES));

const half = gramMatrix([
  [1, '1/2'],
  ['1/2', 1],
]);

const hierarchy = (inputs: readonly number[], times: number): DynamicSum =>
  tangentHierarchy(inputs).map((term) => ({
    ...term,
    product: read(
      `${term.product.tensors
        .map(({ input, indices }) => `f[${indices}](${input})`)
        .join(' ')
        .replace(/\[\]/g, '')} f(${times})`,
    ),
  }));

/** Each measured quantity, by library calls. */
const quantities: Record<
  string,
  (m: Parameters<typeof meanOf>[1], options: Parameters<typeof meanOf>[2]) => Polynomial
> = {
  f2: (n, o) => meanOf(read('f f'), n, o),
  f4: (n, o) => meanOf(read('f f f f'), n, o),
  f4c: (n, o) => cumulantOf([output(), output(), output(), output()], n, o),
  Th: (n, o) => meanOf(tangentKernel(), n, o),
  Th2: (n, o) => meanOf(read('f[m] f[m] f[n] f[n]'), n, o),
  VarTh: (n, o) => cumulantOf([tangentKernel(), tangentKernel()], n, o),
  O3f: (n, o) => scale(-1, meanOfSum(timeDerivative(sumOf(tangentKernel()), [1]), n, o)),
  trH2: (n, o) => meanOf(hessianTrace(2), n, o),
  lapf: (n, o) => meanOf(read('f[m,m] f'), n, o),
  star4: (n, o) => meanOf(read('f[m,n,r] f[m] f[n] f[r]'), n, o),
  chain4: (n, o) => meanOf(read('f[m] f[m,n] f[n,r] f[r]'), n, o),
  f1f2: (n, o) => meanOf(read('f(1) f(2)'), n, o),
  Th12: (n, o) => meanOf(tangentKernel(1, 2), n, o),
  'f1^2f2^2': (n, o) => meanOf(read('f(1) f(1) f(2) f(2)'), n, o),
  'Th12^2': (n, o) => meanOf(read('f[m](1) f[m](2) f[n](1) f[n](2)'), n, o),
  'O3(1,2,1)f1': (n, o) => meanOfSum(hierarchy([1, 2, 1], 1), n, o),
};

describe('means', () => {
  test.each(golden<{ moments: readonly Moment[] }>('width.json').moments)(
    'are as measured: $id',
    ({ id, activation, depth, terms }) => {
      const network = wideNetwork({ depth, activation });
      const quantity = id.split('/').at(-1)!;
      const gram = id.includes('two[sym]') ? symbolicGram(2) : id.includes('two[') ? half : [['k']];
      const found = quantities[quantity]!(network, { gram });
      expect(subtract(found, polynomialOf(terms)).length).toBe(0);
    },
  );

  test('one hidden layer, biases and variances: E f₁f₂ = s² S + t² and E Θ₁₂ = E f₁f₂ + s₁-part', () => {
    // S = Σ_l r_l(K₁₁) r_l(K₂₂) K₁₂^l / l!, at the covariances Y of the first layer; σ = 1 + z − z²/2.
    const network = wideNetwork({
      depth: 1,
      activation: [1, 1, '-1/2'],
      weightVariance: ['2', '3'],
      biasVariance: ['1/2', '1/5'],
    });
    const S = '(1 - Y11/2)*(1 - Y22/2) + Y12 + Y12^2/2';
    const atGram = (text: string): Polynomial =>
      substitute(parsePolynomial(text, ['Y11', 'Y12', 'Y22']), {
        Y11: parsePolynomial('2*K11 + 1/2'),
        Y12: parsePolynomial('2*K12 + 1/2'),
        Y22: parsePolynomial('2*K22 + 1/2'),
      });
    const options = { gram: symbolicGram(2) };
    const outputs = add(scale(3, atGram(S)), parsePolynomial('1/5'));
    expect(equal(meanOf(read('f(1) f(2)'), network, options), outputs)).toBe(true);
    const kernel = add(outputs, scale(3, atGram('Y12*(1 + Y12)')));
    expect(equal(meanOf(tangentKernel(1, 2), network, options), kernel)).toBe(true);
  });

  test('deep linear networks have closed forms at every depth', () => {
    const norm = { gram: [['k']] };
    for (const depth of [1, 2, 3, 7]) {
      const network = wideNetwork({ depth, activation: [0, 1] });
      const pairs: readonly (readonly [Polynomial, string])[] = [
        [deepLinearOutputMoment(2, depth), 'f f'],
        [deepLinearOutputMoment(4, depth), 'f f f f'],
        [deepLinearOutputMoment(6, depth), 'f f f f f f'],
        [deepLinearKernelMoment(2, depth), 'f[m] f[m]'],
        [deepLinearKernelMoment(6, depth), 'f[m] f[m] f f f f'],
        [deepLinearKernelSquare(depth), 'f[m] f[m] f[n] f[n]'],
      ];
      for (const [closed, text] of pairs) expect(subtract(closed, meanOf(read(text), network, norm)).length).toBe(0);
      const variance = cumulantOf([tangentKernel(), tangentKernel()], network, norm);
      expect(subtract(deepLinearKernelVariance(depth), variance).length).toBe(0);
    }
    expect(`${deepLinearOutputMoment(4, 2)}`).toBe('12*inverse_n^2*k^2 + 12*inverse_n*k^2 + 3*k^2');
    expect(() => deepLinearOutputMoment(3, 1)).toThrow(/even order/);
    expect(() => deepLinearKernelSquare(-1)).toThrow(/depth/);
  });

  test('cumulants keep to the orders asked for', () => {
    const network = wideNetwork({ depth: 2, activation: [0, 0, 1] });
    const two = cumulantOf([tangentKernel(), tangentKernel()], network, { orders: 2 });
    // Var Θ = 490560/n + … for x² with two hidden layers.
    expect(`${two}`).toBe('490560*inverse_n');
  });
});

describe('gradient flow', () => {
  const small = {
    activations: [['0', '1', '1/2']],
    widths: [2],
    weightVariances: ['1', '1'],
    biasVariances: ['0', '0'],
    inputs: [['1'], ['1/2']],
  };
  const gram = gramMatrix([
    [1, '1/2'],
    ['1/2', '1/4'],
  ]);
  const network = wideNetwork({ depth: 1, activation: [0, 1, '1/2'], widths: 2 });
  const targets = ['1/3', '-2'];

  /** d/dt of any function of the parameters, as it stands: −Σ_μ ∂_μF ∂_μL. */
  function flow(F: Polynomial): Polynomial {
    const net = writtenOut(small);
    let sum: Polynomial = parsePolynomial('0', net.outputs[0]!.variables);
    for (const parameter of net.parameters)
      net.outputs.forEach((f, c) => {
        const residual = subtract(f, parsePolynomial(targets[c]!, f.variables));
        sum = subtract(sum, multiply(multiply(differentiate(F, parameter), differentiate(f, parameter)), residual));
      });
    return sum;
  }

  test('time derivatives of the kernel, the output and the loss, once and twice', () => {
    const net = writtenOut(small);
    const cases: readonly (readonly [DynamicSum, Polynomial])[] = [
      [sumOf(tangentKernel(1, 2)), contracted(net, [0, 1], [[0, 1]])],
      [sumOf(output(2)), net.outputs[1]!],
      [
        trainingLoss([1, 2]),
        net.outputs
          .map((f, c) =>
            scale('1/2', subtract(multiply(f, f), scale(2, multiply(f, parsePolynomial(targets[c]!, f.variables))))),
          )
          .reduce(add),
      ],
    ];
    for (const [formal, explicit] of cases) {
      let [sum, F] = [formal, explicit];
      for (let order = 0; order <= 2; order++) {
        if (order > 0) [sum, F] = [timeDerivative(sum, [1, 2]), flow(F)];
        expect(`${meanOfSum(sum, network, { gram, targets })}`).toBe(average(F, net));
      }
    }
  });

  test('targets stay symbols unless given', () => {
    const derivative = timeDerivative(sumOf(output(2)), [1]);
    // d/dt f₂ = −Θ₂₁ (f₁ − y₁), whose mean is y₁ E Θ₂₁.
    const wide = wideNetwork({ depth: 1, activation: [0, 1] });
    expect(`${meanOfSum(derivative, wide, { gram: symbolicGram(2) })}`).toBe('2*K12*y1');
    expect(() => meanOfSum(derivative, wide, { targets: [] })).toThrow(/no target for input 1/);
    expect(() => tangentHierarchy([1])).toThrow(/at least two inputs/);
    expect(meanOfSum([], wide).length).toBe(0);
  });

  test('the hierarchy at one input: O₃ is two chains of three, O₄ two stars and four chains', () => {
    const shown = (sum: DynamicSum): string[] =>
      sum.map(({ coefficient, product }) => `${formatRational(coefficient)} ${correlationText(product)}`).sort();
    expect(shown(tangentHierarchy([1, 1, 1]))).toEqual(['2 f[m,n](1) f[m](1) f[n](1)']);
    expect(shown(tangentHierarchy([1, 1, 1, 1]))).toEqual([
      '2 f[m,n,r](1) f[m](1) f[n](1) f[r](1)',
      '4 f[m,n](1) f[m,r](1) f[n](1) f[r](1)',
    ]);
    expect(tangentHierarchy([1, 2, 3])).toHaveLength(2);
  });
});

describe('the report', () => {
  test('says what is attained and what is not', () => {
    const network = wideNetwork({ depth: 2, activation: [0, 1] });
    const star = read('f[m,n,r](1) f[m](2) f[n](3) f[r](4)');
    expect(correlationReport(star, network)).toMatchObject({ predictedExponent: -1, exactExponent: -2, tight: false });
    expect(correlationReport(read('f[m,m] f'), network)).toEqual({
      predictedExponent: 0,
      exactExponent: null,
      noExponent: 'it vanishes identically',
      leadingCoefficient: null,
      polynomialInInverseWidth: {},
      value: null,
      decimal: null,
      tight: false,
      crossoverWidth: null,
    });
    const square = wideNetwork({ depth: 2, activation: [0, 0, 1] });
    expect(correlationReport(read('f f f f'), square)).toMatchObject({
      exactExponent: 0,
      leadingCoefficient: '2187',
      tight: true,
      // n* = 163296/2187, about 75.
      crossoverWidth: '224/3',
    });
    expect(correlationReport(read('f f f f'), square, { orders: 1 }).crossoverWidth).toBeNull();
  });

  test('a truncated mean says nothing of the powers that are missing', () => {
    const square = wideNetwork({ depth: 2, activation: [0, 0, 1] });
    const curvature = read('f[m,n] f[m] f[n] f');
    expect(correlationReport(curvature, square, { orders: 1 })).toMatchObject({
      exactExponent: null,
      noExponent: expect.stringMatching(/no more were computed/),
      tight: null,
    });
    // The leading power is the last one kept.
    expect(correlationReport(curvature, square, { orders: 2 })).toMatchObject({
      exactExponent: -1,
      crossoverWidth: null,
    });
    expect(correlationReport(curvature, square, { orders: 3 }).crossoverWidth).toBe('13387/230');
    // The first power vanishes, and the bound says that it may be there.
    const linear = wideNetwork({ depth: 2, activation: [0, 1] });
    expect(correlationReport(read('f[m,m] f'), linear, { orders: 1 }).tight).toBe(false);
  });

  test('with numbers for all widths it gives the value there', () => {
    // Expanded in all weights and averaged term by term with SymPy.
    const golden: [string, Parameters<typeof wideNetwork>[0], string, string][] = [
      ['f[m,n] f[m] f[n] f', { depth: 2, activation: [0, 0, 1], widths: [1, 2] }, '1197504000', '1'],
      ['f[m,n,r](1) f[m](2) f[n](1) f[r](2)', { depth: 1, activation: [0, 1, '1/2'], widths: 2 }, '125/64', '5/4'],
      ['f[m,n](1) f[n,r](2) f[r,m](1) f(2)', { depth: 1, activation: [0, 1, '1/2'], widths: 2 }, '141/64', '5/4'],
    ];
    for (const [notation, network, value, norm] of golden) {
      const gram = gramMatrix([
        ['1', '1/2'],
        ['1/2', norm],
      ]);
      const report = correlationReport(read(notation), wideNetwork(network), { gram });
      expect(report).toMatchObject({ value, exactExponent: null, noExponent: 'all widths are numbers', tight: null });
    }
    const symbols = correlationReport(read('f(1) f(2)'), wideNetwork({ depth: 1, activation: [0, 1], widths: 3 }), {
      gram: gramMatrix([
        ['a', 'b'],
        ['b', 'c'],
      ]),
    });
    expect(symbols).toMatchObject({ value: 'b', decimal: null });
  });

  test('the value at a width is the exact mean there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.constantFrom('f f f f', 'f[m,n] f[m] f[n] f', 'f'), (n, text) => {
        const of = (widths: number | string) =>
          correlationReport(read(text), wideNetwork({ depth: 2, activation: [1, 1, '1/2'], widths }));
        expect(of(n).decimal).toBe(meanAtWidth(of('n'), n));
      }),
      { numRuns: 20 },
    );
  });

  test('several widths grow together', () => {
    const network = wideNetwork({ depth: 2, activation: [0, 1], widths: ['a', 'b'] });
    const mean = meanOf(read('f f f f'), network);
    const { exponent, coefficients } = expansionInWidth(mean, network);
    expect([exponent, [...coefficients].map(([k, c]) => [k, `${c}`])]).toEqual([
      0,
      [
        [0, '3'],
        [1, '6*inverse_a + 6*inverse_b'],
        [2, '12*inverse_a*inverse_b'],
      ],
    ]);
    expect(() => meanOf(read('f(1) f(3)'), network, { gram: half })).toThrow(/input 3, but the Gram matrix has 2 rows/);
  });
});
