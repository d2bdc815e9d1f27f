/** Nodes and weights of Gauss–Legendre quadrature, enclosed. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import { signOf } from '../enclosure/enclosure.ts';
import { type RealEnclosures, realEnclosures } from '../enclosure/reals.ts';

/** A rule on [−1, 1]: Σ weight f(node), exact for polynomials of degree < 2n. Nodes rise. */
export interface QuadratureRule {
  readonly nodes: readonly Enclosure[];
  readonly weights: readonly Enclosure[];
}

const known = new Map<string, QuadratureRule>();

/**
 * The n zeros of the Legendre polynomial P_n and the weights 2(1 − x²)/(n P_{n−1}(x))² [DLMF 3.5.25], n ≥ 2, each in an
 * interval of about 2^-bits. A zero is proved by the signs of P_n on its two sides, and n disjoint intervals hold all.
 */
export function gaussLegendre(n: number, bits: number): QuadratureRule {
  const key = `${n} ${bits}`;
  const found = known.get(key) ?? compute(n, bits);
  known.set(key, found);
  return found;
}

function compute(n: number, bits: number): QuadratureRule {
  // The recurrence in intervals widens by at most 1 + √2 < 2^1.3 a step, once for the sign and once for the weight.
  const loss = Math.ceil(1.3 * n) + 16;
  const K = realEnclosures(bits + 2 * loss);
  const spread = bits + loss;
  const half: { node: Enclosure; weight: Enclosure }[] = [];
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    if (n % 2 === 1 && i === (n - 1) / 2) {
      half.push({ node: K.zero, weight: weightAt(K, n, K.zero) });
      continue;
    }
    const centre = newton(n, Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)), spread + 8);
    const around = { lower: centre - 256n, upper: centre + 256n, exponent: -spread - 8 };
    const signs = [around.lower, around.upper].map((end) =>
      signOf(legendre(K, n, { lower: end, upper: end, exponent: around.exponent })[0]),
    );
    if (signs[0] === undefined || signs[1] === undefined || signs[0] * signs[1] !== -1)
      throw new RangeError(`gaussLegendre: zero ${i} of P_${n} is not separated at ${bits} bits`);
    half.push({ node: around, weight: weightAt(K, n, around) });
  }
  const mirrored = half.slice(0, Math.floor(n / 2)).map(({ node, weight }) => ({ node: K.neg(node), weight }));
  const all = [...mirrored, ...[...half].reverse()];
  return { nodes: all.map(({ node }) => node), weights: all.map(({ weight }) => weight) };
}

/** [P_n(x), P_{n−1}(x)] by (k+1) P_{k+1} = (2k+1) x P_k − k P_{k−1}. */
function legendre(K: RealEnclosures, n: number, x: Enclosure): readonly [Enclosure, Enclosure] {
  let [previous, current] = [K.one, x];
  for (let k = 1; k < n; k++) {
    const next = K.div(K.sub(K.mul(K.mul(K.from(2 * k + 1), x), current), K.mul(K.from(k), previous)), K.from(k + 1));
    [previous, current] = [current, next];
  }
  return [current, previous];
}

function weightAt(K: RealEnclosures, n: number, x: Enclosure): Enclosure {
  const [, previous] = legendre(K, n, x);
  const numerator = K.scale(K.sub(K.one, K.square(x)), 1);
  return K.div(numerator, K.square(K.mul(K.from(n), previous)));
}

/** A zero of P_n near a start, in units of 2^-bits, by Newton's iteration in fixed point; what it is worth is checked after. */
function newton(n: number, start: number, bits: number): bigint {
  const unit = 1n << BigInt(bits);
  const scale = BigInt(bits);
  let x = BigInt(Math.round(start * 2 ** 52)) << BigInt(bits - 52);
  for (let precision = 8; precision < 2 * bits; precision *= 2) {
    let [previous, current] = [unit, x];
    for (let k = 1n; k < BigInt(n); k++) {
      const next = ((2n * k + 1n) * ((x * current) >> scale) - k * previous) / (k + 1n);
      [previous, current] = [current, next];
    }
    // (x² − 1) P_n' = n (x P_n − P_{n−1})
    const derivative = (BigInt(n) * (((x * current) >> scale) - previous) * unit) / (((x * x) >> scale) - unit);
    x -= (current * unit) / derivative;
  }
  return x;
}
