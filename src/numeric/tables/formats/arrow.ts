import { InputError } from '../../../base/errors.ts';
import { decompressors } from '../decompression.ts';
import { checkTableSize, tableOf } from '../table.ts';
import type { TableFormat } from '../table-format.ts';
import { startsWith, unreadable } from '../unreadable.ts';

const MAGIC = 'ARROW1';
/** A stream's first four bytes say that a message follows. */
const isStream = (bytes: Uint8Array): boolean => bytes.length >= 8 && bytes.subarray(0, 4).every((b) => b === 0xff);

/** Apache Arrow IPC files (Feather version 2) and streams, read by flechette. */
export const format: TableFormat = {
  name: 'Arrow',
  suffixes: ['.arrow', '.feather', '.arrows', '.ipc'],
  recognises: (bytes) => startsWith(bytes, MAGIC) || isStream(bytes),
  async read(bytes, where) {
    const file = startsWith(bytes, MAGIC);
    if (!file && !isStream(bytes))
      throw new InputError(
        where,
        `is no Arrow file or stream: it does not start with ${MAGIC}`,
        'Name it by its format',
      );
    if (file && !startsWith(bytes.subarray(-MAGIC.length), MAGIC))
      throw new InputError(
        where,
        `is cut short: an Arrow file ends with ${MAGIC}, this one after ${bytes.length} bytes without`,
        'Write or copy it again',
      );
    const { CompressionType, setCompressionCodec, tableFromIPC } = await import('@uwdata/flechette');
    const codecs = await decompressors();
    const encode = (): never => {
      throw new InputError(where, 'is only read');
    };
    if (codecs.ZSTD !== undefined)
      setCompressionCodec(CompressionType.ZSTD, { decode: codecs.ZSTD.decompress, encode });
    setCompressionCodec(CompressionType.LZ4_FRAME, { decode: codecs.LZ4_FRAME.decompress, encode });
    try {
      // Doubles are read where they lie, at multiples of eight bytes.
      const table = tableFromIPC(new Uint8Array(bytes), { useBigInt: true });
      checkTableSize(table.numRows, table.numCols, where);
      return tableOf(
        where,
        table.schema.fields.map(({ name }, k) => ({ name, cells: table.getChildAt(k).toArray() })),
      );
    } catch (error) {
      if (error instanceof Error && /compression codec/.test(error.message))
        throw new InputError(
          where,
          `is compressed in a way that cannot be read here: ${error.message}`,
          "Write it with compression 'lz4' or 'uncompressed'",
        );
      throw unreadable(where, 'Arrow', error);
    }
  },
};
