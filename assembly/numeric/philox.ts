/**
 * Philox4x32-10 (Salmon et al., SC '11), four counters at a time. src/base/philox.ts says the same for one counter.
 */

@inline
const M0: u32 = 0xd2511f53;
@inline
const M1: u32 = 0xcd9e8d57;
@inline
const W0: u32 = 0x9e3779b9;
@inline
const W1: u32 = 0xbb67ae85;

/** Which blocks a fill reads: seed, stream, layer, and the words that mark a kind of block. */
@unmanaged
export class Source {
  k0: u32;
  k1: u32;
  layer: u32;
  stream: u32;
}

/**
 * Words of the blocks `block` … `block + 3` to 64 bytes at `out`: word 0 of all four, then word 1, 2 and 3.
 * `mark` is or-ed into the high half of the block's index.
 */
export function fourBlocks(out: usize, block: u64, mark: u32, source: Source): void {
  const low = i32x4.splat(<i32>block);
  let c0 = i32x4.add(low, i32x4(0, 1, 2, 3));
  // Lanes that wrapped have all bits set, and taking that off adds the carry.
  let c1 = i32x4.sub(i32x4.splat(<i32>((<u32>(block >> 32)) | mark)), i32x4.lt_u(c0, low));
  let c2 = i32x4.splat(source.layer);
  let c3 = i32x4.splat(source.stream);
  let k0 = i32x4.splat(source.k0);
  let k1 = i32x4.splat(source.k1);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  for (let round = 0; round < 10; round++) {
    const p0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const q0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const p1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const q1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(p1, q1, 1, 3, 5, 7), c1), k0);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(p0, q0, 1, 3, 5, 7), c3), k1);
    c1 = v128.shuffle<i32>(p1, q1, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(p0, q0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, i32x4.splat(W0));
    k1 = i32x4.add(k1, i32x4.splat(W1));
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
}
