/** Counting numbers as big integers. */

/** n! for n ≥ 0. */
export function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2n; k <= BigInt(n); k++) product *= k;
  return product;
}

/** n!! = n (n − 2) (n − 4) … for n ≥ −1; (−1)!! = 0!! = 1. */
export function doubleFactorial(n: number): bigint {
  let product = 1n;
  for (let k = BigInt(n); k > 1n; k -= 2n) product *= k;
  return product;
}

/** C(n, k) for integers n ≥ 0; 0 for k < 0 or k > n. */
export function binomial(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) product = (product * BigInt(n - i + 1)) / BigInt(i);
  return product;
}
