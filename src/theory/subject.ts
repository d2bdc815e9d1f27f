/** The network that claims are about, with what several of them need computed once. */
import { type Progress, silent } from '../base/progress.ts';
import { type Network, outputNames, trace } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { expand } from '../symbolic/expand.ts';
import type { PolynomialMap } from '../symbolic/polynomial-map.ts';

export interface Subject {
  readonly network: Network;
  readonly program: Program;
  readonly outputs: readonly string[];
  /** The explicit polynomials. Throws what `expand` throws. */
  expansion(progress?: Progress): PolynomialMap;
  /** The SHA-256 of the polynomials' file, where they are kept in one. */
  readonly polynomialHash?: () => string;
}

/** A network as claims take it; it is expanded when first asked for, and once. */
export function subjectOf(network: Network): Subject {
  const program = trace(network);
  let expansion: PolynomialMap | undefined;
  return {
    network,
    program,
    outputs: outputNames(network, program),
    expansion(progress = silent) {
      expansion ??= expand(network, { progress });
      return expansion;
    },
  };
}
