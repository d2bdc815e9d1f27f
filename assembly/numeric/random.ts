/** Fills of random numbers. src/numeric/random/ says what each number is, in TypeScript; the bits are the same. */

import { eightBlocks, Source } from './philox';

const group = memory.data(128, 16);
const extra = memory.data(128, 16);
const radii = memory.data(32, 16);
const scaleOf = memory.data(16, 16);
const EXTENSION: u32 = 0x80000000;
const TAIL: u32 = 1 << 20;

@inline
function f64s(x: f64): v128 {
  return f64x2.splat(x);
}

/**
 * The constants of the two functions below, both lanes alike. They are read from memory, since compilers build a vector
 * constant from integers each time it is used.
 */
const constants = memory.data<f64>([
  0.1479594999068836, 0.1479594999068836, 0.15314050524804626, 0.15314050524804626, 0.18183564327076188,
  0.18183564327076188, 0.2222219857316979, 0.2222219857316979, 0.285714287423877, 0.285714287423877,
  0.39999999999414676, 0.39999999999414676, 0.6666666666666734, 0.6666666666666734, 1.9082149292705877e-10,
  1.9082149292705877e-10, 0.6931471803691238, 0.6931471803691238, 5.6346750445424076e-8, 5.6346750445424076e-8,
  -3.5986493404023364e-6, -3.5986493404023364e-6, 0.00016044115259843345, 0.00016044115259843345,
  -0.00468175413261626, -0.00468175413261626, 0.07969262624606273, 0.07969262624606273, -0.645964097506245,
  -0.645964097506245, -6.321892407839256e-9, -6.321892407839256e-9, 4.710615657296966e-7, 4.710615657296966e-7,
  -2.5202036991520175e-5, -2.5202036991520175e-5, 0.0009192602742250301, 0.0009192602742250301,
  -0.020863480763315442, -0.020863480763315442, 0.2536695079010469, 0.2536695079010469, -1.2337005501361697,
  -1.2337005501361697, 7.549789954891882e-8, 7.549789954891882e-8, 1.570796251296997, 1.570796251296997, 1, 1, 2, 2,
  0.5, 0.5, -2, -2, 4503599627371519, 4503599627371519,
], 16);

@inline
function constant(index: usize): v128 {
  return v128.load(constants + (index << 4));
}

@inline
function horner(sum: v128, z: v128, index: usize): v128 {
  return f64x2.add(f64x2.mul(sum, z), constant(index));
}

const ROOT_HALF: i64 = 0x3fe6a09e00000000;
const ONE: i64 = 0x3ff0000000000000;
/** The bits of √½ to 21 bits, of 1 less that, of a fraction, and of 2^52. */
const masks = memory.data<i64>([
  ROOT_HALF, ROOT_HALF, ONE - ROOT_HALF, ONE - ROOT_HALF, 0x000fffffffffffff, 0x000fffffffffffff, 0x4330000000000000,
  0x4330000000000000,
], 16);

/**
 * √(−2 ln u) for two pairs of normal doubles in (0, 1), to `radii` and 16 bytes on: `logarithm` in
 * src/numeric/random/logarithm.ts. Two at a time, since one alone waits for its own results.
 */
@inline
function storeRadii(radii: usize, u0: v128, u1: v128): void {
  const t0 = i64x2.add(u0, v128.load(masks, 16));
  const t1 = i64x2.add(u1, v128.load(masks, 16));
  // The integer 1023 + k in the low bits of 2^52.
  const k0 = f64x2.sub(v128.or(i64x2.shr_u(t0, 52), v128.load(masks, 48)), constant(28));
  const k1 = f64x2.sub(v128.or(i64x2.shr_u(t1, 52), v128.load(masks, 48)), constant(28));
  const f0 = f64x2.sub(i64x2.add(v128.and(t0, v128.load(masks, 32)), v128.load(masks)), constant(24));
  const f1 = f64x2.sub(i64x2.add(v128.and(t1, v128.load(masks, 32)), v128.load(masks)), constant(24));
  const s0 = f64x2.div(f0, f64x2.add(constant(25), f0));
  const s1 = f64x2.div(f1, f64x2.add(constant(25), f1));
  const z0 = f64x2.mul(s0, s0);
  const z1 = f64x2.mul(s1, s1);
  let r0 = horner(constant(0), z0, 1);
  let r1 = horner(constant(0), z1, 1);
  r0 = horner(r0, z0, 2);
  r1 = horner(r1, z1, 2);
  r0 = horner(r0, z0, 3);
  r1 = horner(r1, z1, 3);
  r0 = horner(r0, z0, 4);
  r1 = horner(r1, z1, 4);
  r0 = horner(r0, z0, 5);
  r1 = horner(r1, z1, 5);
  r0 = f64x2.mul(horner(r0, z0, 6), z0);
  r1 = f64x2.mul(horner(r1, z1, 6), z1);
  const half0 = f64x2.mul(f64x2.mul(constant(26), f0), f0);
  const half1 = f64x2.mul(f64x2.mul(constant(26), f1), f1);
  const inner0 = f64x2.add(f64x2.mul(s0, f64x2.add(half0, r0)), f64x2.mul(k0, constant(7)));
  const inner1 = f64x2.add(f64x2.mul(s1, f64x2.add(half1, r1)), f64x2.mul(k1, constant(7)));
  const log0 = f64x2.sub(f64x2.mul(k0, constant(8)), f64x2.sub(f64x2.sub(half0, inner0), f0));
  const log1 = f64x2.sub(f64x2.mul(k1, constant(8)), f64x2.sub(f64x2.sub(half1, inner1), f1));
  v128.store(radii, f64x2.sqrt(f64x2.mul(constant(27), log0)));
  v128.store(radii, f64x2.sqrt(f64x2.mul(constant(27), log1)), 16);
}

/** Two pairs of Gaussians to `out` and a block on, from their radii, the offset from the nearest quarter turn, and its sign masks. */
@inline
function pairs(
  out: usize,
  radius: v128,
  r: v128,
  swap: v128,
  cosineSign: v128,
  sineSign: v128,
  single: bool,
): void {
  const z = f64x2.mul(r, r);
  let s = horner(constant(9), z, 10);
  let c = horner(constant(15), z, 16);
  s = horner(s, z, 11);
  c = horner(c, z, 17);
  s = horner(s, z, 12);
  c = horner(c, z, 18);
  s = horner(s, z, 13);
  c = horner(c, z, 19);
  s = horner(s, z, 14);
  c = horner(c, z, 20);
  c = horner(c, z, 21);
  const low = f64x2.add(constant(22), f64x2.mul(s, z));
  const sine = f64x2.add(f64x2.mul(r, constant(23)), f64x2.mul(r, low));
  const cosine = f64x2.add(constant(24), f64x2.mul(c, z));
  const a = f64x2.mul(radius, v128.xor(v128.bitselect(sine, cosine, swap), cosineSign));
  const b = f64x2.mul(radius, v128.xor(v128.bitselect(cosine, sine, swap), sineSign));
  const scale = v128.load(scaleOf);
  const first = f64x2.mul(v128.shuffle<i64>(a, b, 0, 2), scale);
  const second = f64x2.mul(v128.shuffle<i64>(a, b, 1, 3), scale);
  if (single) {
    // Two floats each, a block's pair; the other pair of the block lies 8 bytes on.
    v128.store64_lane(out, f32x4.demote_f64x2_zero(first), 0);
    v128.store64_lane(out, f32x4.demote_f64x2_zero(second), 0, 16);
  } else {
    v128.store(out, first);
    v128.store(out, second, 32);
  }
}

@inline
function fraction(word: v128): v128 {
  // 2^52 + word, less 2^52 − ½.
  return f64x2.mul(f64x2.sub(v128.or(word, i64x2.splat(0x4330000000000000)), f64s(4503599627370495.5)), f64s(2.3283064365386963e-10));
}

/** u of the lanes where the word is in the tail: with 32 more bits. */
@inline
function refined(word: u32, more: u32): f64 {
  return (<f64>((<u64>word << 32) | <u64>more) + 0.5) * 5.421010862427522e-20;
}

/** The Gaussians of one pair of words of four blocks. */
@inline
function pairOfFour(
  out: usize,
  radiusWords: v128,
  angleWords: v128,
  from: usize,
  half: usize,
  block: u64,
  source: Source,
  single: bool,
): void {
  let u01 = fraction(i64x2.extend_low_i32x4_u(radiusWords));
  let u23 = fraction(i64x2.extend_high_i32x4_u(radiusWords));
  const tail = i32x4.lt_u(radiusWords, i32x4.splat(TAIL));
  if (v128.any_true(tail)) {
    eightBlocks(extra, block, EXTENSION, source);
    const more = extra + from + (half << 5);
    const words = group + from + (half << 5);
    let word = load<u32>(words);
    if (word < TAIL) u01 = f64x2.replace_lane(u01, 0, refined(word, load<u32>(more)));
    word = load<u32>(words, 4);
    if (word < TAIL) u01 = f64x2.replace_lane(u01, 1, refined(word, load<u32>(more, 4)));
    word = load<u32>(words, 8);
    if (word < TAIL) u23 = f64x2.replace_lane(u23, 0, refined(word, load<u32>(more, 8)));
    word = load<u32>(words, 12);
    if (word < TAIL) u23 = f64x2.replace_lane(u23, 1, refined(word, load<u32>(more, 12)));
  }
  const shifted = i32x4.add(angleWords, i32x4.splat(0x20000000));
  const offset = i32x4.sub(v128.and(shifted, i32x4.splat(0x3fffffff)), i32x4.splat(0x20000000));
  const unit = f64s(9.313225746154785e-10);
  const r01 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_s(offset), f64s(0.5)), unit);
  const upper = v128.shuffle<i32>(offset, offset, 2, 3, 2, 3);
  const r23 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_s(upper), f64s(0.5)), unit);
  // The quarter n is the top two bits: n odd swaps, n ∈ {1, 2} negates the cosine, n ∈ {2, 3} the sine.
  const swap = i32x4.shr_s(i32x4.shl(shifted, 1), 31);
  const sign = i32x4.splat(0x80000000);
  const sineSign = v128.and(shifted, sign);
  const cosineSign = v128.and(v128.xor(shifted, i32x4.shl(shifted, 1)), sign);
  const zero = i32x4.splat(0);
  const stride: usize = single ? 4 : 8;
  const at = out + half * 2 * stride;
  storeRadii(radii, u01, u23);
  pairs(
    at,
    v128.load(radii),
    r01,
    v128.shuffle<i32>(swap, swap, 0, 0, 1, 1),
    v128.shuffle<i32>(zero, cosineSign, 0, 4, 0, 5),
    v128.shuffle<i32>(zero, sineSign, 0, 4, 0, 5),
    single,
  );
  pairs(
    at + 8 * stride,
    v128.load(radii, 16),
    r23,
    v128.shuffle<i32>(swap, swap, 2, 2, 3, 3),
    v128.shuffle<i32>(zero, cosineSign, 0, 6, 0, 7),
    v128.shuffle<i32>(zero, sineSign, 0, 6, 0, 7),
    single,
  );
}

@inline
function gaussians(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64, single: bool): void {
  let block = <u64>firstBlock;
  v128.store(scaleOf, f64s(factor));
  const bytes: usize = single ? 64 : 128;
  for (let g = 0; g < groups; g++) {
    eightBlocks(group, block, 0, source);
    for (let from: usize = 0; from < 128; from += 64) {
      const at = group + from;
      pairOfFour(out, v128.load(at), v128.load(at, 16), from, 0, block, source, single);
      pairOfFour(out, v128.load(at, 32), v128.load(at, 48), from, 1, block, source, single);
      out += bytes;
    }
    block += 8;
  }
}

/** `factor` times the Gaussians of the blocks from `firstBlock` on, 32 a group, as doubles. */
export function fillGaussians(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64): void {
  gaussians(out, groups, firstBlock, source, factor, false);
}

/** The same rounded to floats. */
export function fillGaussiansSingle(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64): void {
  gaussians(out, groups, firstBlock, source, factor, true);
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
