/** The closed system of moments that training follows to order 1/n. */
import { type InitialMoments, numbersOf } from './initial-moments.ts';

/**
 * Moments as they are at one time. r = f − y, Δ = Θ − Θ∞; O_abc = Σ ∂_μΘ_ab ∂_μf_c and H_abc = Σ ∂_{μν}f_a ∂_μf_b ∂_νf_c; g is
 * the Gaussian part of r in the limit. Indices are those of {@link InitialMoments}; all after `covariance` are coefficients of 1/n.
 */
export interface Moments {
  /** E r_a and cov(r_a, r_b) in the limit. */
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  /** Corrections to E r_a, E r_a r_b and E Θ_ab′. */
  readonly meanCorrection: Float64Array;
  readonly secondCorrection: Float64Array;
  readonly kernelCorrection: Float64Array;
  /** E O_ab′c′ and E O_ab′c′ g_d. */
  readonly hierarchy: Float64Array;
  readonly hierarchyOutputs: Float64Array;
  /** E H_ab′c′ and E H_ab′c′ g_d. */
  readonly curvature: Float64Array;
  readonly curvatureOutputs: Float64Array;
  /** E Δ_ab′ r_d′ and E Δ_ab′ r_d′ r_e. */
  readonly kernelMean: Float64Array;
  readonly kernelSecond: Float64Array;
}

type Names = keyof Moments;
const NAMES: readonly Names[] = [
  'mean',
  'covariance',
  'meanCorrection',
  'secondCorrection',
  'kernelCorrection',
  'hierarchy',
  'hierarchyOutputs',
  'curvature',
  'curvatureOutputs',
  'kernelMean',
  'kernelSecond',
];

/** The moments side by side in one array, as solvers want them. */
export class MomentSystem {
  readonly initial: Float64Array;
  readonly #t: number;
  readonly #n: number;
  readonly #kernel: Float64Array;
  readonly #kernelCovariance: Float64Array;
  /** ∇O_ab′c′ · ∇f_d′, ∇H_ab′c′ · ∇f_d′, ∇∇Θ_ab′ : ∇f_c′ ∇f_d′ and J, in the mean. */
  readonly #fourth: Float64Array;
  readonly #curvatureSlope: Float64Array;
  readonly #kernelCurvature: Float64Array;
  readonly #third: Float64Array;

  /** `targets` has a number for each input, 0 where there is none. */
  constructor(moments: InitialMoments, targets: readonly number[]) {
    const { inputs: t, training: n } = moments;
    [this.#t, this.#n] = [t, n];
    this.#kernel = numbersOf(moments.kernel);
    this.#kernelCovariance = numbersOf(moments.kernelCovariance);
    const [third, transposed] = [numbersOf(moments.third), numbersOf(moments.transposedThird)];
    const [chain, inner] = [numbersOf(moments.chain), numbersOf(moments.innerChain)];
    this.#third = third;
    const four = (of: (a: number, b: number, c: number, d: number) => number): Float64Array =>
      filled([t, n, n, n], (index) => of(index[0]!, index[1]!, index[2]!, index[3]!));
    const at = (a: number, b: number, c: number, d: number): number => ((a * n + b) * n + c) * n + d;
    const slope = (a: number, b: number, c: number, d: number): number =>
      third[at(a, b, c, d)]! + chain[at(a, b, c, d)]! + chain[at(a, c, b, d)]!;
    this.#curvatureSlope = four(slope);
    this.#fourth = four(
      (a, b, c, d) => slope(a, b, c, d) + transposed[at(a, b, c, d)]! + chain[at(a, b, d, c)]! + inner[at(a, b, c, d)]!,
    );
    this.#kernelCurvature = four(
      (a, b, c, d) =>
        third[at(a, b, c, d)]! + transposed[at(a, b, c, d)]! + chain[at(a, b, c, d)]! + chain[at(a, b, d, c)]!,
    );
    this.initial = this.#initial(moments, targets);
  }

  /** Views of the parts of a state. */
  moments(state: Float64Array): Moments {
    const [t, n] = [this.#t, this.#n];
    const sizes: Readonly<Record<Names, number>> = {
      mean: t,
      covariance: t * t,
      meanCorrection: t,
      secondCorrection: t * t,
      kernelCorrection: t * n,
      hierarchy: t * n * n,
      hierarchyOutputs: t * n * n * t,
      curvature: t * n * n,
      curvatureOutputs: t * n * n * t,
      kernelMean: t * n * n,
      kernelSecond: t * n * n * t,
    };
    let at = 0;
    const parts = NAMES.map((name): [Names, Float64Array] => {
      at += sizes[name];
      return [name, state.subarray(at - sizes[name], at)];
    });
    return Object.fromEntries(parts) as unknown as Moments;
  }

  #initial(moments: InitialMoments, targets: readonly number[]): Float64Array {
    const [t, n] = [this.#t, this.#n];
    const state = new Float64Array(t + 2 * t * t + t + t * n + 3 * t * n * n + 3 * t * n * n * t);
    const m = this.moments(state);
    targets.forEach((y, a) => {
      m.mean[a] = -y;
    });
    m.covariance.set(numbersOf(moments.outputs));
    m.secondCorrection.set(numbersOf(moments.outputsCorrection));
    m.kernelCorrection.set(numbersOf(moments.kernelCorrection));
    const [curvature, transposed] = [numbersOf(moments.curvature), numbersOf(moments.transposedCurvature)];
    m.curvatureOutputs.set(curvature);
    curvature.forEach((value, at) => {
      m.hierarchyOutputs[at] = value + transposed[at]!;
    });
    const joint = numbersOf(moments.kernelOutputs);
    for (let ab = 0; ab < t * n; ab++)
      for (let d = 0; d < n; d++) {
        m.kernelMean[ab * n + d] = m.kernelCorrection[ab]! * m.mean[d]!;
        for (let e = 0; e < t; e++) {
          const at = (ab * n + d) * t + e;
          const second = m.covariance[d * t + e]! + m.mean[d]! * m.mean[e]!;
          m.kernelSecond[at] = m.kernelCorrection[ab]! * second + joint[at]!;
        }
      }
    return state;
  }

  /**
   * (moments after a step − moments)/η of f ↦ f(θ − η Σ_c r_c ∇f_c), c over `batch`, to order 1/n and to every order in η; for
   * η = 0 the derivative along gradient flow. See docs/finite-width-dynamics.md for the derivation.
   */
  rate(state: Float64Array, out: Float64Array, eta: number, batch: readonly number[]): void {
    const [t, n, kernel] = [this.#t, this.#n, this.#kernel];
    const m = this.moments(state);
    const d = this.moments(out);
    const theta = (a: number, c: number): number => kernel[a * n + c]!;
    /** out_a = Σ_c Θ_ac in_c over the batch, along an axis of the given stride. */
    const sumOver = (a: number, values: Float64Array, offset: number, stride: number): number => {
      let sum = 0;
      for (const c of batch) sum += theta(a, c) * values[offset + c * stride]!;
      return sum;
    };

    // The limit: r̃ = (1 − ηΘ) r, jointly Gaussian with r.
    const mean = new Float64Array(2 * t);
    const gamma = new Float64Array(4 * t * t);
    const product = new Float64Array(t * t);
    for (let a = 0; a < t; a++) {
      d.mean[a] = -sumOver(a, m.mean, 0, 1);
      mean[a] = m.mean[a]!;
      mean[t + a] = m.mean[a]! + eta * d.mean[a]!;
      for (let b = 0; b < t; b++) product[a * t + b] = sumOver(a, m.covariance, b, t);
    }
    for (let a = 0; a < t; a++)
      for (let b = 0; b < t; b++) {
        const both = sumOver(b, product, a * t, 1);
        const rate = -product[a * t + b]! - product[b * t + a]! + eta * both;
        d.covariance[a * t + b] = rate;
        const before = m.covariance[a * t + b]!;
        gamma[2 * t * a + b] = before;
        // cov(r_a, r̃_b) = Γ_ab − η (ΘΓ)_ba.
        gamma[2 * t * a + t + b] = before - eta * product[b * t + a]!;
        gamma[2 * t * (t + b) + a] = gamma[2 * t * a + t + b]!;
        gamma[2 * t * (t + a) + t + b] = before + eta * rate;
      }
    const g = (i: number, j: number): number => gamma[2 * t * i + j]!;
    const second = (i: number, j: number): number => g(i, j) + mean[i]! * mean[j]!;
    const thirdMoment = (i: number, j: number, k: number): number =>
      mean[i]! * second(j, k) + g(i, j) * mean[k]! + g(i, k) * mean[j]!;
    const fourthMoment = (i: number, j: number, k: number, l: number): number =>
      mean[i]! * thirdMoment(j, k, l) + g(i, j) * second(k, l) + g(i, k) * second(j, l) + g(i, l) * second(j, k);

    // Tensors of three derivatives: their means, and with r and r̃.
    const extend = (joint: Float64Array): Float64Array => {
      const extended = new Float64Array(t * n * n * 2 * t);
      for (let abc = 0; abc < t * n * n; abc++)
        for (let e = 0; e < t; e++) {
          extended[abc * 2 * t + e] = joint[abc * t + e]!;
          extended[abc * 2 * t + t + e] = joint[abc * t + e]! - eta * sumOver(e, joint, abc * t, 1);
        }
      return extended;
    };
    const hierarchyJoint = extend(m.hierarchyOutputs);
    const curvatureJoint = eta === 0 ? undefined : extend(m.curvatureOutputs);
    const step = (fourth: Float64Array, joint: Float64Array, meanOut: Float64Array, jointOut: Float64Array): void => {
      for (let abc = 0; abc < t * n * n; abc++) {
        let sum = 0;
        for (const e of batch) sum -= fourth[abc * n + e]! * mean[e]!;
        meanOut[abc] = sum;
        for (let f = 0; f < t; f++) {
          let slope = -sumOver(f, joint, abc * t, 1);
          for (const e of batch) slope -= fourth[abc * n + e]! * g(e, t + f);
          jointOut[abc * t + f] = slope;
        }
      }
    };
    step(this.#fourth, m.hierarchyOutputs, d.hierarchy, d.hierarchyOutputs);
    if (curvatureJoint !== undefined) step(this.#curvatureSlope, m.curvatureOutputs, d.curvature, d.curvatureOutputs);
    else {
      d.curvature.fill(0);
      d.curvatureOutputs.fill(0);
    }
    /** E X r_i …, X with mean `average` and E X g_i at `joint[at + i]`. */
    const with1 = (average: number, joint: Float64Array, at: number, i: number): number =>
      average * mean[i]! + joint[at + i]!;
    const with2 = (average: number, joint: Float64Array, at: number, i: number, j: number): number =>
      average * second(i, j) + joint[at + i]! * mean[j]! + joint[at + j]! * mean[i]!;
    const with3 = (average: number, joint: Float64Array, at: number, i: number, j: number, k: number): number =>
      average * thirdMoment(i, j, k) +
      joint[at + i]! * second(j, k) +
      joint[at + j]! * second(i, k) +
      joint[at + k]! * second(i, j);

    const kernelCovariance = this.#kernelCovariance;
    const kernelCurvature = this.#kernelCurvature;
    for (let ab = 0; ab < t * n; ab++) {
      let rate = 0;
      for (const c of batch) {
        const abc = ab * n + c;
        rate -= with1(m.hierarchy[abc]!, hierarchyJoint, abc * 2 * t, c);
        if (eta > 0) for (const e of batch) rate += (eta / 2) * kernelCurvature[abc * n + e]! * second(c, e);
      }
      d.kernelCorrection[ab] = rate;
      for (let i = 0; i < n; i++) {
        let once = -sumOver(i, m.kernelMean, ab * n, 1);
        for (const c of batch) {
          const abc = ab * n + c;
          once -= kernelCovariance[(ab * t + i) * n + c]! * mean[c]!;
          once -= with2(m.hierarchy[abc]!, hierarchyJoint, abc * 2 * t, c, t + i);
          if (eta > 0)
            for (const e of batch) once += (eta / 2) * kernelCurvature[abc * n + e]! * thirdMoment(c, e, t + i);
        }
        d.kernelMean[ab * n + i] = once;
        for (let j = 0; j < t; j++) {
          const row = (ab * n + i) * t;
          let twice = -sumOver(i, m.kernelSecond, ab * n * t + j, t) - sumOver(j, m.kernelSecond, row, 1);
          if (eta > 0)
            for (const c of batch) twice += eta * theta(i, c) * sumOver(j, m.kernelSecond, (ab * n + c) * t, 1);
          for (const c of batch) {
            const abc = ab * n + c;
            twice -= kernelCovariance[(ab * t + i) * n + c]! * second(c, t + j);
            twice -= kernelCovariance[(ab * t + j) * n + c]! * second(c, t + i);
            twice -= with3(m.hierarchy[abc]!, hierarchyJoint, abc * 2 * t, c, t + i, t + j);
            if (eta > 0)
              for (const e of batch)
                twice += (eta / 2) * kernelCurvature[abc * n + e]! * fourthMoment(c, e, t + i, t + j);
          }
          d.kernelSecond[row + j] = twice;
        }
      }
    }

    // Outputs.
    const third = this.#third;
    const moved = new Float64Array(t * t);
    const drive = new Float64Array(t * t);
    for (let a = 0; a < t; a++) {
      let once = -sumOver(a, m.meanCorrection, 0, 1);
      for (const c of batch) {
        once -= m.kernelMean[(a * n + c) * n + c]!;
        if (curvatureJoint === undefined) continue;
        for (const e of batch) {
          const ace = (a * n + c) * n + e;
          once += (eta / 2) * with2(m.curvature[ace]!, curvatureJoint, ace * 2 * t, c, e);
          for (const f of batch) once -= ((eta * eta) / 6) * third[ace * n + f]! * thirdMoment(c, e, f);
        }
      }
      d.meanCorrection[a] = once;
      for (let b = 0; b < t; b++) {
        moved[a * t + b] = sumOver(a, m.secondCorrection, b, t);
        let sum = 0;
        for (const c of batch) {
          const row = ((a * n + c) * n + c) * t;
          sum -= m.kernelSecond[row + b]! - eta * sumOver(b, m.kernelSecond, row, 1);
          if (curvatureJoint === undefined) continue;
          for (const e of batch) {
            const ace = (a * n + c) * n + e;
            sum += (eta / 2) * with3(m.curvature[ace]!, curvatureJoint, ace * 2 * t, c, e, t + b);
            sum += (eta / 2) * kernelCovariance[((a * n + c) * t + b) * n + e]! * second(c, e);
            for (const f of batch) sum -= ((eta * eta) / 6) * third[ace * n + f]! * fourthMoment(c, e, f, t + b);
          }
        }
        drive[a * t + b] = sum;
      }
    }
    for (let a = 0; a < t; a++)
      for (let b = 0; b < t; b++) {
        const both = eta === 0 ? 0 : eta * sumOver(b, moved, a * t, 1);
        d.secondCorrection[a * t + b] =
          -moved[a * t + b]! - moved[b * t + a]! + both + drive[a * t + b]! + drive[b * t + a]!;
      }
  }
}

/** The entries of a tensor by their index, the last index fastest. */
function filled(
  shape: readonly [number, number, number, number],
  of: (index: readonly number[]) => number,
): Float64Array {
  const out = new Float64Array(shape.reduce((size, length) => size * length, 1));
  let at = 0;
  for (let a = 0; a < shape[0]; a++)
    for (let b = 0; b < shape[1]; b++)
      for (let c = 0; c < shape[2]; c++) for (let e = 0; e < shape[3]; e++) out[at++] = of([a, b, c, e]);
  return out;
}
