/** From residues to integers. */
import { type Kernel, RESIDUE } from './kernel.ts';
import { type Moduli, reconstructionTables } from './moduli.ts';
import { PackedIntegers } from './packed-integers.ts';

/**
 * The integers that the residues of `entries` numbers determine. `groups`: where those modulo each two primes are;
 * `order`: the place of each number in the result, if not its own.
 */
export function reconstruct(
  kernel: Kernel,
  groups: readonly number[],
  entries: number,
  order: Int32Array | undefined,
  moduli: Moduli,
): PackedIntegers {
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
  const places = order === undefined ? 0 : kernel.put(order);
  const out = kernel.allocate(4 * tables.limbs * entries);
  const scratch = kernel.allocate(4 * primes.length + 8 * tables.digits + RESIDUE);
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
    0,
    entries,
    places,
    scratch,
  );
  return new PackedIntegers(kernel.integers(out, tables.limbs * entries).slice(), tables.limbs);
}
