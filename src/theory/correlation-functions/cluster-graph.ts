import { type CorrelationFunction, contractionsOf } from './correlation-function.ts';

/** The tensors as vertices, an edge where two share an index. */
export interface ClusterGraph {
  readonly vertices: number;
  /** Pairs a ≤ b with the indices that they share; a trace is a loop. */
  readonly edges: readonly { readonly pair: readonly [number, number]; readonly indices: readonly string[] }[];
  /** The vertices of each connected component. */
  readonly components: readonly (readonly number[])[];
  /** n_e and n_o: components of even and of odd size. */
  readonly even: number;
  readonly odd: number;
}

export function clusterGraph(correlation: CorrelationFunction): ClusterGraph {
  const { tensors } = correlation;
  const edges = new Map<string, { pair: readonly [number, number]; indices: string[] }>();
  const component = tensors.map((_, tensor) => tensor);
  const root = (tensor: number): number => (component[tensor] === tensor ? tensor : root(component[tensor]!));
  const names = [...new Set(tensors.flatMap(({ indices }) => indices))];
  for (const index of names) {
    const [a = 0, b = a] = tensors.flatMap(({ indices }, tensor) =>
      indices.flatMap((i) => (i === index ? [tensor] : [])),
    );
    const name = `${a},${b}`;
    const edge = edges.get(name) ?? { pair: [a, b] as const, indices: [] };
    edge.indices.push(index);
    edges.set(name, edge);
    component[root(b)] = root(a);
  }
  const members = new Map<number, number[]>();
  tensors.forEach((_, tensor) => {
    members.set(root(tensor), [...(members.get(root(tensor)) ?? []), tensor]);
  });
  const components = [...members.values()];
  const even = components.filter(({ length }) => length % 2 === 0).length;
  return { vertices: tensors.length, edges: [...edges.values()], components, even, odd: components.length - even };
}

/**
 * s_C = n_e + (n_o − m)/2: the correlation function is O(n^{s_C}). A conjecture of Dyer & Gur-Ari (arXiv:1909.11304,
 * conjecture 1), proved for polynomial activations by Aitken & Gur-Ari (arXiv:2006.06687).
 */
export function predictedExponent(correlation: CorrelationFunction): number {
  const { vertices, even, odd } = clusterGraph(correlation);
  return even + (odd - vertices) / 2;
}

/** For an odd number of tensors: f changes sign with its last weights and biases, so the mean is zero. */
export const vanishesByParity = (correlation: CorrelationFunction): boolean => correlation.tensors.length % 2 === 1;

/** The number of contracted indices. */
export const contractionCount = (correlation: CorrelationFunction): number => contractionsOf(correlation).length;
