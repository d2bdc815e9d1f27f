/** ⌊√n⌋ for n ≥ 0, by Newton's iteration from above. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  if (n < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  // From the root of the leading half of the bits, each step doubles what is right.
  const quarter = BigInt(n.toString(16).length);
  let x = (integerSquareRoot(n >> (2n * quarter)) + 1n) << quarter;
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
