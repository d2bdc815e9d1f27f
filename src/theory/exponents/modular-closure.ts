/** Ranks of gradients modulo a prime: quick, and proofs where they are full. */
import type { Polynomial } from '../../symbolic/polynomial.ts';

/** A prime below 2²⁶, so that products of residues are exact in doubles. */
const PRIME = 67_108_859;

/** How many points without anything new before it is given up. */
const PATIENCE = 2;

/**
 * Whether order 1 finds, from U = 0 on, every coordinate that occurs: U grows by ∇F(u), u ∈ U. `true` is a proof, though the
 * points are drawn and the rank is taken modulo a prime: the vectors are residues of such vectors over Z, of no lower rank.
 * `false` says nothing.
 */
export const firstOrderFindsAll = (F: Polynomial): boolean => firstOrderRank(F) === occurringIn(F);

/** How many directions order 1 finds at least: all of V where it is the dimension of V. */
export const firstOrderRank = (F: Polynomial): number => rankOfGradients(F, (span, draw) => combination(span, draw));

/** Whether the gradients of F span all coordinates that occur, as for F of no fewer directions. `true` is a proof. */
export const gradientsSpanAll = (F: Polynomial): boolean =>
  rankOfGradients(F, (_, draw) => Array.from({ length: F.variables.length }, draw)) === occurringIn(F);

type Vector = readonly number[];

const occurringIn = (F: Polynomial): number => new Set(F.monomials.variables).size;

function rankOfGradients(F: Polynomial, pointFrom: (span: readonly Vector[], draw: () => number) => Vector): number {
  const evaluate = gradientModulo(F);
  const occurring = occurringIn(F);
  const draw = residues();
  const span: { readonly pivot: number; readonly vector: Vector }[] = [];
  const vectors: Vector[] = [];
  for (let idle = 0; span.length < occurring && idle < PATIENCE; ) {
    const found = evaluate(pointFrom(vectors, draw));
    const rest = eliminate(span, found);
    if (rest === undefined) {
      idle++;
      continue;
    }
    idle = 0;
    span.push(rest);
    vectors.push(found);
  }
  return span.length;
}

/** Residues that are not 0, always the same ones; nothing rests on how random they are. */
function residues(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % (PRIME - 1));
  };
}

const times = (a: number, b: number): number => (a * b) % PRIME;

function combination(span: readonly Vector[], draw: () => number): Vector {
  const first = span[0];
  if (first === undefined) return [];
  const sum = new Array<number>(first.length).fill(0);
  for (const vector of span) {
    const weight = draw();
    vector.forEach((x, i) => {
      sum[i] = (sum[i]! + times(weight, x)) % PRIME;
    });
  }
  return sum;
}

/** u ↦ ∇F(u), F times its denominator; the point [] is 0. */
function gradientModulo(F: Polynomial): (point: Vector) => Vector {
  const { starts, variables, exponents } = F.monomials;
  const coefficients = F.numerators.map((n) => Number(((n % BigInt(PRIME)) + BigInt(PRIME)) % BigInt(PRIME)));
  const d = F.variables.length;
  const highest = exponents.reduce((most, e) => Math.max(most, e), 1);
  return (point) => {
    const powers = Array.from({ length: d }, (_, v) => {
      const list = [1];
      for (let e = 1; e <= highest; e++) list.push(times(list[e - 1]!, point[v] ?? 0));
      return list;
    });
    const gradient = new Array<number>(d).fill(0);
    for (let t = 0; t < coefficients.length; t++)
      for (let i = starts[t]!; i < starts[t + 1]!; i++) {
        let product = times(coefficients[t]!, exponents[i]! % PRIME);
        for (let j = starts[t]!; j < starts[t + 1]! && product !== 0; j++)
          product = times(product, powers[variables[j]!]![exponents[j]! - (i === j ? 1 : 0)]!);
        gradient[variables[i]!] = (gradient[variables[i]!]! + product) % PRIME;
      }
    return gradient;
  };
}

/** What is left of a vector, scaled to 1 at its pivot; undefined where nothing is. */
function eliminate(
  span: readonly { readonly pivot: number; readonly vector: Vector }[],
  vector: Vector,
): { readonly pivot: number; readonly vector: Vector } | undefined {
  const rest = [...vector];
  for (const { pivot, vector: row } of span) {
    const factor = PRIME - rest[pivot]!;
    if (factor === PRIME) continue;
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i]! + times(factor, row[i]!)) % PRIME;
  }
  const pivot = rest.findIndex((x) => x !== 0);
  if (pivot < 0) return undefined;
  const inverse = inverseOf(rest[pivot]!);
  return { pivot, vector: rest.map((x) => times(x, inverse)) };
}

/** a^{p−2}. */
function inverseOf(a: number): number {
  let [result, base, exponent] = [1, a, PRIME - 2];
  while (exponent > 0) {
    if (exponent % 2 === 1) result = times(result, base);
    base = times(base, base);
    exponent = Math.floor(exponent / 2);
  }
  return result;
}
