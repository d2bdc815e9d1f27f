/** safetensors files written byte by byte, right ones and wrong ones. */

export interface TensorBytes {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** In place of the true offsets. */
  readonly offsets?: unknown;
}

/** Eight bytes of header length (or a wrong one), the header (or a wrong one), the tensors one after the other. */
export function safetensors(
  tensors: Readonly<Record<string, TensorBytes>>,
  wrong: { header?: string; headerLength?: bigint; metadata?: Record<string, string> } = {},
): Uint8Array {
  let at = 0;
  const entries: Record<string, unknown> = wrong.metadata === undefined ? {} : { __metadata__: wrong.metadata };
  for (const [name, { dtype, shape, bytes, offsets }] of Object.entries(tensors)) {
    entries[name] = { dtype, shape, data_offsets: offsets ?? [at, at + bytes.length] };
    at += bytes.length;
  }
  const header = new TextEncoder().encode(wrong.header ?? JSON.stringify(entries));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, wrong.headerLength ?? BigInt(header.length), true);
  return Uint8Array.from(
    [length, header, ...Object.values(tensors).map(({ bytes }) => bytes)].flatMap((part) => [...part]),
  );
}

/** Little-endian bytes of numbers of `size` bytes each, given as bit patterns. */
export function littleEndian(size: 2 | 4 | 8, patterns: readonly bigint[]): Uint8Array {
  return Uint8Array.from(
    patterns.flatMap((pattern) => Array.from({ length: size }, (_, i) => Number((pattern >> BigInt(8 * i)) & 0xffn))),
  );
}

/** Bit patterns of doubles and singles. */
export const bitsOfDouble = (x: number): bigint => new BigUint64Array(Float64Array.of(x).buffer)[0]!;
export const bitsOfSingle = (x: number): bigint => BigInt(new Uint32Array(Float32Array.of(x).buffer)[0]!);

export const doubles = (shape: readonly number[], data: readonly number[]): TensorBytes => ({
  dtype: 'F64',
  shape,
  bytes: littleEndian(8, data.map(bitsOfDouble)),
});
export const singles = (shape: readonly number[], data: readonly number[]): TensorBytes => ({
  dtype: 'F32',
  shape,
  bytes: littleEndian(4, data.map(bitsOfSingle)),
});
