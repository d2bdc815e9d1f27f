/**
 * Monomials in the entries of a symmetric m × m matrix, read as multigraphs on m vertices: the exponent of A_ab is the
 * number of edges between a and b, that of A_aa the number of loops at a.
 */

/** How often each edge occurs, by the numbering of {@link pairIndex}. */
export type Multigraph = Uint16Array;

/** The number of pairs a ≤ b of m vertices. */
export const pairCount = (vertices: number): number => (vertices * (vertices + 1)) / 2;

/** The place of the pair {a, b} among (0,0), (0,1), (1,1), (0,2), (1,2), (2,2), … */
export const pairIndex = (a: number, b: number): number => (a < b ? (b * (b + 1)) / 2 + a : (a * (a + 1)) / 2 + b);

/** The pairs a ≤ b by their index. */
export function pairsOf(vertices: number): readonly (readonly [number, number])[] {
  return Array.from({ length: vertices }, (_, b) =>
    Array.from({ length: b + 1 }, (_, a): [number, number] => [a, b]),
  ).flat();
}

/** The degree of each vertex; a loop counts twice. */
export function degreesOf(graph: Multigraph, vertices: number): number[] {
  const degrees = new Array<number>(vertices).fill(0);
  let i = 0;
  for (let b = 0; b < vertices; b++)
    for (let a = 0; a <= b; a++, i++) {
      degrees[a]! += graph[i]!;
      degrees[b]! += graph[i]!;
    }
  return degrees;
}

/** The number of edges, loops counted once. */
export function edgesOf(graph: Multigraph): number {
  let edges = 0;
  for (const count of graph) edges += count;
  return edges;
}

/** Every multigraph with the given degrees. The array passed to `visit` is used again. */
export function forEachMultigraph(degrees: readonly number[], visit: (graph: Multigraph) => void): void {
  const vertices = degrees.length;
  const left = [...degrees];
  const graph = new Uint16Array(pairCount(vertices));
  // Vertices from the last to the first; the partners b ≤ a of each.
  const place = (a: number, b: number): void => {
    if (a < 0) {
      visit(graph);
      return;
    }
    if (b < 0) {
      if (left[a] === 0) place(a - 1, a - 1);
      return;
    }
    const i = pairIndex(a, b);
    const most = a === b ? left[a]! >> 1 : Math.min(left[a]!, left[b]!);
    for (let count = 0; count <= most; count++) {
      graph[i] = count;
      left[a]! -= count;
      left[b]! -= count;
      place(a, b - 1);
      left[a]! += count;
      left[b]! += count;
    }
    graph[i] = 0;
  };
  place(vertices - 1, vertices - 1);
}

/** Exponent vectors of one length, numbered as they turn up. */
export class ExponentTable {
  readonly length: number;
  readonly #numbers = new Map<string, number>();
  readonly #exponents: Uint16Array[] = [];
  readonly #products = new Map<number, number>();

  constructor(length: number) {
    this.length = length;
    this.number(new Uint16Array(length));
  }

  /** The number of an exponent vector; 0 for the monomial 1. */
  number(exponents: Uint16Array): number {
    const name = String.fromCharCode.apply(null, exponents as unknown as number[]);
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#exponents.length;
      this.#numbers.set(name, number);
      this.#exponents.push(exponents.slice());
    }
    return number;
  }

  exponents(number: number): Uint16Array {
    return this.#exponents[number]!;
  }

  /** The product of two monomials. */
  product(a: number, b: number): number {
    if (a === 0) return b;
    if (b === 0) return a;
    const name = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
    let product = this.#products.get(name);
    if (product === undefined) {
      const [u, v] = [this.#exponents[a]!, this.#exponents[b]!];
      product = this.number(u.map((exponent, i) => exponent + v[i]!));
      this.#products.set(name, product);
    }
    return product;
  }
}
