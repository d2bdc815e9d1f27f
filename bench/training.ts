/**
 * Steps of full-batch gradient descent and the kernel Θ of dense → polynomial, three times, → dense, 64 inputs of
 * dimension 128, as JSON lines on standard output: `node bench/training.ts [--rounds 5]`. `peers/training.py` does the same with numpy.
 */
import { parseArgs } from 'node:util';
import { polynomial } from '../src/network/activations/polynomial.ts';
import { dense } from '../src/network/layers/dense.ts';
import { network } from '../src/network/network.ts';
import { withHiddenWidth } from '../src/numeric/training/hidden-width.ts';
import { train } from '../src/numeric/training/train.ts';
import { uniformPoints } from '../src/numeric/uniform-points.ts';

const DIMENSION = 128;
const DEPTH = 3;
const SAMPLES = 64;
const STEPS = 20;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: expected a positive integer, got ${values.rounds}`);

const hidden = Array.from({ length: DEPTH }, () => [
  dense({ outputs: 2, symbolic: true }),
  polynomial([0, 1, 0.3, 0.2]),
]).flat();
const small = network({ inputs: DIMENSION, layers: [...hidden, dense({ outputs: 1, symbolic: true })] });
const points = uniformPoints({ seed: 1, stream: 'bench/training' }, SAMPLES, DIMENSION, -1, 1);
const inputs = Array.from({ length: SAMPLES }, (_, i) => [...points.subarray(i * DIMENSION, (i + 1) * DIMENSION)]);
const data = { inputs, targets: inputs.map(([x]) => [x!]) };

for (const width of [256, 1024]) {
  const net = withHiddenWidth(small, width);
  const time = async (steps: number, kernel: boolean): Promise<number> => {
    const start = performance.now();
    await train(net, data, { learningRate: 1e-3, steps, kernel, records: [] });
    return (performance.now() - start) / 1000;
  };
  const times: { readonly none: number; readonly steps: number; readonly kernels: number }[] = [];
  for (let round = 0; round < rounds; round++)
    times.push({ none: await time(0, false), steps: await time(STEPS, false), kernels: await time(0, true) });
  const best = (what: 'none' | 'steps' | 'kernels'): number => Math.min(...times.map((round) => round[what]));
  // A run of steps is recorded once more; a run without steps has two kernels, one for its start and one for its record.
  const [step, kernel] = [(best('steps') - best('none')) / STEPS, (best('kernels') - best('none')) / 2];
  console.log(JSON.stringify({ library: 'isserlis', width, samples: SAMPLES, step, kernel }));
}
