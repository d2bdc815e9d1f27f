/**
 * The safetensors format: eight bytes of header length, a JSON header, the tensors' bytes (little endian).
 * Read here for F64, F32, F16 and BF16; every entry becomes the double that it is, exactly.
 */
import { InputError } from '../base/errors.ts';
import { isObject, parseJson } from '../base/json.ts';
import { suggestion } from './suggestion.ts';
import { exactEntries, type Shape, showShape, sizeOf, type Tensor } from './tensor.ts';

interface Entry {
  readonly type: string;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

const LARGEST_HEADER = 100_000_000;

/** How each element type is read from a byte position. */
const ELEMENTS: Readonly<Record<string, { bytes: number; read(view: DataView, at: number): number }>> = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true)) },
};

/** Tensors of a safetensors file by name, each read when asked for. */
export interface TensorFile {
  readonly names: readonly string[];
  /** Throws {@link InputError} at `where` for an unknown name (with the nearest one), an element type other than the four, NaN or infinity. */
  tensor(name: string, where: string): Tensor;
}

/** Reads the header and checks it against the file's length. Throws {@link InputError} naming `file`. */
export function readSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8)
    throw new InputError(
      file,
      `not a safetensors file: expected at least 8 bytes, got ${bytes.length}`,
      'The file is truncated or of another format',
    );
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > LARGEST_HEADER || 8 + headerLength > bytes.length) {
    throw new InputError(
      file,
      `its header should take ${headerLength} bytes, but the file has ${bytes.length}`,
      'The file is truncated or not in the safetensors format',
    );
  }
  const header = parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)), `${file}: header`);
  if (!isObject(header)) throw new InputError(file, 'its header is not a JSON object');
  const start = 8 + headerLength;
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    entries.set(name, readEntry(value, `${file}: tensor '${name}'`, bytes.length - start));
  }
  checkLayout(entries, bytes.length - start, file);
  return {
    names: [...entries.keys()],
    tensor(name, where) {
      const entry = entries.get(name);
      if (entry === undefined) {
        const names = [...entries.keys()];
        throw new InputError(
          where,
          `${file} has no tensor '${name}'`,
          `${suggestion(name, names)}It holds ${names.map((n) => `'${n}'`).join(', ') || 'none'}`,
        );
      }
      const place = `${file}: tensor '${name}'`;
      const tensor = readTensor(view, start, entry, place);
      exactEntries(tensor, place);
      return tensor;
    },
  };
}

/** The format has the tensors' bytes one after another, without overlaps, gaps, or anything behind the last. */
function checkLayout(entries: ReadonlyMap<string, Entry>, available: number, file: string): void {
  let end = 0;
  for (const [name, entry] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end)
      throw new InputError(
        `${file}: tensor '${name}'`,
        `its data should begin at byte ${end} of the data, where the tensor before it ends, but begins at ${entry.begin}`,
        'The file is damaged',
      );
    end = entry.end;
  }
  if (end !== available)
    throw new InputError(
      file,
      `its tensors end at byte ${end} of the data, but the file has ${available}`,
      'The file is damaged',
    );
}

function readEntry(value: unknown, where: string, available: number): Entry {
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!isObject(value)) throw new InputError(where, 'its header entry is not an object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string') throw new InputError(where, `expected a dtype, got ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw new InputError(where, `expected a shape, got ${JSON.stringify(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw new InputError(where, `expected data_offsets [begin, end], got ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > available) {
    throw new InputError(
      where,
      `its data should end at byte ${end} of the data, but the file has ${available}`,
      'The file is truncated',
    );
  }
  return { type: dtype, shape: shape as number[], begin, end };
}

function readTensor(view: DataView, start: number, { type, shape, begin, end }: Entry, where: string): Tensor {
  const element = ELEMENTS[type];
  if (element === undefined) {
    throw new InputError(
      where,
      `its element type is ${type}, expected one of ${Object.keys(ELEMENTS).join(', ')}`,
      'Save it as one of these',
    );
  }
  const size = sizeOf(shape);
  if (end - begin !== size * element.bytes) {
    throw new InputError(
      where,
      `shape ${showShape(shape)} of ${type} takes ${size * element.bytes} bytes, but it has ${end - begin}`,
    );
  }
  return {
    shape,
    data: Float64Array.from({ length: size }, (_, i) => element.read(view, start + begin + i * element.bytes)),
  };
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const single = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a binary32. */
function bfloatToNumber(bits: number): number {
  single.setUint32(0, bits * 0x10000);
  return single.getFloat32(0);
}
