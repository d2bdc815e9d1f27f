/** Protocol buffers, as far as ONNX models need them: a message is the concatenation of its fields. */

type Bytes = readonly number[] | Uint8Array;

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
};

/** A field that holds an integer ≥ 0. */
export const integerField = (field: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(field * 8), ...varint(value)]);

/** A field that holds bytes or a message. */
export const bytesField = (field: number, bytes: Bytes): Uint8Array =>
  concatenate([Uint8Array.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]);

export const textField = (field: number, text: string): Uint8Array => bytesField(field, new TextEncoder().encode(text));

export function concatenate(parts: readonly Bytes[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
