import { serve } from '../../../src/base/threads/serve.ts';

serve({
  double: (x: Float64Array) => ({ value: x.map((v) => 2 * v) }),
  hand(x: Float64Array) {
    return { value: x, transfer: [x.buffer as ArrayBuffer] };
  },
  fail() {
    throw new RangeError('out of range');
  },
  leave() {
    process.exit(0);
  },
  wait: () => {
    for (;;);
  },
});
