/** Fills of random numbers. src/numeric/random/ says what each number is, in TypeScript; the bits are the same. */

import { fourBlocks, Source } from './philox';

const group = memory.data(64, 16);
const extra = memory.data(64, 16);
const EXTENSION: u32 = 0x80000000;
const TAIL: u32 = 1 << 20;

@inline
function f64s(x: f64): v128 {
  return f64x2.splat(x);
}

@inline
function horner(sum: v128, z: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(sum, z), f64x2.splat(c));
}

/** The natural logarithms of two normal positive doubles: `logarithm` in src/numeric/random/logarithm.ts. */
@inline
function logarithm(u: v128): v128 {
  const ROOT_HALF: i64 = 0x3fe6a09e00000000;
  const ONE: i64 = 0x3ff0000000000000;
  const shifted = i64x2.add(u, i64x2.splat(ONE - ROOT_HALF));
  // The integer 1023 + k in the low bits of 2^52.
  const exponent = v128.or(i64x2.shr_u(shifted, 52), i64x2.splat(0x4330000000000000));
  const k = f64x2.sub(exponent, f64s(4503599627370496 + 1023));
  const m = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), i64x2.splat(ROOT_HALF));
  const f = f64x2.sub(m, f64s(1));
  const s = f64x2.div(f, f64x2.add(f64s(2), f));
  const z = f64x2.mul(s, s);
  let r = f64s(0.1479594999068836);
  r = horner(r, z, 0.15314050524804626);
  r = horner(r, z, 0.18183564327076188);
  r = horner(r, z, 0.2222219857316979);
  r = horner(r, z, 0.285714287423877);
  r = horner(r, z, 0.39999999999414676);
  r = horner(r, z, 0.6666666666666734);
  r = f64x2.mul(r, z);
  const half = f64x2.mul(f64x2.mul(f64s(0.5), f), f);
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(k, f64s(1.9082149292705877e-10)));
  return f64x2.sub(f64x2.mul(k, f64s(0.6931471803691238)), f64x2.sub(f64x2.sub(half, inner), f));
}

/** Two pairs of Gaussians, (a₀, b₀, a₁, b₁) at `out`, from u, the offset from the nearest quarter turn, and the turn's sign masks. */
@inline
function pairs(out: usize, u: v128, r: v128, swap: v128, cosineSign: v128, sineSign: v128, scale: v128, single: bool): void {
  const radius = f64x2.sqrt(f64x2.mul(f64s(-2), logarithm(u)));
  const z = f64x2.mul(r, r);
  let s = f64s(5.6346750445424076e-8);
  s = horner(s, z, -3.5986493404023364e-6);
  s = horner(s, z, 0.00016044115259843345);
  s = horner(s, z, -0.00468175413261626);
  s = horner(s, z, 0.07969262624606273);
  s = horner(s, z, -0.645964097506245);
  let c = f64s(-6.321892407839256e-9);
  c = horner(c, z, 4.710615657296966e-7);
  c = horner(c, z, -2.5202036991520175e-5);
  c = horner(c, z, 0.0009192602742250301);
  c = horner(c, z, -0.020863480763315442);
  c = horner(c, z, 0.2536695079010469);
  c = horner(c, z, -1.2337005501361697);
  const low = f64x2.add(f64s(7.549789954891882e-8), f64x2.mul(s, z));
  const sine = f64x2.add(f64x2.mul(r, f64s(1.570796251296997)), f64x2.mul(r, low));
  const cosine = f64x2.add(f64s(1), f64x2.mul(c, z));
  const a = f64x2.mul(f64x2.mul(radius, v128.xor(v128.bitselect(sine, cosine, swap), cosineSign)), scale);
  const b = f64x2.mul(f64x2.mul(radius, v128.xor(v128.bitselect(cosine, sine, swap), sineSign)), scale);
  const first = v128.shuffle<i64>(a, b, 0, 2);
  const second = v128.shuffle<i64>(a, b, 1, 3);
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
  half: usize,
  block: u64,
  source: Source,
  scale: v128,
  single: bool,
): void {
  let u01 = fraction(i64x2.extend_low_i32x4_u(radiusWords));
  let u23 = fraction(i64x2.extend_high_i32x4_u(radiusWords));
  const tail = i32x4.lt_u(radiusWords, i32x4.splat(TAIL));
  if (v128.any_true(tail)) {
    fourBlocks(extra, block, EXTENSION, source);
    const more = extra + (half << 5);
    const words = group + (half << 5);
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
  pairs(
    at,
    u01,
    r01,
    v128.shuffle<i32>(swap, swap, 0, 0, 1, 1),
    v128.shuffle<i32>(zero, cosineSign, 0, 4, 0, 5),
    v128.shuffle<i32>(zero, sineSign, 0, 4, 0, 5),
    scale,
    single,
  );
  pairs(
    at + 8 * stride,
    u23,
    r23,
    v128.shuffle<i32>(swap, swap, 2, 2, 3, 3),
    v128.shuffle<i32>(zero, cosineSign, 0, 6, 0, 7),
    v128.shuffle<i32>(zero, sineSign, 0, 6, 0, 7),
    scale,
    single,
  );
}

@inline
function gaussians(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64, single: bool): void {
  let block = <u64>firstBlock;
  const scale = f64s(factor);
  const bytes: usize = single ? 64 : 128;
  for (let g = 0; g < groups; g++) {
    fourBlocks(group, block, 0, source);
    pairOfFour(out, v128.load(group), v128.load(group, 16), 0, block, source, scale, single);
    pairOfFour(out, v128.load(group, 32), v128.load(group, 48), 1, block, source, scale, single);
    block += 4;
    out += bytes;
  }
}

/** `factor` times the Gaussians of the blocks from `firstBlock` on, 16 a group, as doubles. */
export function fillGaussians(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64): void {
  gaussians(out, groups, firstBlock, source, factor, false);
}

/** The same rounded to floats. */
export function fillGaussiansSingle(out: usize, groups: i32, firstBlock: f64, source: Source, factor: f64): void {
  gaussians(out, groups, firstBlock, source, factor, true);
}

/** `uniform` of src/base/philox.ts for the blocks from `firstBlock` on, 4 a group. */
export function fillUniforms(out: usize, groups: i32, firstBlock: f64, source: Source): void {
  let block = <u64>firstBlock;
  const unit = f64s(1.1102230246251565e-16);
  const exponent = i64x2.splat(0x4330000000000000);
  const high = f64s(67108864);
  for (let g = 0; g < groups; g++) {
    fourBlocks(group, block, 0, source);
    const a = i32x4.shr_u(v128.load(group), 5);
    const b = i32x4.shr_u(v128.load(group, 16), 6);
    const base = f64s(4503599627370496);
    const a01 = f64x2.sub(v128.or(i64x2.extend_low_i32x4_u(a), exponent), base);
    const b01 = f64x2.sub(v128.or(i64x2.extend_low_i32x4_u(b), exponent), base);
    const a23 = f64x2.sub(v128.or(i64x2.extend_high_i32x4_u(a), exponent), base);
    const b23 = f64x2.sub(v128.or(i64x2.extend_high_i32x4_u(b), exponent), base);
    v128.store(out, f64x2.mul(f64x2.add(f64x2.mul(a01, high), b01), unit));
    v128.store(out, f64x2.mul(f64x2.add(f64x2.mul(a23, high), b23), unit), 16);
    block += 4;
    out += 32;
  }
}

/** The words themselves, 16 a group: block after block, word 0 to 3. */
export function fillWords(out: usize, groups: i32, firstBlock: f64, source: Source): void {
  let block = <u64>firstBlock;
  for (let g = 0; g < groups; g++) {
    fourBlocks(group, block, 0, source);
    const w0 = v128.load(group);
    const w1 = v128.load(group, 16);
    const w2 = v128.load(group, 32);
    const w3 = v128.load(group, 48);
    const a = v128.shuffle<i32>(w0, w1, 0, 4, 1, 5);
    const b = v128.shuffle<i32>(w2, w3, 0, 4, 1, 5);
    const c = v128.shuffle<i32>(w0, w1, 2, 6, 3, 7);
    const d = v128.shuffle<i32>(w2, w3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(out, v128.shuffle<i64>(a, b, 1, 3), 16);
    v128.store(out, v128.shuffle<i64>(c, d, 0, 2), 32);
    v128.store(out, v128.shuffle<i64>(c, d, 1, 3), 48);
    block += 4;
    out += 64;
  }
}
