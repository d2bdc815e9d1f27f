import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { directionFromFile, samplesFromFile } from 'isserlis/theory';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/tables.json' with { type: 'json' };

const bytesOf = (name: string): Uint8Array => Buffer.from((golden.files as Record<string, string>)[name]!, 'base64');
const { x, k, y } = golden.columns;

const parquet = (columns: Readonly<Record<string, readonly unknown[]>>): ArrayBuffer =>
  parquetWriteBuffer({
    columnData: Object.entries(columns).map(([name, data]) => ({
      name,
      data: [...data] as number[],
      ...(typeof data[0] === 'number' ? { type: 'DOUBLE' as const } : {}),
    })),
  });
const arrow = (columns: Readonly<Record<string, readonly unknown[]>>, format: 'file' | 'stream' = 'file') =>
  tableToIPC(tableFromArrays(columns as Record<string, number[]>), { format })!;

describe('files that another program wrote', () => {
  it.each(Object.keys(golden.files).filter((name) => !/lists|null|long/.test(name)))(
    '%s: columns, integers and truth values are read',
    async (name) => {
      const { variables, label, inputs, labels } = await samplesFromFile(bytesOf(name));
      expect([variables, label]).toEqual([['x', 'k'], 'y']);
      expect(inputs.map((row) => [...row])).toEqual(x.map((value, i) => [value, k[i]]));
      expect([...labels]).toEqual(y.map(Number));
    },
  );

  it('columns of lists become inputs', async () => {
    const { variables, inputs } = await samplesFromFile(bytesOf('lists.parquet'));
    expect(variables).toEqual(['v[1]', 'v[2]']);
    expect(inputs.map((row) => [...row])).toEqual([
      [0, 1.5],
      [0.25, 0.5],
      [0.5, -0.5],
    ]);
  });

  it('blocks of LZ4 that refer to earlier ones are read', async () => {
    const { inputs } = await samplesFromFile(bytesOf('long.feather'));
    expect(inputs.map(([value]) => value)).toEqual(Array.from({ length: 20000 }, (_, i) => i % 50));
  });

  it('a missing value is named by row and column', async () =>
    expect(samplesFromFile(bytesOf('null.parquet'), { name: 'n.parquet' })).rejects.toThrow(
      "n.parquet: row 2, column 'x': expected a number, got null",
    ));
});

describe('what is written is read back', () => {
  const rows = fc.array(
    fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1000, max: 1000 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  it('from Parquet, Arrow and CSV, the same bits', () =>
    fc.assert(
      fc.asyncProperty(rows, async (pairs) => {
        const columns = { a: pairs.map(([a]) => a), t: pairs.map(([, t]) => t) };
        const text = `a,t\n${pairs.map(([a, t]) => `${Object.is(a, -0) ? '-0' : a},${t}`).join('\n')}\n`;
        for (const [name, bytes] of [
          ['s.parquet', parquet(columns)],
          ['s.arrow', arrow(columns)],
          ['s.arrow', arrow(columns, 'stream')],
          ['s.csv', new TextEncoder().encode(text)],
        ] as const) {
          const { inputs, labels } = await samplesFromFile(bytes, { name });
          expect(inputs.map(([value]) => value)).toEqual(columns.a);
          expect([...labels]).toEqual(columns.t);
        }
      }),
      { numRuns: 40 },
    ));

  it('the label is y, or the last column, or the one that is named', async () => {
    const file = parquet({ y: [1, 2], b: [3, 4], c: [5, 6] });
    expect((await samplesFromFile(file)).label).toBe('y');
    expect((await samplesFromFile(file, { label: 'b' })).variables).toEqual(['y', 'c']);
    expect((await samplesFromFile(arrow({ a: [1, 2], c: [5, 6] }))).label).toBe('c');
    await expect(samplesFromFile(file, { label: 'd' })).rejects.toThrow("no column 'd'. Its columns are y, b, c");
  });

  it('directions, from one row or one column', async () => {
    expect([...(await directionFromFile(arrow({ w: [3, 4] })))]).toEqual([3, 4]);
    expect([...(await directionFromFile(parquet({ a: [3], b: [4] })))]).toEqual([3, 4]);
    await expect(directionFromFile(parquet({ a: [3, 1], b: [4, 1] }))).rejects.toThrow(/one row or one column/);
  });
});

describe('files that cannot be read', () => {
  const good = new Uint8Array(parquet({ a: [1, 2], y: [3, 4] }));
  const feather = bytesOf('lz4.feather');
  it.each([
    ['f.parquet', good.subarray(0, 90), /is cut short: a Parquet file ends with PAR1/],
    ['f.feather', feather.subarray(0, 600), /is cut short: an Arrow file ends with ARROW1/],
    ['f.arrows', arrow({ a: [1, 2], y: [3, 4] }, 'stream').subarray(0, 180), /cannot be read as Arrow/],
    ['f.parquet', new TextEncoder().encode('1,2\n3,4\n'), /is no Parquet file/],
    ['f.arrow', new TextEncoder().encode('1,2\n3,4\n'), /is no Arrow file/],
    ['f.csv', Uint8Array.of(0xff, 0xfe, 0x31), /is no text in UTF-8/],
    ['f.csv', Uint8Array.of(0x1f, 0x8b, 8, 0), /compressed with gzip/],
    ['f.parquet', new Uint8Array(0), /is empty/],
    [
      'f.parquet',
      new Uint8Array(parquet({ a: ['p', 'q'], y: [1, 2] })),
      /row 1, column 'a': expected a number, got 'p'/,
    ],
    ['f.arrow', arrow({ a: [1, Number.NaN], y: [1, 2] }), /row 2, column 'a': expected a number, got NaN/],
  ])('%s', (name, bytes, message) => expect(samplesFromFile(bytes, { name })).rejects.toThrow(message));

  it('damaged bytes are an error of the file, never a hang or another error', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('zstd.parquet', 'snappy.parquet', 'lz4.parquet', 'pages.parquet'),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (name, changes) => {
          const bytes = new Uint8Array(bytesOf(name));
          for (const [at, value] of changes) bytes[8 + (at % (bytes.length - 20))] = value;
          await samplesFromFile(bytes, { name }).catch((error: Error) => {
            expect(error.name).toMatch(/InputError/);
            expect(error.message).toContain(name);
          });
        },
      ),
      { numRuns: 150, seed: 7 },
    ));

  it('a stream cut anywhere is an error of the file or has fewer rows', async () => {
    const bytes = arrow({ a: [1, 2], y: [3, 4] }, 'stream');
    for (let end = 1; end < bytes.length - 8; end += 7)
      await samplesFromFile(bytes.subarray(0, end), { name: 'f.arrows' }).then(
        ({ labels }) => expect(labels.length).toBeLessThanOrEqual(2),
        (error: Error) => expect(error.message).toMatch(/^f\.arrows: /),
      );
  });

  it('a codec that is not there is named', async () => {
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'a', data: [1, 2] },
        { name: 'y', data: [1, 2] },
      ],
      codec: 'LZO',
      compressors: { LZO: (page: Uint8Array) => page },
    });
    const folder = mkdtempSync(join(tmpdir(), 'isserlis-tables-'));
    try {
      writeFileSync(join(folder, 'f.parquet'), new Uint8Array(file));
      await expect(samplesFromFile(join(folder, 'f.parquet'))).rejects.toThrow(
        /column 'a' is compressed with LZO, which cannot be read here. Write it with compression 'snappy'/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
