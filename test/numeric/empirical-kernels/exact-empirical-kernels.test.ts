import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberFromRational } from '../../../src/base/rational.ts';
import { dense, network, polynomial, square, tanh } from '../../../src/network/index.ts';
import { empiricalKernels, exactEmpiricalKernels } from '../../../src/numeric/index.ts';

const values = (kernel: ReturnType<typeof exactEmpiricalKernels>['ntk']): readonly string[][] =>
  kernel.map((row) => row.map(({ numerator, denominator }) => `${numerator}/${denominator}`));

it('is exact: f = v (w x)², Θ = (w x)²(w x′)² + 4 v² w² x² x′²', () => {
  const net = network({ inputs: 1, layers: [dense({ weight: [['1/3']] }), square(), dense({ weight: [['1/7']] })] });
  const { nngp, ntk } = exactEmpiricalKernels(net, [[1], ['1/2']]);
  // f(x) = x²/63; ∂f/∂v = x²/9, ∂f/∂w = 2 x²/21: Θ(x, x′) = x² x′² (1/81 + 4/441).
  expect(values(nngp)).toEqual([
    ['1/3969', '1/15876'],
    ['1/15876', '1/63504'],
  ]);
  expect(values(ntk)).toEqual([
    ['85/3969', '85/15876'],
    ['85/15876', '85/63504'],
  ]);
});

it('has the values of floats where these are exact: small integers, several outputs, other columns', () => {
  const integer = fc.integer({ min: -3, max: 3 });
  const matrix = (rows: number, columns: number) =>
    fc.array(fc.array(integer, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
  fc.assert(
    fc.property(matrix(2, 2), matrix(2, 2), matrix(2, 2), matrix(3, 2), (W, V, inputs, others) => {
      const net = network({ inputs: 2, layers: [dense({ weight: W }), polynomial([1, 0, 2]), dense({ weight: V })] });
      for (const settings of [{ others }, { others, output: 1 }, {}]) {
        const exact = exactEmpiricalKernels(net, inputs, settings);
        const floats = empiricalKernels(net, inputs, settings);
        for (const kind of ['nngp', 'ntk'] as const)
          expect(exact[kind].flat().map(numberFromRational)).toEqual([...floats[kind]].map((v) => v + 0));
      }
    }),
    { numRuns: 50 },
  );
});

it('refuses what it cannot take, naming it', () => {
  const net = network({ inputs: 2, layers: [dense({ weight: [[1, 2]] }), tanh()] });
  expect(() => exactEmpiricalKernels(net, [[1, 2]])).toThrow(/tanh/);
  const linear = network({ inputs: 2, layers: [dense({ weight: [[1, 2]] })] });
  expect(() => exactEmpiricalKernels(linear, [[1]])).toThrow('inputs[0]: expected 2 numbers, got 1');
  expect(() => exactEmpiricalKernels(linear, [[1, Number.NaN]])).toThrow(/inputs\[0\]\[1\]/);
  expect(() => exactEmpiricalKernels(linear, [[1, 2]], { output: 3 })).toThrow(
    'output: expected an integer from 0 to 0',
  );
  const symbolic = network({ inputs: 2, layers: [dense({ outputs: 1, symbolic: true })] });
  expect(() => exactEmpiricalKernels(symbolic, [[1, 2]])).toThrow('W1: expected numbers, got a symbolic weight');
});
