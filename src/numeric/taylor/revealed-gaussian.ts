import type { Key } from '../../base/philox.ts';
import { fillGaussians } from '../random/fill.ts';
import { addTo, dot, type LinearOperator } from './operators.ts';

/** What of a vector is left beside those asked about before, below which it is taken for none. */
const NOTHING = 1e-11;

/**
 * A matrix of independent N(0, s²) that is drawn only as far as its products show it. For orthonormal q_1, …, q_k with
 * known W q_i and orthonormal u_1, …, u_m with known Wᵀ u_j, and a new unit vector q beside the q_i,
 *   W q = Σ_j u_j (Wᵀu_j · q) + s (g − Σ_j u_j (u_j · g)), g fresh Gaussians:
 * what the left products say about it, and a part independent of all that is known. The same with sides exchanged. So
 * any sequence of products, each chosen by what came before, has the law that it has for a whole matrix, at a cost
 * of O((rows + columns) · products) each.
 */
export class RevealedGaussian implements LinearOperator {
  readonly rows: number;
  readonly columns: number;
  readonly #standardDeviation: number;
  readonly #source: Key;
  readonly #layer: number;
  readonly #right: Known = { vectors: [], images: [] };
  readonly #left: Known = { vectors: [], images: [] };
  #drawn = 0;

  constructor(rows: number, columns: number, standardDeviation: number, source: Key, layer: number) {
    this.rows = rows;
    this.columns = columns;
    this.#standardDeviation = standardDeviation;
    this.#source = source;
    this.#layer = layer;
  }

  times(x: Float64Array): Float64Array {
    return this.#product(x, this.rows, this.#right, this.#left);
  }

  transposeTimes(u: Float64Array): Float64Array {
    return this.#product(u, this.columns, this.#left, this.#right);
  }

  #product(x: Float64Array, size: number, own: Known, across: Known): Float64Array {
    const rest = x.slice();
    const y = new Float64Array(size);
    const whole = dot(x, x);
    let left = whole;
    for (let pass = 0; pass < 2; pass++) {
      own.vectors.forEach((q, i) => {
        const c = dot(q, rest);
        addTo(rest, -c, q);
        addTo(y, c, own.images[i]!);
      });
      left = dot(rest, rest);
      // A second pass takes away what rounding left of the first, which matters only where little is left.
      if (left > whole / 2) break;
    }
    const length = Math.sqrt(left);
    if (!(length > NOTHING * Math.sqrt(whole))) return y;
    const unit = rest.map((entry) => entry / length);
    const image = this.#fresh(size);
    across.vectors.forEach((u, j) => {
      addTo(image, dot(across.images[j]!, unit) - dot(u, image), u);
    });
    own.vectors.push(unit);
    own.images.push(image);
    addTo(y, length, image);
    return y;
  }

  #fresh(size: number): Float64Array {
    const out = new Float64Array(size);
    fillGaussians(out, this.#source, { layer: this.#layer, start: this.#drawn, scale: this.#standardDeviation });
    this.#drawn += size;
    return out;
  }
}

interface Known {
  readonly vectors: Float64Array[];
  readonly images: Float64Array[];
}
