/** Training by the hierarchy, closed after its fourth kernel. */
import { InputError } from '../../base/errors.ts';
import { dormandPrince } from '../ode/dormand-prince.ts';
import type { TangentHierarchy } from './tangent-hierarchy.ts';

export interface HierarchyDynamics {
  readonly hierarchy: TangentHierarchy;
  /** f at the start, of all inputs. */
  readonly initial: Float64Array;
  /** y, of those that are trained on. */
  readonly targets: Float64Array;
}

/** The ODE's error a step, relative to the largest entry of its state. */
const TOLERANCE = 1e-10;
const MOST_STEPS = 20_000;

/**
 * f at rising times under
 *   df_a/dt = −Σ_c Θ_ac r_c,  dΘ_ab/dt = −Σ_c O₃abc r_c,  dO₃abc/dt = −Σ_d O₄abcd r_d,  r = factor (f − y), O₄ constant.
 * NaN once the solution leaves every bound: the closed system may do so in finite time.
 * Source: Huang and Yau, arXiv:1909.08156, where the hierarchy is cut the same way.
 */
export function hierarchyFlow(dynamics: HierarchyDynamics, factor: number): (time: number) => Float64Array {
  const { hierarchy, initial, targets } = dynamics;
  const { size, trained, kernel, third, fourth } = hierarchy;
  let state = joined(initial, kernel, third);
  const residual = new Float64Array(trained);
  const slope = (at: Float64Array, out: Float64Array): void => {
    for (let c = 0; c < trained; c++) residual[c] = -factor * (at[c]! - targets[c]!);
    const [f, theta, o3] = [size, size * (1 + trained), size * (1 + trained + trained ** 2)];
    contract(at.subarray(f, theta), residual, out.subarray(0, f));
    contract(at.subarray(theta, o3), residual, out.subarray(f, theta));
    contract(fourth, residual, out.subarray(theta, o3));
  };
  let now = 0;
  let lost = false;
  return (time) => {
    if (!lost && time > now) {
      try {
        const { state: next, ended } = dormandPrince(slope, state, time - now, {
          tolerance: TOLERANCE,
          maximumSteps: MOST_STEPS,
        });
        lost = ended !== 'end' || !next.every(Number.isFinite);
        state = Float64Array.from(next);
        now = time;
      } catch (error) {
        // Where no step is small enough, the solution has gone to infinity.
        if (!(error instanceof InputError)) throw error;
        lost = true;
      }
    }
    return lost ? new Float64Array(size).fill(Number.NaN) : state.slice(0, size);
  };
}

/**
 * One step W ← W − η R ∇L moves the weights by −η Σ_c r_c g_c, so
 *   f_a ← f_a − η Σ Θ_ac r_c + ½ η² Σ D²f_a[g_b, g_c] r_b r_c − ⅙ η³ Σ D³f_a[g_b, g_c, g_d] r_b r_c r_d,
 *   Θ_ab ← Θ_ab − η Σ O₃abc r_c + ½ η² Σ D²Θ_ab[g_c, g_d] r_c r_d,
 *   D²f_a[g_b, g_c] ← the same − η Σ D(D²f_a[g_b, g_c])[g_d] r_d,  O₃abc ← O₃abc − η Σ O₄abcd r_d,
 * the tensors of order four constant. What is left out has five gradients or more, at every order of η: of order n⁻². As
 * η → 0 this is {@link hierarchyFlow}.
 */
export function hierarchyDescent(dynamics: HierarchyDynamics): {
  /** f now, of all inputs. */
  readonly outputs: Float64Array;
  /** Takes a step; η r_c of each training input × output, 0 of those that are not in the batch. */
  step(move: Float64Array): void;
} {
  const { hierarchy, initial } = dynamics;
  const { size, trained, fourth, cubic, kernelSecond, secondDerivative } = hierarchy;
  const outputs = initial.slice();
  const [kernel, second, third] = [hierarchy.kernel.slice(), hierarchy.second.slice(), hierarchy.third.slice()];
  const along = (tensor: Float64Array, move: Float64Array): Float64Array =>
    contract(tensor, move, new Float64Array(tensor.length / trained));
  return {
    outputs,
    step(move) {
      const first = along(kernel, move);
      const squares = along(along(second, move), move);
      const cubes = along(along(along(cubic, move), move), move);
      for (let a = 0; a < size; a++) outputs[a]! += -first[a]! + squares[a]! / 2 - cubes[a]! / 6;
      const drift = along(third, move);
      const bend = along(along(kernelSecond, move), move);
      for (let i = 0; i < kernel.length; i++) kernel[i]! += -drift[i]! + bend[i]! / 2;
      const [turned, moved] = [along(secondDerivative, move), along(fourth, move)];
      for (let i = 0; i < second.length; i++) {
        second[i]! -= turned[i]!;
        third[i]! -= moved[i]!;
      }
    },
  };
}

/** out_i = Σ_c tensor_ic v_c. */
function contract(tensor: Float64Array, v: Float64Array, out: Float64Array): Float64Array {
  const columns = v.length;
  for (let i = 0, at = 0; i < out.length; i++) {
    let sum = 0;
    for (let c = 0; c < columns; c++, at++) sum += tensor[at]! * v[c]!;
    out[i] = sum;
  }
  return out;
}

function joined(...parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
