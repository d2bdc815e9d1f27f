/**
 * The average of a monomial in A_ab = (1/n) Σ_i σ(z_a,i) σ(z_b,i) over one layer's neurons i, which are independent.
 *
 * Let κ be the joint cumulants of the products σ(z_a) σ(z_b) of one neuron. Cumulants add up over independent neurons,
 * so those of A are n^{1−k} κ for k factors, and E Π A = Σ over set partitions of the factors Π_blocks n^{1−|B|} κ(B).
 * Splitting off the block that holds the first factor gives both recursions,
 * κ(e) = μ(e) − Σ_B κ(B) μ(e − B) and E(e) = Σ_B n^{1−|B|} κ(B) E(e − B), with factors that are equal counted together.
 */
import type { Arithmetic, Scalar } from './arithmetic.ts';
import { degreesOf, type ExponentTable, edgesOf } from './multigraphs.ts';

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
  /** A multigraph with the same average and cumulant, one for all such; undefined where each has its own. */
  readonly representative: ((graph: number) => number) | undefined;
  /** Binomial coefficients of the arithmetic. */
  readonly binomial: (n: number, k: number) => Scalar;
}

export class LayerAverage {
  readonly #layer: LayerSpecification;
  /** By the number of the multigraph. */
  readonly #moments: Terms[] = [];
  readonly #cumulants: Terms[] = [];
  readonly #averages: Series[] = [];
  readonly #widthPowers: Scalar[] = [];

  constructor(layer: LayerSpecification) {
    this.#layer = layer;
  }

  /** E Π A^e, for the number of e. */
  average(of: number): Series {
    const graph = this.#representative(of);
    const known = this.#averages[graph];
    if (known !== undefined) return known;
    const { graphs, arithmetic } = this.#layer;
    const edges = edgesOf(graphs.exponents(graph));
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
    this.#averages[graph] = average;
    return average;
  }

  #representative(graph: number): number {
    return this.#layer.representative === undefined ? graph : this.#layer.representative(graph);
  }

  #moment(graph: number): Terms {
    const { graphs, vertices, moment } = this.#layer;
    this.#moments[graph] ??= moment(degreesOf(graphs.exponents(graph), vertices));
    return this.#moments[graph];
  }

  #cumulant(of: number): Terms {
    const graph = this.#representative(of);
    const known = this.#cumulants[graph];
    if (known !== undefined) return known;
    const { graphs, arithmetic } = this.#layer;
    const terms: Terms = new Map();
    for (const [monomial, coefficient] of this.#moment(graph)) terms.set(monomial, coefficient.slice());
    const cumulant: Series = { length: 1, terms };
    this.#forEachBlock(graph, edgesOf(graphs.exponents(graph)) - 1, (block, rest, multiplicity) => {
      const below = { length: 1, terms: this.#moment(rest) };
      this.#addProducts(cumulant, this.#cumulant(block), below, arithmetic.negative(multiplicity), 0);
    });
    this.#settle(terms);
    this.#cumulants[graph] = terms;
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

  /** Every block of at most `largest` factors that holds the first one, with the rest, by their numbers. */
  #forEachBlock(
    graph: number,
    largest: number,
    visit: (block: number, rest: number, multiplicity: Scalar, size: number) => void,
  ): void {
    const { graphs, arithmetic, binomial } = this.#layer;
    if (largest < 1) return;
    const counts = graphs.exponents(graph);
    const places: number[] = [];
    counts.forEach((count, place) => {
      if (count > 0) places.push(place);
    });
    const block = new Uint16Array(counts.length);
    const rest = counts.slice();
    const choose = (at: number, size: number, multiplicity: Scalar): void => {
      if (at === places.length) {
        visit(graphs.number(block), graphs.number(rest), multiplicity, size);
        return;
      }
      const place = places[at]!;
      const count = counts[place]!;
      const first = at === 0 ? 1 : 0;
      for (let taken = first; taken <= count && size + taken <= largest; taken++) {
        block[place] = taken;
        rest[place] = count - taken;
        const whole = taken === first || taken === count;
        const ways = whole
          ? multiplicity
          : arithmetic.multiplyScalars(multiplicity, binomial(count - first, taken - first));
        choose(at + 1, size + taken, ways);
      }
      block[place] = 0;
      rest[place] = count;
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
