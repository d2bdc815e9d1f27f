/** What a moment will take, before it starts: counts of multigraphs, no polynomial formed. */
import type { Rational } from '../../base/rational.ts';
import type { Axis } from './arithmetic.ts';
import { pairCount, pairsOf } from './multigraphs.ts';
import type { Problem } from './problem.ts';
import { isInterchangeable } from './symmetry.ts';

export interface MomentSize {
  /** Pairs of a block of factors and the rest, over all layers, about. */
  readonly blocks: number;
  /** Products of two coefficients modulo one prime, about; rather too many than too few. */
  readonly products: number;
  /** Memory at the peak, estimated. */
  readonly bytes: number;
}

const LARGEST_TABLE = 3e7;
const LARGEST_DEGREE = 200;
/** Primes of 26 bits that a typical job needs. */
const TYPICAL_LANES = 6;
/** A number in a map, with the object around it. */
const BYTES_PER_ENTRY = 120;
/** What an entry of a table of moments costs, with its lookups. */
const PRODUCTS_PER_MOMENT = 20;

/**
 * Let G(q) be the number of multigraphs with degrees q. A layer averages monomials in A, multigraphs of degrees up to
 * r, the product of the degrees of the activations above it; it visits at most Σ_{q + q' ≤ r} G(q) G(q') blocks, each a
 * product of polynomials whose terms are counted by G again. Orbits under the symmetries of the problem are about as many
 * times fewer as there are symmetries; twice that is allowed for those that some symmetry fixes.
 */
export function momentSize(
  problem: Problem,
  axes: ReadonlyMap<string, Axis>,
  total: number,
  symmetries: number,
): MomentSize {
  const { network, factors: vertices, pairs } = problem;
  const depth = network.activations.length;
  const degrees = new Array<number>(depth).fill(1);
  for (let layer = depth - 2; layer >= 0; layer--)
    degrees[layer] = degrees[layer + 1]! * Math.max(1, network.activations[layer + 1]!.length - 1);
  const largest = degrees[0]!;
  if (largest > LARGEST_DEGREE || (largest + 1) ** vertices * pairCount(vertices) > LARGEST_TABLE) {
    // At least one multigraph for every even sequence of degrees, so this many blocks at the least.
    const blocks = (((largest + 1) * (largest + 2)) / 2) ** vertices / 4;
    return { blocks, products: blocks, bytes: BYTES_PER_ENTRY * (largest + 1) ** vertices };
  }

  const counts = multigraphCounts(vertices, largest);
  const cumulative = prefixSums(counts, vertices, largest);
  const orders = pairs.map(({ order }) => order);
  const box = orders.reduce((size, order) => size * (order + 1), 1);
  const kept = orders.reduce((size, order) => (size * ((order + 1) * (order + 2))) / 2, 1);
  const placeOf = (values: readonly number[]): number => values.reduce((at, x) => at * (largest + 1) + x, 0);
  const orbits = Math.min(1, 2 / symmetries);
  let blocks = 0;
  let products = 0;
  let bytes = 0;
  for (let layer = 0; layer < depth; layer++) {
    const activation = network.activations[layer]!;
    const degree = activation.length - 1;
    const monomial = activation.filter(({ numerator }) => numerator !== 0n).length <= 1;
    const width = network.widths[layer]!;
    const length = typeof width === 'string' ? axes.get(width)!.length : Infinity;
    const series = typeof width === 'string' ? Math.min(length, Math.max(1, problem.edges[layer]!)) : 1;
    const terms = (q: readonly number[]): number => {
      if (layer > 0) {
        const below = placeOf(q.map((x) => x * degree));
        return monomial ? counts[below]! : cumulative[below]!;
      }
      const half = Math.floor((degree * q.reduce((sum, x) => sum + x, 0)) / 2);
      return binomial(half + problem.symbols.length - (monomial ? 1 : 0), problem.symbols.length - (monomial ? 1 : 0));
    };
    const size = layerSize(vertices, largest, degrees[layer]!, counts, terms, length);
    const each = layer === 0 ? kept : 1;
    // Averages themselves are shared by an orbit in the first layer only, and where nothing is contracted.
    const alike = layer === 0 && pairs.length === 0;
    const subgraphs = 2 ** Math.min(60, problem.edges[layer]!);
    const shared = alike ? orbits : layer === 0 ? 1 : Math.min(1, orbits * subgraphs);
    const sharedMoments = alike && isInterchangeable(problem) ? orbits : 1;
    const middle = new Array<number>(vertices).fill(Math.ceil(degrees[layer]! / 2));
    const moments =
      layer === 0
        ? momentEntries(vertices, degrees[0]!, activation) * terms(middle) * box * sharedMoments
        : cumulative[placeOf(new Array<number>(vertices).fill(degree * degrees[layer]!))]! * (degrees[layer]! + 1);
    products += moments * PRODUCTS_PER_MOMENT;
    bytes += moments * 8 * TYPICAL_LANES;
    blocks += shared * size.blocks;
    products += shared * size.products * each * series;
    const state = layer === 0 ? 0 : terms(new Array<number>(vertices).fill(degrees[layer]!));
    bytes += shared * size.held * ((layer === 0 ? box : 1) * (series + 1) * 8 * TYPICAL_LANES + BYTES_PER_ENTRY);
    bytes += state * (box * total * 8 * TYPICAL_LANES + BYTES_PER_ENTRY);
    // Each term's orbit is looked for, then each representative's average is taken.
    products += state * (symmetries > 1 ? 4 * symmetries : 1) + state * orbits * size.graphs * box * total;
  }
  return { blocks, products, bytes };
}

/**
 * Moments E Π z^p and those on the way to E Π σ(z)^q: each vertex has a power up to r or a degree up to D r, of one
 * parity for an even or odd activation.
 */
function momentEntries(vertices: number, r: number, activation: readonly Rational[]): number {
  const largest = r * (activation.length - 1);
  const powers = activation.flatMap(({ numerator }, power) => (numerator === 0n ? [] : [power]));
  let entries = (largest + 1) ** vertices / 2;
  if (powers.length <= 1) return entries;
  const definite = powers.every((power) => power % 2 === powers[0]! % 2);
  const degrees = definite ? Math.floor(largest / 2) + 1 : largest + 1;
  for (let left = 1; left <= vertices; left++) entries += (r + 1) ** left * degrees ** (vertices - left + 1);
  return entries;
}

function layerSize(
  vertices: number,
  largest: number,
  degree: number,
  counts: Float64Array,
  terms: (q: readonly number[]) => number,
  longest: number,
): { blocks: number; products: number; held: number; graphs: number } {
  const side = degree + 1;
  const size = side ** vertices;
  const graphs = new Float64Array(size);
  const weighted = new Float64Array(size);
  const q = new Array<number>(vertices).fill(0);
  const half = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    let rest = at;
    let place = 0;
    for (let a = 0; a < vertices; a++) {
      const unit = side ** (vertices - 1 - a);
      q[a] = Math.floor(rest / unit);
      rest -= q[a]! * unit;
      place = place * (largest + 1) + q[a]!;
    }
    graphs[at] = counts[place]!;
    weighted[at] = graphs[at]! === 0 ? 0 : graphs[at]! * terms(q);
    half[at] = q.reduce((sum, x) => sum + x, 0) / 2;
  }
  const allGraphs = prefixSums(graphs, vertices, degree);
  const allWeighted = prefixSums(weighted, vertices, degree);
  let blocks = 0;
  let products = 0;
  for (let at = 0; at < size; at++) {
    if (half[at]! > longest) continue;
    // The place of degree − q is the mirror image.
    blocks += graphs[at]! * allGraphs[size - 1 - at]!;
    products += weighted[at]! * allWeighted[size - 1 - at]!;
  }
  return { blocks, products, held: allWeighted[size - 1]!, graphs: graphs[size - 1]! };
}

/** The number of multigraphs with each sequence of degrees up to `largest`: the coefficients of Π_{a≤b} 1/(1 − x_a x_b). */
export function multigraphCounts(vertices: number, largest: number): Float64Array {
  const side = largest + 1;
  const counts = new Float64Array(side ** vertices);
  counts[0] = 1;
  const unit = Array.from({ length: vertices }, (_, a) => side ** (vertices - 1 - a));
  for (const [a, b] of pairsOf(vertices)) {
    const step = unit[a]! + unit[b]!;
    const needed = a === b ? 2 : 1;
    for (let at = step; at < counts.length; at++) {
      const [x, y] = [Math.floor(at / unit[a]!) % side, Math.floor(at / unit[b]!) % side];
      if (x >= needed && y >= needed) counts[at]! += counts[at - step]!;
    }
  }
  return counts;
}

/** Sums over all q' ≤ q. */
function prefixSums(values: Float64Array, vertices: number, largest: number): Float64Array {
  const sums = values.slice();
  const side = largest + 1;
  for (let unit = 1, a = 0; a < vertices; a++, unit *= side)
    for (let at = unit; at < sums.length; at++) if (Math.floor(at / unit) % side > 0) sums[at]! += sums[at - unit]!;
  return sums;
}

function binomial(n: number, k: number): number {
  if (k <= 0) return 1;
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}
