/** The predictions that come along. */
import { InputError } from '../../base/errors.ts';
import { kernelMatrices } from '../kernels/kernel-matrices.ts';
import { hierarchyDescent, hierarchyFlow } from '../tangent-hierarchy/hierarchy-dynamics.ts';
import { tangentHierarchy } from '../tangent-hierarchy/tangent-hierarchy.ts';
import { kernelDynamics } from './kernel-dynamics.ts';
import type { Prediction, PredictionContext, PreparedPrediction } from './prediction.ts';
import type { PreparedData } from './training-data.ts';

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
    const { ntk } = kernelMatrices(network, allInputs(data), limit);
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

/**
 * The network's neural tangent hierarchy at initialisation, cut after O₄: the correction of order 1/n of this very draw. Its
 * outputs differ from the network's by order n⁻², the linearisation's by n⁻¹, where activations are smooth and Θ stays in the limit: in the
 * parametrisations `mean-field` and `mup` features move at any width, and O₃, O₄, O₅ are of one order. See {@link hierarchyFlow} and {@link hierarchyDescent}.
 * Source: Huang and Yau, arXiv:1909.08156; that what is left out is of order n⁻²: Dyer and Gur-Ari, arXiv:1909.11304.
 */
export const neuralTangentHierarchy: Prediction = {
  name: 'nth',
  prepare(context) {
    const { program, weights, scaling, data, initial, factor, method, records, progress } = context;
    const { rates, outputFactor } = scaling;
    const trained = data.samples;
    const hierarchy = tangentHierarchy(program, allInputs(data), { weights, rates, outputFactor, trained, progress });
    const dynamics = { hierarchy, initial, targets: data.targets };
    if (method !== 'flow') return descended(hierarchyDescent(dynamics), context);
    const flow = hierarchyFlow(dynamics, factor);
    let next = 0;
    return {
      outputsAt({ time }) {
        // Through all times of the whole run: one that is resumed has the same bits.
        while (next < records.length && records[next]! < time) flow(records[next++]!);
        return flow(time);
      },
    };
  },
};

function descended(
  { outputs: now, step: take }: ReturnType<typeof hierarchyDescent>,
  { data, outputs, factor, learningRate, batch }: PredictionContext,
): PreparedPrediction {
  const move = new Float64Array(data.targets.length);
  let at = 0;
  return {
    outputsAt({ step }) {
      for (; at < step; at++) {
        const positions = batch?.(at) ?? Uint32Array.from({ length: data.samples }, (_, i) => i);
        const scale = (learningRate * factor * data.samples) / positions.length;
        move.fill(0);
        for (const s of positions)
          for (let c = s * outputs; c < (s + 1) * outputs; c++) move[c] = scale * (now[c]! - data.targets[c]!);
        take(move);
      }
      return now.slice();
    },
  };
}

function allInputs({ inputs, testInputs }: PreparedData): Float64Array {
  const all = new Float64Array(inputs.length + testInputs.length);
  all.set(inputs);
  all.set(testInputs, inputs.length);
  return all;
}

const known = [linearised, infiniteWidth, neuralTangentHierarchy];

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
