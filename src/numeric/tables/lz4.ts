/** Decompression of LZ4, which is what Feather files are written with unless told otherwise. */

const damaged = (): Error => new Error('a block compressed with LZ4 is damaged');

const MINIMUM_MATCH = 4;
const MORE = 15;

/**
 * Decompresses a block to `out` from `start` on and gives the end. Sequences of literals and matches: a token's high half counts literals,
 * its low half a match's bytes less 4, each with more bytes from 15 on; a match begins an offset of two bytes back, at what is
 * in `out` already. Throws on blocks that reach beyond their ends. [LZ4 Block Format Description, github.com/lz4/lz4/doc]
 */
function decodeBlock(input: Uint8Array, out: Uint8Array, start: number): number {
  let [at, end] = [0, start];
  const more = (count: number): number => {
    let total = count;
    if (count === MORE)
      for (let byte = 255; byte === 255; total += byte) {
        if (at >= input.length) throw damaged();
        byte = input[at++]!;
      }
    return total;
  };
  while (at < input.length) {
    const token = input[at++]!;
    const literals = more(token >> 4);
    if (at + literals > input.length || end + literals > out.length) throw damaged();
    out.set(input.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (at === input.length) break;
    if (at + 2 > input.length) throw damaged();
    const offset = input[at]! | (input[at + 1]! << 8);
    at += 2;
    const match = more(token & MORE) + MINIMUM_MATCH;
    if (offset === 0 || offset > end || end + match > out.length) throw damaged();
    // A match may reach into what it writes.
    for (let k = 0; k < match; k++, end++) out[end] = out[end - offset]!;
  }
  return end;
}

/** One block whose decompressed length is known. Throws an Error when it is damaged. */
export function lz4Block(input: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  if (decodeBlock(input, out, 0) !== length) throw damaged();
  return out;
}

const FRAME = [0x04, 0x22, 0x4d, 0x18];
const BLOCK_SIZES = [0, 0, 0, 0, 1 << 16, 1 << 18, 1 << 20, 1 << 22];
const STORED = 0x80000000;

/**
 * A frame: header, then blocks, each compressed or stored. Checksums are passed over. Throws an Error on what is no such
 * frame. [LZ4 Frame Format Description, github.com/lz4/lz4/doc]
 */
export function lz4Frame(input: Uint8Array): Uint8Array {
  if (input.length < 7 || !FRAME.every((byte, i) => input[i] === byte)) throw damaged();
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const [flags, descriptor] = [input[4]!, input[5]!];
  const [blockChecksum, contentSize, dictionary] = [(flags & 0x10) !== 0, (flags & 0x08) !== 0, (flags & 0x01) !== 0];
  const largest = BLOCK_SIZES[(descriptor >> 4) & 7]!;
  if (dictionary || largest === 0) throw damaged();
  let at = 6 + (contentSize ? 8 : 0) + 1;
  let [out, end] = [new Uint8Array(0), 0];
  for (;;) {
    if (at + 4 > input.length) throw damaged();
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return out.subarray(0, end);
    const length = size % STORED;
    if (at + length > input.length || length > largest) throw damaged();
    if (end + largest > out.length) {
      const longer = new Uint8Array(2 * out.length + largest);
      longer.set(out.subarray(0, end));
      out = longer;
    }
    const block = input.subarray(at, at + length);
    if (size >= STORED) {
      out.set(block, end);
      end += length;
    } else end = decodeBlock(block, out, end);
    at += length + (blockChecksum ? 4 : 0);
  }
}
