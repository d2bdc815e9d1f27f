/** The module that workers of `fillGaussiansInParallel` run. */
import type { Key } from '../../base/philox.ts';
import { serve } from '../../base/threads/serve.ts';
import { fillGaussians } from './fill.ts';
import { Board } from './share-board.ts';

/** A worker's part: shares of draws, as long as any are left. */
export interface FillTask {
  readonly board: Int32Array<SharedArrayBuffer>;
  /** The array to fill, where it is shared; otherwise room for two shares, which the caller copies. */
  readonly target: Float64Array<SharedArrayBuffer> | Float32Array<SharedArrayBuffer>;
  /** Which two places of the board are the worker's; undefined where the array is shared. */
  readonly places: readonly [number, number] | undefined;
  readonly count: number;
  readonly perShare: number;
  readonly source: Key;
  readonly layer: number;
  readonly start: number;
  readonly scale: number;
}

serve({
  fill({ target, places, count, perShare, source, layer, start, scale, ...task }: FillTask) {
    const board = new Board(task.board, Math.ceil(count / perShare));
    for (let k = 0; ; k++) {
      const place = places?.[k % 2];
      if (place !== undefined) board.waitUntilFree(place);
      const share = board.take();
      if (share === undefined) return {};
      const from = share * perShare;
      const at = place === undefined ? from : (k % 2) * perShare;
      const out = target.subarray(at, at + Math.min(perShare, count - from));
      fillGaussians(out, source, { layer, start: start + from, scale });
      if (place === undefined) board.finish();
      else board.put(place, share);
    }
  },
});
