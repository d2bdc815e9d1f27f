/** π and log 2 in fixed point, kept by precision. */

/** ⌊x 2^bits⌉ with an error below 2^-bits, from a value with 16 bits more whose error is below 2^10 units. */
function kept(compute: (bits: number) => bigint): (bits: number) => bigint {
  const known = new Map<number, bigint>();
  return (bits) => {
    const found = known.get(bits);
    if (found !== undefined) return found;
    const value = compute(bits + 16) >> 16n;
    known.set(bits, value);
    return value;
  };
}

/** Σ (∓1)^j / ((2j+1) n^(2j+1)): the arc tangent or its hyperbolic twin of 1/n, with an error below one unit a term. */
function arcTangentOfInverse(n: bigint, bits: number, sign: 1n | -1n): bigint {
  let powerOfInverse = (1n << BigInt(bits)) / n;
  const square = n * n;
  let sum = 0n;
  let s = 1n;
  for (let j = 1n; powerOfInverse !== 0n; j += 2n) {
    sum += (s * powerOfInverse) / j;
    powerOfInverse /= square;
    s *= sign;
  }
  return sum;
}

/** ⌊π 2^bits⌋, off by at most 1: Machin's 16 arctan(1/5) − 4 arctan(1/239), at 2^16 times the precision for up to 2^10 terms. */
export const piBits: (bits: number) => bigint = kept(
  (bits) => (16n * arcTangentOfInverse(5n, bits + 20, -1n) - 4n * arcTangentOfInverse(239n, bits + 20, -1n)) >> 20n,
);

/** ⌊log 2 · 2^bits⌋, off by at most 1: 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749). */
export const logTwoBits: (bits: number) => bigint = kept(
  (bits) =>
    (18n * arcTangentOfInverse(26n, bits + 20, 1n) -
      2n * arcTangentOfInverse(4801n, bits + 20, 1n) +
      8n * arcTangentOfInverse(8749n, bits + 20, 1n)) >>
    20n,
);
