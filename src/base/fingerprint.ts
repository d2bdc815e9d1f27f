/** Short names of data, to tell one from another. */
import { philox4x32, type Words } from './philox.ts';

/**
 * 128 bits, as 32 hexadecimal digits: h ← h ⊕ Philox(h; two words of data), by Davies and Meyer's construction. Data that
 * differ share it with probability 2⁻¹²⁸; it is no safeguard against those that are made to.
 */
export function fingerprint(data: Float64Array | string): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : undefined;
  const length = Math.ceil((bytes?.length ?? 0) / 8);
  const padded = new Uint8Array(length * 8);
  if (bytes !== undefined) padded.set(bytes);
  // Words of eight bytes, low ones first whatever the machine's order.
  const view = new DataView(padded.buffer);
  const numbers = new DataView(new ArrayBuffer(8));
  let state: Words = [(bytes ?? data).length >>> 0, bytes === undefined ? 1 : 2, 0, 0];
  const count = bytes === undefined ? data.length : length;
  for (let i = 0; i < count; i++) {
    if (typeof data !== 'string') numbers.setFloat64(0, data[i]!, true);
    const [source, at] = bytes === undefined ? [numbers, 0] : [view, 8 * i];
    const mixed = philox4x32(state, [source.getUint32(at, true), source.getUint32(at + 4, true)]);
    state = state.map((word, k) => (word ^ mixed[k]!) >>> 0) as unknown as Words;
  }
  return state.map((word) => word.toString(16).padStart(8, '0')).join('');
}
