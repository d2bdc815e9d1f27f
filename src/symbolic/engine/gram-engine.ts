/**
 * Expansion by coefficients: every hidden layer's polynomials stand as a matrix [monomial][neuron], and the last
 * activation and layer together are a Gram matrix, Σ_j w_j h_j² = Σ_{m, m'} (Σ_j w_j h_jm h_jm') m m', summed over the
 * neurons before it is scattered onto monomials. For chains with activations of degree up to 4.
 */
import type { ChainLayer } from './chain.ts';
import { binomial } from './dense-order.ts';
import { type Numbers, PreparedGram, type Stage } from './prepared-gram.ts';
import { polynomialOrder } from './product-indices.ts';
import type { ResidueEngine } from './residue-engine.ts';

const LARGEST_ACTIVATION = 4;
/** A scattered product costs about this many multiply-adds. */
const SCATTER = 3;
/** Tables of product positions beyond this many entries are not worth their memory. */
const LARGEST_TABLE = 2e7;

export interface GramOptions {
  readonly variables: number;
  /** The outputs wanted, by index. */
  readonly outputs: readonly number[];
  /** The common denominator of each. */
  readonly denominators: readonly bigint[];
}

/** Undefined when an activation has a degree over 4, or tables would be too large. */
export function gramEngine(
  layers: readonly ChainLayer[],
  { variables, outputs, denominators }: GramOptions,
): ResidueEngine | undefined {
  if (layers.length < 2) return undefined;
  const last = layers.at(-1)!;
  const stages: Stage[] = [];
  let degree = 1;
  let cost = 0;
  for (const [index, layer] of layers.entries()) {
    const final = index === layers.length - 1;
    const inputs = layer.weight.shape[1]!;
    const rows = final ? outputs : undefined;
    const width = rows?.length ?? layer.weight.shape[0]!;
    const activation = final ? 0 : (layer.activation?.length ?? 2) - 1;
    if (!final && (activation < 1 || activation > LARGEST_ACTIVATION)) return undefined;
    const monomials = binomial(variables + degree, degree);
    if (!final && pairCount(variables, degree, activation) > LARGEST_TABLE) return undefined;
    stages.push({
      degree,
      monomials,
      inputs,
      width,
      activation,
      weights: selectRows(layer.weight.entries, inputs, rows),
      bias: selectRows(layer.bias?.entries ?? new Array<number>(layer.weight.shape[0]!).fill(0), 1, rows),
      coefficients: final ? undefined : (layer.activation ?? [0, 1]),
    });
    if (!final) {
      const pairs = pairCount(variables, degree, activation);
      const before = layers[index + 1]!.weight.shape[0]!;
      const explicit =
        pairs * width * SCATTER +
        binomial(variables + degree * activation, degree * activation) *
          width *
          (index === layers.length - 2 ? outputs.length : before);
      const fused = pairs * (width + SCATTER) * outputs.length;
      cost += index === layers.length - 2 ? Math.min(explicit, fused) : explicit;
      degree *= activation;
    }
  }
  const entries = binomial(variables + degree, degree) * outputs.length;
  const stage = stages.at(-2)!;
  const pairs = pairCount(variables, stage.degree, stage.activation);
  const fused =
    pairs * (stage.width + SCATTER) * outputs.length <= pairs * stage.width * SCATTER + entries * stage.width;
  return {
    name: 'gram',
    cost,
    entries,
    worksOnIntegers: true,
    summands: Math.max(2, ...stages.slice(1).map(({ inputs }) => inputs)),
    order: () => outputOrder(polynomialOrder(variables, degree), outputs.length, fused || last.weight.shape[0] === 1),
    prepare: (kernel) => new PreparedGram(kernel, stages, variables, denominators, fused),
  };
}

/** Products of two monomials that an activation of degree r takes. */
function pairCount(variables: number, degree: number, r: number): number {
  const count = (g: number): number => binomial(variables + g * degree, g * degree);
  const square = (count(1) * (count(1) + 1)) / 2;
  if (r < 2) return 0;
  if (r === 2) return square;
  return square + count(1) * count(2) + (r === 4 ? (count(2) * (count(2) + 1)) / 2 : 0);
}

function selectRows(data: Numbers, length: number, rows: readonly number[] | undefined): Numbers {
  return rows === undefined ? data : rows.flatMap((row) => Array.from({ length }, (_, i) => data[row * length + i]!));
}

/** The order of several outputs, which stand one after another, or side by side at each monomial. */
function outputOrder(order: Int32Array, outputs: number, oneAfterAnother: boolean): Int32Array {
  if (outputs === 1) return order;
  const n = order.length;
  return Int32Array.from({ length: n * outputs }, (_, e) => {
    const [t, o] = oneAfterAnother ? [e % n, Math.floor(e / n)] : [Math.floor(e / outputs), e % outputs];
    return o * n + order[t]!;
  });
}
