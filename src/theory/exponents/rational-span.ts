/** Subspaces of Q^d by integer vectors, grown one vector at a time. */
import { gcd, lcm } from '../../base/rational.ts';

/** Rows in echelon form, primitive integer vectors with distinct pivots, and the vectors that were found to be new. */
export interface RationalSpan {
  readonly dimension: number;
  readonly rows: { readonly pivot: number; readonly vector: readonly bigint[] }[];
  readonly vectors: (readonly bigint[])[];
}

export const emptySpan = (dimension: number): RationalSpan => ({ dimension, rows: [], vectors: [] });

export const rank = ({ rows }: RationalSpan): number => rows.length;

/** What is left of a vector after elimination, without common factors; undefined when it lies in the span. */
function remainder(span: RationalSpan, vector: readonly bigint[]): readonly bigint[] | undefined {
  let rest = vector;
  for (const { pivot, vector: row } of span.rows) {
    const a = rest[pivot]!;
    if (a === 0n) continue;
    const b = row[pivot]!;
    rest = primitive(rest.map((x, i) => b * x - a * row[i]!));
  }
  return rest.every((x) => x === 0n) ? undefined : rest;
}

export const contains = (span: RationalSpan, vector: readonly bigint[]): boolean =>
  remainder(span, vector) === undefined;

/** Adds a vector; whether it was new. */
export function extend(span: RationalSpan, vector: readonly bigint[]): boolean {
  const rest = remainder(span, vector);
  if (rest === undefined) return false;
  span.rows.push({ pivot: rest.findIndex((x) => x !== 0n), vector: rest });
  span.vectors.push(primitive(vector));
  return true;
}

/** A basis of the orthogonal complement. */
export function orthogonalComplement({ dimension, rows }: RationalSpan): readonly (readonly bigint[])[] {
  // Fully reduced rows: every pivot column holds one entry.
  const reduced = rows.map(({ pivot, vector }) => ({ pivot, vector }));
  for (const [i, { pivot, vector }] of reduced.entries())
    for (const other of reduced) {
      const a = other.vector[pivot]!;
      if (other === reduced[i] || a === 0n) continue;
      const b = reduced[i]!.vector[pivot]!;
      other.vector = primitive(other.vector.map((x, k) => b * x - a * vector[k]!));
    }
  const pivots = new Set(reduced.map(({ pivot }) => pivot));
  const free = Array.from({ length: dimension }, (_, v) => v).filter((v) => !pivots.has(v));
  return free.map((v) => {
    const common = reduced.reduce((all, { pivot, vector }) => lcm(all, size(vector[pivot]!)), 1n);
    const solution = new Array<bigint>(dimension).fill(0n);
    solution[v] = common;
    for (const { pivot, vector } of reduced) solution[pivot] = (-vector[v]! * common) / vector[pivot]!;
    return primitive(solution);
  });
}

const dot = (u: readonly bigint[], v: readonly bigint[]): bigint => u.reduce((sum, x, i) => sum + x * v[i]!, 0n);

/** The Gram–Schmidt process without norms: vectors of one span, orthogonal to each other. */
export function orthogonalised(vectors: readonly (readonly bigint[])[]): readonly (readonly bigint[])[] {
  const result: (readonly bigint[])[] = [];
  for (const vector of vectors) {
    let rest = vector;
    for (const u of result) {
      const [a, b] = [dot(rest, u), dot(u, u)];
      if (a !== 0n) rest = primitive(rest.map((x, i) => b * x - a * u[i]!));
    }
    if (rest.some((x) => x !== 0n)) result.push(rest);
  }
  return result;
}

/** Whether every vector of the span is orthogonal to u. */
export const isOrthogonal = ({ rows }: RationalSpan, u: readonly bigint[]): boolean =>
  rows.every(({ vector }) => dot(vector, u) === 0n);

/** The span of both. */
export function sumOfSpans(a: RationalSpan, b: readonly (readonly bigint[])[]): RationalSpan {
  const sum: RationalSpan = { dimension: a.dimension, rows: [...a.rows], vectors: [...a.vectors] };
  for (const vector of b) extend(sum, vector);
  return sum;
}

const size = (a: bigint): bigint => (a < 0n ? -a : a);

/** Divided by the greatest common divisor, the first entry that is not zero made positive. */
function primitive(vector: readonly bigint[]): readonly bigint[] {
  let divisor = 0n;
  for (const x of vector) divisor = gcd(divisor, x);
  if (divisor === 0n) return vector;
  const first = vector.find((x) => x !== 0n)!;
  const by = first < 0n ? -divisor : divisor;
  return by === 1n ? vector : vector.map((x) => x / by);
}
