/** The module that the workers of kernel matrices run: each computes tiles of a job in shared memory. */
import { serve } from '../../base/threads/serve.ts';
import { computeTiles, type TiledJob } from './tiled-kernels.ts';

/** Tiles from ≤ t < to, by a thread's number. */
export interface TileRange {
  readonly job: Pick<TiledJob, 'memory' | 'precision' | 'arguments'>;
  readonly thread: number;
  readonly from: number;
  readonly to: number;
}

serve({
  tiles({ job, thread, from, to }: TileRange) {
    computeTiles(job, thread, from, to);
    return {};
  },
});
