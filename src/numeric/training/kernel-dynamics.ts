/** Training of a model that is linear in its weights: it follows from its kernel. */
import { TooLargeError } from '../../base/errors.ts';
import { gradientFlow } from '../regression/gradient-flow.ts';
import { symmetricSpectrum } from '../spectra/symmetric-eigen.ts';
import type { PredictionContext, PreparedPrediction } from './prediction.ts';

/** The spectrum takes some 3n³ products: a minute or two. */
const LARGEST_SPECTRUM = 4096;

/**
 * Outputs under a kernel Θ that stays as it is, on training inputs X and all others, a = (input, output):
 * - flow: f_t = f₀ − Θ(·, X) (1 − e^(−cΘt))/Θ (f₀ − y)
 * - gradient descent: f_k = f₀ − Θ(·, X) (1 − (1 − ηcΘ)^k)/Θ (f₀ − y)
 * - stochastic: f_{k+1} = f_k − ηc (samples/batch) Θ(·, X_k) (f_k − y)(X_k)
 * with c the factor of the loss. [arXiv:1902.06720, eq. 8 to 11]
 * Throws {@link TooLargeError} for more than 4096 training inputs × outputs, but for the stochastic one.
 */
export function kernelDynamics(kernel: Float64Array, context: PredictionContext): PreparedPrediction {
  const { initial, data, outputs, factor, learningRate, method, batch } = context;
  const total = initial.length;
  const trained = data.targets.length;
  if (method !== 'sgd' && trained > LARGEST_SPECTRUM)
    throw new TooLargeError(
      'compare',
      `expected at most ${LARGEST_SPECTRUM} training inputs × outputs, whose kernel's spectrum it takes, got ${trained}`,
      'Use fewer inputs, or leave the prediction out',
    );
  if (method === 'flow') {
    const flow = gradientFlow({
      tangentKernel: { size: total, entries: kernel },
      targets: Array.from(data.targets, (y) => [y]),
      initial: Array.from(initial, (f) => [f]),
    });
    return { outputsAt: ({ time }) => Float64Array.from(flow.at(factor * time).mean, ([f]) => f!) };
  }
  if (method === 'gd') return descent(kernel, context);
  const outputsNow = Float64Array.from(initial);
  let at = 0;
  return {
    outputsAt({ step }) {
      for (; at < step; at++) {
        const positions = batch!(at);
        const scale = (learningRate * factor * data.samples) / positions.length;
        const rows = [...positions].flatMap((s) => Array.from({ length: outputs }, (_, o) => s * outputs + o));
        const residual = rows.map((a) => scale * (outputsNow[a]! - data.targets[a]!));
        for (let i = 0; i < total; i++) {
          let moved = 0;
          for (const [k, a] of rows.entries()) moved += kernel[i * total + a]! * residual[k]!;
          outputsNow[i]! -= moved;
        }
      }
      return Float64Array.from(outputsNow);
    },
  };

  function descent(theta: Float64Array, { initial: start }: PredictionContext): PreparedPrediction {
    const block = new Float64Array(trained * trained);
    for (let i = 0; i < trained; i++) block.set(theta.subarray(i * total, i * total + trained), i * trained);
    const { values, vectors } = symmetricSpectrum({ size: trained, entries: block });
    const modes = values.map((_, k) => {
      let sum = 0;
      for (let i = 0; i < trained; i++) sum += vectors[k * trained + i]! * (data.targets[i]! - start[i]!);
      return sum;
    });
    const projected = new Float64Array(total * trained);
    for (let i = 0; i < total; i++)
      for (let k = 0; k < trained; k++) {
        let sum = 0;
        for (let j = 0; j < trained; j++) sum += theta[i * total + j]! * vectors[k * trained + j]!;
        projected[i * trained + k] = sum;
      }
    return {
      outputsAt({ step }) {
        // (1 − (1 − x)^k)/λ with x = ηcλ; by expm1 where x is small.
        const response = values.map((lambda, k) => {
          const x = learningRate * factor * lambda;
          if (x === 0) return step * learningRate * factor * modes[k]!;
          const shrunk = x < 0.5 ? -Math.expm1(step * Math.log1p(-x)) : 1 - (1 - x) ** step;
          return (shrunk / lambda) * modes[k]!;
        });
        return start.map((f, i) => {
          let moved = f;
          for (let k = 0; k < trained; k++) moved += projected[i * trained + k]! * response[k]!;
          return moved;
        });
      },
    };
  }
}
