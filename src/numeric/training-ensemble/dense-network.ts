/** A dense network in parameters of unit variance: outputs, gradients and the tangent kernel, written out. */

export interface DenseArchitecture {
  /** σ_l of each hidden layer, the constant term first. */
  readonly activations: readonly (readonly number[])[];
  /** Of all hidden layers. */
  readonly width: number;
  /** s_l and t_l of the d + 1 layers. */
  readonly weightDeviations: readonly number[];
  readonly biasDeviations: readonly number[];
  /** One row an input. */
  readonly inputs: readonly (readonly number[])[];
}

interface Layer {
  readonly rows: number;
  readonly columns: number;
  /** s_l over √fan-in; the first layer's fan-in does not count. */
  readonly scale: number;
  readonly biasScale: number;
  readonly weights: number;
  readonly biases: number;
}

/**
 * z¹ = s_1 U x + t_1 b¹, z^{l+1} = s_{l+1} n^{−1/2} W^l σ_l(z^l) + t_{l+1} b^{l+1}, f = z^{d+1}, as `WideNetwork` has it. A
 * state holds U, W, … and the biases of layers with t_l > 0, layer after layer, rows after rows, biases after the weights.
 */
export class DenseNetwork {
  readonly parameters: number;
  readonly inputs: number;
  readonly #layers: readonly Layer[];
  readonly #activations: readonly (readonly number[])[];
  readonly #slopes: readonly (readonly number[])[];
  /** What enters each layer, its derivative by the layer before, and ∂f/∂z, [inputs][units]. */
  readonly #values: readonly Float64Array[];
  readonly #derivatives: readonly Float64Array[];
  readonly #deltas: readonly Float64Array[];
  readonly #outputs: Float64Array;

  constructor({ activations, width, weightDeviations, biasDeviations, inputs }: DenseArchitecture) {
    const depth = activations.length;
    let at = 0;
    this.#layers = Array.from({ length: depth + 1 }, (_, l): Layer => {
      const [rows, columns] = [l === depth ? 1 : width, l === 0 ? inputs[0]!.length : width];
      const weights = at;
      at += rows * columns;
      const biases = at;
      if (biasDeviations[l]! > 0) at += rows;
      const scale = weightDeviations[l]! / Math.sqrt(l === 0 ? 1 : width);
      return { rows, columns, scale, biasScale: biasDeviations[l]!, weights, biases };
    });
    this.parameters = at;
    this.inputs = inputs.length;
    this.#activations = activations;
    this.#slopes = activations.map((c) => c.slice(1).map((value, k) => (k + 1) * value));
    this.#values = this.#layers.map(({ columns }) => new Float64Array(inputs.length * columns));
    this.#values[0]!.set(inputs.flat());
    this.#derivatives = this.#layers.map(({ columns }) => new Float64Array(inputs.length * columns));
    this.#deltas = this.#layers.map(({ rows }) => new Float64Array(inputs.length * rows));
    this.#outputs = new Float64Array(inputs.length);
  }

  /** f at the first `count` inputs; a view that the next call writes over. */
  outputs(state: Float64Array, count: number = this.inputs): Float64Array {
    this.#layers.forEach((layer, l) => {
      const { rows, columns, scale, biasScale, weights, biases } = layer;
      const x = this.#values[l]!;
      const last = l === this.#layers.length - 1;
      const [sigma, slope] = last ? [undefined, undefined] : [this.#activations[l]!, this.#slopes[l]!];
      const [next, derivative] = last ? [this.#outputs, undefined] : [this.#values[l + 1]!, this.#derivatives[l + 1]!];
      for (let i = 0; i < rows; i++) {
        const row = weights + i * columns;
        const bias = biasScale > 0 ? biasScale * state[biases + i]! : 0;
        for (let a = 0; a < count; a++) {
          const z = scale * dot(state, row, x, a * columns, columns) + bias;
          if (sigma === undefined) next[a] = z;
          else {
            next[a * rows + i] = horner(sigma, z);
            derivative![a * rows + i] = horner(slope!, z);
          }
        }
      }
    });
    return this.#outputs;
  }

  /** out = −Σ_c r_c ∇f_c over the given training inputs, r_c = f_c − y_c; c < `count`. */
  descend(
    state: Float64Array,
    out: Float64Array,
    targets: readonly number[],
    batch: readonly number[],
    count: number,
  ): void {
    const f = this.outputs(state, count);
    this.#backward(state, batch, (c) => targets[c]! - f[c]!);
    this.#layers.forEach(({ rows, columns, scale, biasScale, weights, biases }, l) => {
      const [x, delta] = [this.#values[l]!, this.#deltas[l]!];
      for (let i = 0; i < rows; i++) {
        const row = weights + i * columns;
        out.fill(0, row, row + columns);
        let bias = 0;
        for (const c of batch) {
          const d = delta[c * rows + i]!;
          bias += d;
          const factor = scale * d;
          const from = c * columns;
          for (let j = 0; j < columns; j++) out[row + j]! += factor * x[from + j]!;
        }
        if (biasScale > 0) out[biases + i] = biasScale * bias;
      }
    });
  }

  /** f at all inputs and Θ(x_a, x_b), [inputs][count]: Σ_l (s² h_aᵀh_b/fan-in + t²) δ_aᵀδ_b over the layers. */
  observe(state: Float64Array, count: number): { readonly outputs: Float64Array; readonly kernel: Float64Array } {
    const outputs = this.outputs(state).slice();
    const all = Array.from({ length: this.inputs }, (_, a) => a);
    this.#backward(state, all, () => 1);
    const kernel = new Float64Array(this.inputs * count);
    this.#layers.forEach(({ rows, columns, scale, biasScale }, l) => {
      const [x, delta] = [this.#values[l]!, this.#deltas[l]!];
      for (let a = 0; a < this.inputs; a++)
        for (let b = 0; b < count; b++) {
          const forward = scale ** 2 * dot(x, a * columns, x, b * columns, columns) + biasScale ** 2;
          kernel[a * count + b]! += forward * dot(delta, a * rows, delta, b * rows, rows);
        }
    });
    return { outputs, kernel };
  }

  /** δ of each layer, weight(c) times ∂f_c/∂z, after a forward pass. */
  #backward(state: Float64Array, batch: readonly number[], weight: (c: number) => number): void {
    const last = this.#layers.length - 1;
    for (const c of batch) this.#deltas[last]![c] = weight(c);
    for (let l = last; l > 0; l--) {
      const { rows, columns, scale, weights } = this.#layers[l]!;
      const [delta, below, derivative] = [this.#deltas[l]!, this.#deltas[l - 1]!, this.#derivatives[l]!];
      for (const c of batch) below.fill(0, c * columns, (c + 1) * columns);
      for (let i = 0; i < rows; i++)
        for (const c of batch) {
          const factor = scale * delta[c * rows + i]!;
          const [row, to] = [weights + i * columns, c * columns];
          for (let j = 0; j < columns; j++) below[to + j]! += factor * state[row + j]!;
        }
      for (const c of batch) for (let j = c * columns; j < (c + 1) * columns; j++) below[j]! *= derivative[j]!;
    }
  }
}

function dot(x: Float64Array, i: number, y: Float64Array, j: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += x[i + k]! * y[j + k]!;
  return sum;
}

function horner(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k]!;
  return value;
}
