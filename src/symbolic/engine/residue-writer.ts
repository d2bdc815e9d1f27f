/** Writes exact values into a kernel's memory as residues modulo two primes. */
import type { ExactValues } from './exact-values.ts';
import type { Kernel } from './kernel.ts';
import { multiplied, reduced } from './modular.ts';

export type Primes = readonly [number, number];

/** p₀, p₁ and their inverses, where kernels read them; zeros, for no reduction, when p = 0. */
export function writeModulus(kernel: Kernel, address: number, [p0, p1]: Primes): void {
  kernel.doubles(address, 4).set(p0 === 0 ? [0, 0, 0, 0] : [p0, p1, 1 / p0, 1 / p1]);
}

/** The residues of values at consecutive places; false when a prime divides a denominator. Integers themselves for p = 0. */
export function writeResidues(kernel: Kernel, address: number, values: ExactValues, primes: Primes): boolean {
  const out = kernel.doubles(address, 2 * values.length);
  if (primes[0] === 0) {
    values.integers(out, 2);
    return true;
  }
  return primes.every((p, lane) => values.residues(p, out, lane, 2));
}

/** Multiplies `count` consecutive residues by an integer. */
export function scaleResidues(kernel: Kernel, address: number, count: number, factor: bigint, primes: Primes): void {
  if (factor === 1n) return;
  const out = kernel.doubles(address, 2 * count);
  primes.forEach((p, lane) => {
    const residue = reduced(Number(factor % BigInt(p)), p);
    for (let i = lane; i < out.length; i += 2) out[i] = multiplied(out[i]!, residue, p);
  });
}

/** Whether two lanes at an address hold the given number. */
export function holds(kernel: Kernel, address: number, value: number): boolean {
  const [a, b] = kernel.doubles(address, 2);
  return a === value && b === value;
}
