/**
 * Random networks dense → polynomial, three times, → dense, of width 1,024, as JSON lines on standard output:
 * `node bench/simulation.ts [--rounds 3]`. `monte-carlo`: outputs and Θ of 256 draws at 4 and 64 inputs of dimension 128, by
 * conditional sampling. `empirical-ntk`: Θ of one network at 64 inputs, its weights given; on ONNX Runtime too, where it is. `peers/simulation.py` does the
 * same jobs with numpy and neural-tangents.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { polynomial } from '../src/network/activations/polynomial.ts';
import { dense } from '../src/network/layers/dense.ts';
import { network, trace } from '../src/network/network.ts';
import { sizeOf } from '../src/network/tensor.ts';
import { prepareKernelsOnAccelerator } from '../src/numeric/empirical-kernels/accelerated-kernels.ts';
import { empiricalKernels } from '../src/numeric/empirical-kernels/empirical-kernels.ts';
import { onnxRuntimeAvailability } from '../src/numeric/onnx/onnx-runtime.ts';
import { fillGaussians } from '../src/numeric/random/fill.ts';
import { simulate } from '../src/numeric/simulation/simulate.ts';
import { uniformPoints } from '../src/numeric/uniform-points.ts';

const DIMENSION = 128;
const WIDTH = 1024;
const DRAWS = 256;
const COEFFICIENTS = [0, 1, 0.3, 0.2];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: expected a positive integer, got ${values.rounds}`);

const hidden = [1, 2, 3].flatMap(() => [dense({ outputs: WIDTH, symbolic: true }), polynomial(COEFFICIENTS)]);
const net = network({ inputs: DIMENSION, layers: [...hidden, dense({ outputs: 1, symbolic: true })] });
const points = (count: number): Float64Array =>
  uniformPoints({ seed: 1, stream: 'bench/simulation' }, count, DIMENSION, -Math.sqrt(0.75), Math.sqrt(0.75));

async function report(facts: object, run: () => unknown, repetitions = 1): Promise<void> {
  await run();
  const times: number[] = [];
  for (let round = 0; round < rounds * repetitions; round++) {
    const start = performance.now();
    await run();
    times.push((performance.now() - start) / 1000);
  }
  times.sort((a, b) => a - b);
  const [seconds, median] = [times[0], times[Math.floor(times.length / 2)]];
  console.log(JSON.stringify({ ...facts, library: 'isserlis', seconds, median, load: loadavg()[0] }));
}

for (const precision of ['single', 'double'] as const) {
  for (const inputs of [4, 64])
    for (const threads of [1, 2])
      await report({ job: 'monte-carlo', inputs, precision, threads }, () =>
        simulate(net, { widths: [WIDTH], draws: DRAWS, observable: 'ntk', inputs: points(inputs), precision, threads }),
      );
  const parameters = Object.fromEntries(
    trace(net).parameters.map(({ name, shape }, layer) => [
      name,
      fillGaussians(new Float64Array(sizeOf(shape)), { seed: 1, stream: 'bench' }, { layer, scale: shape[1]! ** -0.5 }),
    ]),
  );
  const inputs = points(64);
  // Milliseconds: more of them, so that compilers have come to their best code, as those of peers have beforehand.
  await report(
    { job: 'empirical-ntk', inputs: 64, precision, threads: 1 },
    () => empiricalKernels(net, inputs, { parameters, precision }),
    10,
  );
  const found = await onnxRuntimeAvailability();
  const facts = { job: 'empirical-ntk', backend: 'onnxruntime', inputs: 64, precision };
  if (precision === 'double') continue;
  if (!found.available) {
    console.log(JSON.stringify({ ...facts, skipped: found.reason }));
    continue;
  }
  const singles = Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, Float32Array.from(w)]));
  const prepared = await prepareKernelsOnAccelerator(net);
  await report(facts, () => prepared.at(inputs, { parameters: singles }), 10);
}
