/** Certified minimax polynomials: what the exchange algorithm finds, with proved bounds of error and coefficients. */
import { type Enclosure, endNumber, hull, magnitudeExponent, signOf } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';
import type { Formula } from '../formula/formula.ts';
import { encloseFormula } from '../formula/interpretations.ts';
import { endPoint, maximumError } from './maximum-error.ts';
import { evaluateCoefficients } from './pieces.ts';
import { type Extremum, remez } from './remez.ts';

export interface Minimax {
  /** The best polynomial's coefficients in t, enclosed. */
  readonly coefficients: readonly Enclosure[];
  /** Its maximum error. */
  readonly error: Enclosure;
  /** Where |error| of the polynomial found is largest, and the signed errors there; the best one's differ by no more than `error` is wide. */
  readonly equioscillation: readonly Extremum[];
}

/**
 * The minimax polynomial p* on [−1, 1].
 *
 * With p from the exchange algorithm, errors of alternating signs s_i of at least L at n + 2 points x_i, and sup |F − p| ≤ U: L ≤
 * E* ≤ U (de la Vallée Poussin). For q = p* − p, s_i q(x_i) ≥ L − E* ≥ −(U − L), while Σ λ_i s_i q(x_i) = 0 with λ_i ∝ Π_{j≠i} |x_i −
 * x_j|^(−1), Σ λ_i = 1, as divided differences of order n + 1 vanish on degree n. So |q(x_i)| ≤ (U − L) max(1, 1/λ_i − 1), and Lagrange
 * interpolation at n + 1 of the points bounds q's coefficients.
 */
export function minimax(scaled: Formula, degree: number, bits: number, deadline: number): Minimax {
  const K = realEnclosures(2 * bits + 96 + 8 * degree);
  const found = remez(scaled, degree, bits, deadline);
  const p = found.coefficients;
  if (found.reference.length === 0) return allButEqual(K, scaled, p, bits, deadline);
  const error = (x: Enclosure): Enclosure => K.sub(encloseFormula(scaled, K, x), evaluateCoefficients(K, p, x));
  const errors = found.reference.map(({ point }) => error(point));
  const signs = errors.map(signOf);
  if (signs.some((sign, i) => sign === undefined || sign === 0 || (i > 0 && sign === signs[i - 1])))
    throw new RangeError('minimax: the reference does not alternate');
  const sizes = errors.map(K.abs);
  const least = sizes.reduce((a, b) => (signOf(K.sub(endPoint(a, 'lower'), endPoint(b, 'lower'))) === 1 ? b : a));
  const exponent = magnitudeExponent(least);
  const largest = maximumError(scaled, p, exponent - bits, deadline);
  const slack = K.sub(endPoint(largest, 'upper'), endPoint(least, 'lower'));
  const gap = { lower: 0n, upper: slack.upper > 0n ? slack.upper : 0n, exponent: slack.exponent };
  const bounds = coefficientBounds(
    K,
    found.reference.map(({ point }) => point),
    gap,
  );
  return {
    coefficients: p.map((c, j) => K.add(c, hull(K.neg(bounds[j]!), bounds[j]!))),
    error: hull(endPoint(least, 'lower'), endPoint(largest, 'upper')),
    equioscillation: found.extrema
      .filter(
        ({ error: size }) => signOf(K.sub(K.abs(size), K.mul(endPoint(least, 'lower'), K.from(1 - 2 ** -30)))) === 1,
      )
      .map(({ point }) => ({ point, error: error(point) })),
  };
}

/** Where p is F up to rounding: sup |p* − p| ≤ 2U on [−1, 1], so the coefficients differ by at most 2U (1 + √2)^n. */
function allButEqual(
  K: RealEnclosures,
  scaled: Formula,
  p: readonly Enclosure[],
  bits: number,
  deadline: number,
): Minimax {
  const largest = maximumError(scaled, p, -2 * bits, deadline);
  const most = endPoint(largest, 'upper');
  const bound = K.mul(K.scale(most, 1), K.powerInteger(K.from(2.4143), p.length - 1));
  return {
    coefficients: p.map((c) => K.add(c, hull(K.neg(bound), bound))),
    error: hull(K.zero, most),
    equioscillation: [],
  };
}

/** Bounds of q's coefficients, as the text above says. */
function coefficientBounds(K: RealEnclosures, points: readonly Enclosure[], gap: Enclosure): readonly Enclosure[] {
  const weights = points.map((x, i) =>
    points.reduce((product, y, j) => (i === j ? product : K.div(product, K.abs(K.sub(x, y)))), K.one),
  );
  const total = weights.reduce(K.add);
  const values = weights.map((weight) => {
    const others = K.div(K.sub(total, weight), weight);
    const factor = endNumber(others, 'upper') > 1 ? others : K.one;
    return K.mul(gap, factor);
  });
  // Leaving out the point with the least weight keeps the bounds small.
  const worst = weights.reduce(
    (least, weight, i) => (endNumber(weight, 'upper') < endNumber(weights[least]!, 'upper') ? i : least),
    0,
  );
  const kept = points.map((_, i) => i).filter((i) => i !== worst);
  let sums: readonly Enclosure[] = kept.map(() => K.zero);
  for (const i of kept) {
    let basis: readonly Enclosure[] = [K.one];
    for (const j of kept) {
      if (j === i) continue;
      const scale = K.div(K.one, K.sub(points[i]!, points[j]!));
      const shift = K.neg(K.mul(points[j]!, scale));
      basis = Array.from({ length: basis.length + 1 }, (_, k) =>
        K.add(k > 0 ? K.mul(basis[k - 1]!, scale) : K.zero, k < basis.length ? K.mul(basis[k]!, shift) : K.zero),
      );
    }
    sums = sums.map((sum, k) => K.add(sum, K.mul(values[i]!, K.abs(basis[k]!))));
  }
  return sums.map((sum) => endPoint(sum, 'upper'));
}
