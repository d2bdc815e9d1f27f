/** Training of dense networks drawn at random, many of them: outputs and kernels on the way. */
import { InputError } from '../../base/errors.ts';
import { key } from '../../base/philox.ts';
import { dormandPrince } from '../ode/dormand-prince.ts';
import { fillGaussians } from '../random/fill.ts';
import { type DenseArchitecture, DenseNetwork } from './dense-network.ts';
import { checkSchedule, recordsOf, type Schedule, stepsOf } from './schedule.ts';

export interface DenseTrainingProblem extends DenseArchitecture {
  /** Of the first inputs, which are trained on. */
  readonly targets: readonly number[];
  readonly schedule: Schedule;
  readonly seed: number;
  /** Of the flow: the error estimate of one step, relative to the largest parameter; 10⁻⁸ when left out. */
  readonly tolerance?: number;
}

/** What one run shows at one time or step. */
export interface ObservedState {
  /** f at all inputs. */
  readonly outputs: Float64Array;
  /** Θ(x_a, x_b), [inputs][training inputs]. */
  readonly kernel: Float64Array;
}

export class DenseTraining {
  readonly network: DenseNetwork;
  readonly #problem: DenseTrainingProblem;

  /** Throws on schedules that `checkSchedule` refuses. */
  constructor(problem: DenseTrainingProblem) {
    checkSchedule(problem.schedule, problem.targets.length);
    this.network = new DenseNetwork(problem);
    this.#problem = problem;
  }

  /** The parameters of draw number `draw` at initialisation: a function of (seed, width, draw). */
  initial(draw: number): Float64Array {
    const { seed, width } = this.#problem;
    return fillGaussians(new Float64Array(this.network.parameters), key(seed, `dense training, width ${width}`), {
      layer: draw,
    });
  }

  /**
   * Trains on ½ Σ_c (f_c − y_c)² from the given parameters: the state at initialisation and at each time or step of the
   * schedule. Throws {@link InputError} when training diverges.
   */
  run(start: Float64Array): { readonly initial: ObservedState; readonly records: readonly ObservedState[] } {
    const { schedule, targets, tolerance = 1e-8 } = this.#problem;
    const count = targets.length;
    const observe = (state: Float64Array): ObservedState => this.network.observe(state, count);
    const initial = observe(start);
    const records: ObservedState[] = [];
    let state = Float64Array.from(start);
    const all = Array.from({ length: count }, (_, c) => c);
    if (schedule.method === 'flow') {
      let time = 0;
      for (const until of schedule.times) {
        if (until > time) {
          const slope = (at: Float64Array, out: Float64Array): void =>
            this.network.descend(at, out, targets, all, count);
          const flowed = dormandPrince(slope, state, until - time, { tolerance });
          if (flowed.ended !== 'end')
            throw new InputError(
              'time',
              `the flow of a network of width ${this.#problem.width} does not reach ${until} in ${flowed.steps} steps`,
              'Use a shorter time',
            );
          state = Float64Array.from(flowed.state);
        }
        time = until;
        records.push(observe(state));
      }
    } else {
      const step = stepsOf(schedule, count);
      const direction = new Float64Array(state.length);
      let done = 0;
      for (const until of recordsOf(schedule)) {
        for (; done < until; done++) {
          const { batch, eta } = step(done);
          this.network.descend(state, direction, targets, batch, count);
          for (let i = 0; i < state.length; i++) state[i]! += eta * direction[i]!;
        }
        records.push(observe(state));
      }
    }
    if (
      ![initial, ...records].every(
        ({ outputs, kernel }) => outputs.every(Number.isFinite) && kernel.every(Number.isFinite),
      )
    )
      throw new InputError(
        'training',
        `a network of width ${this.#problem.width} diverges`,
        schedule.method === 'flow' ? 'Use wider networks or smaller variances' : 'Use a smaller learning rate',
      );
    return { initial, records };
  }
}
