/** The expansion on several threads, from the library's exports. */
import type { Network } from '../../src/network/network.ts';
import type { ExpandOptions } from '../../src/symbolic/expand.ts';
import type { PolynomialMap } from '../../src/symbolic/polynomial-map.ts';

export type ParallelExpansion = (
  network: Network,
  options: ExpandOptions & { readonly threads: number },
) => Promise<PolynomialMap>;

/** `expandInParallel`; undefined in a library without it, for which the benchmark says so. */
export async function parallelExpansion(): Promise<ParallelExpansion | undefined> {
  const library: object = await import('../../src/symbolic/index.ts');
  return 'expandInParallel' in library ? (library.expandInParallel as ParallelExpansion) : undefined;
}
