/** Nodes and weights of Gauss–Legendre quadrature, enclosed. */
import type { Enclosure } from '../enclosure/enclosure.ts';
import { realEnclosures } from '../enclosure/reals.ts';

/** A rule on [−1, 1]: Σ weight f(node), exact for polynomials of degree < 2n. Nodes rise. */
export interface QuadratureRule {
  readonly nodes: readonly Enclosure[];
  readonly weights: readonly Enclosure[];
}

const known = new Map<string, QuadratureRule>();

/**
 * The n zeros of the Legendre polynomial P_n and the weights 2(1 − x²)/(n P_{n−1}(x))² [DLMF 3.5.25], n ≥ 2, each in an
 * interval of about 2^-bits.
 *
 * In fixed point the recurrence (k+1) P_{k+1} = (2k+1) x P_k − k P_{k−1} for |x| ≤ 1 has errors e_{k+1} ≤ 2 e_k + e_{k−1} + 3 units, so
 * e_n ≤ 4 (1 + √2)^n < 2^(1.28 n + 2). A zero is proved by the signs of P_n on its two sides, and n disjoint intervals hold
 * all. |P_{n−1}'| ≤ n²/2 on [−1, 1] says what the interval of the zero does to the weight.
 */
export function gaussLegendre(n: number, bits: number): QuadratureRule {
  const key = `${n} ${bits}`;
  const found = known.get(key) ?? compute(n, bits);
  known.set(key, found);
  return found;
}

function compute(n: number, bits: number): QuadratureRule {
  const loss = Math.ceil(1.28 * n) + 2;
  const spread = bits + 2 * Math.ceil(Math.log2(n)) + 4;
  const precision = spread + loss + 8;
  const K = realEnclosures(bits + 8);
  const delta = 1n << BigInt(precision - spread);
  const error = 1n << BigInt(loss);
  const half: { node: Enclosure; weight: Enclosure }[] = [];
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    const isMiddle = n % 2 === 1 && i === (n - 1) / 2;
    const centre = isMiddle ? 0n : newton(n, Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)), precision);
    const width = isMiddle ? 0n : delta;
    if (!isMiddle) {
      const [left, right] = [centre - delta, centre + delta].map((x) => legendre(n, x, precision)[0]);
      const apart = (left! > error && right! < -error) || (left! < -error && right! > error);
      if (!apart) throw new RangeError(`gaussLegendre: zero ${i} of P_${n} is not separated at ${bits} bits`);
    }
    const node = { lower: centre - width, upper: centre + width, exponent: -precision };
    const previous = legendre(n, centre, precision)[1];
    const slack = error + width * BigInt(Math.ceil((n * n) / 2));
    const value = { lower: previous - slack, upper: previous + slack, exponent: -precision };
    const numerator = K.scale(K.sub(K.one, K.square(node)), 1);
    half.push({ node: K.mul(K.one, node), weight: K.div(numerator, K.square(K.mul(K.from(n), value))) });
  }
  const mirrored = half.slice(0, Math.floor(n / 2)).map(({ node, weight }) => ({ node: K.neg(node), weight }));
  const all = [...mirrored, ...[...half].reverse()];
  return { nodes: all.map(({ node }) => node), weights: all.map(({ weight }) => weight) };
}

/** [P_n(x), P_{n−1}(x)] in units of 2^-precision. */
function legendre(n: number, x: bigint, precision: number): readonly [bigint, bigint] {
  const scale = BigInt(precision);
  let [previous, current] = [1n << scale, x];
  for (let k = 1n; k < BigInt(n); k++) {
    const next = ((2n * k + 1n) * ((x * current) >> scale) - k * previous) / (k + 1n);
    [previous, current] = [current, next];
  }
  return [current, previous];
}

/** A zero of P_n near a start by Newton's iteration, its precision doubled as it goes; what it is worth is checked after. */
function newton(n: number, start: number, precision: number): bigint {
  let at = 64 + Math.ceil(1.28 * n);
  let x = BigInt(Math.round(start * 2 ** 52)) << BigInt(at - 52);
  for (let right = 6; right < 2 * precision; right *= 2) {
    const next = Math.min(precision, Math.max(at, 2 * right + Math.ceil(1.28 * n) + 16));
    x = next >= at ? x << BigInt(next - at) : x >> BigInt(at - next);
    at = next;
    const unit = 1n << BigInt(at);
    const [current, previous] = legendre(n, x, at);
    // (x² − 1) P_n' = n (x P_n − P_{n−1})
    const square = ((x * x) >> BigInt(at)) - unit;
    const slope = (BigInt(n) * (((x * current) >> BigInt(at)) - previous) * unit) / square;
    x -= (current * unit) / slope;
  }
  return x << BigInt(precision - at);
}
