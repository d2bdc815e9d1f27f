import type { Kernel } from './kernel.ts';
import { inverted, multiplied, reduced } from './modular.ts';
import type { Primes } from './residue-writer.ts';

/**
 * From Newton's basis to powers: table[k][a] = s(a, k)/a! for a, k ≤ degree, with Stirling numbers of the first kind,
 * x(x − 1)…(x − a + 1) = Σ_k s(a, k) x^k.
 */
export function writeStirling(kernel: Kernel, address: number, degree: number, primes: Primes): void {
  const width = degree + 1;
  const out = kernel.doubles(address, 2 * width * width);
  primes.forEach((p, lane) => {
    const row = new Float64Array(width + 1);
    row[0] = 1;
    let factorial = 1;
    for (let a = 0; a < width; a++) {
      if (a > 0) {
        factorial = multiplied(factorial, a, p);
        for (let k = a; k >= 1; k--) row[k] = reduced(row[k - 1]! - (a - 1) * row[k]!, p);
        row[0] = reduced(-(a - 1) * row[0]!, p);
      }
      const inverse = inverted(factorial, p);
      for (let k = 0; k <= a; k++) out[2 * (k * width + a) + lane] = multiplied(row[k]!, inverse, p);
    }
  });
}
