/**
 * Philox4x32-10 in single precision: the source of a kernel for graphics processors, where integers of 32 bits cannot be
 * relied on. A word is four bytes, each a float. Sums of products of bytes stay below 2¹⁹, so floats hold every
 * intermediate number exactly, whether or not the device fuses products with sums. The exclusive or goes bit by bit.
 *
 * A string, since minifiers and instrumentation break kernels that are passed as functions.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** What an entry of the kernel's output is. */
export type PhiloxOutput = 'bytes' | 'uniforms';

/**
 * A kernel of gpu.js for two-dimensional outputs, with three arguments: `key`, the 8 bytes of the two key words, and
 * `counter`, the 16 bytes of the first counter, both from the lowest byte of the first word on, as
 * {@link philoxBytes} gives them, and `perRow`, the blocks in a row. Entry (y, x) belongs to block perRow · y + ⌊x/n⌋
 * after the first, which must be below 2²⁴:
 * - `bytes`: byte x mod 16 of its words, n = 16
 * - `uniforms`: the upper 24 bits of word x mod 4, over 2²⁴, n = 4
 */
export function philoxKernel(output: PhiloxOutput): string {
  const perBlock = output === 'bytes' ? 16 : 4;
  return [
    'function (key, counter, perRow) {',
    `  const inRow = Math.floor((this.thread.x + 0.5) / ${perBlock});`,
    `  const part = this.thread.x - ${perBlock} * inRow;`,
    '  let carry = this.thread.y * perRow + inRow;',
    ...both((w, b) => `  let c${w}${b} = counter[${4 * w + b}];`),
    ...[0, 1].flatMap((w) => bytes.map((b) => `  let k${w}${b} = key[${4 * w + b}];`)),
    '  let sum = 0;',
    ...[0, 1].flatMap((w) => bytes.flatMap((b) => addAndCarry(`c${w}${b}`, 'carry', 'carry'))),
    ...columns.flatMap((k) => [`  let p${k} = 0;`, `  let q${k} = 0;`]),
    ...bytes.flatMap((b) => [`  let x${b} = 0;`, `  let y${b} = 0;`]),
    ...['u', 'v', 'w', 'r', 's', 't', 'bit'].map((name) => `  let ${name} = 0;`),
    '  for (let round = 0; round < 10; round++) {',
    ...product('p', 'c0', MULTIPLIER_0),
    ...product('q', 'c2', MULTIPLIER_1),
    ...bytes.flatMap((b) => exclusiveOr(`x${b}`, `q${4 + b}`, `c1${b}`, `k0${b}`)),
    ...bytes.flatMap((b) => exclusiveOr(`y${b}`, `p${4 + b}`, `c3${b}`, `k1${b}`)),
    ...bytes.flatMap((b) => [
      `    c0${b} = x${b};`,
      `    c1${b} = q${b};`,
      `    c2${b} = y${b};`,
      `    c3${b} = p${b};`,
    ]),
    ...addConstant('k0', WEYL_0),
    ...addConstant('k1', WEYL_1),
    '  }',
    '  let result = 0;',
    ...(output === 'bytes'
      ? both((w, b) => `  if (part === ${4 * w + b}) { result = c${w}${b}; }`)
      : bytes.map((w) => `  if (part === ${w}) { result = (c${w}3 * 65536 + c${w}2 * 256 + c${w}1) / 16777216; }`)),
    '  return result;',
    '}',
  ].join('\n');
}

/** The bytes of 32-bit words, each from its lowest byte on. */
export const philoxBytes = (words: readonly number[]): Float32Array =>
  Float32Array.from(words.flatMap((word) => bytes.map((b) => byteOf(word, b))));

const bytes = [0, 1, 2, 3] as const;
const columns = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const byteOf = (word: number, b: number): number => (word >>> (8 * b)) & 0xff;

const both = (line: (word: number, byte: number) => string): string[] =>
  bytes.flatMap((w) => bytes.map((b) => line(w, b)));

/** `byte` becomes byte + addend less 256 · carry; a carry is below 2²⁴/256. */
const addAndCarry = (byte: string, addend: string, carry: string): string[] => [
  `    sum = ${byte} + ${addend};`,
  `    ${carry} = Math.floor(sum / 256);`,
  `    ${byte} = sum - 256 * ${carry};`,
];

/** Bytes of the 64-bit product of a word with a constant: column k sums a_i m_j over i + j = k, then carries. */
function product(out: string, word: string, multiplier: number): string[] {
  const lines = ['    carry = 0;'];
  for (const k of columns) {
    const terms = bytes.filter((i) => k - i >= 0 && k - i < 4).map((i) => `${word}${i} * ${byteOf(multiplier, k - i)}`);
    lines.push(
      `    sum = ${['carry', ...terms].join(' + ')};`,
      '    carry = Math.floor(sum / 256);',
      `    ${out}${k} = sum - 256 * carry;`,
    );
  }
  return lines;
}

/** The exclusive or of three bytes: each bit of it is the parity of the sum of three bits. */
const exclusiveOr = (out: string, a: string, b: string, c: string): string[] => [
  `    u = ${a};`,
  `    v = ${b};`,
  `    w = ${c};`,
  `    ${out} = 0;`,
  '    bit = 1;',
  '    for (let i = 0; i < 8; i++) {',
  '      r = Math.floor(u / 2);',
  '      s = Math.floor(v / 2);',
  '      t = Math.floor(w / 2);',
  '      sum = u + v + w - 2 * (r + s + t);',
  `      ${out} = ${out} + (sum - 2 * Math.floor(sum / 2)) * bit;`,
  '      u = r;',
  '      v = s;',
  '      w = t;',
  '      bit = bit * 2;',
  '    }',
];

const addConstant = (word: string, constant: number): string[] => [
  '    carry = 0;',
  ...bytes.flatMap((b) => addAndCarry(`${word}${b}`, `carry + ${byteOf(constant, b)}`, 'carry')),
];
