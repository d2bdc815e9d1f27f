import { InputError } from '../../base/errors.ts';
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { Backend, ParameterValues } from '../backend.ts';
import { tangentKernelProgram } from '../gradient/tangent-kernel-program.ts';
import { fillGaussians } from '../random/fill.ts';
import { weightKey } from './drawn-kernels.ts';
import { type DrawnNetwork, pairs } from './observable.ts';
import {
  drawnNetworks,
  errorAt,
  measured,
  observableOf,
  restored,
  type SimulationPlan,
  type WidthPlan,
} from './plan.ts';

interface Draws {
  take(share: number): { readonly width: number; readonly draws: readonly number[] } | undefined;
  give(width: number, draws: readonly number[], values: readonly (readonly number[])[], seconds: number): void;
}

/** Numbers of weights that are drawn for one call of the backend. */
const MOST_NUMBERS = 2 ** 24;

/**
 * Observables of outputs, and of Θ by {@link tangentKernelProgram}, from explicit weights on any backend, the same weights
 * as `sampling: 'explicit'` draws. Throws {@link InputError} for other observables, networks that the backend does not
 * run, and weights that are too many for it.
 */
export async function measureOnBackend(
  plan: SimulationPlan,
  backend: Backend,
  draws: Draws,
  signal?: AbortSignal,
): Promise<void> {
  const observable = observableOf(plan.observable);
  const kernels = observable.kernelsOnly === true;
  if (!observable.outputsOnly && !kernels)
    throw new InputError(
      'backend',
      `${backend.name} computes outputs and Θ, and ${observable.name} needs more derivatives`,
      'Use the backend wasm, or an observable of outputs or Θ: nngp, ntk, output-moments',
    );
  let held: { readonly width: number; readonly run: (draws: readonly number[]) => Promise<Float64Array[]> } | undefined;
  for (let task = draws.take(1); task !== undefined; task = draws.take(1)) {
    signal?.throwIfAborted();
    const { width } = task;
    const part = plan.widths[width]!;
    if (held?.width !== width) held = { width, run: runner(plan, part, backend, kernels) };
    const started = performance.now();
    const results = await held.run(task.draws);
    const networks = drawnNetworks(plan, part);
    const values = task.draws.map((draw, k) =>
      measured(plan, part, (kernels ? withKernel : withOutputs)(networks.draw(draw), results[k]!), draw),
    );
    draws.give(width, task.draws, values, (performance.now() - started) / 1000);
  }
}

function runner(
  plan: SimulationPlan,
  part: WidthPlan,
  backend: Backend,
  kernels: boolean,
): (draws: readonly number[]) => Promise<Float64Array[]> {
  const forward = restored(part.program);
  const rates = part.laws.map(({ rate }) => rate);
  const program = kernels ? tangentKernelProgram(forward, { rates }) : forward;
  const inputs = kernels ? pairsOfInputs(plan, forward) : plan.inputs;
  const samples = inputs.length / program.inputs.length;
  const executable = backend.compile(program);
  if (executable === undefined)
    throw new InputError('backend', `${backend.name} does not run this network`, 'Use the backend wasm');
  // Those with entries of their own come after the weights, which keep their places.
  const weights = program.parameters.filter(({ tensor }) => tensor === undefined);
  const sizes = weights.map(({ shape }) => sizeOf(shape));
  const each = sizes.reduce((sum, size) => sum + size, 0);
  if (each > MOST_NUMBERS)
    throw new InputError(
      `width ${part.width}`,
      `${backend.name} needs all ${each} weights at once, and ${MOST_NUMBERS} is the limit here`,
      'Use the backend wasm, which streams them',
    );
  const outputs = sizeOf(program.nodes[program.output]!.shape);
  return async (draws) => {
    const results: Float64Array[] = [];
    const atOnce = Math.max(1, Math.floor(MOST_NUMBERS / each));
    for (let first = 0; first < draws.length; first += atOnce) {
      const group = draws.slice(first, first + atOnce);
      const parameters: ParameterValues = Object.fromEntries(
        weights.map(({ name }, p) => {
          const values = new Float64Array(group.length * sizes[p]!);
          const scale = part.laws[p]!.standardDeviation;
          group.forEach((layer, k) => {
            const key = weightKey(plan.seed, `${part.width}`, name, 'entries');
            fillGaussians(values.subarray(k * sizes[p]!, (k + 1) * sizes[p]!), key, { layer, scale });
          });
          return [name, values];
        }),
      );
      const run = async (): Promise<Float64Array> => executable.run(inputs, parameters, group.length);
      const all = await run().catch((error: unknown) => {
        throw error instanceof InputError ? errorAt(`width ${part.width}`, error) : error;
      });
      group.forEach((_, k) => {
        const one = all.subarray(k * samples * outputs, (k + 1) * samples * outputs);
        results.push(one.filter((_, i) => i % outputs === 0));
      });
    }
    return results;
  };
}

/** (x_a, x_b) for all a ≤ b. */
function pairsOfInputs(plan: SimulationPlan, program: Program): Float64Array {
  const width = program.inputs.length;
  const one = (a: number): Float64Array => plan.inputs.subarray(a * width, (a + 1) * width);
  return Float64Array.from(pairs(plan.samples).flatMap(({ a, b }) => [...one(a), ...one(b)]));
}

/** The draw with the backend's Θ, given at all pairs a ≤ b. */
function withKernel(network: DrawnNetwork, upper: Float64Array): DrawnNetwork {
  const { count } = network;
  const theta = new Float64Array(count * count);
  pairs(count).forEach(({ a, b }, k) => {
    theta[a * count + b] = theta[b * count + a] = upper[k]!;
  });
  return Object.create(network, { ntk: { value: () => theta } });
}

/** The draw with the backend's outputs. */
const withOutputs = (network: DrawnNetwork, outputs: Float64Array): DrawnNetwork =>
  Object.create(network, { outputs: { value: () => outputs } });
