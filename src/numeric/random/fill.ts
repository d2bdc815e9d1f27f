/** Arrays of random numbers at the speed of memory: the WebAssembly kernels behind `gaussian`, `uniform` and `words`. */
import { InputError } from '../../base/errors.ts';
import { type Key, keyWords, streamWord } from '../../base/philox.ts';
import { NumericModule } from '../wasm/numeric-module.ts';

/** Where in a stream a fill begins. */
export interface FillOptions {
  /** The layer of the draws, an integer from 0 to 2³² − 1; 0 unless given. */
  readonly layer?: number;
  /** The index of the first draw; 0 unless given. */
  readonly start?: number;
}

/** Groups of eight blocks that are made at once, in a buffer that stays in the first-level cache. */
const GROUPS = 32;

interface Kind {
  /** Numbers that one group of eight blocks gives. */
  readonly perGroup: number;
  readonly bytes: number;
  run(module: NumericModule, out: number, groups: number, firstBlock: number, source: number): void;
  view(module: NumericModule, out: number, count: number): Float64Array | Float32Array | Uint32Array;
}

/**
 * Fills `out` with the Gaussians at (seed, stream, layer, start), (seed, stream, layer, start + 1), …, times `scale`:
 * `out[i] = scale * gaussian(source, start + i, layer)`, one rounding more for floats. Returns `out`.
 * A weight matrix with variance σ²/n has `scale: Math.sqrt(σ² / n)`. Throws {@link InputError} on a scale that is not
 * finite, a layer or a start that is no integer or out of range.
 */
export function fillGaussians<T extends Float64Array | Float32Array>(
  out: T,
  source: Key,
  { scale = 1, ...where }: FillOptions & { readonly scale?: number } = {},
): T {
  if (!Number.isFinite(scale)) throw new InputError('scale', `expected a finite number, got ${scale}`);
  const single = out instanceof Float32Array;
  return fill(out, source, where, {
    perGroup: 32,
    bytes: single ? 4 : 8,
    run: ({ functions }, address, groups, block, at) =>
      single
        ? functions.fillGaussiansSingle(address, groups, block, at, scale)
        : functions.fillGaussians(address, groups, block, at, scale),
    view: (module, address, count) => (single ? module.floats(address, count) : module.doubles(address, count)),
  });
}

/** Fills `out` with uniform doubles in [0, 1): `out[i] = uniform(source, start + i, layer)`. Returns `out`. */
export const fillUniforms = (out: Float64Array, source: Key, where: FillOptions = {}): Float64Array =>
  fill(out, source, where, {
    perGroup: 8,
    bytes: 8,
    run: ({ functions }, address, groups, block, at) => functions.fillUniforms(address, groups, block, at),
    view: (module, address, count) => module.doubles(address, count),
  });

/** Fills `out` with random words, four from each block: `out[i] = words(source, ⌊(start + i)/4⌋, layer)[(start + i) mod 4]`. Returns `out`. */
export const fillWords = (out: Uint32Array, source: Key, where: FillOptions = {}): Uint32Array =>
  fill(out, source, where, {
    perGroup: 32,
    bytes: 4,
    run: ({ functions }, address, groups, block, at) => functions.fillWords(address, groups, block, at),
    view: (module, address, count) => module.words(address, count),
  });

/** Kept for later fills: a few pages. */
let shared: { readonly module: NumericModule; readonly source: number; readonly buffer: number } | undefined;

function fill<T extends Float64Array | Float32Array | Uint32Array>(
  out: T,
  source: Key,
  { layer = 0, start = 0 }: FillOptions,
  kind: Kind,
): T {
  if (!Number.isSafeInteger(start) || start < 0 || start + out.length > Number.MAX_SAFE_INTEGER)
    throw new InputError('start', `expected an integer from 0 to 2^53 − 1 less the count of draws, got ${start}`);
  checkLayer(layer);
  if (shared === undefined) {
    const module = new NumericModule();
    shared = { module, source: module.allocate(16), buffer: module.allocate(GROUPS * 32 * 8) };
  }
  const { module, source: at, buffer } = shared;
  module.words(at, 4).set([...keyWords(source), layer, streamWord(source.stream)]);
  const { perGroup } = kind;
  const perBlock = perGroup / 8;
  // The first block may begin before `start`; what comes before is left out.
  let block = Math.floor(start / perBlock);
  let skipped = start - block * perBlock;
  for (let done = 0; done < out.length; ) {
    const groups = Math.min(GROUPS, Math.ceil((out.length - done + skipped) / perGroup));
    kind.run(module, buffer, groups, block, at);
    const count = Math.min(groups * perGroup - skipped, out.length - done);
    out.set(kind.view(module, buffer + skipped * kind.bytes, count), done);
    done += count;
    block += groups * 8;
    skipped = 0;
  }
  return out;
}

/** Throws {@link InputError} unless `layer` is one word. */
export function checkLayer(layer: number): void {
  if (!Number.isInteger(layer) || layer < 0 || layer > 0xffffffff)
    throw new InputError('layer', `expected an integer from 0 to 2^32 − 1, got ${layer}`);
}
