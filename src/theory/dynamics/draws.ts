/** Gaussian and χ² draws, one after another, from a key. */
import type { Key } from '../../base/philox.ts';
import { fillGaussians, fillUniforms } from '../../numeric/random/fill.ts';
import { logarithm } from '../../numeric/random/logarithm.ts';

const BUFFER = 4096;

export class Draws {
  readonly #source: Key;
  readonly #layer: number;
  readonly #gaussians = new Float64Array(BUFFER);
  readonly #uniforms = new Float64Array(BUFFER);
  #gaussiansTaken = 0;
  #uniformsTaken = 0;

  /** The draws of stream `source` at layers 2 `run` and 2 `run` + 1. */
  constructor(source: Key, run: number) {
    this.#source = source;
    this.#layer = 2 * run;
  }

  gaussian(): number {
    const at = this.#gaussiansTaken++ % BUFFER;
    if (at === 0) fillGaussians(this.#gaussians, this.#source, { layer: this.#layer, start: this.#gaussiansTaken - 1 });
    return this.#gaussians[at]!;
  }

  uniform(): number {
    const at = this.#uniformsTaken++ % BUFFER;
    if (at === 0)
      fillUniforms(this.#uniforms, this.#source, { layer: this.#layer + 1, start: this.#uniformsTaken - 1 });
    return this.#uniforms[at]!;
  }

  /**
   * χ² with an integer number of degrees of freedom, exactly in law: squares of Gaussians up to 2, beyond by rejection.
   * [Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000)]
   */
  chiSquare(degrees: number): number {
    if (degrees <= 2) {
      let sum = 0;
      for (let i = 0; i < degrees; i++) sum += this.gaussian() ** 2;
      return sum;
    }
    const d = degrees / 2 - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.gaussian();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root ** 3;
      const u = 1 - this.uniform();
      if (logarithm(u) < 0.5 * x * x + d - d * v + d * logarithm(v)) return 2 * d * v;
    }
  }
}
