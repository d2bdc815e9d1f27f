/** Cosine and sine of a fraction of a turn by additions and multiplications only, so that every engine gives the same bits. */

/** π/2 = HALF_PI_HIGH + HALF_PI_LOW; HALF_PI_HIGH has 23 bits, so 30 bits times it are exact. */
export const HALF_PI_HIGH = 1.570796251296997;
export const HALF_PI_LOW = 7.549789954891882e-8;

/**
 * sin(π r/2) = r (π/2 + z S(z)) and cos(π r/2) = 1 + z C(z) with z = r², |r| ≤ ½: the best polynomials in the supremum
 * norm, from Remez' algorithm in 60 digits, errors 3.5e-18 (relative) and 3.3e-20.
 */
export const SINE: readonly number[] = [
  -0.645964097506245, 0.07969262624606273, -0.00468175413261626, 0.00016044115259843345, -3.5986493404023364e-6,
  5.6346750445424076e-8,
];
export const COSINE: readonly number[] = [
  -1.2337005501361697, 0.2536695079010469, -0.020863480763315442, 0.0009192602742250301, -2.5202036991520175e-5,
  4.710615657296966e-7, -6.321892407839256e-9,
];

/** [cos 2πt, sin 2πt] for a double t with |t| < 2⁵⁰, within 2⁻⁵¹. */
export function cosineAndSineOfTurns(t: number): readonly [number, number] {
  const n = Math.floor(4 * t + 0.5);
  return quarterTurns(((n % 4) + 4) % 4, 4 * t - n);
}

/** The angle of x + iy in turns, in (−½, ½]; 0 for 0. Within 2⁻⁵². */
export function turnsOf(x: number, y: number): number {
  if (y === 0) return x < 0 ? 0.5 : 0;
  if (x < 0) return (y > 0 ? 0.5 : -0.5) - arctangentInTurns(y / -x);
  return arctangentInTurns(y / x);
}

/** arctan(t)/2π; beyond 1 by the complement. tan a → tan a/4 by t → t/(1 + √(1 + t²)) twice, then Gregory's series. */
function arctangentInTurns(t: number): number {
  if (Math.abs(t) > 1) return (t > 0 ? 0.25 : -0.25) - arctangentInTurns(1 / t);
  let s = t;
  for (let i = 0; i < 2; i++) s /= 1 + Math.sqrt(1 + s * s);
  const z = s * s;
  let sum = 0;
  for (let k = GREGORY.length - 1; k >= 0; k--) sum = (sum + GREGORY[k]!) * z;
  return (s + s * sum) * TWO_OVER_PI;
}

/** −1/3, 1/5, …, 1/25; |s| ≤ tan(π/16) = 0.199, so that s²⁶/27 is below 2⁻⁶⁵. */
const GREGORY = Array.from({ length: 12 }, (_, k) => (k % 2 === 0 ? -1 : 1) / (2 * k + 3));
const TWO_OVER_PI = 0.6366197723675814;

/** [cos, sin] of π(n + r)/2, n in {0, 1, 2, 3}, |r| ≤ ½. */
function quarterTurns(n: number, r: number): readonly [number, number] {
  const z = r * r;
  let s = SINE[5]!;
  for (let i = 4; i >= 0; i--) s = s * z + SINE[i]!;
  let c = COSINE[6]!;
  for (let i = 5; i >= 0; i--) c = c * z + COSINE[i]!;
  const sine = r * HALF_PI_HIGH + r * (HALF_PI_LOW + s * z);
  const cosine = 1 + c * z;
  if (n === 0) return [cosine, sine];
  if (n === 1) return [-sine, cosine];
  return n === 2 ? [-cosine, -sine] : [sine, -cosine];
}
