/** The two predictions that come along. */
import { InputError } from '../../base/errors.ts';
import { kernelMatrices } from '../kernels/kernel-matrices.ts';
import { kernelDynamics } from './kernel-dynamics.ts';
import type { Prediction } from './prediction.ts';

/** The network's linearisation at initialisation: f₀ + Σ ∂f₀ (W − W₀), trained in the same way. */
export const linearised: Prediction = {
  name: 'linearised',
  prepare: (context) => kernelDynamics(context.tangentKernel(), context),
};

/** The limit of infinite width, started from the outputs that the network has: its kernel is the limit's, and stays. */
export const infiniteWidth: Prediction = {
  name: 'ntk',
  prepare(context) {
    const { network, limit, data, outputs, initial } = context;
    const inputs = new Float64Array(data.inputs.length + data.testInputs.length);
    inputs.set(data.inputs);
    inputs.set(data.testInputs, data.inputs.length);
    const { ntk } = kernelMatrices(network, inputs, limit);
    const total = initial.length;
    const samples = total / outputs;
    // Outputs do not interact: Θ ⊗ 1.
    const kernel = new Float64Array(total * total);
    for (let i = 0; i < samples; i++)
      for (let j = 0; j < samples; j++)
        for (let o = 0; o < outputs; o++) kernel[(i * outputs + o) * total + j * outputs + o] = ntk[i * samples + j]!;
    return kernelDynamics(kernel, context);
  },
};

const known = [linearised, infiniteWidth];

/** Throws {@link InputError} on names that are not known. */
export function predictionNamed(name: string): Prediction {
  const prediction = known.find((candidate) => candidate.name === name);
  if (prediction === undefined)
    throw new InputError(
      'compare',
      `there is no prediction '${name}'`,
      `They are ${known.map((p) => p.name).join(', ')}`,
    );
  return prediction;
}
