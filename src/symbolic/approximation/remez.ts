/** The exchange algorithm of Remez, at any precision. What it finds is certified afterwards, in `minimax.ts`. */
import { InputError } from '../../base/errors.ts';
import {
  type Enclosure,
  hull,
  isBounded,
  magnitudeExponent,
  middleOf,
  pointOf,
  shiftDown,
  signOf,
} from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { differentiateFormula, encloseFormula } from '../formula/interpretations.ts';
import { differentiateCoefficients, evaluateCoefficients, type Piece, piecesOf } from './pieces.ts';
import { enclosedScalars, solve } from './scalars.ts';

/** A point of [−1, 1] and the error there. */
export interface Extremum {
  readonly point: Enclosure;
  readonly error: Enclosure;
}

export interface RemezResult {
  /** Coefficients in t, as points. */
  readonly coefficients: readonly Enclosure[];
  /** degree + 2 points at which the error alternates in sign; none where F is the polynomial, up to rounding. */
  readonly reference: readonly Extremum[];
  /** All local extrema of the error of the last round. */
  readonly extrema: readonly Extremum[];
}

const ROUNDS = 100;

/**
 * A polynomial of the degree whose error on [−1, 1] equioscillates to a relative 2^-bits at degree + 2 points.
 * Throws {@link InputError} where it does not settle.
 */
export function remez(scaled: Formula, degree: number, bits: number, deadline: number): RemezResult {
  const K = realEnclosures(2 * bits + 64 + 4 * degree);
  const pieces = piecesOf(scaled, K.bits - 16).filter((piece) => piece.formula !== undefined);
  const slopes = pieces.map((piece) => differentiateFormula(piece.formula!));
  const curvatures = slopes.map(differentiateFormula);
  const count = degree + 2;
  let points: readonly Enclosure[] = Array.from({ length: count }, (_, i) => K.from(startingPoint(i, count)));
  let precision = 20;
  for (let round = 1; round <= ROUNDS; round++) {
    if (performance.now() > deadline)
      throw new InputError(
        'precision',
        'the minimax polynomial cannot be found in the time given',
        'Ask for fewer digits or a lower degree, or give more time',
      );
    const { coefficients, level } = levelled(K, scaled, points);
    const extrema = pieces
      .flatMap((piece, i) => extremaOn(K, piece, slopes[i]!, curvatures[i]!, coefficients, degree, precision))
      .reduce<Extremum[]>(mergeNeighbours, []);
    // The last reference alternates too, by its making: with it there are never too few.
    const former = points.map((point) => ({
      point,
      error: K.sub(encloseFormula(scaled, K, point), evaluateCoefficients(K, coefficients, point)),
    }));
    const candidates = [...extrema, ...former].sort((x, y) => signOf(K.sub(x.point, y.point)) ?? 0);
    const alternating = alternation(K, candidates);
    const reference = shortened(K, alternating, count);
    const largest = Math.max(...extrema.map(({ error }) => magnitudeExponent(error)));
    const top = Math.max(...coefficients.map(magnitudeExponent));
    // All but equal: what is left is rounding, and shows no alternation.
    if (alternating.length === 0 || largest < top - 2 * bits) return { coefficients, reference: [], extrema: [] };
    if (reference.length < count)
      throw new InputError(
        'formula',
        `its error shows ${reference.length} alternations where degree ${degree} has ${count}`,
        'It may be too rough: try another degree',
      );
    const spread = relativeSpread(K, reference, extrema, level);
    if (spread < -bits) return { coefficients, reference, extrema };
    precision = Math.min(2 * bits, Math.max(precision, -2 * spread + 20));
    points = reference.map(({ point }) => point);
  }
  throw new InputError(
    'formula',
    `the exchange algorithm has not settled after ${ROUNDS} rounds`,
    'Try another degree or interval',
  );
}

/** Chebyshev points, shifted so that they are not symmetric: an even function may show level 0 on symmetric ones. */
function startingPoint(i: number, count: number): number {
  const t = -Math.cos((Math.PI * (i + 0.5)) / count);
  return t + 0.07 * (1 - t * t);
}

const logSize = (a: Enclosure): number => Math.log2(Math.abs(middleOf(a)));

/** The p of degree n and the level E with F(x_i) − p(x_i) = (−1)^i E at n + 2 points. */
function levelled(
  K: RealEnclosures,
  F: Formula,
  points: readonly Enclosure[],
): { readonly coefficients: readonly Enclosure[]; readonly level: Enclosure } {
  const n = points.length - 2;
  const matrix = points.map((x, i) => {
    const row = [K.one];
    for (let j = 1; j <= n; j++) row.push(K.mul(row[j - 1]!, x));
    return [...row, K.from(i % 2 === 0 ? 1 : -1)];
  });
  const solution = solve(
    enclosedScalars(K),
    matrix,
    points.map((x) => encloseFormula(F, K, x)),
  ).map(pointOf);
  return { coefficients: solution.slice(0, n + 1).map((c) => K.mul(K.one, c)), level: solution[n + 1]! };
}

/** Local extrema of F − p on a piece, its ends among them. */
function extremaOn(
  K: RealEnclosures,
  piece: Piece,
  slope: Formula,
  curvature: Formula,
  p: readonly Enclosure[],
  degree: number,
  precision: number,
): readonly Extremum[] {
  const derivative = differentiateCoefficients(K, p);
  const second = differentiateCoefficients(K, derivative);
  const error = (x: Enclosure): Enclosure => K.sub(encloseFormula(piece.formula!, K, x), evaluateCoefficients(K, p, x));
  const derivativeAt = (x: Enclosure): Enclosure =>
    K.sub(encloseFormula(slope, K, x), evaluateCoefficients(K, derivative, x));
  const curvatureAt = (x: Enclosure): Enclosure =>
    K.sub(encloseFormula(curvature, K, x), evaluateCoefficients(K, second, x));
  const samples = 8 * (degree + 2);
  const length = K.sub(piece.to, piece.from);
  const grid = Array.from({ length: samples + 1 }, (_, i) => {
    if (i === 0) return piece.from;
    if (i === samples) return piece.to;
    return short(K.add(piece.from, K.mul(length, K.from((1 - Math.cos((Math.PI * i) / samples)) / 2))), K.bits);
  });
  const slopes = grid.map((x, i) => (i === 0 || i === samples ? undefined : signOf(derivativeAt(x))));
  const extrema: Extremum[] = [{ point: grid[0]!, error: error(grid[0]!) }];
  for (let i = 1; i + 1 < samples; i++) {
    if (slopes[i] === undefined || slopes[i + 1] === undefined || slopes[i] === slopes[i + 1]) continue;
    const point = zeroOf(K, derivativeAt, curvatureAt, grid[i]!, grid[i + 1]!, slopes[i]!, precision);
    extrema.push({ point, error: error(point) });
  }
  // The first and last gaps, where the slope at the end itself may not exist.
  extrema.push(
    { point: grid[1]!, error: error(grid[1]!) },
    { point: grid[samples - 1]!, error: error(grid[samples - 1]!) },
  );
  extrema.push({ point: grid[samples]!, error: error(grid[samples]!) });
  return extrema.filter((extremum) => isBounded(extremum.error)).sort((a, b) => signOf(K.sub(a.point, b.point)) ?? 0);
}

/** A zero of e' between two points of different sign: Newton's iteration, halving where it leaves them. */
function zeroOf(
  K: RealEnclosures,
  slope: (x: Enclosure) => Enclosure,
  curvature: (x: Enclosure) => Enclosure,
  from: Enclosure,
  to: Enclosure,
  signAtStart: -1 | 0 | 1,
  precision: number,
): Enclosure {
  let [a, b] = [from, to];
  let x = short(pointOf(hull(a, b)), K.bits);
  for (let step = 0; step < 40 + 2 * Math.ceil(Math.log2(precision)); step++) {
    const value = slope(x);
    const sign = signOf(value);
    if (sign === undefined || sign === 0) return x;
    if (sign === signAtStart) a = x;
    else b = x;
    const next = short(pointOf(K.sub(x, K.div(value, curvature(x)))), K.bits);
    const inside = isBounded(next) && signOf(K.sub(next, a)) === 1 && signOf(K.sub(b, next)) === 1;
    const moved = inside ? magnitudeExponent(K.sub(next, x)) : Infinity;
    x = inside ? next : short(pointOf(hull(a, b)), K.bits);
    if (moved < -precision) return x;
  }
  return x;
}

/** A point with at most so many bits. */
function short(a: Enclosure, bits: number): Enclosure {
  if (!isBounded(a)) return a;
  const excess = Math.max(0, a.lower.toString(16).length * 4 - bits);
  const n = shiftDown(a.lower, excess);
  return { lower: n, upper: n, exponent: a.exponent + excess };
}

/** Adds an extremum unless it is the point before it again, as the end of one piece is the start of the next. */
function mergeNeighbours(all: Extremum[], next: Extremum): Extremum[] {
  const last = all.at(-1);
  if (
    last !== undefined &&
    middleOf(last.point) === middleOf(next.point) &&
    signOf(last.error) === signOf(next.error)
  ) {
    if (logSize(next.error) > logSize(last.error)) all[all.length - 1] = next;
  } else all.push(next);
  return all;
}

/** Of neighbours with errors of one sign, the largest. */
function alternation(K: RealEnclosures, extrema: readonly Extremum[]): readonly Extremum[] {
  const chosen: Extremum[] = [];
  for (const extremum of extrema) {
    const sign = signOf(extremum.error);
    if (sign === undefined || sign === 0) continue;
    const last = chosen.at(-1);
    if (last === undefined || signOf(last.error) !== sign) chosen.push(extremum);
    else if (signOf(K.sub(K.abs(extremum.error), K.abs(last.error))) === 1) chosen[chosen.length - 1] = extremum;
  }
  return chosen;
}

/** So many that still alternate, the largest among them: a smaller end goes, or the smallest inside with its smaller neighbour. */
function shortened(K: RealEnclosures, alternating: readonly Extremum[], count: number): readonly Extremum[] {
  const kept = [...alternating];
  const isSmaller = (a: Extremum, b: Extremum): boolean =>
    signOf(K.sub(pointOf(K.abs(b.error)), pointOf(K.abs(a.error)))) === 1;
  while (kept.length > count) {
    const last = kept.length - 1;
    let smallest = 0;
    for (let i = 1; i <= last; i++) if (isSmaller(kept[i]!, kept[smallest]!)) smallest = i;
    if (kept.length === count + 1 || smallest === 0 || smallest === last) {
      if (isSmaller(kept[0]!, kept[last]!)) kept.shift();
      else kept.pop();
    } else kept.splice(isSmaller(kept[smallest - 1]!, kept[smallest + 1]!) ? smallest - 1 : smallest, 2);
  }
  return kept;
}

/** log₂ of (largest error − smallest of the reference) / largest. */
function relativeSpread(
  K: RealEnclosures,
  reference: readonly Extremum[],
  extrema: readonly Extremum[],
  level: Enclosure,
): number {
  const sizes = (all: readonly Extremum[]): readonly Enclosure[] => all.map(({ error }) => pointOf(K.abs(error)));
  const pick = (all: readonly Enclosure[], sign: 1 | -1): Enclosure =>
    all.reduce((a, b) => (signOf(K.sub(b, a)) === sign ? b : a));
  const [most, least] = [pick(sizes(extrema), 1), pick([...sizes(reference), pointOf(K.abs(level))], -1)];
  return magnitudeExponent(K.sub(most, least)) - magnitudeExponent(most);
}
