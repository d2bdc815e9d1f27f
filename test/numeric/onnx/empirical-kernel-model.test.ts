import { dense, type Layer, network, polynomial, relu, residual, sigmoid, square, tanh, trace } from 'isserlis/network';
import { empiricalKernels, empiricalKernelsOnAccelerator, prepareKernelsOnAccelerator } from 'isserlis/numeric';
import { describe, expect, it, test } from 'vitest';
import { nearestDouble } from '../../../src/base/coefficient.ts';
import { denseChain } from '../../../src/numeric/onnx/dense-chain.ts';
import { empiricalKernelModel } from '../../../src/numeric/onnx/empirical-kernel-model.ts';
import { Graph } from '../../../src/numeric/onnx/graph.ts';
import { onnxRuntimeAvailability } from '../../../src/numeric/onnx/onnx-runtime.ts';
import { fillGaussians } from '../../../src/numeric/random/fill.ts';
import { uniformPoints } from '../../../src/numeric/uniform-points.ts';
import { interpret, type Tensor } from './interpret.ts';

const INPUTS = 3;
const layer = (outputs: number, bias = true): Layer => dense({ outputs, symbolic: true, bias });
/** Means over 1, 2 or 4 outputs, and coefficients: all constants of the graph are exact in single precision. */
const chains: Readonly<Record<string, readonly Layer[]>> = {
  'one output': [layer(5), polynomial([1, 2, -1, '1/2']), layer(4, false), square(), layer(1)],
  'several outputs': [layer(4), polynomial([0, 1, 1]), layer(5), polynomial([0, 1, 0, 2]), layer(4)],
  'an activation last': [layer(4, false), polynomial([1, 1, 2]), layer(2), polynomial([0, 1, 1])],
  'an activation first': [polynomial([1, 1, 1]), layer(4), polynomial([0, 1, 1]), layer(2)],
  'linear layers and constants': [layer(4), polynomial([2]), layer(3), layer(2), layer(2)],
  'other activations': [layer(5), relu(), layer(4), tanh(), layer(4), sigmoid(), layer(2)],
};
const inputsOf = (count: number, stream: string): number[][] => {
  const flat = uniformPoints({ seed: 7, stream }, count, INPUTS, -1, 1);
  return Array.from({ length: count }, (_, i) => [...flat.subarray(i * INPUTS, (i + 1) * INPUTS)]);
};

function job(layers: readonly Layer[]) {
  const net = network({ inputs: INPUTS, layers });
  const program = trace(net);
  const parameters = Object.fromEntries(
    program.parameters.map(({ name, shape }, layer) => [
      name,
      fillGaussians(new Float64Array(shape.reduce((a, b) => a * b)), { seed: 3, stream: 'weights' }, { layer }).map(
        Math.fround,
      ),
    ]),
  );
  const rates = Object.fromEntries(program.parameters.map(({ name }, k) => [name, (k + 1) / 4]));
  return { net, program, parameters, rates, x: inputsOf(5, 'x').map((r) => r.map(Math.fround)), y: inputsOf(4, 'y') };
}

describe.each(Object.keys(chains))('%s', (name) => {
  const { net, program, parameters, rates, x, y } = job(chains[name]!);
  const outputs = program.nodes[program.output]!.shape[0]!;

  test.each([undefined, outputs - 1])('the graph is the kernels of output %s', (output) => {
    for (const others of [false, true]) {
      const chosen = output === undefined ? {} : { output };
      const graph = empiricalKernelModel(program, { ...chosen, rates: Object.values(rates), others });
      const weights = program.parameters.map(({ name, shape }, k): [string, Tensor] => [
        `w${k}`,
        { shape: shape.length === 1 ? [shape[0]!, 1] : shape, values: [...parameters[name]!] },
      ]);
      const rows = { x: { shape: [5, INPUTS], values: x.flat() } };
      const columns = others ? { y: { shape: [4, INPUTS], values: y.flat() } } : {};
      const got = interpret(graph, { ...rows, ...columns, ...Object.fromEntries(weights) });
      const want = empiricalKernels(net, x, { ...chosen, parameters, rates, ...(others ? { others: y } : {}) });
      for (const kind of ['nngp', 'ntk'] as const) {
        expect(got[kind]!.shape).toEqual([5, others ? 4 : 5]);
        const bound = boundOf(job(chains[name]!), kind, others, output, 2 ** -53);
        got[kind]!.values.forEach((value, i) => {
          expect(Math.abs(value - want[kind][i]!)).toBeLessThanOrEqual(2 * bound[i]!);
        });
      }
    }
  });
});

/**
 * γ_k Σ|terms|: the magnitudes are the kernels of the network over absolute values; k counts the roundings on a term. For
 * tanh, sigmoid and relu (away from its kink) 1 + 2 z + z² stands in: |σ|, |σ′|, |σ″| ≤ 1 + |z|, 1, 1 are at most its value and
 * derivatives at |z|, so what roundings of z make of σ and σ′ is covered too. Values of elementary functions count 8.
 */
function boundOf(
  { net, parameters, rates, x, y }: ReturnType<typeof job>,
  kind: 'nngp' | 'ntk',
  others: boolean,
  output: number | undefined,
  u: number,
): readonly number[] {
  const program = trace(net);
  const steps = denseChain(program);
  const layers = steps.map((step) =>
    step.kind === 'dense'
      ? layer(step.outputs, step.bias !== undefined)
      : polynomial(step.activation.coefficients?.map((c) => Math.abs(nearestDouble(c, ''))) ?? [1, 2, 1]),
  );
  const absolute = (rows: readonly number[][]): number[][] => rows.map((row) => row.map(Math.abs));
  const magnitudes = empiricalKernels(network({ inputs: INPUTS, layers }), absolute(x), {
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, w.map(Math.abs)])),
    rates,
    ...(output === undefined ? {} : { output }),
    ...(others ? { others: absolute(y) } : {}),
  });
  let forward = 1;
  let backward = 0;
  for (const step of steps) {
    const degree = step.kind === 'dense' ? 1 : Math.max(1, (step.activation.coefficients?.length ?? 3) - 1);
    if (step.kind === 'dense') {
      forward += step.inputs + 3;
      backward += step.outputs + 3;
    } else {
      // On the way back, σ′ of values as rounded as those of the way forward.
      backward += degree * forward + 2 * degree + 10;
      forward = degree * forward + 2 * degree + 10;
    }
  }
  const outputs = program.nodes[program.output]!.shape[0]!;
  const widest = Math.max(...steps.map((step) => (step.kind === 'dense' ? Math.max(step.inputs, step.outputs) : 0)));
  const k = 2 * (forward + backward) + widest * (1 + outputs) + 2 * steps.length + 8;
  return [...magnitudes[kind]].map((magnitude) => ((k * u) / (1 - 2 * k * u)) * magnitude);
}

describe('what is no chain of dense layers', () => {
  it('names the layer and the backend that takes it', () => {
    const skip = network({ inputs: INPUTS, layers: [layer(3), residual([layer(3), tanh()]), layer(1)] });
    const options = { rates: [], others: false };
    expect(() => empiricalKernelModel(trace(skip), options)).toThrow(/layers\[1\].*no dense layer.*wasm/s);
    const none = network({ inputs: INPUTS, layers: [tanh()] });
    expect(() => empiricalKernelModel(trace(none), options)).toThrow(/no dense layer.*wasm/s);
  });
});

test('integers of a constant are encoded as such', () => {
  const graph = new Graph();
  graph.output(
    'out',
    [2],
    graph.apply('Reshape', [graph.input('in', ['n']), graph.constant([1], BigInt64Array.of(2n))]),
  );
  // TensorProto: dims 1 (08 01), data_type 7 (10 07), name c0 (42 02 63 30), raw_data of 8 bytes (4a 08).
  expect([...graph.bytes('g')].join(',')).toContain('8,1,16,7,66,2,99,48,74,8,2,0,0,0,0,0,0,0');
});

const found = await onnxRuntimeAvailability();
if (found.available) describe('on ONNX Runtime', () => accelerated());
else {
  test.skip(`on ONNX Runtime: ${found.reason}`, () => undefined);
  test('without the package the error says what to install', async () => {
    const { net, x, parameters } = job(chains['one output']!);
    await expect(empiricalKernelsOnAccelerator(net, x, { parameters })).rejects.toThrow(/npm install onnxruntime-node/);
  });
}

function accelerated(): void {
  test.each(Object.keys(chains))('%s: within the bound, in groups too', async (name) => {
    const { net, program, parameters, rates, x, y } = job(chains[name]!);
    for (const output of [undefined, program.nodes[program.output]!.shape[0]! - 1]) {
      const chosen = output === undefined ? {} : { output };
      const prepared = await prepareKernelsOnAccelerator(net, { ...chosen, rates });
      for (const others of [false, true]) {
        const columns = others ? { others: y } : {};
        const want = empiricalKernels(net, x, { ...chosen, parameters, rates, ...columns });
        for (const memory of [1, 2 ** 20]) {
          const got = await prepared.at(x, { parameters, memory, ...columns });
          expect(got.backend).toBe('onnxruntime');
          for (const kind of ['nngp', 'ntk'] as const) {
            const bound = boundOf(job(chains[name]!), kind, others, output, 2 ** -24);
            got[kind].forEach((value, i) => {
              expect(Math.abs(value - want[kind][i]!)).toBeLessThanOrEqual(bound[i]!);
            });
          }
        }
      }
    }
  });

  test('one session takes other weights and inputs, as floats too', async () => {
    const { net, parameters, x } = job(chains['several outputs']!);
    const prepared = await prepareKernelsOnAccelerator(net);
    const first = await prepared.at(x, { parameters });
    const singles = Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, Float32Array.from(w)]));
    expect(await prepared.at(x, { parameters: singles })).toEqual(first);
    const halved = Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, w.map((v) => v / 2)]));
    expect((await prepared.at(x, { parameters: halved })).ntk).not.toEqual(first.ntk);
    expect((await prepared.at(x.slice(1, 2), { parameters })).rows).toBe(1);
    expect((await prepared.at([], { parameters })).ntk).toHaveLength(0);
  });

  test('what single precision does not hold is refused', async () => {
    const { net, parameters, x } = job(chains['one output']!);
    const prepared = await prepareKernelsOnAccelerator(net);
    await expect(prepared.at([[1e20, 0, 0]], { parameters })).rejects.toThrow(/range of .*wasm/s);
    await expect(prepared.at([[1e300, 0, 0]], { parameters })).rejects.toThrow(/inputs\[0\].*finite/s);
    await expect(prepared.at(x, {})).rejects.toThrow(/parameters: W1.*missing/s);
    await expect(prepared.at([[1]], { parameters })).rejects.toThrow(/inputs\[0\].*expected 3/s);
  });
}
