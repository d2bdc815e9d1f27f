/**
 * The lattice of points a ∈ N^d with a₁ + … + a_d ≤ D on which networks are evaluated, its variables in two halves.
 * A value's place is rowBase[r] + i: r the monomial of the second half, i that of the first, each half in graded order,
 * so that rows of lower degree are prefixes and one table of lines serves them all.
 */
import { binomial, DenseOrder } from './dense-order.ts';

/** One half: the lattice of degree D in q of the variables. */
export interface LatticeHalf {
  readonly variables: number;
  /** Points in graded order, `variables` coordinates each. */
  readonly coordinates: Uint8Array;
  readonly length: number;
  /** counts[g]: how many points have degree ≤ g. */
  readonly counts: Int32Array;
  /** bases[i]: where the row or column of point i starts. */
  readonly bases: Int32Array;
  /** Points at which one given coordinate is zero, from which the lines along it start. */
  readonly starts: number;
  readonly startCounts: Int32Array;
  /** [variable][start][D + 1]: positions along the line. */
  readonly lines: Int32Array;
}

export interface Lattice {
  readonly variables: number;
  readonly degree: number;
  readonly length: number;
  readonly lead: LatticeHalf;
  readonly rest: LatticeHalf;
  /** The halves' points at each place. */
  readonly leadIndex: Int32Array;
  readonly restIndex: Int32Array;
  /** Each place's position in the order of polynomials. */
  readonly order: Int32Array;
}

const lattices = new Map<string, Lattice>();
const KEPT = 4;

/** Lattices of late are kept: making one takes about as long as evaluating a small network on it. */
export function lattice(variables: number, degree: number): Lattice {
  const name = `${variables},${degree}`;
  const known = lattices.get(name);
  if (known !== undefined) return known;
  const leadVariables = Math.ceil(variables / 2);
  const lead = half(leadVariables, variables - leadVariables, degree);
  const rest = half(variables - leadVariables, leadVariables, degree);
  const length = binomial(variables + degree, degree);
  const leadIndex = new Int32Array(length);
  const restIndex = new Int32Array(length);
  let place = 0;
  for (let r = 0; r < rest.length; r++) {
    const columns = lead.counts[degree - degreeOf(rest, r)]!;
    for (let i = 0; i < columns; i++, place++) {
      leadIndex[place] = i;
      restIndex[place] = r;
    }
  }
  const made = {
    variables,
    degree,
    length,
    lead,
    rest,
    leadIndex,
    restIndex,
    order: orderOf(variables, degree, lead, rest, leadIndex, restIndex),
  };
  if (lattices.size >= KEPT) lattices.delete(lattices.keys().next().value!);
  lattices.set(name, made);
  return made;
}

function degreeOf({ variables, coordinates }: LatticeHalf, i: number): number {
  let degree = 0;
  for (let v = 0; v < variables; v++) degree += coordinates[i * variables + v]!;
  return degree;
}

/** All points of degree ≤ D, by degree, and within one as they come. */
function gradedPoints(variables: number, degree: number): Uint8Array {
  if (variables <= 0) return new Uint8Array(0);
  const length = binomial(variables + degree, variables);
  const points = new Uint8Array(length * variables);
  const current = new Uint8Array(variables);
  let at = 0;
  const fill = (v: number, left: number): void => {
    if (v === variables - 1) {
      current[v] = left;
      points.set(current, at);
      at += variables;
      return;
    }
    for (let a = left; a >= 0; a--) {
      current[v] = a;
      fill(v + 1, left - a);
    }
  };
  for (let g = 0; g <= degree; g++) fill(0, g);
  return points;
}

/** Position in that order: for each suffix of coordinates, how many points have a smaller sum there. */
class GradedRank {
  readonly #before: readonly Int32Array[];
  readonly #variables: number;

  constructor(variables: number, degree: number) {
    this.#variables = variables;
    // before[k][s] = number of points of degree < s in k variables.
    this.#before = Array.from({ length: variables + 1 }, (_, k) =>
      Int32Array.from({ length: degree + 2 }, (_unused, s) => (s === 0 ? 0 : binomial(s - 1 + k, k))),
    );
  }

  of(point: Uint8Array, start = 0): number {
    let rank = 0;
    let sum = 0;
    for (let v = this.#variables - 1; v >= 0; v--) {
      sum += point[start + v]!;
      rank += this.#before[this.#variables - v]![sum]!;
    }
    return rank;
  }
}

function half(variables: number, others: number, degree: number): LatticeHalf {
  const length = binomial(variables + degree, variables);
  const coordinates = gradedPoints(variables, degree);
  const counts = Int32Array.from({ length: degree + 1 }, (_, g) => binomial(g + variables, variables));
  const bases = new Int32Array(length + 1);
  for (let i = 0, g = 0; i < length; i++) {
    while (i >= counts[g]!) g++;
    bases[i + 1] = bases[i]! + binomial(degree - g + others, others);
  }
  const starts = variables === 0 ? 0 : binomial(variables - 1 + degree, degree);
  const startCounts = Int32Array.from({ length: degree + 1 }, (_, g) =>
    variables === 0 ? 0 : binomial(g + variables - 1, variables - 1),
  );
  const lines = new Int32Array(variables * starts * (degree + 1));
  const rank = new GradedRank(variables, degree);
  const startPoints = gradedPoints(variables - 1, degree);
  const point = new Uint8Array(variables);
  for (let v = 0; v < variables; v++) {
    for (let s = 0; s < starts; s++) {
      let sum = 0;
      for (let w = 0; w < variables; w++) {
        point[w] = w === v ? 0 : startPoints[s * (variables - 1) + (w < v ? w : w - 1)]!;
        sum += point[w]!;
      }
      for (let a = 0; a <= degree - sum; a++) {
        point[v] = a;
        lines[(v * starts + s) * (degree + 1) + a] = rank.of(point);
      }
    }
  }
  return { variables, coordinates, length, counts, bases, starts, startCounts, lines };
}

function orderOf(
  variables: number,
  degree: number,
  lead: LatticeHalf,
  rest: LatticeHalf,
  leadIndex: Int32Array,
  restIndex: Int32Array,
): Int32Array {
  const dense = new DenseOrder(variables, degree);
  const order = new Int32Array(leadIndex.length);
  // The first half's part of the position depends on its point only; the second half's on its own and the first's degree.
  const leadRank = new Int32Array(lead.length);
  const leadDegree = new Int32Array(lead.length);
  for (let i = 0; i < lead.length; i++) {
    let before = 0;
    for (let v = 0; v < lead.variables; v++) {
      const e = lead.coordinates[i * lead.variables + v]!;
      leadRank[i]! += dense.step(v, before, e);
      before += e;
    }
    leadDegree[i] = before;
  }
  for (let place = 0; place < order.length; place++) {
    const i = leadIndex[place]!;
    const r = restIndex[place]!;
    let before = leadDegree[i]!;
    let rank = leadRank[i]!;
    for (let v = 0; v < rest.variables; v++) {
      const e = rest.coordinates[r * rest.variables + v]!;
      if (e === 0) continue;
      rank += dense.step(lead.variables + v, before, e);
      before += e;
    }
    order[place] = dense.length - dense.count(before) + rank;
  }
  return order;
}
