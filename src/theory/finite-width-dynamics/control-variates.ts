/** What of a simulated run is known in the mean, exactly at every width: it is taken off each draw, and its mean added. */
import type { Rational } from '../../base/rational.ts';
import { numberFromRational } from '../../base/rational.ts';
import { dormandPrince } from '../../numeric/ode/dormand-prince.ts';
import { type Schedule, stepsOf } from '../../numeric/training-ensemble/schedule.ts';
import { evaluate } from '../../symbolic/operations/evaluate.ts';
import type { Polynomial } from '../../symbolic/polynomial.ts';
import { inverseWidthName } from '../../symbolic/width/finite-width-moment.ts';
import type { GramMatrix } from '../../symbolic/width/gram.ts';
import type { WideNetwork } from '../../symbolic/width/wide-network.ts';
import { product } from '../correlation-functions/correlation-function.ts';
import { output, rememberedMeans, tangentKernel } from '../correlation-functions/cumulants.ts';
import type { MeanOptions } from '../correlation-functions/mean.ts';
import { type InitialMoments, numbersOf } from './initial-moments.ts';

/** E f_a f_b, E Θ_ab′ and E Θ_ab′ f_c′ f_d′ at one width, all orders in 1/n; indices as in {@link InitialMoments}. */
export interface ExactMeans {
  readonly outputs: Float64Array;
  readonly kernel: Float64Array;
  readonly kernelOutputs: Float64Array;
}

/** The exact means as functions of the width. Throws `TooLargeError` where they take too much work. */
export function exactMeans(
  network: WideNetwork,
  gram: GramMatrix,
  n: number,
  limits: Pick<MeanOptions, 'maximumProducts' | 'maximumBytes'> = {},
): (width: number) => ExactMeans {
  const mean = rememberedMeans(network, { ...limits, gram });
  const t = gram.length;
  const over = (lengths: readonly number[], of: (...index: number[]) => Polynomial): readonly Polynomial[] =>
    lengths
      .reduce<number[][]>(
        (all, length) => all.flatMap((index) => Array.from({ length }, (_, i) => [...index, i + 1])),
        [[]],
      )
      .map((index) => of(...index));
  const outputs = over([t, t], (a, b) => mean(product(output(a), output(b))));
  const kernel = over([t, n], (a, b) => mean(tangentKernel(a, b)));
  const kernelOutputs = over([t, n, n, n], (a, b, c, d) => mean(product(tangentKernel(a, b), output(c), output(d))));
  const inverse = inverseWidthName(`${network.widths[0]}`);
  return (width) => {
    const known = new Map<Polynomial, number>();
    const values = (polynomials: readonly Polynomial[]): Float64Array =>
      Float64Array.from(polynomials, (polynomial) => {
        const found = known.get(polynomial) ?? numberFromRational(valueAt(polynomial, inverse, width));
        known.set(polynomial, found);
        return found;
      });
    return { outputs: values(outputs), kernel: values(kernel), kernelOutputs: values(kernelOutputs) };
  };
}

const valueAt = (polynomial: Polynomial, inverse: string, width: number): Rational =>
  evaluate(polynomial, polynomial.variables.includes(inverse) ? { [inverse]: `1/${width}` } : {});

/** The solution of the linearised dynamics in Θ∞ at one record, and its first-order change with Θ. */
interface Propagator {
  /** r_a = Σ_d U_ad r_d(0), [inputs][inputs]. */
  readonly zeroth: Float64Array;
  /** The change is −Σ Ψ_a,bc′,d′ (Θ_bc′(0) − Θ∞_bc′) r_d′(0), [inputs][inputs][training][training]. */
  readonly first: Float64Array;
}

/**
 * For each record: with r(0) = f(0) − y and Δ = Θ(0) − Θ∞, r ≈ U r(0) − Ψ Δ r(0), and Θ ≈ Θ(0). What is left is of order
 * 1/n, as is its mean, so that the number of draws that an accuracy asks for does not grow with the width. Unbiased
 * whatever U and Ψ are, as they do not depend on the draws.
 */
export class ControlVariates {
  readonly #t: number;
  readonly #n: number;
  readonly #targets: readonly number[];
  readonly #kernel: Float64Array;
  readonly #propagators: readonly Propagator[];

  /** `targets` has a number for each input, 0 where there is none. */
  constructor(moments: InitialMoments, targets: readonly number[], schedule: Schedule) {
    this.#t = moments.inputs;
    this.#n = moments.training;
    this.#targets = targets;
    this.#kernel = numbersOf(moments.kernel);
    this.#propagators = this.#solve(schedule);
  }

  /** The linearised loss, then outputs, then kernel at each record, from outputs and kernel at initialisation. */
  ofDraw(outputs: ArrayLike<number>, kernel: ArrayLike<number>): readonly number[] {
    const [t, n] = [this.#t, this.#n];
    const r = Float64Array.from({ length: t }, (_, a) => outputs[a]! - this.#targets[a]!);
    const delta = this.#kernel.map((limit, at) => kernel[at]! - limit);
    return this.#propagators.flatMap(({ zeroth, first }) => {
      const values: number[] = [0];
      for (let a = 0; a < t; a++) {
        let [at0, at1] = [0, 0];
        for (let d = 0; d < t; d++) at0 += zeroth[a * t + d]! * r[d]!;
        for (let bc = 0; bc < t * n; bc++)
          for (let d = 0; d < n; d++) at1 -= first[(a * t * n + bc) * n + d]! * delta[bc]! * r[d]!;
        values.push(this.#targets[a]! + at0 + at1);
        if (a < n) values[0]! += (at0 * at0) / 2 + at0 * at1;
      }
      for (let ab = 0; ab < t * n; ab++) values.push(kernel[ab]!);
      return values;
    });
  }

  /** The means of the same. */
  means(exact: ExactMeans): readonly number[] {
    const [t, n, y] = [this.#t, this.#n, this.#targets];
    const delta = this.#kernel.map((limit, at) => exact.kernel[at]! - limit);
    const second = (d: number, e: number): number => exact.outputs[d * t + e]! + y[d]! * y[e]!;
    /** E Δ_ab r_d r_e. */
    const joint = (ab: number, d: number, e: number): number =>
      exact.kernelOutputs[(ab * n + d) * n + e]! -
      this.#kernel[ab]! * exact.outputs[d * t + e]! +
      delta[ab]! * y[d]! * y[e]!;
    return this.#propagators.flatMap(({ zeroth, first }) => {
      const values: number[] = [0];
      for (let a = 0; a < t; a++) {
        let mean = y[a]!;
        for (let d = 0; d < t; d++) mean -= zeroth[a * t + d]! * y[d]!;
        for (let bc = 0; bc < t * n; bc++)
          for (let d = 0; d < n; d++) mean += first[(a * t * n + bc) * n + d]! * delta[bc]! * y[d]!;
        values.push(mean);
        if (a >= n) continue;
        for (let e = 0; e < n; e++) {
          for (let d = 0; d < n; d++) values[0]! += (zeroth[a * t + d]! * zeroth[a * t + e]! * second(d, e)) / 2;
          for (let bc = 0; bc < t * n; bc++)
            for (let d = 0; d < n; d++)
              values[0]! -= zeroth[a * t + e]! * first[(a * t * n + bc) * n + d]! * joint(bc, d, e);
        }
      }
      for (let ab = 0; ab < t * n; ab++) values.push(exact.kernel[ab]!);
      return values;
    });
  }

  #solve(schedule: Schedule): readonly Propagator[] {
    const [t, n, kernel] = [this.#t, this.#n, this.#kernel];
    const rate = (state: Float64Array, out: Float64Array, batch: readonly number[]): void => {
      // Columns of U, then of Ψ, all with the same generator.
      const columns = t + t * n * n;
      for (let a = 0; a < t; a++)
        for (let k = 0; k < columns; k++) {
          let sum = 0;
          for (const c of batch) sum -= kernel[a * n + c]! * state[c * columns + k]!;
          out[a * columns + k] = sum;
        }
      for (let b = 0; b < t; b++)
        for (const c of batch)
          for (let d = 0; d < n; d++) out[b * columns + t + (b * n + c) * n + d]! += state[c * columns + d]!;
    };
    const columns = t + t * n * n;
    let state = new Float64Array(t * columns);
    for (let a = 0; a < t; a++) state[a * columns + a] = 1;
    const propagators: Propagator[] = [];
    const keep = (): void => {
      const zeroth = new Float64Array(t * t);
      const first = new Float64Array(t * t * n * n);
      for (let a = 0; a < t; a++) {
        zeroth.set(state.subarray(a * columns, a * columns + t), a * t);
        first.set(state.subarray(a * columns + t, (a + 1) * columns), a * t * n * n);
      }
      propagators.push({ zeroth, first });
    };
    if (schedule.method === 'flow') {
      const all = Array.from({ length: n }, (_, c) => c);
      let time = 0;
      for (const until of schedule.times) {
        if (until > time)
          state = Float64Array.from(dormandPrince((x, out) => rate(x, out, all), state, until - time).state);
        time = until;
        keep();
      }
      return propagators;
    }
    const step = stepsOf(schedule, n);
    const slope = new Float64Array(state.length);
    let done = 0;
    for (const until of schedule.steps) {
      for (; done < until; done++) {
        const { batch, eta } = step(done);
        rate(state, slope, batch);
        for (let i = 0; i < state.length; i++) state[i]! += eta * slope[i]!;
      }
      keep();
    }
    return propagators;
  }
}
