/** Gaussians by the ziggurat. src/numeric/random/gaussian.ts says what each number is, in TypeScript; the bits are the same. */

import { oneBlock, Source } from './philox';

const CHUNK: i32 = 1024;
/** Draws whose words are made at once. */
const BATCH: i32 = 256;
const MARK: u32 = 0x80000000;
const R: f64 = 4.038849846109504;

/** After the edges of src/numeric/random/ziggurat.ts come the heights, and then the rounded edges. */
@inline
const HEIGHTS: usize = 8 * 1025;
@inline
const SINGLE_EDGES: usize = 16 * 1025;

const seed = memory.data(16, 16);
const firstWords = memory.data(1024, 16);
const secondWords = memory.data(1024, 16);

@inline
function split(state: u64): u64 {
  let z = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

@inline
function weylStep(word: u64): u64 {
  const odd = word | 1;
  return popcnt(odd ^ (odd >> 1)) < 24 ? odd ^ 0xaaaaaaaaaaaaaaaa : odd;
}

/** `count` words (a multiple of 4) from the state on. */
@inline
function storeWords(out: usize, count: i32, state: u64, step: u64): void {
  const end = out + (<usize>count << 2);
  for (; out < end; out += 16) {
    store<u64>(out, split(state));
    store<u64>(out, split(state + step), 8);
    state += step + step;
  }
}

/** `logarithm` of src/numeric/random/logarithm.ts. */
function logarithm(u: f64): f64 {
  const t = reinterpret<u64>(u) + 0x0009_5f62_0000_0000;
  const k = <f64>(<i64>(t >> 52) - 1023);
  const f = reinterpret<f64>((t & 0x000fffffffffffff) + 0x3fe6a09e00000000) - 1;
  const s = f / (2 + f);
  const z = s * s;
  let r: f64 = 0.1479594999068836;
  r = r * z + 0.15314050524804626;
  r = r * z + 0.18183564327076188;
  r = r * z + 0.2222219857316979;
  r = r * z + 0.285714287423877;
  r = r * z + 0.39999999999414676;
  r = r * z + 0.6666666666666734;
  r *= z;
  const half = 0.5 * f * f;
  return k * 0.6931471803691238 - (half - (s * (half + r) + k * 1.9082149292705877e-10) - f);
}

/** An odd multiple of 2^-53 in (0, 1). */
@inline
function uniformOf(number: u64): f64 {
  return <f64>((number >> 11) | 1) * 1.1102230246251565e-16;
}

@inline
function finePlace(number: u64): f64 {
  return reinterpret<f64>(((number << 10) >> 12) | 0x4000000000000001) - 3;
}

/** `atRim` of src/numeric/random/ziggurat.ts; numbers come from `state` on, 1024 steps apart. */
function atRim(i: i32, x: f64, state: u64, step: u64, edges: usize): f64 {
  const stride = step * CHUNK;
  for (;;) {
    if (i == 0) {
      for (;;) {
        const beyond = -logarithm(uniformOf(split((state += stride)))) / R;
        const bound = -logarithm(uniformOf(split((state += stride))));
        if (bound + bound > beyond * beyond) return x < 0 ? -R - beyond : R + beyond;
      }
    }
    const at = edges + (<usize>i << 3);
    const below = load<f64>(at, HEIGHTS);
    const height = below + uniformOf(split((state += stride))) * (load<f64>(at, HEIGHTS + 8) - below);
    if (logarithm(height) < -0.5 * x * x) return x;
    const number = split((state += stride));
    i = <i32>(number >> 54);
    const next = edges + (<usize>i << 3);
    x = finePlace(number) * load<f64>(next);
    if (Math.abs(x) < load<f64>(next, 8)) return x;
  }
  return 0;
}

@inline
function pair(a: usize, b: usize, offset: usize): v128 {
  return offset == 0
    ? v128.load64_lane(b, v128.load64_zero(a), 1)
    : v128.load64_lane(b, v128.load64_zero(a, 8), 1, 8);
}

/** Where the edge of the layer is that the word at an address chooses. */
@inline
function edgeOf(word: usize, edges: usize): usize {
  return edges + ((load<u32>(word) >> 19) & 0x1ff8);
}

/** The double at `out`, times the factor, if it lies at a rim: the draw itself then. */
@inline
function settle(out: usize, x: f64, edge: usize, state: u64, step: u64, edges: usize, factor: f64): void {
  if (load<f64>(edge, 8) > Math.abs(x)) return;
  store<f64>(out, factor * atRim(<i32>((edge - edges) >> 3), x, state, step, edges));
}

/** `count` draws from the one at `state` on, of which the words lie ready; a multiple of 4. */
@inline
function doubles(out: usize, count: i32, state: u64, step: u64, edges: usize, factor: f64): void {
  const two = i64x2.splat(0x4000000000000001);
  const three = f64x2.splat(3);
  const scale = f64x2.splat(factor);
  const end = <usize>count << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const first = v128.load(firstWords + at);
    const second = v128.load(secondWords + at);
    const e0 = edgeOf(firstWords + at, edges);
    const e1 = edgeOf(firstWords + at + 4, edges);
    const e2 = edgeOf(firstWords + at + 8, edges);
    const e3 = edgeOf(firstWords + at + 12, edges);
    const n01 = v128.shuffle<i32>(second, first, 0, 4, 1, 5);
    const n23 = v128.shuffle<i32>(second, first, 2, 6, 3, 7);
    const u01 = f64x2.sub(v128.or(i64x2.shr_u(i64x2.shl(n01, 10), 12), two), three);
    const u23 = f64x2.sub(v128.or(i64x2.shr_u(i64x2.shl(n23, 10), 12), two), three);
    const x01 = f64x2.mul(u01, pair(e0, e1, 0));
    const x23 = f64x2.mul(u23, pair(e2, e3, 0));
    v128.store(out, f64x2.mul(x01, scale));
    v128.store(out, f64x2.mul(x23, scale), 16);
    const inside = v128.and(
      f64x2.lt(f64x2.abs(x01), pair(e0, e1, 8)),
      f64x2.lt(f64x2.abs(x23), pair(e2, e3, 8)),
    );
    if (!i32x4.all_true(inside)) {
      const from = state + step * <u64>(at >> 2);
      settle(out, f64x2.extract_lane(x01, 0), e0, from, step, edges, factor);
      settle(out + 8, f64x2.extract_lane(x01, 1), e1, from + step, step, edges, factor);
      settle(out + 16, f64x2.extract_lane(x23, 0), e2, from + 2 * step, step, edges, factor);
      settle(out + 24, f64x2.extract_lane(x23, 1), e3, from + 3 * step, step, edges, factor);
    }
    out += 32;
  }
}

@inline
function four(a: usize, b: usize, c: usize, d: usize, offset: usize): v128 {
  return offset == 0
    ? v128.load32_lane(d, v128.load32_lane(c, v128.load32_lane(b, v128.load32_zero(a), 1), 2), 3)
    : v128.load32_lane(d, v128.load32_lane(c, v128.load32_lane(b, v128.load32_zero(a, 4), 1, 4), 2, 4), 3, 4);
}

@inline
function singleEdgeOf(word: usize, singleEdges: usize): usize {
  return singleEdges + ((load<u32>(word) >> 20) & 0xffc);
}

@inline
function settleSingle(out: usize, x: f32, edge: usize, state: u64, step: u64, edges: usize, factor: f32): void {
  if (load<f32>(edge, 4) > Mathf.abs(x)) return;
  const i = <i32>((edge - edges - SINGLE_EDGES) >> 2);
  store<f32>(out, factor * <f32>atRim(i, <f64>x, state, step, edges));
}

@inline
function singles(out: usize, count: i32, state: u64, step: u64, edges: usize, factor: f32): void {
  const two = i32x4.splat(0x40000001);
  const three = f32x4.splat(3);
  const scale = f32x4.splat(factor);
  const singleEdges = edges + SINGLE_EDGES;
  const end = <usize>count << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const first = v128.load(firstWords + at);
    const e0 = singleEdgeOf(firstWords + at, singleEdges);
    const e1 = singleEdgeOf(firstWords + at + 4, singleEdges);
    const e2 = singleEdgeOf(firstWords + at + 8, singleEdges);
    const e3 = singleEdgeOf(firstWords + at + 12, singleEdges);
    const u = f32x4.sub(v128.or(i32x4.shr_u(i32x4.shl(first, 10), 9), two), three);
    const x = f32x4.mul(u, four(e0, e1, e2, e3, 0));
    v128.store(out, f32x4.mul(x, scale));
    if (v128.any_true(f32x4.ge(f32x4.abs(x), four(e0, e1, e2, e3, 4)))) {
      const from = state + step * <u64>(at >> 2);
      settleSingle(out, f32x4.extract_lane(x, 0), e0, from, step, edges, factor);
      settleSingle(out + 4, f32x4.extract_lane(x, 1), e1, from + step, step, edges, factor);
      settleSingle(out + 8, f32x4.extract_lane(x, 2), e2, from + 2 * step, step, edges, factor);
      settleSingle(out + 12, f32x4.extract_lane(x, 3), e3, from + 3 * step, step, edges, factor);
    }
    out += 16;
  }
}

@inline
function fill(out: usize, count: i32, first: f64, source: Source, edges: usize, factor: f64, single: bool): void {
  let index = <u64>first;
  const end = index + <u64>count;
  while (index < end) {
    oneBlock(seed, index >> 10, MARK, source);
    const start = load<u64>(seed);
    const step = weylStep(load<u64>(seed, 8));
    const to = min(end, (index | (CHUNK - 1)) + 1);
    while (index < to) {
      const draws = <i32>min<u64>(to - index, BATCH);
      const draw = index & (CHUNK - 1);
      const words = start + step * (draw >> 1);
      storeWords(firstWords, draws, words, step);
      if (single) {
        singles(out, draws, start + step * draw, step, edges, <f32>factor);
        out += <usize>draws << 2;
      } else {
        storeWords(secondWords, draws, words + step * (CHUNK / 2), step);
        doubles(out, draws, start + step * draw, step, edges, factor);
        out += <usize>draws << 3;
      }
      index += draws;
    }
  }
}

/** `factor` times the Gaussians `first` … `first + count − 1`, both multiples of 4, as doubles. */
export function fillGaussians(out: usize, count: i32, first: f64, source: Source, edges: usize, factor: f64): void {
  fill(out, count, first, source, edges, factor, false);
}

/** The same in single precision. */
export function fillGaussiansSingle(
  out: usize,
  count: i32,
  first: f64,
  source: Source,
  edges: usize,
  factor: f64,
): void {
  fill(out, count, first, source, edges, factor, true);
}
