/** Certified E[f He_k] and E[f²] of a formula, to a precision. */
import { InputError } from '../../base/errors.ts';
import { type Progress, silent } from '../../base/progress.ts';
import { type Enclosure, UNBOUNDED } from '../enclosure/enclosure.ts';
import { realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { integrate } from '../quadrature/integrate.ts';
import { gaussianTail, type Tail } from './gaussian-tail.ts';
import { hermiteIntegrand } from './hermite-integrand.ts';

export interface GaussianMoments {
  /** E[f He_k], k < terms. */
  readonly coefficients: readonly Enclosure[];
  /** E[f²]; UNBOUNDED where it is not known to be finite. */
  readonly squaredNorm: Enclosure;
}

/** Beyond this the weight is below 2^-40000. */
const FARTHEST = 256;

/**
 * E[f He_k] within 2^-bits √k! for k < terms, and E[f²] within 2^-bits: quadrature on [−R, R] (`quadrature/integrate.ts`) and tails
 * from the growth of f. Throws {@link InputError} where the integral does not converge, is not known to, or time runs out.
 */
export function gaussianMoments(
  formula: Formula,
  terms: number,
  bits: number,
  options: { readonly deadline: number; readonly progress?: Progress },
): GaussianMoments {
  const scales = logRootFactorials(terms);
  const { radius, tails, square } = radiusFor(formula, scales, bits);
  const K = realEnclosures(bits + 2 * Math.ceil(Math.log2(radius)) + Math.ceil(terms * 1.2) + 48);
  const integrand = hermiteIntegrand(formula, terms, square);
  const middle = integrate(integrand, K.from(-radius), K.from(radius), {
    tolerances: [...scales.map((scale) => scale - bits - 2), ...(square ? [-bits - 2] : [])],
    bits: K.bits,
    deadline: options.deadline,
    progress: options.progress ?? silent,
  });
  const widened = middle.map((value, k) => {
    const exponent = Math.ceil(tails[k]!);
    return exponent === -Infinity ? value : K.add(value, { lower: -1n, upper: 1n, exponent });
  });
  return { coefficients: widened.slice(0, terms), squaredNorm: square ? widened[terms]! : UNBOUNDED };
}

/** log₂ √k! for k < terms. */
function logRootFactorials(terms: number): readonly number[] {
  const logs: number[] = [];
  let sum = 0;
  for (let k = 0; k < terms; k++) {
    if (k > 1) sum += Math.log2(k) / 2;
    logs.push(sum);
  }
  return logs;
}

/** The least whole R from 4 at which all tails are small enough, and log₂ of the tails of both sides together. */
function radiusFor(
  formula: Formula,
  scales: readonly number[],
  bits: number,
): { readonly radius: number; readonly tails: readonly number[]; readonly square: boolean } {
  const at = (radius: number) => ([1, -1] as const).map((side) => gaussianTail(formula, scales.length, radius, side));
  const far = at(FARTHEST);
  if (far.some(({ products }) => products.includes(Infinity))) throw divergent(far);
  const square = far.every((tail) => tail.square !== Infinity);
  for (let radius = 4; radius <= FARTHEST; radius++) {
    const sides = at(radius);
    const tails = [
      ...scales.map((_, k) => Math.max(...sides.map(({ products }) => products[k]!)) + 1),
      ...(square ? [Math.max(...sides.map((side) => side.square)) + 1] : []),
    ];
    if (tails.every((tail, k) => tail <= (scales[k] ?? 0) - bits - 3)) return { radius, tails, square };
  }
  throw new InputError(
    'formula',
    'its tail under the Gaussian weight cannot be made small enough',
    'Ask for fewer digits',
  );
}

function divergent(sides: readonly Pick<Tail, 'atLeast' | 'atMost' | 'diverges'>[]): InputError {
  const least = Math.max(...sides.map(({ atLeast }) => atLeast));
  const most = Math.max(...sides.map(({ atMost }) => atMost));
  if (sides.some(({ diverges }) => diverges))
    return new InputError(
      'formula',
      `its average under the Gaussian does not converge: it grows at least like exp(${Number(least.toPrecision(6))}·x^2), and the weight falls like exp(-x^2/2)`,
      'A Hermite expansion needs E|f| < ∞',
    );
  return new InputError(
    'formula',
    `its average under the Gaussian is not known to converge: ${most === Infinity ? 'no bound of its growth was found, or it is not defined for large x or −x' : `it may grow like exp(${Number(most.toPrecision(6))}·x^2), and the weight falls like exp(-x^2/2)`}`,
    'A Hermite expansion needs E|f| < ∞; write the formula so that its growth shows',
  );
}
