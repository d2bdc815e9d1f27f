/** SplitMix64 [Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA]: 64-bit numbers. */

/** The output function, with the constants of Stafford's 13th variant: the words of a 64-bit number, high word first. */
export function split(state: bigint): readonly [number, number] {
  let z = BigInt.asUintN(64, state);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  z ^= z >> 31n;
  return [Number(z >> 32n), Number(z & 0xffffffffn)];
}

/** A step between states from any 64-bit number: odd, and not of few runs of equal bits, which mix badly. */
export function weylStep(word: bigint): bigint {
  const odd = word | 1n;
  return changes(odd) < 24 ? odd ^ 0xaaaaaaaaaaaaaaaan : odd;
}

/** How many neighbouring bits differ, the highest bit and the 0 above it included. */
function changes(word: bigint): number {
  let count = 0;
  for (let left = word ^ (word >> 1n); left > 0n; left &= left - 1n) count++;
  return count;
}
