/** Gaussians by the ziggurat. src/numeric/random/gaussian.ts says what each number is, in TypeScript; the bits are the same. */

import { oneBlock, Source } from './philox';

const CHUNK: i32 = 1024;
/** Draws by which their words are ahead: integer units make them while vector units use what is there. */
const LEAD: i32 = 16;
const MARK: u32 = 0x80000000;
const R: f64 = 4.216370409511897;

/** After the edges of src/numeric/random/ziggurat.ts come the heights, and then the rounded edges. */
@inline
const HEIGHTS: usize = 8 * 2049;
@inline
const SINGLE_EDGES: usize = 16 * 2049;

const seed = memory.data(16, 16);
/** The words of a chunk, and of the draws by which they are ahead. */
const firstWords = memory.data(4160, 16);
const secondWords = memory.data(4160, 16);

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

/** Four words, from the two numbers from the state on. */
@inline
function storeFour(out: usize, state: u64, step: u64): void {
  store<u64>(out, split(state));
  store<u64>(out, split(state + step), 8);
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
  return reinterpret<f64>(((number << 11) >> 12) | 0x4000000000000001) - 3;
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
    i = <i32>(number >> 53);
    const next = edges + (<usize>i << 3);
    x = finePlace(number) * load<f64>(next);
    if (Math.abs(x) < load<f64>(next, 8)) return x;
  }
  return 0;
}

/** Where the edge of the layer is that the word at an address chooses. */
@inline
function edgeOf(word: usize, edges: usize): usize {
  return edges + ((load<u32>(word) >> 18) & 0x3ff8);
}

/** Of four doubles at `out`, of words `at` bytes on, settles those whose bit is set in `rims`; the first is the one at `state`. */
function settle(out: usize, at: usize, rims: i32, state: u64, step: u64, edges: usize, factor: f64): void {
  do {
    const lane = <usize>ctz(rims);
    const word = firstWords + at + (lane << 2);
    const number = (<u64>load<u32>(word) << 32) | <u64>load<u32>(word + (secondWords - firstWords));
    const x = finePlace(number) * load<f64>(edgeOf(word, edges));
    store<f64>(out + (lane << 3), factor * atRim(<i32>(number >> 53), x, state + step * <u64>lane, step, edges));
    rims &= rims - 1;
  } while (rims);
}

/** `count` draws (a multiple of 4) from the one at `state` on, of which the numbers are those from `words` on. */
@inline
function doubles(out: usize, count: i32, state: u64, words: u64, step: u64, edges: usize, factor: f64): void {
  const two = i64x2.splat(0x4000000000000001);
  const three = f64x2.splat(3);
  const scale = f64x2.splat(factor);
  const end = <usize>count << 2;
  const twice = step + step;
  let more = words + step * (CHUNK / 2);
  for (let at: usize = 0; at < 4 * LEAD; at += 16) {
    storeFour(firstWords + at, words, step);
    storeFour(secondWords + at, more, step);
    words += twice;
    more += twice;
  }
  for (let at: usize = 0; at < end; at += 16) {
    storeFour(firstWords + at + 4 * LEAD, words, step);
    storeFour(secondWords + at + 4 * LEAD, more, step);
    words += twice;
    more += twice;
    const first = v128.load(firstWords + at);
    const second = v128.load(secondWords + at);
    const e0 = edgeOf(firstWords + at, edges);
    const e1 = edgeOf(firstWords + at + 4, edges);
    const e2 = edgeOf(firstWords + at + 8, edges);
    const e3 = edgeOf(firstWords + at + 12, edges);
    const n01 = v128.shuffle<i32>(second, first, 0, 4, 1, 5);
    const n23 = v128.shuffle<i32>(second, first, 2, 6, 3, 7);
    const u01 = f64x2.sub(v128.or(i64x2.shr_u(i64x2.shl(n01, 11), 12), two), three);
    const u23 = f64x2.sub(v128.or(i64x2.shr_u(i64x2.shl(n23, 11), 12), two), three);
    // An edge and the next, of each layer.
    const l0 = v128.load(e0);
    const l1 = v128.load(e1);
    const l2 = v128.load(e2);
    const l3 = v128.load(e3);
    const x01 = f64x2.mul(u01, v128.shuffle<i64>(l0, l1, 0, 2));
    const x23 = f64x2.mul(u23, v128.shuffle<i64>(l2, l3, 0, 2));
    v128.store(out, f64x2.mul(x01, scale));
    v128.store(out, f64x2.mul(x23, scale), 16);
    const rims =
      i64x2.bitmask(f64x2.ge(f64x2.abs(x01), v128.shuffle<i64>(l0, l1, 1, 3))) |
      (i64x2.bitmask(f64x2.ge(f64x2.abs(x23), v128.shuffle<i64>(l2, l3, 1, 3))) << 2);
    if (rims) settle(out, at, rims, state + step * <u64>(at >> 2), step, edges, factor);
    out += 32;
  }
}

@inline
function singleEdgeOf(word: usize, singleEdges: usize): usize {
  return singleEdges + ((load<u32>(word) >> 19) & 0x1ffc);
}

@inline
function coarsePlace(word: u32): f32 {
  return reinterpret<f32>(((word << 11) >> 9) | 0x40000002) - 3;
}

function settleSingle(out: usize, at: usize, rims: i32, state: u64, step: u64, edges: usize, factor: f32): void {
  do {
    const lane = <usize>ctz(rims);
    const address = firstWords + at + (lane << 2);
    const word = load<u32>(address);
    const x = coarsePlace(word) * load<f32>(singleEdgeOf(address, edges + SINGLE_EDGES));
    const draw = <f32>atRim(word >> 21, x, state + step * <u64>lane, step, edges);
    store<f32>(out + (lane << 2), factor * draw);
    rims &= rims - 1;
  } while (rims);
}

@inline
function singles(out: usize, count: i32, state: u64, words: u64, step: u64, edges: usize, factor: f32): void {
  const two = i32x4.splat(0x40000002);
  const three = f32x4.splat(3);
  const scale = f32x4.splat(factor);
  const singleEdges = edges + SINGLE_EDGES;
  const end = <usize>count << 2;
  const twice = step + step;
  for (let at: usize = 0; at < 4 * LEAD; at += 16) {
    storeFour(firstWords + at, words, step);
    words += twice;
  }
  for (let at: usize = 0; at < end; at += 16) {
    storeFour(firstWords + at + 4 * LEAD, words, step);
    words += twice;
    const first = v128.load(firstWords + at);
    const e0 = singleEdgeOf(firstWords + at, singleEdges);
    const e1 = singleEdgeOf(firstWords + at + 4, singleEdges);
    const e2 = singleEdgeOf(firstWords + at + 8, singleEdges);
    const e3 = singleEdgeOf(firstWords + at + 12, singleEdges);
    const u = f32x4.sub(v128.or(i32x4.shr_u(i32x4.shl(first, 11), 9), two), three);
    // An edge and the next, of each layer.
    const l01 = v128.load64_lane(e1, v128.load64_zero(e0), 1);
    const l23 = v128.load64_lane(e3, v128.load64_zero(e2), 1);
    const x = f32x4.mul(u, v128.shuffle<i32>(l01, l23, 0, 2, 4, 6));
    v128.store(out, f32x4.mul(x, scale));
    const rims = i32x4.bitmask(f32x4.ge(f32x4.abs(x), v128.shuffle<i32>(l01, l23, 1, 3, 5, 7)));
    if (rims) settleSingle(out, at, rims, state + step * <u64>(at >> 2), step, edges, factor);
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
    const draw = index & (CHUNK - 1);
    const draws = <i32>min<u64>(end - index, CHUNK - draw);
    const words = start + step * (draw >> 1);
    const state = start + step * draw;
    if (single) {
      singles(out, draws, state, words, step, edges, <f32>factor);
      out += <usize>draws << 2;
    } else {
      doubles(out, draws, state, words, step, edges, factor);
      out += <usize>draws << 3;
    }
    index += draws;
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
