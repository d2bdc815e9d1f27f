/** A proof, not a test, that polynomials are those of a network: enough evaluations modulo enough primes leave no other. */
import { InputError } from '../base/errors.ts';
import { type Progress, silent } from '../base/progress.ts';
import { absolute, bitLength, lcm } from '../base/rational.ts';
import { contraction } from '../network/einsum.ts';
import type { Network } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import { sizeOf } from '../network/tensor.ts';
import { matchClaim, type Witness } from './claimed-outputs.ts';
import { indeterminateEntries, type Unknowns } from './indeterminates.ts';
import { interpret } from './interpret.ts';
import { support } from './operations/structure.ts';
import { degree, type Polynomial } from './polynomial.ts';
import type { PolynomialMap } from './polynomial-map.ts';
import { type Height, Heights } from './rings/height.ts';
import { LARGEST_MODULUS, type Residues, remainder, residueVectors } from './rings/residue-vectors.ts';
import { monomialCount, supportOfVariable, supports } from './rings/support.ts';
import { latticeWork, SimplexLattice, valuesModulo } from './simplex-lattice.ts';

export interface ProveOptions {
  /** Products of residues, estimated before the start; 4·10⁹ when left out, which takes about a minute. */
  readonly maximumWork?: number;
  readonly progress?: Progress;
}

export interface OutputProof {
  readonly name: string;
  readonly verdict: 'proved' | 'refuted';
  /** A point and a prime at which the two sides differ. */
  readonly witness?: Witness;
}

export interface Proof {
  readonly verdict: 'proved' | 'refuted';
  readonly outputs: readonly OutputProof[];
  /** Outputs of the network that the polynomial does not claim. */
  readonly unchecked: readonly string[];
  /** Neither side has a higher total degree. */
  readonly degree: number;
  /** The lattice points at which both sides were evaluated: C(n + degree, n), for the n variables that occur. */
  readonly points: number;
  readonly variables: number;
  /** The primes modulo which they were, falling. */
  readonly primes: readonly number[];
}

const DEFAULT_MAXIMUM_WORK = 4e9;
/** Points evaluated at a time. */
const BLOCK = 2048;

/**
 * Decides whether polynomials are exactly those of a network, without forming the network's: both sides are evaluated
 * modulo primes p at all lattice points a ∈ Nⁿ with |a| ≤ D. `undefined` when that would take more than
 * `maximumWork`; then `verify` still tests it.
 *
 * Why it proves equality. Let h be the difference of an output's two sides and D a bound of both degrees, the network's
 * from its program evaluated over (max, +).
 * 1. With L a common multiple of the denominators, L h has integer coefficients of absolute value at most
 *    B = L (‖f‖₁ + max |g_t|), where ‖f‖₁ is bounded from the program by ‖u + v‖₁ ≤ ‖u‖₁ + ‖v‖₁ and
 *    ‖u v‖₁ ≤ ‖u‖₁ ‖v‖₁, and g_t are the given coefficients.
 * 2. A polynomial of total degree ≤ D over a field in which 0, …, D are distinct, and which vanishes at all lattice
 *    points of the simplex |a| ≤ D, is zero: Newton's interpolation formula (Chung and Yao, "On lattices admitting
 *    unique Lagrange interpolations", 1977). So p divides every coefficient of L h for each prime p that is used, all of
 *    them greater than D and none a divisor of L.
 * 3. Primes are used until their product exceeds B. An integer that all of them divide, of absolute value at most B,
 *    is 0.
 * Nothing here is random, and the primes, below 2^26, are found by trial division. What the proof trusts is this code
 * and the meaning of a program (`interpret`), which the float backends do not share. A refutation is certain too.
 *
 * Throws {@link InputError} when the variables are not the network's inputs (or its inputs and symbolic weights), an
 * output is not one of its outputs, or an activation is no polynomial.
 */
export function prove(
  network: Network,
  claimed: PolynomialMap | Polynomial,
  options: ProveOptions = {},
): Proof | undefined {
  const { maximumWork = DEFAULT_MAXIMUM_WORK, progress = silent } = options;
  const { names, program, unknowns, map, indices, unchecked } = matchClaim(network, claimed);
  const sides = map.outputs.map(({ polynomial }) => polynomial);
  const { axes, degreeBound } = latticeBounds(program, unknowns, indices, sides);
  const heights = interpret(program, Heights, {
    ...indeterminateEntries(unknowns, Heights, () => Heights.one),
    outputs: indices,
  });
  const required = heights.map((height, k) => differenceBound(height, sides[k]!));
  const largest = required.reduce((most, bits) => (bits.bound > most ? bits.bound : most), 0n);
  const primeCount = Math.ceil(bitLength(largest) / Math.log2(LARGEST_MODULUS - 2 ** 20));
  const points = monomialCount(axes.length, degreeBound);
  const work = primeCount * (points * operationCount(program) + sides.length * latticeWork(axes.length, degreeBound));
  if (!(work <= maximumWork && points * Math.max(1, axes.length) <= MAXIMUM_ENTRIES)) return undefined;

  const lattice = new SimplexLattice(axes.length, degreeBound);
  const comparison: Comparison = {
    program,
    indices,
    lattice,
    sides,
    unknowns,
    axes,
    points: [...lattice.points()],
    witnesses: sides.map(() => undefined),
  };
  const { witnesses } = comparison;
  const primes: number[] = [];
  let product = 1n;
  for (const p of primesBelow(LARGEST_MODULUS)) {
    if (product > largest || witnesses.every((witness) => witness !== undefined)) break;
    if (p <= degreeBound) return undefined;
    progress(primes.length, Math.max(primeCount, primes.length + 1), `modulo ${p}`);
    if (required.some(({ denominator }) => denominator % BigInt(p) === 0n)) continue;
    if (!compareModulo(p, comparison)) continue;
    primes.push(p);
    product *= BigInt(p);
  }
  progress(primes.length, primes.length, 'proved');
  const outputs = indices.map((index, k): OutputProof => {
    const witness = witnesses[k];
    return {
      name: names[index]!,
      ...(witness === undefined ? { verdict: 'proved' } : { verdict: 'refuted', witness }),
    };
  });
  return {
    verdict: outputs.every(({ verdict }) => verdict === 'proved') ? 'proved' : 'refuted',
    outputs,
    unchecked,
    degree: degreeBound,
    points: lattice.length,
    variables: axes.length,
    primes,
  };
}

/** Numbers that the lattice's lines take, four bytes each. */
const MAXIMUM_ENTRIES = 1e8;

/** The variables that occur on either side, as indices among the unknowns, rising, and a bound of both degrees. */
function latticeBounds(
  program: Program,
  unknowns: Unknowns,
  indices: readonly number[],
  sides: readonly Polynomial[],
): { axes: readonly number[]; degreeBound: number } {
  const ring = supports();
  const predicted = interpret(program, ring, {
    ...indeterminateEntries(unknowns, ring, supportOfVariable),
    outputs: indices,
  });
  const given = new Set(sides.flatMap((f) => support(f)));
  const occurring = predicted.reduce((set, { variables }) => set | variables, 0n);
  const axes = unknowns.variables.flatMap((name, index) =>
    ((occurring >> BigInt(index)) & 1n) === 1n || given.has(name) ? [index] : [],
  );
  return { axes, degreeBound: Math.max(0, ...predicted.map((bounds) => bounds.degree), ...sides.map(degree)) };
}

/** B of step 1 above, and L. */
function differenceBound({ norm, denominator }: Height, g: Polynomial): { bound: bigint; denominator: bigint } {
  const common = lcm(denominator, g.denominator);
  const largest = g.numerators.reduce((most, n) => (absolute(n) > most ? absolute(n) : most), 0n);
  return { bound: norm * (common / denominator) + largest * (common / g.denominator), denominator: common };
}

/** Products that one evaluation of the program takes. */
const operationCount = (program: Program): number =>
  program.nodes.reduce((sum, node) => {
    const size = sizeOf(node.shape);
    if (node.operation === 'linear') return sum + size * node.arguments.length;
    if (node.operation === 'map') return sum + size * (node.activation.coefficients?.length ?? 1);
    if (node.operation !== 'einsum') return sum;
    const shapes = node.arguments.map((argument) => program.nodes[argument]!.shape);
    return sum + size * contraction(node.specification, shapes).terms * Math.max(1, shapes.length - 1);
  }, 1);

interface Comparison {
  readonly program: Program;
  readonly unknowns: Unknowns;
  readonly indices: readonly number[];
  readonly sides: readonly Polynomial[];
  readonly lattice: SimplexLattice;
  readonly points: readonly (readonly (readonly [axis: number, coordinate: number])[])[];
  /** The lattice's axes, as indices among the unknowns. */
  readonly axes: readonly number[];
  readonly witnesses: (Witness | undefined)[];
}

/** Compares both sides modulo p and notes a witness where they differ; false when p divides a weight's denominator. */
function compareModulo(p: number, comparison: Comparison): boolean {
  const { unknowns, sides, lattice, points, axes, witnesses } = comparison;
  const network = networkModulo(p, comparison);
  if (network === undefined) return false;
  sides.forEach((f, k) => {
    if (witnesses[k] !== undefined) return;
    const positions = f.variables.map((name) => axes.indexOf(unknowns.variables.indexOf(name)));
    const numerators = valuesModulo(p, lattice, f, positions);
    // network = numerators / denominator, without the division.
    const factor = Number(f.denominator % BigInt(p));
    const at = numerators.findIndex((value, i) => value !== remainder(factor * network[k]![i]!, p, 1 / p));
    if (at < 0) return;
    const point = unknowns.variables.map(() => '0');
    for (const [axis, coordinate] of points[at]!) point[axes[axis]!] = `${coordinate}`;
    const residue = remainder(numerators[at]! * inverseModulo(factor, p), p, 1 / p);
    witnesses[k] = { prime: `${p}`, point, network: `${network[k]![at]!}`, polynomial: `${residue}` };
  });
  return true;
}

/** The outputs' values at all lattice points; undefined when p divides a weight's denominator. */
function networkModulo(
  p: number,
  { program, unknowns, indices, points, axes }: Comparison,
): readonly Float64Array[] | undefined {
  const values = indices.map(() => new Float64Array(points.length));
  for (let start = 0; start < points.length; start += BLOCK) {
    const block = points.slice(start, start + BLOCK);
    const coordinates = new Map<number, Float64Array>(axes.map((index) => [index, new Float64Array(block.length)]));
    block.forEach((point, i) => {
      for (const [axis, coordinate] of point) coordinates.get(axes[axis]!)![i] = coordinate;
    });
    const ring = residueVectors(p, block.length);
    try {
      const computed = interpret<Residues>(program, ring, {
        ...indeterminateEntries<Residues>(unknowns, ring, (index) => coordinates.get(index) ?? 0),
        outputs: indices,
      });
      computed.forEach((value, k) => {
        if (typeof value === 'number') values[k]!.fill(value, start, start + block.length);
        else values[k]!.set(value, start);
      });
    } catch (error) {
      if (error instanceof InputError && error.where === `F_${p}`) return undefined;
      throw error;
    }
  }
  return values;
}

/** a⁻¹ mod p = a^(p − 2), for 0 < a < p < 2^26. */
function inverseModulo(a: number, p: number): number {
  let result = 1;
  let square = a;
  for (let exponent = p - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/** The odd primes below a bound, falling, each proved by trial division. */
export function* primesBelow(bound: number): Generator<number> {
  for (let candidate = bound - 1 - (bound % 2); candidate > 2; candidate -= 2) if (isPrime(candidate)) yield candidate;
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return odd > 1;
}
