import { rational } from '../../base/rational.ts';
import type { Ring } from '../../symbolic/ring.ts';

/**
 * K_k(x, x')/k! = ⟨He_k(x), He_k(x')⟩/k! = g_k for k = 0, …, orders, over any ring that holds the rationals: with c = ⟨x, x'⟩,
 * S = |x|² + |x'|² and d coordinates, g_0 = 1 and
 * (k+1) g_(k+1) = c (g_k + g_(k−2)) + (2(k−1) + d − S) g_(k−1) − (k−3+d) g_(k−3).
 * He_k is the tensor (−1)^k ∂^k φ/φ of the Gaussian density φ. The recurrence is what exp(⟨x, t⟩ − |t|²/2) gives when it
 * is contracted over t; it was checked against the tensors themselves.
 */
export function hermiteTensorKernels<T>(K: Ring<T>, c: T, S: T, d: number, orders: number): readonly T[] {
  const g: T[] = [K.one];
  const minus = K.from(-1);
  const scaled = (n: number, a: T | undefined): T => (a === undefined ? K.zero : K.mul(K.from(n), a));
  for (let k = 0; k < orders; k++) {
    const pair = K.add(g[k]!, g[k - 2] ?? K.zero);
    const factor = K.add(K.from(2 * (k - 1) + d), K.mul(minus, S));
    const sum = [K.mul(c, pair), K.mul(factor, g[k - 1] ?? K.zero), scaled(-(k - 3 + d), g[k - 3])].reduce(K.add);
    g.push(K.mul(K.from(rational(1n, BigInt(k + 1))), sum));
  }
  return g;
}
