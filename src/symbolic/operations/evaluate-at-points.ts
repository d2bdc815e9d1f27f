/** Exact values of one polynomial at many points. */
import { exactValue } from '../../base/coefficient.ts';
import { lcm, type Rational, rational } from '../../base/rational.ts';
import type { Monomials } from '../monomials.ts';
import type { Polynomial } from '../polynomial.ts';
import { coordinates, type Point } from './evaluate.ts';

/**
 * f at each of the points, exactly; a float coordinate means that float. What monomials have in common is found once:
 * their products of leading factors form a tree, and at a point each of its nodes costs one multiplication.
 * Throws {@link InputError} when a coordinate is missing or no number.
 */
export function evaluateAtPoints(f: Polynomial, points: readonly Point[]): Rational[] {
  const { variables, numerators, denominator, monomials } = f;
  const tree = prefixTree(monomials);
  const largest = new Array<number>(variables.length).fill(0);
  monomials.variables.forEach((v, i) => {
    largest[v] = Math.max(largest[v]!, monomials.exponents[i]!);
  });
  const top = f.length === 0 ? 0 : tree.degrees[tree.ends[0]!]!;
  return points.map((point) => {
    const values = coordinates(f, point).map((c, i) => exactValue(c, `evaluate: ${variables[i]}`));
    // Over the common denominator q, f(a/q) = Σ c Π a^e q^(D − |e|) / q^D in integers.
    const q = values.reduce((common, value) => lcm(common, value.denominator), 1n);
    const powers = values.map((value, v) => powersOf(value.numerator * (q / value.denominator), largest[v]!));
    const products = [1n];
    for (let node = 1; node < tree.parents.length; node++)
      products.push(products[tree.parents[node]!]! * powers[tree.variables[node]!]![tree.exponents[node]!]!);
    // By degree, so that each power of q is multiplied by once.
    const sums = new Array<bigint>(top + 1).fill(0n);
    for (let t = 0; t < f.length; t++) {
      const end = tree.ends[t]!;
      sums[tree.degrees[end]!]! += numerators[t]! * products[end]!;
    }
    const sum = sums.reduce((total, part) => total * q + part, 0n);
    return rational(sum, denominator * q ** BigInt(top));
  });
}

interface PrefixTree {
  /** Node 0 is the monomial 1; node k is node parents[k] times a power of a variable. */
  readonly parents: readonly number[];
  readonly variables: readonly number[];
  readonly exponents: readonly number[];
  readonly degrees: readonly number[];
  /** The node of each monomial. */
  readonly ends: Uint32Array;
}

/** Leading factors are those of the highest variables: neighbours in a polynomial's order differ in the lowest. */
function prefixTree({ length, starts, variables, exponents }: Monomials): PrefixTree {
  const tree = { parents: [0], variables: [0], exponents: [0], degrees: [0], ends: new Uint32Array(length) };
  const children = new Map<number, number>();
  for (let t = 0; t < length; t++) {
    let node = 0;
    for (let i = starts[t + 1]! - 1; i >= starts[t]!; i--) {
      // Below 2^53 for up to 2^21 nodes; larger trees repeat a prefix, which costs time only.
      const name = (node * 0x10000 + variables[i]!) * 0x10000 + exponents[i]!;
      let child = Number.isSafeInteger(name) ? children.get(name) : undefined;
      if (child === undefined) {
        child = tree.parents.push(node) - 1;
        tree.variables.push(variables[i]!);
        tree.exponents.push(exponents[i]!);
        tree.degrees.push(tree.degrees[node]! + exponents[i]!);
        if (Number.isSafeInteger(name)) children.set(name, child);
      }
      node = child;
    }
    tree.ends[t] = node;
  }
  return tree;
}

function powersOf(a: bigint, largest: number): bigint[] {
  const powers = [1n];
  while (powers.length <= largest) powers.push(powers.at(-1)! * a);
  return powers;
}
