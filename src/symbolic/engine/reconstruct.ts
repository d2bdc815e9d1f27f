/** From residues to integers. */
import type { Kernel } from './kernel.ts';
import { RESIDUE } from './kernel.ts';
import { type Moduli, reconstructionTables } from './moduli.ts';

/** Integers put together before they leave the kernel's memory. */
const AT_ONCE = 2 ** 14;

/**
 * The integers that the residues of `count` numbers determine, `limbs` words each as in {@link PackedIntegers}.
 * `groups`: the addresses of the residues modulo each two primes; `into`: where to write them.
 */
export function reconstruct(
  kernel: Kernel,
  groups: readonly number[],
  count: number,
  moduli: Moduli,
  into?: Int32Array,
): Int32Array {
  const tables = reconstructionTables(moduli);
  const { primes } = moduli;
  const doubles = (values: ArrayLike<number>): number => {
    const address = kernel.allocate(8 * values.length);
    kernel.doubles(address, values.length).set(values);
    return address;
  };
  const prime = doubles(primes);
  const primeInverse = doubles(primes.map((p) => 1 / p));
  const cofactorInverse = doubles(tables.cofactorInverses);
  const cofactors = kernel.put(tables.cofactors);
  const product = kernel.put(tables.product);
  const addresses = kernel.put(Int32Array.from(groups));
  const out = kernel.allocate(4 * tables.limbs * Math.min(AT_ONCE, count));
  const scratch = kernel.allocate(4 * primes.length + 8 * tables.digits + RESIDUE);
  const words = into ?? new Int32Array(tables.limbs * count);
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    kernel.functions.reconstruct(
      out,
      addresses,
      primes.length,
      prime,
      primeInverse,
      cofactorInverse,
      cofactors,
      product,
      tables.digits,
      tables.digitBits,
      tables.limbs,
      from,
      to,
      scratch,
    );
    words.set(kernel.integers(out, tables.limbs * (to - from)), tables.limbs * from);
  }
  return words;
}
