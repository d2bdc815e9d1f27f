/** Draws for observables: kernels by sweeps over all inputs, derivatives by Taylor series. */
import type { Program } from '../../network/program.ts';
import { sizeOf } from '../../network/tensor.ts';
import { type WeightProduct, weightProducts } from '../empirical-kernels/weight-products.ts';
import { fillGaussians } from '../random/fill.ts';
import { fillRademacher } from '../random/rademacher.ts';
import { type Direction, scaled } from '../taylor/direction.ts';
import { entriesOperator, type LinearOperator } from '../taylor/operators.ts';
import { RevealedGaussian } from '../taylor/revealed-gaussian.ts';
import { TaylorNetwork } from '../taylor/taylor-network.ts';
import { type DrawnKernelOptions, DrawnKernels, type Sampling, weightKey } from './drawn-kernels.ts';
import type { DrawnNetwork } from './observable.ts';
import type { ProbeLaw } from './probes.ts';

/** A matrix with this many rows and columns or fewer is drawn whole, unless told otherwise. */
const SMALL = 48;

export class DrawnNetworks {
  readonly #program: Program;
  readonly #options: DrawnKernelOptions;
  readonly #inputs: readonly Float64Array[];
  readonly #byParameter: ReadonlyMap<number, WeightProduct>;
  #kernels: DrawnKernels | undefined;

  constructor(program: Program, options: DrawnKernelOptions) {
    this.#program = program;
    this.#options = options;
    const { samples, inputs } = options;
    const width = program.inputs.length;
    this.#inputs = Array.from({ length: samples }, (_, a) => inputs.slice(a * width, (a + 1) * width));
    this.#byParameter = new Map([...weightProducts(program).values()].map((product) => [product.parameter, product]));
  }

  /** Draw number `draw`: a function of the seed, the label and the number. */
  draw(draw: number): DrawnNetwork {
    const rateOf = (parameter: number): number => this.#options.laws[parameter]!.rate;
    let taylor: TaylorNetwork | undefined;
    const lazily = (): TaylorNetwork => {
      taylor ??= new TaylorNetwork(this.#program, (parameter, product) => this.#weight(parameter, product, draw));
      return taylor;
    };
    return {
      count: this.#options.samples,
      inputs: this.#inputs,
      outputs: () => this.#drawnKernels().outputs(draw),
      ntk: () => this.#drawnKernels().kernels(draw).ntk,
      get taylor() {
        return lazily();
      },
      raise: (gradient) => scaled(gradient, rateOf),
      probe: (number, law = 'gaussian') => this.#probe(draw, number, law),
    };
  }

  #drawnKernels(): DrawnKernels {
    this.#kernels ??= new DrawnKernels(this.#program, this.#options);
    return this.#kernels;
  }

  #weight(parameter: number, product: WeightProduct | undefined, draw: number): LinearOperator | Float64Array {
    const { name } = this.#program.parameters[parameter]!;
    return this.#gaussian(parameter, product, draw, name, this.#options.laws[parameter]!.standardDeviation);
  }

  #gaussian(
    parameter: number,
    product: WeightProduct | undefined,
    draw: number,
    name: string,
    scale: number,
    law: ProbeLaw = 'gaussian',
  ): LinearOperator | Float64Array {
    const { seed, label, sampling } = this.#options;
    const entries = weightKey(seed, label, name, 'entries');
    const fill = (start: number, out: Float64Array): Float64Array => {
      if (law === 'gaussian') return fillGaussians(out, entries, { layer: draw, start, scale });
      fillRademacher(out, entries, { layer: draw, start });
      for (let i = 0; i < out.length; i++) out[i]! *= scale;
      return out;
    };
    if (product === undefined) return fill(0, new Float64Array(sizeOf(this.#program.parameters[parameter]!.shape)));
    const { rows, columns } = product;
    if (law !== 'rademacher' && isRevealed(rows, columns, sampling))
      return new RevealedGaussian(rows, columns, scale, weightKey(seed, label, name, 'revealed'), draw);
    return entriesOperator(rows, columns, fill);
  }

  #probe(draw: number, number: number, law: ProbeLaw): Direction {
    return new Map(
      this.#program.parameters.map(({ name }, parameter) => {
        const scale = Math.sqrt(this.#options.laws[parameter]!.rate);
        const product = this.#byParameter.get(parameter);
        return [parameter, this.#gaussian(parameter, product, draw, `${name} probe ${number}`, scale, law)];
      }),
    );
  }
}

const isRevealed = (rows: number, columns: number, sampling: Sampling): boolean =>
  sampling === 'auto' ? Math.min(rows, columns) > SMALL : sampling === 'conditional';
