/** Arrays of random numbers at the speed of memory: the WebAssembly kernels behind `gaussian`, `uniform` and `words`. */
import { InputError } from '../../base/errors.ts';
import { type Key, keyWords, streamWord } from '../../base/philox.ts';
import { NumericModule } from '../wasm/numeric-module.ts';
import { ziggurat } from './ziggurat.ts';

/** Where in a stream a fill begins. */
export interface FillOptions {
  /** The layer of the draws, an integer from 0 to 2³² − 1; 0 unless given. */
  readonly layer?: number;
  /** The index of the first draw; 0 unless given. */
  readonly start?: number;
}

/** Where Gaussians begin, and their standard deviation. */
export interface GaussianFillOptions extends FillOptions {
  /** The standard deviation; 1 unless given. */
  readonly scale?: number;
}

/** Draws that are made at once, in a buffer that stays in the first-level cache. */
const AT_ONCE = 2048;

interface Kind {
  /** Where a run may begin: at multiples of this. */
  readonly step: number;
  /** How many draws a run may make: multiples of this. */
  readonly group: number;
  readonly bytes: number;
  run(random: RandomModule, count: number, first: number): void;
  view(module: NumericModule, out: number, count: number): Float64Array | Float32Array | Uint32Array;
}

/**
 * Fills `out` with the Gaussians at (seed, stream, layer, start), (seed, stream, layer, start + 1), …, times `scale`:
 * `out[i] = scale * gaussian(source, start + i, layer)` for doubles, `Math.fround(Math.fround(scale) *
 * gaussianSingle(source, start + i, layer))` for floats. Returns `out`. A weight matrix with variance σ²/n has
 * `scale: Math.sqrt(σ² / n)`. Throws {@link InputError} on a scale that is not finite (as a float, for floats), a layer
 * or a start that is no integer or out of range.
 */
export function fillGaussians<T extends Float64Array | Float32Array>(
  out: T,
  source: Key,
  { scale = 1, ...where }: GaussianFillOptions = {},
): T {
  const single = out instanceof Float32Array;
  checkScale(scale, single);
  return fill(out, source, where, {
    step: 4,
    group: 4,
    bytes: single ? 4 : 8,
    run: ({ module: { functions }, buffer, source: at, edges }, count, first) =>
      single
        ? functions.fillGaussiansSingle(buffer, count, first, at, edges, scale)
        : functions.fillGaussians(buffer, count, first, at, edges, scale),
    view: (module, address, count) => (single ? module.floats(address, count) : module.doubles(address, count)),
  });
}

/** Fills `out` with uniform doubles in [0, 1): `out[i] = uniform(source, start + i, layer)`. Returns `out`. */
export const fillUniforms = (out: Float64Array, source: Key, where: FillOptions = {}): Float64Array =>
  fill(out, source, where, {
    step: 1,
    group: 8,
    bytes: 8,
    run: ({ module: { functions }, buffer, source: at }, count, first) =>
      functions.fillUniforms(buffer, count / 8, first, at),
    view: (module, address, count) => module.doubles(address, count),
  });

/** Fills `out` with random words, four from each block: `out[i] = words(source, ⌊(start + i)/4⌋, layer)[(start + i) mod 4]`. Returns `out`. */
export const fillWords = (out: Uint32Array, source: Key, where: FillOptions = {}): Uint32Array =>
  fill(out, source, where, {
    step: 4,
    group: 32,
    bytes: 4,
    run: ({ module: { functions }, buffer, source: at }, count, first) =>
      functions.fillWords(buffer, count / 32, first / 4, at),
    view: (module, address, count) => module.words(address, count),
  });

/** A module with what the fills read and write: addresses. */
interface RandomModule {
  readonly module: NumericModule;
  readonly source: number;
  readonly edges: number;
  readonly buffer: number;
}

/** Kept for later fills: a few pages. */
let shared: RandomModule | undefined;

function randomModule(): RandomModule {
  const module = new NumericModule();
  const { edges, heights, singleEdges } = ziggurat();
  const source = module.allocate(16);
  const buffer = module.allocate(AT_ONCE * 8);
  const address = module.allocate(edges.byteLength + heights.byteLength + singleEdges.byteLength);
  module.doubles(address, edges.length).set(edges);
  module.doubles(address + edges.byteLength, heights.length).set(heights);
  module.floats(address + 2 * edges.byteLength, singleEdges.length).set(singleEdges);
  return { module, source, edges: address, buffer };
}

function fill<T extends Float64Array | Float32Array | Uint32Array>(
  out: T,
  source: Key,
  { layer = 0, start = 0 }: FillOptions,
  { step, group, bytes, run, view }: Kind,
): T {
  checkStart(start, out.length);
  checkLayer(layer);
  shared ??= randomModule();
  const { module, source: at, buffer } = shared;
  module.words(at, 4).set([...keyWords(source), layer, streamWord(source.stream)]);
  // A run may begin before `start`; what comes before is left out.
  let skipped = start % step;
  let first = start - skipped;
  for (let done = 0; done < out.length; ) {
    const drawn = Math.min(AT_ONCE, Math.ceil((out.length - done + skipped) / group) * group);
    run(shared, drawn, first);
    const count = Math.min(drawn - skipped, out.length - done);
    out.set(view(module, buffer + skipped * bytes, count), done);
    done += count;
    first += drawn;
    skipped = 0;
  }
  return out;
}

/** Throws {@link InputError} unless `scale` is a finite number, and a finite float for floats. */
export function checkScale(scale: number, single: boolean): void {
  if (!Number.isFinite(single ? Math.fround(scale) : scale))
    throw new InputError('scale', `expected a finite number, got ${scale}`);
}

/** Throws {@link InputError} unless `count` draws from `start` on have indices below 2⁵³. */
export function checkStart(start: number, count: number): void {
  if (!Number.isSafeInteger(start) || start < 0 || start + count > Number.MAX_SAFE_INTEGER)
    throw new InputError('start', `expected an integer from 0 to 2^53 − 1 less the count of draws, got ${start}`);
}

/** Throws {@link InputError} unless `layer` is one word. */
export function checkLayer(layer: number): void {
  if (!Number.isInteger(layer) || layer < 0 || layer > 0xffffffff)
    throw new InputError('layer', `expected an integer from 0 to 2^32 − 1, got ${layer}`);
}
