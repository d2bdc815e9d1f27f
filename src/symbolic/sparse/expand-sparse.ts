/** Expansion by sparse polynomials: the program evaluated over Q[x] with packed terms. For symbolic weights and sparse networks. */
import { exactValue } from '../../base/coefficient.ts';
import type { Progress } from '../../base/progress.ts';
import { bitLength } from '../../base/rational.ts';
import type { Program } from '../../network/program.ts';
import { indeterminateEntries, type Unknowns } from '../indeterminates.ts';
import { interpret } from '../interpret.ts';
import { Polynomial } from '../polynomial.ts';
import type { ExpansionSize } from '../size.ts';
import type { KeySpace } from './key-space.ts';
import { sortedTerms } from './sorted-terms.ts';
import { homeSpace, type RingBounds, withSparseRing } from './sparse-ring.ts';

/** What the engine would take. */
export interface SparseEstimate {
  readonly seconds: number;
  readonly bytes: number;
}

/** Measured: a product of two terms goes to its place in a table in about this long; more for each word of a longer key. */
const SECONDS_PER_PRODUCT = 3e-8;
const SECONDS_PER_WORD = 1e-8;
/** Measured: the same where products need other keys than sums. */
const SECONDS_PER_REKEYED_PRODUCT = 4e-7;
/** Measured: a multiply-add of two digits of about this many bits. */
const SECONDS_PER_DIGIT_PRODUCT = 4e-10;
const DIGIT_BITS = 24;
/** What the plain estimate counts for a term besides its coefficient. */
const PLAIN_TERM_BYTES = 48;

/** Estimates from bounds of the size; an upper bound of the number of products, so often too high. */
export function sparseEstimate(space: KeySpace, size: ExpansionSize): SparseEstimate {
  const words = space.units / 2;
  const bits = size.heights.reduce((most, { norm }) => Math.max(most, bitLength(norm)), 1);
  const digits = bits < 63 ? 0 : Math.ceil(bits / 2 / DIGIT_BITS);
  const seconds =
    size.products *
    ((space.additive ? SECONDS_PER_PRODUCT : SECONDS_PER_REKEYED_PRODUCT) +
      words * SECONDS_PER_WORD +
      digits * digits * SECONDS_PER_DIGIT_PRODUCT);
  const terms = size.bytes / (PLAIN_TERM_BYTES + bits / 8);
  // Keys and coefficients once kept and twice in work, columns of 64 bits for digits, and the table's slots.
  return { seconds, bytes: terms * (3 * (8 * words + 8 * Math.ceil((bits + 2) / 64)) + 16 * digits + 16) };
}

export interface SparseExpansion {
  readonly polynomials: readonly Polynomial[];
  readonly peakBytes: number;
}

/** The keys for all that a program computes. */
export const programSpace = (program: Program, unknowns: Unknowns): KeySpace =>
  homeSpace(ringBounds(program, unknowns));

/** The polynomials of the outputs asked for. */
export function expandSparsely(
  space: KeySpace,
  program: Program,
  unknowns: Unknowns,
  outputs: readonly number[],
  progress: Progress,
): SparseExpansion {
  return withSparseRing(space, (ring) => {
    const steps = program.nodes.length;
    const values = interpret(program, ring, {
      ...indeterminateEntries(unknowns, ring, ring.variable),
      outputs,
      onNode: (value) => progress(value + 1, steps + 1, program.places[value] ?? 'input'),
    });
    const polynomials = values.map(
      ({ terms, denominator }) => new Polynomial(unknowns.variables, sortedTerms(ring.store, terms, denominator)),
    );
    return { polynomials, peakBytes: ring.store.peakBytes };
  });
}

/** A bound of the exponents at a node: one for the inputs, one for the entries of each symbolic weight. */
interface NodeBound {
  readonly degree: number;
  readonly exponents: readonly number[];
}

/** Bounds of the degree and of every variable's exponent in all that the program computes. */
function ringBounds(program: Program, { starts, variables, inputs }: Unknowns): RingBounds {
  const symbolic = [...starts.keys()];
  const none: NodeBound = { degree: 0, exponents: [0, ...symbolic.map(() => 0)] };
  const single = (position: number): NodeBound => ({ degree: 1, exponents: none.exponents.with(position, 1) });
  const nodes: NodeBound[] = [];
  const combine = (bounds: readonly NodeBound[], operation: (a: number, b: number) => number): NodeBound =>
    bounds.reduce((a, b) => ({
      degree: operation(a.degree, b.degree),
      exponents: a.exponents.map((e, i) => operation(e, b.exponents[i]!)),
    }));
  for (const node of program.nodes) {
    const own = 'arguments' in node ? node.arguments.map((argument) => nodes[argument]!) : [];
    switch (node.operation) {
      case 'input':
        nodes.push(single(0));
        break;
      case 'parameter': {
        const { name, tensor } = program.parameters[node.parameter]!;
        nodes.push(tensor === undefined ? single(1 + symbolic.indexOf(name)) : none);
        break;
      }
      case 'constant':
        nodes.push(none);
        break;
      case 'linear':
        nodes.push(combine(own, Math.max));
        break;
      case 'einsum':
        nodes.push(combine(own, (a, b) => a + b));
        break;
      case 'map': {
        const power = (node.activation.coefficients ?? []).findLastIndex((c) => exactValue(c).numerator !== 0n);
        nodes.push(combine([own[0]!, none], (a) => a * Math.max(0, power)));
        break;
      }
    }
  }
  const { degree, exponents } = combine(nodes, Math.max);
  const bounds = new Uint32Array(variables.length).fill(exponents[0]!, 0, inputs);
  symbolic.forEach((name, k) => {
    const start = starts.get(name)!;
    const end = starts.get(symbolic[k + 1] ?? '') ?? variables.length;
    bounds.fill(exponents[k + 1]!, start, end);
  });
  return { exponents: bounds, degree };
}
