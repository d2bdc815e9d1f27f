import type { Availability } from '../backend.ts';
import { NumericModule } from './numeric-module.ts';

/** Whether this engine runs WebAssembly with vectors. */
export function wasmAvailability(): Promise<Availability> {
  try {
    new NumericModule();
    return Promise.resolve({ available: true, detail: 'WebAssembly with 128-bit vectors' });
  } catch {
    return Promise.resolve({
      available: false,
      reason: 'this engine does not compile WebAssembly with 128-bit vectors',
      remedy: 'Use Node 22.12 or a browser of 2023 or later',
    });
  }
}
