import type { Formula } from './formula.ts';

/** A function that can be written in a formula. A new one is one file in `functions/`. */
export interface FunctionDefinition {
  /** The first is the usual name. */
  readonly names: readonly string[];
  /** The least and the greatest number of arguments; one argument unless given. */
  readonly arguments?: readonly [number, number];
  readonly meaning: string;
  build(args: readonly Formula[]): Formula;
}
