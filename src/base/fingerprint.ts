/** Short names of data, to tell one from another. */

/**
 * MurmurHash3 of 128 bits for 32-bit machines, of the bytes of a text in UTF-8 or of doubles in little-endian order, as 32 hexadecimal
 * digits. Data that differ by chance share it with probability 2⁻¹²⁸; it is no safeguard against those that are made to.
 * Source: Appleby, MurmurHash3_x86_128.
 */
export function fingerprint(data: Float64Array | string): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : littleEndian(data);
  const whole = new Uint32Array(4 * Math.ceil(bytes.length / 16));
  new Uint8Array(whole.buffer).set(bytes);
  if (!LITTLE_ENDIAN) swapWords(whole);
  const blocks = Math.floor(bytes.length / 16);
  let [h1, h2, h3, h4] = [0, 0, 0, 0];
  for (let i = 0; i < 4 * blocks; i += 4) {
    h1 = Math.imul(rotated(h1 ^ scrambled(whole[i]!, C1, 15, C2), 19) + h2, 5) + 0x561ccd1b;
    h2 = Math.imul(rotated(h2 ^ scrambled(whole[i + 1]!, C2, 16, C3), 17) + h3, 5) + 0x0bcaa747;
    h3 = Math.imul(rotated(h3 ^ scrambled(whole[i + 2]!, C3, 17, C4), 15) + h4, 5) + 0x96cd1c35;
    h4 = Math.imul(rotated(h4 ^ scrambled(whole[i + 3]!, C4, 18, C1), 13) + h1, 5) + 0x32ac3b17;
  }
  if (bytes.length > 16 * blocks) {
    h1 ^= scrambled(whole[4 * blocks]!, C1, 15, C2);
    h2 ^= scrambled(whole[4 * blocks + 1]!, C2, 16, C3);
    h3 ^= scrambled(whole[4 * blocks + 2]!, C3, 17, C4);
    h4 ^= scrambled(whole[4 * blocks + 3]!, C4, 18, C1);
  }
  return mixed(mixed([h1, h2, h3, h4].map((word) => word ^ bytes.length)).map(finished))
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

const rotated = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

const scrambled = (word: number, before: number, bits: number, after: number): number =>
  Math.imul(rotated(Math.imul(word, before), bits), after);

function mixed(h: readonly number[]): number[] {
  const first = h.reduce((sum, word) => (sum + word) | 0, 0);
  return [first, ...h.slice(1).map((word) => (word + first) | 0)];
}

function finished(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function littleEndian(data: Float64Array): Uint8Array {
  const own = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (LITTLE_ENDIAN) return own;
  const view = new DataView(new ArrayBuffer(data.byteLength));
  data.forEach((x, i) => {
    view.setFloat64(8 * i, x, true);
  });
  return new Uint8Array(view.buffer);
}

/** Words whose bytes were set one by one, on a machine that reads them the other way round. */
function swapWords(words: Uint32Array): void {
  const view = new DataView(words.buffer);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(4 * i, true);
}
