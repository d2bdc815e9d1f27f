import { InputError } from '../../base/errors.ts';
import { sizeOf } from '../../network/tensor.ts';
import type { Backend, ParameterValues } from '../backend.ts';
import { fillGaussians } from '../random/fill.ts';
import { weightKey } from './drawn-kernels.ts';
import type { DrawnNetwork } from './observable.ts';
import { drawnNetworks, measured, observableOf, restored, type SimulationPlan, type WidthPlan } from './plan.ts';

interface Draws {
  take(share: number): { readonly width: number; readonly draws: readonly number[] } | undefined;
  give(width: number, draws: readonly number[], values: readonly (readonly number[])[], seconds: number): void;
}

/** Numbers of weights that are drawn for one call of the backend. */
const MOST_NUMBERS = 2 ** 24;

/**
 * Observables of outputs, from explicit weights on any backend, the same weights as `sampling: 'explicit'` draws. Throws
 * {@link InputError} for other observables, networks that the backend does not run, and weights that are too many for it.
 */
export async function measureOnBackend(
  plan: SimulationPlan,
  backend: Backend,
  draws: Draws,
  signal?: AbortSignal,
): Promise<void> {
  const observable = observableOf(plan.observable);
  if (!observable.outputsOnly)
    throw new InputError(
      'backend',
      `${backend.name} computes outputs, and ${observable.name} needs derivatives`,
      'Use the backend wasm, or an observable of outputs: nngp, output-moments',
    );
  let held: { readonly width: number; readonly run: (draws: readonly number[]) => Promise<Float64Array[]> } | undefined;
  for (let task = draws.take(1); task !== undefined; task = draws.take(1)) {
    signal?.throwIfAborted();
    const { width } = task;
    const part = plan.widths[width]!;
    if (held?.width !== width) held = { width, run: runner(plan, part, backend) };
    const started = performance.now();
    const outputs = await held.run(task.draws);
    const networks = drawnNetworks(plan, part);
    const values = task.draws.map((draw, k) =>
      measured(plan, part, withOutputs(networks.draw(draw), outputs[k]!), draw),
    );
    draws.give(width, task.draws, values, (performance.now() - started) / 1000);
  }
}

function runner(
  plan: SimulationPlan,
  part: WidthPlan,
  backend: Backend,
): (draws: readonly number[]) => Promise<Float64Array[]> {
  const program = restored(part.program);
  const executable = backend.compile(program);
  if (executable === undefined)
    throw new InputError('backend', `${backend.name} does not run this network`, 'Use the backend wasm');
  const sizes = program.parameters.map(({ shape }) => sizeOf(shape));
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
        program.parameters.map(({ name }, p) => {
          const values = new Float64Array(group.length * sizes[p]!);
          const scale = part.laws[p]!.standardDeviation;
          group.forEach((layer, k) => {
            const key = weightKey(plan.seed, `${part.width}`, name, 'entries');
            fillGaussians(values.subarray(k * sizes[p]!, (k + 1) * sizes[p]!), key, { layer, scale });
          });
          return [name, values];
        }),
      );
      const all = await executable.run(plan.inputs, parameters, group.length);
      group.forEach((_, k) => {
        const one = all.subarray(k * plan.samples * outputs, (k + 1) * plan.samples * outputs);
        results.push(one.filter((_, i) => i % outputs === 0));
      });
    }
    return results;
  };
}

/** The draw with the backend's outputs. */
const withOutputs = (network: DrawnNetwork, outputs: Float64Array): DrawnNetwork =>
  Object.create(network, { outputs: { value: () => outputs } });
