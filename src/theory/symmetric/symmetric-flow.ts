/** Gradient flow of a student ⟨u, p̃⟩ towards a teacher f(⟨h, p̃⟩) of power sums, on the population loss. */
import { InputError } from '../../base/errors.ts';
import { dormandPrince } from '../../numeric/ode/dormand-prince.ts';

/** Complex numbers, [n][re, im]. */
export type ComplexVector = Float64Array;

export interface SymmetricFlowProblem {
  /** F_0, F_1, …, real, of F(m) = Σ_k F_k m^k; for a link Σ α_k z^k in the stable range F_k = |α_k|² k!. */
  readonly potential: readonly number[];
  /** h with ‖h‖ = 1. */
  readonly teacher: ComplexVector;
  /** u at time 0, as long as h. */
  readonly start: ComplexVector;
  readonly kind: 'spherical' | 'unnormalised';
  /** A Aᴴ where u = A w and w moves, [row][column][re, im]; the identity, so that u itself moves, when left out. */
  readonly preconditioner?: Float64Array;
}

export interface SymmetricFlowOptions {
  /** Stop where |m|/(‖u‖‖h‖) first gets there. */
  readonly cosine?: number;
  /** Infinity when left out; then a cosine is needed. */
  readonly end?: number;
  /** Of the integrator, per step; 1e-11 when left out. */
  readonly tolerance?: number;
}

export interface SymmetricFlowPoint {
  readonly time: number;
  /** m = ⟨u, h⟩ = Σ_k u_k conj(h_k) = r e^{iθ}: r and θ in (−π, π]. */
  readonly overlap: number;
  readonly angle: number;
  readonly norm: number;
  /** r/‖u‖. */
  readonly cosine: number;
  /** (r/q)^s sin(sθ), q² = ‖u‖² − r²; undefined unless F = F_s m^s, where it is conserved without a preconditioner. */
  readonly invariant: number | undefined;
}

export interface SymmetricFlow {
  readonly points: readonly SymmetricFlowPoint[];
  readonly last: SymmetricFlowPoint;
  /** Whether the cosine asked for was reached. */
  readonly reached: boolean;
  /** The largest |I(t) − I(0)| relative to |I(0)|, or absolute where I(0) is 0; undefined where nothing is conserved. */
  readonly invariantDrift: number | undefined;
  readonly state: ComplexVector;
}

const UNIT = 1e-9;
/** Beyond this cosine q is lost to roundings, and with it the invariant. */
const NEARLY_ONE = 1 - 1e-5;

/**
 * The flow of L = −Re F(⟨u, h⟩) on ‖u‖ = 1 (spherical), or of L = ½ Σ_k F_k ‖u‖^{2k} − Re F(⟨u, h⟩) (unnormalised), which is half
 * the squared error of the student f(⟨u, p̃⟩) up to a constant: u̇ = P conj(F′(m)) h, less its radial part or Σ_k k F_k ‖u‖^{2k−2} P u, with P the
 * preconditioner. For F = m^s/s, P = 1 on the sphere: ṙ = r^{s−1} cos(sθ)(1 − r²), θ̇ = −r^{s−2} sin(sθ), and (r/√(1 − r²))^s sin(sθ) is
 * conserved; with q for √(1 − r²) it is without the normalisation too. [Zweig and Bruna, arXiv:2310.02117; the squared error is our
 * reading of its modified loss] The states are observed: the integrator's steps have a tolerance, its result no bound.
 *
 * Throws {@link InputError} on vectors of different lengths, not finite or zero, h not of norm 1, a start not of norm 1 on the sphere, and
 * a start at m = 0 with F′(0) = 0, which never leaves.
 */
export function symmetricFlow(problem: SymmetricFlowProblem, options: SymmetricFlowOptions = {}): SymmetricFlow {
  const { potential, teacher, start } = problem;
  const { cosine, end = Infinity, tolerance = 1e-11 } = options;
  check(problem, options, end);
  const exponent = monomialOrder(potential);
  const at = (time: number, u: ComplexVector): SymmetricFlowPoint => pointOf(time, u, teacher, exponent);
  const points = [at(0, start)];
  let drift = 0;
  const first = points[0]!.invariant;
  const result = dormandPrince(slopeOf(problem), start, end, {
    tolerance,
    observe: (time, state) => {
      const point = at(time, state);
      points.push(point);
      if (first !== undefined && point.cosine < NEARLY_ONE)
        drift = Math.max(drift, Math.abs(point.invariant! - first) / (Math.abs(first) < 1e-12 ? 1 : Math.abs(first)));
      return false;
    },
    ...(cosine === undefined ? {} : { event: (state: Float64Array) => at(0, state).cosine - cosine }),
  });
  const last = at(result.time, result.state);
  if (result.time > points.at(-1)!.time) points.push(last);
  return {
    points,
    last,
    reached: result.ended === 'event',
    invariantDrift: first === undefined || problem.preconditioner !== undefined ? undefined : drift,
    state: result.state,
  };
}

/** s where F = F_0 + F_s m^s; undefined for other F. */
function monomialOrder(potential: readonly number[]): number | undefined {
  const orders = potential.flatMap((c, k) => (k >= 1 && c !== 0 ? [k] : []));
  return orders.length === 1 ? orders[0] : undefined;
}

/** ⟨u, h⟩ = Σ u_k conj(h_k). */
export function hermitianProduct(u: ComplexVector, h: ComplexVector): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let k = 0; k < u.length; k += 2) {
    re += u[k]! * h[k]! + u[k + 1]! * h[k + 1]!;
    im += u[k + 1]! * h[k]! - u[k]! * h[k + 1]!;
  }
  return [re, im];
}

export const normOf = (u: ComplexVector): number => Math.hypot(...u);

function pointOf(time: number, u: ComplexVector, h: ComplexVector, s: number | undefined): SymmetricFlowPoint {
  const [re, im] = hermitianProduct(u, h);
  const norm = normOf(u);
  const overlap = Math.hypot(re, im);
  const angle = Math.atan2(im, re);
  // q as the norm of u − m h, which does not cancel.
  const rest = u.slice();
  for (let k = 0; k < u.length; k += 2) {
    rest[k]! -= re * h[k]! - im * h[k + 1]!;
    rest[k + 1]! -= re * h[k + 1]! + im * h[k]!;
  }
  const q = normOf(rest);
  return {
    time,
    overlap,
    angle,
    norm,
    cosine: norm === 0 ? 0 : Math.min(1, overlap / norm),
    invariant: s === undefined || q === 0 ? undefined : (overlap / q) ** s * Math.sin(s * angle),
  };
}

function slopeOf({ potential, teacher, kind, preconditioner }: SymmetricFlowProblem) {
  const n = teacher.length;
  const force = new Float64Array(n);
  return (u: Float64Array, out: Float64Array): void => {
    const [re, im] = hermitianProduct(u, teacher);
    // F′(m) by Horner's rule.
    let [a, b] = [0, 0];
    for (let k = potential.length - 1; k >= 1; k--) [a, b] = [a * re - b * im + k * potential[k]!, a * im + b * re];
    const square = u.reduce((sum, x) => sum + x * x, 0);
    let damping = 0;
    if (kind === 'unnormalised')
      for (let k = potential.length - 1; k >= 1; k--) damping = damping * square + k * potential[k]!;
    for (let k = 0; k < n; k += 2) {
      force[k] = a * teacher[k]! + b * teacher[k + 1]! - damping * u[k]!;
      force[k + 1] = a * teacher[k + 1]! - b * teacher[k]! - damping * u[k + 1]!;
    }
    if (preconditioner === undefined) out.set(force);
    else timesMatrix(preconditioner, force, out);
    if (kind === 'spherical') {
      let radial = 0;
      for (let k = 0; k < n; k++) radial += out[k]! * u[k]!;
      // Divided by ‖u‖², so that roundings of the norm do not grow.
      for (let k = 0; k < n; k++) out[k]! -= (radial / square) * u[k]!;
    }
  };
}

function timesMatrix(matrix: Float64Array, v: ComplexVector, out: ComplexVector): void {
  const n = v.length;
  for (let row = 0; row < n; row += 2) {
    let [re, im] = [0, 0];
    for (let k = 0; k < n; k += 2) {
      const [a, b] = [matrix[row * (n / 2) + k]!, matrix[row * (n / 2) + k + 1]!];
      re += a * v[k]! - b * v[k + 1]!;
      im += a * v[k + 1]! + b * v[k]!;
    }
    out[row] = re;
    out[row + 1] = im;
  }
}

function check(
  { potential, teacher, start, kind, preconditioner }: SymmetricFlowProblem,
  { cosine }: SymmetricFlowOptions,
  end: number,
): void {
  const n = teacher.length;
  if (n === 0 || n % 2 !== 0 || start.length !== n)
    throw new InputError(
      'symmetricFlow',
      `expected teacher and start as [n][re, im] of the same n ≥ 1, got ${n} and ${start.length} numbers`,
    );
  if (preconditioner !== undefined && preconditioner.length !== (n * n) / 2)
    throw new InputError(
      'preconditioner',
      `expected ${(n * n) / 2} numbers, [${n / 2}][${n / 2}][re, im], got ${preconditioner.length}`,
    );
  if (![...potential, ...teacher, ...start, ...(preconditioner ?? [])].every(Number.isFinite))
    throw new InputError('symmetricFlow', 'expected finite numbers');
  if (Math.abs(normOf(teacher) - 1) > UNIT)
    throw new InputError('teacher', `expected norm 1, got ${normOf(teacher)}`, 'Divide it by its norm');
  if (normOf(start) === 0) throw new InputError('start', 'is zero');
  if (kind === 'spherical' && Math.abs(normOf(start) - 1) > UNIT)
    throw new InputError(
      'start',
      `expected norm 1 on the sphere, got ${normOf(start)}`,
      "Divide it by its norm, or take 'unnormalised'",
    );
  if (cosine !== undefined && !(cosine > 0 && cosine < 1))
    throw new InputError('cosine', `expected a number between 0 and 1, got ${cosine}`);
  if (!(end >= 0) || (end === Infinity && cosine === undefined))
    throw new InputError('end', `expected a time ≥ 0 where no cosine ends the flow, got ${end}`);
  const [re, im] = hermitianProduct(start, teacher);
  if (re === 0 && im === 0 && (potential[1] ?? 0) === 0)
    throw new InputError(
      'start',
      'is orthogonal to the teacher, where F′(m) = 0, so that the overlap stays 0',
      'Start from a random direction',
    );
}
