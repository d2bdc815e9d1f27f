/** Networks drawn at random, at several inputs: outputs and kernels, one draw after another. */
import type { Key } from '../../base/philox.ts';
import type { Program } from '../../network/program.ts';
import { ExplicitWeights } from '../empirical-kernels/explicit-weights.ts';
import { LaneArena } from '../empirical-kernels/lane-arena.ts';
import { Sweep } from '../empirical-kernels/sweep.ts';
import { addTheta, type Target } from '../empirical-kernels/theta.ts';
import type { WeightProduct } from '../empirical-kernels/weight-products.ts';
import { fillGaussians } from '../random/fill.ts';
import type { Precision } from '../wasm/precision.ts';
import type { WeightLaw } from '../weight-laws.ts';
import { ConditionalWeights } from './conditional-weights.ts';

/** `conditional`: no weight matrix is drawn; `explicit`: every entry is; `auto`: whichever draws fewer numbers. */
export type Sampling = 'auto' | 'conditional' | 'explicit';

export interface DrawnKernelOptions {
  readonly laws: readonly WeightLaw[];
  readonly inputs: Float64Array;
  readonly samples: number;
  readonly precision: Precision;
  readonly sampling: Sampling;
  readonly seed: number;
  /** Tells the widths of a sweep apart. */
  readonly label: string;
}

/** The stream of a weight's numbers; the draw is the layer of the key. */
export const weightKey = (seed: number, label: string, parameter: string, use: string): Key => ({
  seed,
  stream: `simulation ${label} ${parameter} ${use}`,
});

/** Whether a product is sampled conditionally. */
export function isConditional(product: WeightProduct, samples: number, sampling: Sampling, backward: boolean): boolean {
  if (sampling !== 'auto') return sampling === 'conditional';
  const { rows, columns } = product;
  return (backward ? rows + columns : rows) * samples < rows * columns;
}

/** Room for one draw at a time; a draw depends on the seed, the label and its number only. */
export class DrawnKernels {
  readonly #program: Program;
  readonly #options: DrawnKernelOptions;
  readonly #arena: LaneArena;
  readonly #sweep: Sweep;
  readonly #setters: ((draw: number) => void)[] = [];

  constructor(program: Program, options: DrawnKernelOptions) {
    this.#program = program;
    this.#options = options;
    this.#arena = new LaneArena(options.precision);
    this.#sweep = new Sweep(program, this.#arena, options.samples, (product) => this.#mapOf(product));
    const multiplied = new Set([...this.#sweep.products.values()].map(({ parameter }) => parameter));
    program.parameters.forEach(({ name }, parameter) => {
      if (multiplied.has(parameter)) return;
      const key = weightKey(options.seed, options.label, name, 'entries');
      const scale = options.laws[parameter]!.standardDeviation;
      this.#setters.push((layer) =>
        this.#sweep.setArray(parameter, (start, out) => {
          fillGaussians(out, key, { layer, start, scale });
        }),
      );
    });
  }

  /** The first output of draw number `draw` at every input. */
  outputs(draw: number): Float64Array {
    this.#forward(draw);
    const { entries } = this.#sweep.output;
    return this.#arena.read(this.#sweep.output, this.#options.samples).filter((_, i) => i % entries === 0);
  }

  /**
   * The first output f at every input, and its Θ, samples × samples. One output only: a second one would need the rows of
   * Wᵀδ for both adjoints together.
   */
  kernels(draw: number): { readonly outputs: Float64Array; readonly ntk: Float64Array } {
    const { samples, laws } = this.#options;
    const outputs = this.outputs(draw);
    const matrix = new Float64Array(samples * samples);
    const all = { width: samples, row: 0, column: 0, rows: samples, columns: samples, symmetric: true };
    const target: Target = { matrix, ...all };
    this.#sweep.backward(0);
    const rates = laws.map(({ rate }) => rate);
    addTheta(this.#arena, this.#sweep, this.#sweep, rates, target, 1);
    for (let i = 0; i < samples; i++) for (let j = 0; j < i; j++) matrix[i * samples + j] = matrix[j * samples + i]!;
    return { outputs, ntk: matrix };
  }

  #forward(draw: number): void {
    for (const set of this.#setters) set(draw);
    this.#sweep.forward(this.#options.inputs, this.#options.samples);
  }

  #mapOf(product: WeightProduct): ExplicitWeights | ConditionalWeights {
    const { samples, sampling, seed, label, laws } = this.#options;
    const { name } = this.#program.parameters[product.parameter]!;
    const { standardDeviation } = laws[product.parameter]!;
    const where = this.#program.places[product.value]!;
    const keyed = (use: string): Key => weightKey(seed, label, name, use);
    const backward = this.#program.nodes[product.x]!.operation !== 'input';
    if (isConditional(product, samples, sampling, backward)) {
      const map = new ConditionalWeights(this.#arena, product.rows, product.columns, samples, where);
      const [forward, back] = [keyed('forward'), keyed('backward')];
      this.#setters.push((layer) => map.set({ forward, backward: back, layer, standardDeviation }));
      return map;
    }
    const map = new ExplicitWeights(this.#arena, product.rows, product.columns, name);
    const key = keyed('entries');
    this.#setters.push((layer) =>
      map.set((start, out) => {
        fillGaussians(out, key, { layer, start, scale: standardDeviation });
      }),
    );
    return map;
  }
}
