/** What can be decompressed here, by the names that Parquet has for it. */
import { lz4Block, lz4Frame } from './lz4.ts';

export interface Decompressor {
  decompress(bytes: Uint8Array, length?: number): Uint8Array;
}

type Zlib = typeof import('node:zlib');

/** LZ4 everywhere; gzip, Brotli and Zstandard where Node has them. Snappy is hyparquet's own. */
export async function decompressors(): Promise<
  Readonly<Record<string, Decompressor>> & { readonly LZ4_FRAME: Decompressor; readonly ZSTD?: Decompressor }
> {
  const zlib: Zlib | undefined = await import('node:zlib').catch(() => undefined);
  const byNode = (name: 'gunzipSync' | 'brotliDecompressSync' | 'zstdDecompressSync'): Decompressor | undefined => {
    const decompress = zlib?.[name];
    return typeof decompress === 'function' ? { decompress: (bytes) => new Uint8Array(decompress(bytes)) } : undefined;
  };
  const found = {
    GZIP: byNode('gunzipSync'),
    BROTLI: byNode('brotliDecompressSync'),
    ZSTD: byNode('zstdDecompressSync'),
  };
  return {
    ...Object.fromEntries(
      Object.entries(found).filter((entry): entry is [string, Decompressor] => entry[1] !== undefined),
    ),
    LZ4_RAW: { decompress: (bytes, length = 0) => lz4Block(bytes, length) },
    LZ4_FRAME: { decompress: (bytes) => lz4Frame(bytes) },
  };
}
