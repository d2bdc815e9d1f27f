import { describe, expect, test } from 'vitest';
import { formatRational } from '../../../src/base/rational.ts';
import { polynomial } from '../../../src/network/activations/polynomial.ts';
import { relu } from '../../../src/network/activations/relu.ts';
import type { Layer } from '../../../src/network/layer-type.ts';
import { layerTypes } from '../../../src/network/layer-types.generated.ts';
import { bilinear } from '../../../src/network/layers/bilinear.ts';
import { dense } from '../../../src/network/layers/dense.ts';
import { product } from '../../../src/network/layers/product.ts';
import { residual } from '../../../src/network/layers/residual.ts';
import { square } from '../../../src/network/layers/square.ts';
import { type Network, network } from '../../../src/network/network.ts';
import { parsePolynomial } from '../../../src/symbolic/interop/mathjs.ts';
import { DUAL_VARIABLES } from '../../../src/symbolic/kernels/dual-activation.ts';
import { exactKernels } from '../../../src/symbolic/kernels/exact-kernels.ts';
import { kernelPolynomials } from '../../../src/symbolic/kernels/kernel-polynomials.ts';
import type { LimitOptions } from '../../../src/symbolic/kernels/limit-of-program.ts';
import { evaluate } from '../../../src/symbolic/operations/evaluate.ts';

const wide = (bias = false): Layer => dense({ outputs: 2, symbolic: true, bias });
const out = (bias = false): Layer => dense({ outputs: 1, symbolic: true, bias });
const net = (...layers: readonly Layer[]): Network => network({ inputs: 2, layers });

const expectKernels = (network: Network, nngp: string, ntk: string, options: LimitOptions = {}): void => {
  const kernels = kernelPolynomials(network, options);
  const plain = (text: string): string => `${parsePolynomial(text, DUAL_VARIABLES)}`;
  expect([`${kernels.nngp}`, `${kernels.ntk}`]).toEqual([plain(nngp), plain(ntk)]);
};

describe('one hidden layer', () => {
  // E f₁f₂ and E Θ₁₂ at infinite width, from exact values at finite width (an independent Python computation by coupled
  // copies of the parameters, checked by enumeration at widths 1 to 4): Θ = S + K₁₂ ∂S/∂K₁₂.
  test.each([
    ['x', [0, 1], 'K12', '2*K12'],
    ['x²', [0, 0, 1], '2*K12^2 + K11*K22', '6*K12^2 + K11*K22'],
    ['x³', [0, 0, 0, 1], '6*K12^3 + 9*K11*K12*K22', '24*K12^3 + 18*K11*K12*K22'],
    ['He₂', [-1, 0, 1], '1 - K22 + 2*K12^2 - K11 + K11*K22', '1 - K22 + 6*K12^2 - K11 + K11*K22'],
    [
      'He₃',
      [0, -3, 0, 1],
      '9*K12 - 9*K12*K22 + 6*K12^3 - 9*K11*K12 + 9*K11*K12*K22',
      '18*K12 - 18*K12*K22 + 24*K12^3 - 18*K11*K12 + 18*K11*K12*K22',
    ],
  ])('%s', (_, c, nngp, ntk) => expectKernels(net(wide(), polynomial(c), out()), nngp, ntk));
});

describe('deeper networks at K11 = K22 = 1', () => {
  // From the same computation: E f², E Θ at K12 = 1 and E f₁f₂, E Θ₁₂ at K12 = 1/2.
  test.each([
    ['x', 2, [0, 1], '1', '3', '1/2', '3/2'],
    ['x²', 2, [0, 0, 1], '27', '111', '27/2', '57/2'],
    ['He₂', 2, [-1, 0, 1], '9', '57', '3/2', '9/2'],
    ['x³', 2, [0, 0, 0, 1], '50625', '305775', '367983/32', '1336095/32'],
    ['x + x²/2 + x³/6', 1, [0, 1, '1/2', '1/6'], '19/6', '83/12', '73/48', '71/24'],
  ])('%s, %i hidden layers', (_, hidden, c, ...expected) => {
    const layers = Array.from({ length: hidden }, () => [wide(), polynomial(c)]).flat();
    const kernels = kernelPolynomials(net(...layers, out()));
    const values = ['1', '1/2'].flatMap((k12) =>
      [kernels.nngp, kernels.ntk].map((f) => formatRational(evaluate(f, ['1', k12, '1']))),
    );
    expect(values).toEqual(expected);
  });
});

describe('other layers', () => {
  // By hand: K' = K + σ_b² after a dense layer with bias; x + F(x) adds covariances; branches multiply them; a bilinear
  // form of x squares K, and Θ takes each branch's own part times the others.
  test('biases', () =>
    expectKernels(
      net(wide(true), square(), out(true)),
      '2*(K12 + 1/2)^2 + (K11 + 1/2)*(K22 + 1/2) + 1/2',
      '2*(K12 + 1/2)^2 + (K11 + 1/2)*(K22 + 1/2) + 1/2 + 4*(K12 + 1/2)^2',
      { biasVariance: '1/2' },
    ));
  test('residual branches', () => {
    expectKernels(net(residual([wide()]), out()), '2*K12', '3*K12');
    expectKernels(net(wide(), residual([square()]), out()), '2*K12^2 + K11*K22 + K12', '6*K12^2 + K11*K22 + 2*K12');
    expectKernels(
      net(wide(), residual([square(), wide()]), square(), out()),
      '2*(K12 + 2*K12^2 + K11*K22)^2 + (K11 + 3*K11^2)*(K22 + 3*K22^2)',
      '2*(K12 + 2*K12^2 + K11*K22)^2 + (K11 + 3*K11^2)*(K22 + 3*K22^2) + 4*(K12 + 2*K12^2 + K11*K22)*(K12 + 6*K12^2 + K11*K22)',
    );
  });
  test('products of branches', () => {
    expectKernels(net(product([wide()], [wide()]), out()), 'K12^2', '3*K12^2');
    expectKernels(net(product([wide()], []), out()), 'K12^2', '2*K12^2');
    expectKernels(net(product([wide()], [wide()], [wide()]), out()), 'K12^3', '4*K12^3');
  });
  test('bilinear forms', () => {
    const weight = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ];
    expectKernels(net(bilinear({ weight }), out()), 'K12^2', '2*K12^2');
    expectKernels(net(wide(), bilinear({ weight }), out()), 'K12^2', '4*K12^2');
  });
  test('an output that adds Gaussians', () => expectKernels(net(residual([wide()], [wide()])), '2*K12', '2*K12'));
  test.each(layerTypes.map(({ type, example }) => [type, example] as const))(
    '%s: its example, between dense layers, has a limit or says why not',
    (_, example) => {
      const between = network({ inputs: 2, layers: [wide(), example, out()] });
      try {
        expect(kernelPolynomials(between).ntk.length).toBeGreaterThan(0);
      } catch (error) {
        expect(`${error}`).toMatch(/not a polynomial/);
      }
    },
  );
});

describe('scalings', () => {
  const deep = net(wide(true), square(), out(true));
  // x² with σ_w² = 3, σ_b² = 2, K = 1 (d = 2): K1 = 5, S = 3·25 = 75, K2 = 227. Own parts: ntk σ_w² E + σ_b², standard
  // fan-in · E + 1, mup E + 1; what passes on is σ_w² · 4 K1 · Θ1.
  test.each([
    ['ntk', '227', `${227 + 3 * 20 * 5}`],
    ['standard', '227', `${2 * 75 + 1 + 3 * 20 * 3}`],
    ['mean-field', '0', `${227 + 3 * 20 * 5}`],
    ['mup', '0', `${75 + 1 + 3 * 20 * 2}`],
  ])('%s', (parametrisation, nngp, ntk) => {
    const options = { parametrisation, weightVariance: 3, biasVariance: 2 };
    const kernels = kernelPolynomials(deep, options);
    expect([kernels.nngp, kernels.ntk].map((f) => formatRational(evaluate(f, [1, 1, 1])))).toEqual([nngp, ntk]);
  });
  test('inputs by their mean or their sum', () => {
    const at = (inputGram: 'mean' | 'sum'): string =>
      formatRational(exactKernels(net(wide(), square(), out()), [[1, 3]], { inputGram }).nngp[0]![0]!);
    expect([at('mean'), at('sum')]).toEqual(['75', '300']);
  });
});

describe('exactKernels', () => {
  const deep = net(wide(true), polynomial([1, '1/2', -1, '1/3']), wide(), square(), out());
  const inputs = [
    [1, 0],
    ['1/3', -2],
    [0, 0],
    [0.1, '5/7'],
  ];
  test('is the polynomial at the Gram entries, inputs of zero norm included', () => {
    const { nngp, ntk } = kernelPolynomials(deep, { biasVariance: '1/5' });
    const kernels = exactKernels(deep, inputs, { biasVariance: '1/5' });
    const gram = exactKernels(net(out()), inputs).nngp.map((row) => row.map(formatRational));
    inputs.forEach((_, i) => {
      inputs.forEach((_, j) => {
        const point = [gram[i]![i]!, gram[i]![j]!, gram[j]![j]!];
        expect([kernels.nngp[i]![j], kernels.ntk[i]![j]]).toEqual([evaluate(nngp, point), evaluate(ntk, point)]);
      });
    });
  });
  test('between two sets of inputs', () => {
    const all = exactKernels(deep, inputs);
    const block = exactKernels(deep, inputs.slice(0, 1), { others: inputs.slice(1) });
    expect(block.ntk).toEqual([all.ntk[0]!.slice(1)]);
    expect(block.nngp).toEqual([all.nngp[0]!.slice(1)]);
  });
});

describe('what has no kernel says so', () => {
  const made = (build: Layer['build']): Layer => ({ type: 'made', build });
  const weight = (...shape: readonly number[]) => ({ symbolic: true, shape }) as const;
  test.each<[string, Layer, string]>([
    [
      'attention',
      made((b, x) => b.einsum('ab,b->a', b.einsum('a,b->ab', x, x), x)),
      "it takes the products 'a,b->ab', which has no infinite-width kernel here. Kernels cover dense",
    ],
    [
      'pooling',
      made((b, x) => b.einsum('ab->a', b.einsum('oi,i->oi', b.parameter('W', weight(2, 2)), x))),
      'it takes the products',
    ],
    [
      'a weight twice',
      made((b, x) => {
        const w = b.parameter('W', weight(2, 2));
        return b.einsum('oi,i->o', w, b.einsum('oi,i->o', w, x));
      }),
      'the weight W is used more than once',
    ],
    [
      'a sum of matrices',
      made((b, x) => {
        const [v, w] = [b.parameter('V', weight(2, 2)), b.parameter('W', weight(2, 2))];
        return b.einsum('oi,i->o', b.add(v, w), x);
      }),
      'it has values of shape [2,2]',
    ],
  ])('%s', (_, layer, message) => expect(() => kernelPolynomials(net(wide(), layer, out()))).toThrow(message));
  test.each<[string, Network, LimitOptions, string]>([
    ['an activated input', net(square(), out()), {}, 'layers[1] (dense): the input reaches it without a dense layer'],
    ['a multiplied input', net(product([wide(), square()], [square()]), out()), {}, 'the input reaches it'],
    ['an input beside a constant', net(polynomial([1, 1]), out()), {}, 'the input reaches it'],
    ['no last dense layer', net(wide(), square()), {}, 'the output is not Gaussian in the infinite-width limit'],
    ['the input as output', net(), {}, 'the output is not Gaussian'],
    [
      'an activation in an exact path',
      net(wide(), relu(), out()),
      {},
      "the activation 'relu' before it is not a polynomial",
    ],
    ['a mixed activation', net(wide(), residual([relu()]), out()), {}, "it mixes the activation 'relu'"],
    ['a negative variance', net(out()), { weightVariance: -1 }, 'weightVariance: expected a variance ≥ 0, got -1'],
    ['no such parametrisation', net(out()), { parametrisation: 'he' }, "there is no parametrisation 'he'"],
    ['no such Gram', net(out()), { inputGram: 'max' as never }, "expected 'mean' or 'sum'"],
  ])('%s', (_, network, options, message) => expect(() => kernelPolynomials(network, options)).toThrow(message));
  test('inputs that do not fit', () => {
    expect(() => exactKernels(net(out()), [[1]])).toThrow('inputs[0]: expected 2 numbers');
    expect(() => exactKernels(net(out()), [])).toThrow('expected a list of inputs');
    expect(() => exactKernels(net(out()), [[1, 'x']])).toThrow("inputs[0][1]: cannot read the number 'x'");
  });
  test('polynomials that do not fit', () => {
    const quartic = (): Layer => polynomial([1, 2, 3, 4, 5]);
    const deep = net(...Array.from({ length: 4 }, () => [wide(), quartic()]).flat(), out());
    expect(() => kernelPolynomials(deep)).toThrow('terms of degree 256');
    expect(exactKernels(deep, [[1, 2]]).ntk).toHaveLength(1);
    const endless = net(...Array.from({ length: 40 }, () => [wide(), square()]).flat(), out());
    expect(() => exactKernels(endless, [[1, 2]])).toThrow('over the limit');
  });
});
