/** The module that the workers of sums over pairs run: each adds up groups of strips in shared memory. */
import { serve } from '../../base/threads/serve.ts';
import { addGroup, type PairJob } from './tiled-pair-sums.ts';

serve({
  group({ job, group }: { readonly job: PairJob; readonly group: number }) {
    addGroup(job, group);
    return {};
  },
});
