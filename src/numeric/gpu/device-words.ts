import { InputError } from '../../base/errors.ts';
import { type Key, keyWords, streamWord } from '../../base/philox.ts';
import { checkLayer, type FillOptions } from '../random/fill.ts';
import { philoxBytes, philoxKernel } from '../random/philox-float.ts';
import { expectMode, loadGpuJs, type Mode } from './gpu-js.ts';

/** Blocks in a row of the kernel's output, 16 bytes each: within every device's textures. */
const PER_ROW = 64;
const MOST_BLOCKS = 2 ** 24;

/**
 * The words of `fillWords`, drawn on the device by gpu.js in one of its modes: `rows` × 64 blocks from block `start` on.
 * Throws {@link InputError} on more than 2²⁴ blocks, on a start that is no integer, and when gpu.js falls back to another mode.
 */
export async function deviceWords(
  mode: Mode,
  source: Key,
  rows: number,
  { layer = 0, start = 0 }: FillOptions = {},
): Promise<Uint32Array> {
  if (!Number.isInteger(rows) || rows < 1 || rows * PER_ROW > MOST_BLOCKS)
    throw new InputError('rows', `expected an integer from 1 to ${MOST_BLOCKS / PER_ROW}, got ${rows}`);
  if (!Number.isSafeInteger(start) || start < 0)
    throw new InputError('start', `expected an integer from 0 to 2^53 − 1, got ${start}`);
  checkLayer(layer);
  const { GPU } = await loadGpuJs();
  const kernel = new GPU({ mode }).createKernel(philoxKernel('bytes'), {
    output: [16 * PER_ROW, rows],
    precision: 'single',
    pipeline: false,
    immutable: false,
    loopMaxIterations: 10,
  });
  const counter = [start >>> 0, Math.floor(start / 2 ** 32), layer, streamWord(source.stream)];
  const bytes = (await kernel(philoxBytes(keyWords(source)), philoxBytes(counter), PER_ROW)) as readonly Float32Array[];
  expectMode(kernel, mode);
  kernel.destroy();
  return Uint32Array.from({ length: rows * PER_ROW * 4 }, (_, word) => {
    const [y, x] = [Math.floor(word / (4 * PER_ROW)), 4 * (word % (4 * PER_ROW))];
    const [b0, b1, b2, b3] = bytes[y]!.subarray(x, x + 4) as unknown as readonly [number, number, number, number];
    return b0 + 256 * b1 + 65536 * b2 + 16777216 * b3;
  });
}
