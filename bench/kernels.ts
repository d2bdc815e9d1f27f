/**
 * NNGP and NTK of dense → polynomial, three times, → dense, for inputs of dimension 128, as JSON lines on standard output:
 * `node bench/kernels.ts [--rounds 9]`. `peers/kernels.py` does the same jobs with neural-tangents and numpy.
 * `fresh` takes new memory for the results each time, `reused` that of the result before.
 */
import { parseArgs } from 'node:util';
import { polynomial } from '../src/network/activations/polynomial.ts';
import { dense } from '../src/network/layers/dense.ts';
import { type Network, network } from '../src/network/network.ts';
import { type KernelMatrices, kernelMatrices } from '../src/numeric/kernels/kernel-matrices.ts';
import { kernelMatricesInParallel } from '../src/numeric/kernels/kernel-matrices-in-parallel.ts';
import { uniformPoints } from '../src/numeric/uniform-points.ts';

const DIMENSION = 128;
const DEPTH = 3;
const COEFFICIENTS = [0, 1, 0.3, 0.2];
const SIZES = [512, 2048];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: expected a positive integer, got ${values.rounds}`);

function job(): Network {
  const hidden = Array.from({ length: DEPTH }, () => [
    dense({ outputs: 2, symbolic: true }),
    polynomial(COEFFICIENTS),
  ]).flat();
  return network({ inputs: DIMENSION, layers: [...hidden, dense({ outputs: 1, symbolic: true })] });
}

/** Points with E |x|² / d = 1/4, as the peer's have. */
const points = (count: number): Float64Array =>
  uniformPoints({ seed: 1, stream: 'bench/kernels' }, count, DIMENSION, -Math.sqrt(0.75), Math.sqrt(0.75));

const net = job();
for (const n of SIZES) {
  const inputs = points(n);
  for (const precision of ['double', 'single'] as const) {
    for (const threads of [1, 2]) {
      for (const memory of ['fresh', 'reused'] as const) {
        const times: number[] = [];
        let last: KernelMatrices | undefined;
        for (let round = 0; round < rounds; round++) {
          const options = { precision, ...(memory === 'reused' && last !== undefined ? { reuse: last } : {}) };
          const start = performance.now();
          last =
            threads === 1
              ? kernelMatrices(net, inputs, options)
              : await kernelMatricesInParallel(net, inputs, { ...options, threads });
          times.push((performance.now() - start) / 1000);
        }
        times.sort((a, b) => a - b);
        const [seconds, median] = [times[0], times[Math.floor(times.length / 2)]];
        console.log(
          JSON.stringify({
            job: 'nngp+ntk',
            library: 'isserlis',
            n,
            precision,
            threads,
            memory,
            path: last?.path,
            seconds,
            median,
          }),
        );
      }
    }
  }
}
