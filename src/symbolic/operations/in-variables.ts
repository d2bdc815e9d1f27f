import type { Polynomial } from '../polynomial.ts';
import { ringOver } from './common-ring.ts';

/** The same polynomial in a list of variables that has all of its own. */
export function inVariables(f: Polynomial, variables: readonly string[]): Polynomial {
  if (f.variables.length === variables.length && f.variables.every((name, i) => name === variables[i])) return f;
  const { lift, lower } = ringOver(variables);
  return lower(lift(f));
}
