/** Fills of random numbers. src/numeric/random/ says what each number is, in TypeScript; the bits are the same. */

import { eightBlocks, Source } from './philox';

const group = memory.data(128, 16);
@inline
function f64s(x: f64): v128 {
  return f64x2.splat(x);
}

/** `uniform` of src/base/philox.ts for the blocks from `firstBlock` on, 8 a group. */
export function fillUniforms(out: usize, groups: i32, firstBlock: f64, source: Source): void {
  let block = <u64>firstBlock;
  const unit = f64s(1.1102230246251565e-16);
  const exponent = i64x2.splat(0x4330000000000000);
  const high = f64s(67108864);
  for (let g = 0; g < groups; g++) {
    eightBlocks(group, block, 0, source);
    for (let at: usize = group; at < group + 128; at += 64) {
      const a = i32x4.shr_u(v128.load(at), 5);
      const b = i32x4.shr_u(v128.load(at, 16), 6);
      const base = f64s(4503599627370496);
      const a01 = f64x2.sub(v128.or(i64x2.extend_low_i32x4_u(a), exponent), base);
      const b01 = f64x2.sub(v128.or(i64x2.extend_low_i32x4_u(b), exponent), base);
      const a23 = f64x2.sub(v128.or(i64x2.extend_high_i32x4_u(a), exponent), base);
      const b23 = f64x2.sub(v128.or(i64x2.extend_high_i32x4_u(b), exponent), base);
      v128.store(out, f64x2.mul(f64x2.add(f64x2.mul(a01, high), b01), unit));
      v128.store(out, f64x2.mul(f64x2.add(f64x2.mul(a23, high), b23), unit), 16);
      out += 32;
    }
    block += 8;
  }
}

/** The words themselves, 32 a group: block after block, word 0 to 3. */
export function fillWords(out: usize, groups: i32, firstBlock: f64, source: Source): void {
  let block = <u64>firstBlock;
  for (let g = 0; g < groups; g++) {
    eightBlocks(group, block, 0, source);
    for (let at: usize = group; at < group + 128; at += 64) {
      const w0 = v128.load(at);
      const w1 = v128.load(at, 16);
      const w2 = v128.load(at, 32);
      const w3 = v128.load(at, 48);
      const a = v128.shuffle<i32>(w0, w1, 0, 4, 1, 5);
      const b = v128.shuffle<i32>(w2, w3, 0, 4, 1, 5);
      const c = v128.shuffle<i32>(w0, w1, 2, 6, 3, 7);
      const d = v128.shuffle<i32>(w2, w3, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
      v128.store(out, v128.shuffle<i64>(a, b, 1, 3), 16);
      v128.store(out, v128.shuffle<i64>(c, d, 0, 2), 32);
      v128.store(out, v128.shuffle<i64>(c, d, 1, 3), 48);
      out += 64;
    }
    block += 8;
  }
}
