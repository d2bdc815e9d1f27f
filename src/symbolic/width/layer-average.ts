/**
 * The average of a monomial in A_ab = (1/n) Σ_i σ(z_a,i) σ(z_b,i) over one layer's neurons i, which are independent.
 *
 * Let κ be the joint cumulants of the products σ(z_a) σ(z_b) of one neuron. Cumulants add up over independent neurons,
 * so those of A are n^{1−k} κ for k factors, and E Π A = Σ over set partitions of the factors Π_blocks n^{1−|B|} κ(B).
 * Splitting off the block that holds the first factor gives both recursions,
 * κ(e) = μ(e) − Σ_B κ(B) μ(e − B) and E(e) = Σ_B n^{1−|B|} κ(B) E(e − B), with factors that are equal counted together.
 */
import type { Arithmetic, Scalar } from './arithmetic.ts';
import { degreesOf, type ExponentTable, edgesOf, type Multigraph } from './multigraphs.ts';

/** A polynomial in the covariances below: coefficients by the number of the monomial. */
export type Terms = Map<number, Float64Array>;

/** A polynomial whose coefficients are polynomials in 1/n with `length` coefficients. */
export interface Series {
  readonly length: number;
  readonly terms: Terms;
}

export interface LayerSpecification {
  readonly arithmetic: Arithmetic;
  /** The copies of the parameters. */
  readonly vertices: number;
  /** Monomials in the A of this layer, as multigraphs. */
  readonly graphs: ExponentTable;
  /** Monomials in what the moments are polynomials of. */
  readonly monomials: ExponentTable;
  /** E Π_a σ(z_a)^{q_a} of one neuron. */
  readonly moment: (powers: readonly number[]) => Terms;
  /** Powers of 1/n kept. */
  readonly seriesLength: number;
  /** 1/n where the width is a number; its powers are then multiplied in. */
  readonly inverseWidth: Scalar | undefined;
  /** Binomial coefficients of the arithmetic. */
  readonly binomial: (n: number, k: number) => Scalar;
}

export class LayerAverage {
  readonly #layer: LayerSpecification;
  readonly #cumulants = new Map<number, Terms>();
  readonly #averages = new Map<number, Series>();
  readonly #widthPowers: Scalar[] = [];

  constructor(layer: LayerSpecification) {
    this.#layer = layer;
  }

  /** E Π A^e. */
  average(graph: Multigraph): Series {
    const { graphs, arithmetic } = this.#layer;
    const number = graphs.number(graph);
    const known = this.#averages.get(number);
    if (known !== undefined) return known;
    const edges = edgesOf(graph);
    const average: Series =
      edges === 0 ? { length: 1, terms: this.#one() } : { length: this.#lengthFor(edges), terms: new Map() };
    if (edges > 0) {
      // Of a numeric width all powers are kept, as one number.
      const numeric = this.#layer.inverseWidth !== undefined;
      this.#forEachBlock(graph, numeric ? edges : this.#layer.seriesLength, (block, rest, multiplicity, size) => {
        const factor = numeric ? arithmetic.multiplyScalars(multiplicity, this.#widthPower(size - 1)) : multiplicity;
        this.#addProducts(average, this.#cumulant(block), this.average(rest), factor, numeric ? 0 : size - 1);
      });
    }
    this.#settle(average.terms);
    this.#averages.set(number, average);
    return average;
  }

  #cumulant(graph: Multigraph): Terms {
    const { graphs, arithmetic, vertices, moment } = this.#layer;
    const number = graphs.number(graph);
    const known = this.#cumulants.get(number);
    if (known !== undefined) return known;
    const terms: Terms = new Map();
    for (const [monomial, coefficient] of moment(degreesOf(graph, vertices))) terms.set(monomial, coefficient.slice());
    const edges = edgesOf(graph);
    const cumulant: Series = { length: 1, terms };
    this.#forEachBlock(graph, edges - 1, (block, rest, multiplicity) => {
      const below = { length: 1, terms: moment(degreesOf(rest, vertices)) };
      this.#addProducts(cumulant, this.#cumulant(block), below, arithmetic.negative(multiplicity), 0);
    });
    this.#settle(terms);
    this.#cumulants.set(number, terms);
    return terms;
  }

  #addProducts(target: Series, a: Terms, b: Series, factor: Scalar, shift: number): void {
    const { arithmetic, monomials } = this.#layer;
    for (const [u, x] of a)
      for (const [v, y] of b.terms) {
        const product = monomials.product(u, v);
        let sum = target.terms.get(product);
        if (sum === undefined) {
          sum = arithmetic.zeros(target.length);
          target.terms.set(product, sum);
        }
        arithmetic.addProduct(sum, target.length, x, y, b.length, factor, arithmetic.keepsSeries ? shift : 0);
      }
  }

  /** Every block of at most `largest` factors that holds the first one; `block` and `rest` are fresh arrays. */
  #forEachBlock(
    graph: Multigraph,
    largest: number,
    visit: (block: Multigraph, rest: Multigraph, multiplicity: Scalar, size: number) => void,
  ): void {
    const { arithmetic, binomial } = this.#layer;
    if (largest < 1) return;
    const places: number[] = [];
    graph.forEach((count, place) => {
      if (count > 0) places.push(place);
    });
    const block = new Uint16Array(graph.length);
    const choose = (at: number, size: number, multiplicity: Scalar): void => {
      if (at === places.length) {
        visit(
          block.slice(),
          graph.map((count, i) => count - block[i]!),
          multiplicity,
          size,
        );
        return;
      }
      const place = places[at]!;
      const count = graph[place]!;
      const first = at === 0 ? 1 : 0;
      for (let taken = first; taken <= count && size + taken <= largest; taken++) {
        block[place] = taken;
        const ways = binomial(count - first, taken - first);
        const all = taken === first || taken === count;
        choose(at + 1, size + taken, all ? multiplicity : arithmetic.multiplyScalars(multiplicity, ways));
      }
      block[place] = 0;
    };
    choose(0, 0, binomial(0, 0));
  }

  #lengthFor(edges: number): number {
    const { arithmetic, seriesLength, inverseWidth } = this.#layer;
    return arithmetic.keepsSeries && inverseWidth === undefined ? Math.min(edges, seriesLength) : 1;
  }

  #one(): Terms {
    const { arithmetic, binomial } = this.#layer;
    return new Map([[0, arithmetic.constant(binomial(0, 0), 1)]]);
  }

  #widthPower(exponent: number): Scalar {
    const { arithmetic, binomial, inverseWidth } = this.#layer;
    while (this.#widthPowers.length <= exponent) {
      const last = this.#widthPowers.at(-1);
      this.#widthPowers.push(last === undefined ? binomial(0, 0) : arithmetic.multiplyScalars(last, inverseWidth!));
    }
    return this.#widthPowers[exponent]!;
  }

  #settle(terms: Terms): void {
    const { arithmetic } = this.#layer;
    for (const [monomial, coefficient] of terms) {
      arithmetic.settle(coefficient);
      if (arithmetic.isZero(coefficient)) terms.delete(monomial);
    }
  }
}
