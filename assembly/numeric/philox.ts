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
 * Words of the blocks `block` … `block + 7` at `out`: word 0 of the first four, then word 1, 2 and 3 (64 bytes), then the
 * same of the other four. `mark` is or-ed into the high half of the block's index. Two vectors of counters go side by
 * side, since one alone waits for its own results.
 */
export function eightBlocks(out: usize, block: u64, mark: u32, source: Source): void {
  const low = i32x4.splat(<i32>block);
  const high = i32x4.splat(<i32>((<u32>(block >> 32)) | mark));
  let a0 = i32x4.add(low, i32x4(0, 1, 2, 3));
  let b0 = i32x4.add(low, i32x4(4, 5, 6, 7));
  // Lanes that wrapped have all bits set, and taking that off adds the carry.
  let a1 = i32x4.sub(high, i32x4.lt_u(a0, low));
  let b1 = i32x4.sub(high, i32x4.lt_u(b0, low));
  let a2 = i32x4.splat(source.layer);
  let b2 = a2;
  let a3 = i32x4.splat(source.stream);
  let b3 = a3;
  let k0 = i32x4.splat(source.k0);
  let k1 = i32x4.splat(source.k1);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const step0 = i32x4.splat(W0);
  const step1 = i32x4.splat(W1);
  for (let round = 0; round < 10; round++) {
    const ap0 = i64x2.extmul_low_i32x4_u(a0, m0);
    const aq0 = i64x2.extmul_high_i32x4_u(a0, m0);
    const ap1 = i64x2.extmul_low_i32x4_u(a2, m1);
    const aq1 = i64x2.extmul_high_i32x4_u(a2, m1);
    a0 = v128.xor(v128.xor(v128.shuffle<i32>(ap1, aq1, 1, 3, 5, 7), a1), k0);
    a2 = v128.xor(v128.xor(v128.shuffle<i32>(ap0, aq0, 1, 3, 5, 7), a3), k1);
    a1 = v128.shuffle<i32>(ap1, aq1, 0, 2, 4, 6);
    a3 = v128.shuffle<i32>(ap0, aq0, 0, 2, 4, 6);
    const bp0 = i64x2.extmul_low_i32x4_u(b0, m0);
    const bq0 = i64x2.extmul_high_i32x4_u(b0, m0);
    const bp1 = i64x2.extmul_low_i32x4_u(b2, m1);
    const bq1 = i64x2.extmul_high_i32x4_u(b2, m1);
    b0 = v128.xor(v128.xor(v128.shuffle<i32>(bp1, bq1, 1, 3, 5, 7), b1), k0);
    b2 = v128.xor(v128.xor(v128.shuffle<i32>(bp0, bq0, 1, 3, 5, 7), b3), k1);
    b1 = v128.shuffle<i32>(bp1, bq1, 0, 2, 4, 6);
    b3 = v128.shuffle<i32>(bp0, bq0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, step0);
    k1 = i32x4.add(k1, step1);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, b0, 64);
  v128.store(out, b1, 80);
  v128.store(out, b2, 96);
  v128.store(out, b3, 112);
}

/** The four words of one block, to `out`. */
export function oneBlock(out: usize, block: u64, mark: u32, source: Source): void {
  let c0 = <u32>block;
  let c1 = <u32>(block >> 32) | mark;
  let c2 = source.layer;
  let c3 = source.stream;
  let k0 = source.k0;
  let k1 = source.k1;
  for (let round = 0; round < 10; round++) {
    const p = <u64>c0 * M0;
    const q = <u64>c2 * M1;
    c0 = <u32>(q >> 32) ^ c1 ^ k0;
    c1 = <u32>q;
    c2 = <u32>(p >> 32) ^ c3 ^ k1;
    c3 = <u32>p;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}
