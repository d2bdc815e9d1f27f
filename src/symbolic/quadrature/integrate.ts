/**
 * Certified integrals of formulas over a finite interval: Gauss–Legendre quadrature on adaptively bisected pieces, the
 * error of each bounded on a Bernstein ellipse.
 */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import {
  type Enclosure,
  endNumber,
  hull,
  isBounded,
  magnitudeExponent,
  middleOf,
  UNBOUNDED,
  widthExponent,
} from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import { complexEnclosures } from '../enclosure/rectangles.ts';
import type { Formula } from '../formula/formula.ts';
import { encloseComplex, encloseFormula } from '../formula/interpretations.ts';
import { cutsAtZero, resolveBranches } from '../formula/resolve-branches.ts';
import { gaussLegendre } from './gauss-legendre.ts';

/** The part of a Bernstein ellipse above x in [left, right] lies in 0 ≤ y ≤ height. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

/** Several integrands that share the values of one formula f: g_k(x, f(x)), each analytic in both where f is. */
export interface Integrand {
  readonly formula: Formula;
  /** g_k(x, value), enclosed. */
  values(K: RealEnclosures, x: Enclosure, value: Enclosure): readonly Enclosure[];
  /** log₂ of a bound of |g_k(z, w)| over z in the box and |w| < 2^exponent. */
  logBounds(box: Box, exponent: number): readonly number[];
}

export interface IntegrationOptions {
  /** log₂ of the error allowed in the k-th integral. */
  readonly tolerances: readonly number[];
  /** Working precision. */
  readonly bits: number;
  /** performance.now() at which to give up. */
  readonly deadline: number;
  readonly progress?: Progress;
  /** What to call a point in an error message, where the variable is not the user's. */
  readonly position?: (x: number) => number;
}

/** log₂ ρ of the ellipses that are tried: semi-axes (ρ ± 1/ρ)/2 of half the piece. */
const ELLIPSES: readonly number[] = [3.5, 2.5, 2, 1.5, 1.25, 1, 0.75, 0.5];
const SIZES: readonly number[] = [
  4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512,
];
const SLABS = 8;
/** Each piece may use this share of the tolerance, 2^-SHARE; more pieces than 2^SHARE are refused. */
const SHARE = 10;

/**
 * ∫ g_k(x, f(x)) dx over [from, to], enclosed.
 *
 * On a piece where f has no kink, if |g_k| ≤ M on the ellipse with foci at the ends and semi-axes' sum ρ (piece scaled to
 * [−1, 1]), the n-point rule is off by at most (64/15) M ρ^(−2n)/(1 − ρ^(−2)) times half the length: the Chebyshev coefficients of
 * g_k are below 2Mρ^(−j), and rule and integral of T_j differ by at most 2 + 2/(4n² − 1) for even j ≥ 2n, by 0 for others
 * [Trefethen, Approximation Theory and Approximation Practice, theorems 8.1 and 19.3]. M and analyticity come from interval
 * arithmetic on rectangles that cover the upper half of the ellipse; f is real on the reals, so the lower half mirrors it.
 * A piece that is too short to matter counts with the enclosure of the integrand on it.
 *
 * Throws {@link InputError} where f cannot be bounded, or where time or pieces run out.
 */
export function integrate(
  integrand: Integrand,
  from: Enclosure,
  to: Enclosure,
  options: IntegrationOptions,
): readonly Enclosure[] {
  const { tolerances, bits, deadline, progress = silent, position = (x) => x } = options;
  const K = realEnclosures(bits);
  const allowed = tolerances.map((tolerance) => tolerance - SHARE);
  const finest = Math.min(...allowed) - 40;
  const largest = SIZES.find((n) => n >= Math.max(24, 0.6 * bits)) ?? SIZES.at(-1)!;
  const total = Math.max(2 ** -1000, middleOf(K.sub(to, from)));
  let sums: readonly Enclosure[] | undefined;
  let pieces = 0;
  let covered = 0;
  const include = (parts: readonly Enclosure[], from: Enclosure, to: Enclosure): void => {
    sums = sums === undefined ? parts : sums.map((sum, k) => K.add(sum, parts[k]!));
    covered += middleOf(K.sub(to, from));
    progress(Math.min(covered, total), total, 'integrating');
  };
  const pending: { from: Enclosure; to: Enclosure }[] = [{ from, to }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (++pieces > 2 ** SHARE) throw uncertified(position(middleOf(piece.from)), 'it takes too many pieces');
    if (performance.now() > deadline)
      throw new InputError(
        'precision',
        `it cannot be certified in the time given; ${Math.floor((100 * covered) / total)} % of the interval was done`,
        'Ask for fewer digits or terms, or give more time',
      );
    const { from: a, to: b } = piece;
    const width = K.sub(b, a);
    if (width.lower <= 0n) continue;
    const whole = hull(a, b);
    const length = widthExponent(whole);
    if (length < Math.min(...allowed)) {
      // Short: perhaps the enclosure is all that is needed.
      const crude = integrand
        .values(K, whole, encloseFormula(integrand.formula, K, whole))
        .map((value) => K.mul(value, width));
      if (crude.every((value, k) => widthExponent(value) < allowed[k]!)) {
        include(crude, a, b);
        continue;
      }
      if (length < finest) throw uncertified(position(middleOf(a)), 'the integrand cannot be bounded');
    }
    const resolved = resolveBranches(integrand.formula, K, a, b);
    if ('formula' in resolved) {
      const parts = onPiece(integrand, resolved.formula, a, b, K, allowed, largest);
      if (parts !== undefined) {
        include(parts, a, b);
        continue;
      }
    }
    const cuts = 'undecided' in resolved ? cutsAtZero(resolved.undecided, K, a, b, -finest) : [middlePoint(a, b)];
    const ends = [a, ...cuts, b];
    for (let i = ends.length - 2; i >= 0; i--) pending.push({ from: ends[i]!, to: ends[i + 1]! });
  }
  return sums ?? tolerances.map(() => K.zero);
}

/** A point near the middle with few digits, so that the ends stay exact; the middle of the whole line's piece is 0. */
function middlePoint(a: Enclosure, b: Enclosure): Enclosure {
  const exponent = Math.min(a.exponent, b.exponent) - 1;
  const sum = (a.lower << BigInt(a.exponent - exponent)) + (b.lower << BigInt(b.exponent - exponent));
  return { lower: sum / 2n, upper: sum / 2n, exponent };
}

const uncertified = (x: number, reason: string): InputError =>
  new InputError(
    'integral',
    `no certified value: ${reason} near x = ${shown(x)}`,
    'It may be undefined or have a pole there, so that the integral does not exist, or be too rough for this precision: rewrite it, or ask for fewer digits',
  );

const shown = (x: number): string => (Math.abs(x) < 1e-12 ? '0' : `${Number(x.toPrecision(8))}`);

/** The integrals over a piece without kinks; undefined where no ellipse gives them with few enough nodes. */
function onPiece(
  integrand: Integrand,
  formula: Formula,
  from: Enclosure,
  to: Enclosure,
  K: RealEnclosures,
  allowed: readonly number[],
  largest: number,
): readonly Enclosure[] | undefined {
  const logLength = widthExponent(hull(from, to)) - 1;
  let best: { nodes: number; errors: readonly number[] } | undefined;
  for (const logRho of ELLIPSES) {
    const bounds = boundOnEllipse(integrand, formula, from, to, logRho);
    if (bounds === undefined) continue;
    // log₂ of the error bound but for −2n log₂ ρ, rounded up.
    const errors = bounds.map((bound) => bound + logLength + 2.1 - Math.log2(1 - 2 ** (-2 * logRho)) + 0.01);
    const needed = Math.max(...errors.map((error, k) => (error - allowed[k]!) / (2 * logRho)));
    const nodes = SIZES.find((n) => n >= needed);
    if (nodes !== undefined && nodes <= largest && (best === undefined || nodes < best.nodes))
      best = { nodes, errors: errors.map((error) => error - 2 * nodes * logRho) };
    // A wider ellipse that is bounded but loses to a narrower one: the next will lose too.
    else if (best !== undefined) break;
  }
  if (best === undefined) return undefined;
  const rule = gaussLegendre(best.nodes, K.bits);
  const centre = K.scale(K.add(from, to), -1);
  const halfLength = K.scale(K.sub(to, from), -1);
  let sums: readonly Enclosure[] | undefined;
  for (let i = 0; i < rule.nodes.length; i++) {
    const x = K.add(centre, K.mul(halfLength, rule.nodes[i]!));
    const value = K.mul(K.one, encloseFormula(formula, K, x));
    if (!isBounded(value)) return undefined;
    const terms = integrand.values(K, x, value);
    const weight = K.mul(rule.weights[i]!, halfLength);
    sums = terms.map((term, k) => (sums === undefined ? K.mul(weight, term) : K.add(sums[k]!, K.mul(weight, term))));
  }
  return sums!.map((sum, k) => K.add(sum, around(best.errors[k]!)));
}

/** [−2^e, 2^e] for the next integer e. */
const around = (exponent: number): Enclosure => {
  if (exponent === -Infinity) return { lower: 0n, upper: 0n, exponent: 0 };
  return Number.isFinite(exponent) ? { lower: -1n, upper: 1n, exponent: Math.ceil(exponent) } : UNBOUNDED;
};

function boundOnEllipse(
  integrand: Integrand,
  formula: Formula,
  from: Enclosure,
  to: Enclosure,
  logRho: number,
): readonly number[] | undefined {
  // A short piece far from 0 needs the digits that tell its points apart.
  const lost = magnitudeExponent(hull(from, to)) - widthExponent(hull(from, to));
  const C = complexEnclosures(realEnclosures(32 * (1 + Math.ceil(Math.max(0, lost) / 32))));
  const K = C.reals;
  const centre = K.scale(K.add(from, to), -1);
  const half = K.scale(K.sub(to, from), -1);
  const rho = 2 ** logRho;
  // A little larger than the ellipse, for the rounding of these doubles.
  const [wide, high] = [(rho + 1 / rho) * (0.5 + 1e-12), (rho - 1 / rho) * (0.5 + 1e-12)];
  let bounds: number[] | undefined;
  for (let s = 0; s < SLABS; s++) {
    const [u, v] = [-1 + (2 * s) / SLABS, -1 + (2 * (s + 1)) / SLABS];
    const nearest = u <= 0 && v >= 0 ? 0 : Math.min(Math.abs(u), Math.abs(v));
    const z = {
      real: K.add(centre, K.mul(half, hull(K.from(wide * u), K.from(wide * v)))),
      imaginary: hull(K.zero, K.mul(half, K.from(high * Math.sqrt(1 - nearest * nearest) * (1 + 1e-12)))),
    };
    const exponent = magnitudeExponent(C.magnitude(encloseComplex(formula, C, z)));
    if (exponent === Infinity) return undefined;
    const box: Box = {
      left: endNumber(z.real, 'lower'),
      right: endNumber(z.real, 'upper'),
      height: endNumber(z.imaginary, 'upper'),
    };
    const found = integrand.logBounds(box, exponent);
    if (found.some((bound) => Number.isNaN(bound) || bound === Infinity)) return undefined;
    bounds = bounds === undefined ? [...found] : bounds.map((bound, k) => Math.max(bound, found[k]!));
  }
  return bounds;
}
