import type { Direction } from '../taylor/direction.ts';
import type { TaylorNetwork } from '../taylor/taylor-network.ts';

/** One network drawn at random, at some inputs; what is asked for is computed. */
export interface DrawnNetwork {
  /** How many inputs. */
  readonly count: number;
  /** f at every input. */
  outputs(): Float64Array;
  /** Θ between all inputs, row-major. Its draw agrees with that of `outputs`. */
  ntk(): Float64Array;
  /** The network as a Taylor series in its weights; a draw of its own. */
  readonly taylor: TaylorNetwork;
  readonly inputs: readonly Float64Array[];
  /** A gradient with every part times the weight's rate: a direction to move in. */
  raise(gradient: Direction): Direction;
  /** A random direction ξ with E ξ_μ ξ_ν = rate_μ δ_μν, independent for every `number`. */
  probe(number: number): Direction;
}

/** What is reported of a measured quantity. */
export interface Statistic {
  readonly name: string;
  /** Its position in what `measure` returns. */
  readonly quantity: number;
  readonly kind: 'mean' | 'variance';
}

/** What is measured of drawn networks. A new one is one file in `observables/`. */
export interface Observable {
  readonly name: string;
  /** One line: what it measures. */
  readonly summary: string;
  /** For a number of inputs. */
  statistics(inputs: number): readonly Statistic[];
  /** In each draw. */
  measure(network: DrawnNetwork): readonly number[];
  /** Whether outputs are all that it asks for. */
  readonly outputsOnly: boolean;
  /** Whether Θ is all that it asks for. */
  readonly kernelsOnly?: boolean;
}

/** Pairs a ≤ b of inputs, counted from 1 in names. */
export function pairs(inputs: number): readonly { readonly a: number; readonly b: number; readonly name: string }[] {
  return Array.from({ length: inputs }, (_, a) =>
    Array.from({ length: inputs - a }, (_, k) => ({ a, b: a + k, name: `${a + 1},${a + k + 1}` })),
  ).flat();
}
