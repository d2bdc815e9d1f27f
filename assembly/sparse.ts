/**
 * Kernels of sparse polynomial arithmetic (AssemblyScript; `npm run kernels` compiles them).
 *
 * A monomial is a key of `words` 64-bit words, lowest first, that holds its exponents in fields wide enough that the key
 * of a product is the sum of the keys. Products of terms are collected in a table: keys in the order of their first
 * occurrence, and for each its coefficient, in one of two forms. Whole: one 64-bit integer; what does not overflow at the
 * end may overflow on the way. By digits: a coefficient is Σ_u d_u 2^(βu) with |d_u| ≤ 2^(β − 1), and a sum of products
 * has one 64-bit column for each power of 2^β; carries wait until the end.
 */

let slots: usize = 0;
let slotBits: i32 = 0;
let keys: usize = 0;
let values: usize = 0;
let count: i32 = 0;
let capacity: i32 = 0;
let words: i32 = 1;
/** Columns of a coefficient, a multiple of 4; 0 for whole ones. */
let columns: i32 = 0;

/** Starts an empty table: 2^bits slots of 4 bytes, room for `room` keys and coefficients. */
export function begin(
  slotsAt: usize,
  bits: i32,
  keysAt: usize,
  valuesAt: usize,
  room: i32,
  keyWords: i32,
  columnCount: i32,
): void {
  slots = slotsAt;
  slotBits = bits;
  keys = keysAt;
  values = valuesAt;
  count = 0;
  capacity = room;
  words = keyWords;
  columns = columnCount;
  memory.fill(slots, 0, <usize>4 << bits);
}

/** Moves the table to a larger place. */
export function grow(slotsAt: usize, bits: i32, keysAt: usize, valuesAt: usize, room: i32): void {
  memory.copy(keysAt, keys, (<usize>count * words) << 3);
  memory.copy(valuesAt, values, (<usize>count * max(1, columns)) << 3);
  slots = slotsAt;
  slotBits = bits;
  keys = keysAt;
  values = valuesAt;
  capacity = room;
  memory.fill(slots, 0, <usize>4 << bits);
  const mask: u32 = (1 << bits) - 1;
  for (let s = 0; s < count; s++) {
    const key = keyAt(keys, s);
    let h =
      words == 1
        ? hashOfOne(load<u64>(key))
        : words == 2
          ? hashOfTwo(load<u64>(key), load<u64>(key, 8))
          : hashOfMany(key, 0);
    while (load<u32>(slots + (<usize>h << 2)) != 0) h = (h + 1) & mask;
    store<u32>(slots + (<usize>h << 2), s + 1);
  }
}

/** How many keys the table holds. */
export function size(): i32 {
  return count;
}

@inline
function keyAt(array: usize, i: i32): usize {
  return array + (<usize>(i * words) << 3);
}

@inline
function hashOfOne(key: u64): u32 {
  return <u32>(((key ^ (key >> 29)) * 0x9e3779b97f4a7c15) >> (64 - slotBits));
}

@inline
function hashOfTwo(low: u64, high: u64): u32 {
  const mixed = (low ^ (rotl<u64>(high, 31) + (high >> 7))) * 0x9e3779b97f4a7c15;
  return <u32>(((mixed ^ (mixed >> 32) ^ high) * 0xd6e8feb86659fd93) >> (64 - slotBits));
}

/** The hash of the sum of two keys; of one for b = 0. */
@inline
function hashOfMany(a: usize, b: usize): u32 {
  let hash: u64 = 0;
  for (let w = 0; w < words; w++) {
    const at = <usize>w << 3;
    hash = (rotl<u64>(hash, 23) ^ (load<u64>(a + at) + (b == 0 ? 0 : load<u64>(b + at)))) * 0x9e3779b97f4a7c15;
  }
  return <u32>((hash ^ (hash >> 31)) >> (64 - slotBits));
}

@inline
function moveKey(to: i32, from: i32): void {
  if (to == from) return;
  for (let w = 0; w < words; w++) store<u64>(keyAt(keys, to) + (<usize>w << 3), load<u64>(keyAt(keys, from) + (<usize>w << 3)));
}

@inline
function clearValue(s: i32): void {
  if (columns == 0) store<i64>(values + (<usize>s << 3), 0);
  else memory.fill(values + (<usize>(s * columns) << 3), 0, <usize>columns << 3);
}

@inline
function placeOfOne(key: u64): i32 {
  const mask: u32 = (1 << slotBits) - 1;
  let h = hashOfOne(key);
  for (;;) {
    const found = load<u32>(slots + (<usize>h << 2));
    if (found == 0) break;
    if (load<u64>(keys + (<usize>(found - 1) << 3)) == key) return found - 1;
    h = (h + 1) & mask;
  }
  const s = count++;
  store<u32>(slots + (<usize>h << 2), s + 1);
  store<u64>(keys + (<usize>s << 3), key);
  clearValue(s);
  return s;
}

/** The place of a key of two words. */
@inline
function placeOfTwo(low: u64, high: u64): i32 {
  const mask: u32 = (1 << slotBits) - 1;
  let h = hashOfTwo(low, high);
  for (;;) {
    const found = load<u32>(slots + (<usize>h << 2));
    if (found == 0) break;
    const key = keys + (<usize>(found - 1) << 4);
    if (load<u64>(key) == low && load<u64>(key, 8) == high) return found - 1;
    h = (h + 1) & mask;
  }
  const s = count++;
  store<u32>(slots + (<usize>h << 2), s + 1);
  const key = keys + (<usize>s << 4);
  store<u64>(key, low);
  store<u64>(key, high, 8);
  clearValue(s);
  return s;
}

/** The place of the sum of two keys. */
@inline
function placeOfMany(a: usize, b: usize): i32 {
  const mask: u32 = (1 << slotBits) - 1;
  let h = hashOfMany(a, b);
  for (;;) {
    const found = load<u32>(slots + (<usize>h << 2));
    if (found == 0) break;
    const key = keyAt(keys, found - 1);
    let w = 0;
    while (w < words && load<u64>(key + (<usize>w << 3)) == load<u64>(a + (<usize>w << 3)) + load<u64>(b + (<usize>w << 3))) w++;
    if (w == words) return found - 1;
    h = (h + 1) & mask;
  }
  const s = count++;
  store<u32>(slots + (<usize>h << 2), s + 1);
  const key = keyAt(keys, s);
  for (let w = 0; w < words; w++) {
    const at = <usize>w << 3;
    store<u64>(key + at, load<u64>(a + at) + load<u64>(b + at));
  }
  clearValue(s);
  return s;
}

/** The place of the sum of the key at `row`, whose first two words are given, and key j of b. */
@inline
function placeOf(row: usize, own: u64, next: u64, bKeys: usize, j: i32): i32 {
  if (words == 1) return placeOfOne(own + load<u64>(bKeys + (<usize>j << 3)));
  if (words == 2) {
    const key = bKeys + (<usize>j << 4);
    return placeOfTwo(own + load<u64>(key), next + load<u64>(key, 8));
  }
  return placeOfMany(row, keyAt(bKeys, j));
}

/**
 * Adds a_i b_j for i in [from, …) and all j, until all rows are done or the next might not find room; gives the row
 * reached. With `symmetric` (b is a) only j ≥ i, those beyond the diagonal twice.
 */
export function wholeProducts(aKeys: usize, a: usize, from: i32, to: i32, bKeys: usize, b: usize, m: i32, symmetric: bool): i32 {
  for (let i = from; i < to; i++) {
    const first = symmetric ? i : 0;
    if (count + m - first > capacity) return i;
    let x = load<i64>(a + (<usize>i << 3));
    const row = keyAt(aKeys, i);
    const own = load<u64>(row);
    const next = words == 2 ? load<u64>(row, 8) : 0;
    for (let j = first; j < m; j++) {
      const s = placeOf(row, own, next, bKeys, j);
      const at = values + (<usize>s << 3);
      store<i64>(at, load<i64>(at) + x * load<i64>(b + (<usize>j << 3)));
      if (symmetric && j == i) x += x;
    }
  }
  return to;
}

/** Adds the product of two numbers of aDigits and bDigits digits to columns; three zeros stand before and after b. */
@inline
function addDigits(out: usize, a: usize, aDigits: i32, b: usize, bDigits: i32): void {
  const end = aDigits + bDigits - 1;
  for (let c = 0; c < end; c += 4) {
    const o = out + (<usize>c << 3);
    let low = v128.load(o);
    let high = v128.load(o, 16);
    const last = min(aDigits - 1, c + 3);
    for (let u = max(0, c - bDigits + 1); u <= last; u++) {
      const x = v128.load32_splat(a + (<usize>u << 2));
      const y = v128.load(b + (<isize>(c - u) << 2));
      low = i64x2.add(low, i64x2.extmul_low_i32x4_s(x, y));
      high = i64x2.add(high, i64x2.extmul_high_i32x4_s(x, y));
    }
    v128.store(o, low);
    v128.store(o, high, 16);
  }
}

/** As {@link wholeProducts}, by digits: a in rows of aDigits, `twice` their doubles, b in rows of bDigits + 6. */
export function digitProducts(
  aKeys: usize,
  a: usize,
  twice: usize,
  aDigits: i32,
  from: i32,
  to: i32,
  bKeys: usize,
  b: usize,
  bDigits: i32,
  m: i32,
  symmetric: bool,
): i32 {
  const stride = <usize>(bDigits + 6) << 2;
  for (let i = from; i < to; i++) {
    const first = symmetric ? i : 0;
    if (count + m - first > capacity) return i;
    const row = keyAt(aKeys, i);
    const own = load<u64>(row);
    const next = words == 2 ? load<u64>(row, 8) : 0;
    const offset = <usize>(i * aDigits) << 2;
    for (let j = first; j < m; j++) {
      const s = placeOf(row, own, next, bKeys, j);
      addDigits(
        values + (<usize>(s * columns) << 3),
        (symmetric && j > i ? twice : a) + offset,
        aDigits,
        b + stride * j + 12,
        bDigits,
      );
    }
  }
  return to;
}

/** The same with a table that has a place for every key: places of a and b (32 bits each) add up. */
export function wholeProductsInBox(out: usize, aPlaces: usize, a: usize, n: i32, bPlaces: usize, b: usize, m: i32, symmetric: bool): void {
  for (let i = 0; i < n; i++) {
    let x = load<i64>(a + (<usize>i << 3));
    const row = out + (<usize>load<u32>(aPlaces + (<usize>i << 2)) << 3);
    let j = symmetric ? i : 0;
    if (symmetric) {
      const at = row + (<usize>load<u32>(bPlaces + (<usize>j << 2)) << 3);
      store<i64>(at, load<i64>(at) + x * x);
      x += x;
      j++;
    }
    for (; j < m; j++) {
      const at = row + (<usize>load<u32>(bPlaces + (<usize>j << 2)) << 3);
      store<i64>(at, load<i64>(at) + x * load<i64>(b + (<usize>j << 3)));
    }
  }
}

/**
 * As {@link addDigits} for at most three digits of each, b followed and led by zeros: unrolled. The second four columns only
 * with `wide`.
 */
@inline
function addThreeDigits(out: usize, a0: v128, a1: v128, a2: v128, b: usize, three: bool, wide: bool): void {
  const y0 = v128.load(b);
  const y1 = v128.load(b - 4);
  const y2 = v128.load(b - 8);
  let low = i64x2.add(v128.load(out), i64x2.extmul_low_i32x4_s(a0, y0));
  let high = i64x2.add(v128.load(out, 16), i64x2.extmul_high_i32x4_s(a0, y0));
  low = i64x2.add(low, i64x2.extmul_low_i32x4_s(a1, y1));
  high = i64x2.add(high, i64x2.extmul_high_i32x4_s(a1, y1));
  if (three) {
    low = i64x2.add(low, i64x2.extmul_low_i32x4_s(a2, y2));
    high = i64x2.add(high, i64x2.extmul_high_i32x4_s(a2, y2));
  }
  if (wide) {
    v128.store(out, i64x2.add(v128.load(out, 32), i64x2.extmul_low_i32x4_s(a2, v128.load(b + 8))), 32);
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

/**
 * By digits, in a table whose slots are the places of a box: no search, and columns only for the keys that occur. Keys are
 * places of one 64-bit word; see {@link begin}, with slots for the whole box.
 */
export function digitProductsInBox(
  aPlaces: usize,
  a: usize,
  twice: usize,
  aDigits: i32,
  n: i32,
  bPlaces: usize,
  b: usize,
  bDigits: i32,
  m: i32,
  symmetric: bool,
  beta: i32,
): void {
  const stride = <usize>(bDigits + 6) << 2;
  const wide = columns == 8;
  const short = aDigits <= 3 && bDigits <= 3 && columns <= 8;
  for (let i = 0; i < n; i++) {
    const own = load<u32>(aPlaces + (<usize>i << 2));
    const offset = <usize>(i * aDigits) << 2;
    let factor = a + offset;
    for (let j = symmetric ? i : 0; j < m; j++) {
      const place = own + load<u32>(bPlaces + (<usize>j << 2));
      const slot = slots + (<usize>place << 2);
      let s: i32 = load<u32>(slot);
      if (s == 0) {
        s = ++count;
        store<u32>(slot, s);
        store<u64>(keys + (<usize>(s - 1) << 3), place);
        clearValue(s - 1);
      }
      const out = values + (<usize>((s - 1) * columns) << 3);
      if (short) {
        const a0 = v128.load32_splat(factor);
        const a1 = aDigits > 1 ? v128.load32_splat(factor, 4) : i64x2.splat(0);
        const a2 = aDigits > 2 ? v128.load32_splat(factor, 8) : i64x2.splat(0);
        addThreeDigits(out, a0, a1, a2, b + stride * j + 12, aDigits > 2, wide);
      } else addDigits(out, factor, aDigits, b + stride * j + 12, bDigits);
      if (symmetric && j == i) factor = twice + offset;
    }
    if ((i & (ROWS_BETWEEN_CARRIES - 1)) == ROWS_BETWEEN_CARRIES - 1) {
      for (let s = 0; s < count; s++) carry(values + (<usize>(s * columns) << 3), columns, beta);
    }
  }
}

/** A row adds one product to a sum at most, with `symmetric` a doubled one. */
const ROWS_BETWEEN_CARRIES: i32 = 64;

// For long coefficients: first which products go to which key, then the sum of each key's products in one set of columns.

/** Lists the products of each key: the table's values are the first pair i m + j, plus 1, and `next` leads from one to the next. */
export function listProducts(aKeys: usize, from: i32, to: i32, bKeys: usize, m: i32, symmetric: bool, next: usize): i32 {
  for (let i = from; i < to; i++) {
    const first = symmetric ? i : 0;
    if (count + m - first > capacity) return i;
    const row = keyAt(aKeys, i);
    const own = load<u64>(row);
    const second = words == 2 ? load<u64>(row, 8) : 0;
    for (let j = first; j < m; j++) {
      const head = values + (<usize>placeOf(row, own, second, bKeys, j) << 3);
      const pair = i * m + j;
      store<u32>(next + (<usize>pair << 2), load<u32>(head));
      store<u32>(head, pair + 1);
    }
  }
  return to;
}

const BETWEEN_CARRIES: i32 = 8;

/** Leaves β bits in every column but the last. */
function carry(sums: usize, columnCount: i32, beta: i32): void {
  const mask: i64 = ((<i64>1) << beta) - 1;
  let over: i64 = 0;
  for (let c = 0; c < columnCount - 1; c++) {
    const at = sums + (<usize>c << 3);
    const sum = load<i64>(at) + over;
    store<i64>(at, sum & mask);
    over = sum >> beta;
  }
  const last = sums + (<usize>(columnCount - 1) << 3);
  store<i64>(last, load<i64>(last) + over);
}

/** The sums of the listed products as integers of `limbs` words, without zeros; `sums` has room for `columnCount` columns. */
export function takeListed(
  out: usize,
  limbs: i32,
  beta: i32,
  sums: usize,
  columnCount: i32,
  a: usize,
  twice: usize,
  aDigits: i32,
  b: usize,
  bDigits: i32,
  m: i32,
  symmetric: bool,
  next: usize,
): i32 {
  const stride = <usize>(bDigits + 6) << 2;
  let kept = 0;
  largest = 0;
  for (let s = 0; s < count; s++) {
    memory.fill(sums, 0, <usize>columnCount << 3);
    let pair = load<u32>(values + (<usize>s << 3));
    for (let summed = 1; pair != 0; summed++) {
      const i = <i32>((pair - 1) / <u32>m);
      const j = <i32>(pair - 1) - i * m;
      const factor = symmetric && j > i ? twice : a;
      addDigits(sums, factor + (<usize>(i * aDigits) << 2), aDigits, b + stride * j + 12, bDigits);
      pair = load<u32>(next + (<usize>(pair - 1) << 2));
      if ((summed & (BETWEEN_CARRIES - 1)) == 0 && pair != 0) carry(sums, columnCount, beta);
    }
    const to = out + (<usize>(kept * limbs) << 2);
    if (!carried(to, limbs, sums, columnCount, beta)) continue;
    largest = max(largest, magnitude(to, limbs));
    moveKey(kept, s);
    kept++;
  }
  return kept;
}

/**
 * out[0 … 2n) = a b for polynomials in one variable with n coefficients of 32 bits each, n = 32 · 2^k, by Karatsuba's
 * method. Sums of 2^k coefficients must fit 32 bits. Scratch: 32 n + 256 bytes.
 */
export function karatsuba(out: usize, a: usize, b: usize, n: i32, scratch: usize): void {
  if (n <= BASE) {
    const padded = scratch;
    store<u64>(padded, 0);
    store<u32>(padded, 0, 8);
    memory.copy(padded + 12, b, <usize>n << 2);
    store<u64>(padded + 12 + (<usize>n << 2), 0);
    store<u32>(padded + 20 + (<usize>n << 2), 0);
    memory.fill(out, 0, <usize>n << 4);
    addDigits(out, a, n, padded + 12, n);
    return;
  }
  const half = n >> 1;
  const halfBytes = <usize>half << 2;
  // (a₀ + a₁)(b₀ + b₁) − a₀ b₀ − a₁ b₁ stands in the middle.
  const aSum = scratch;
  const bSum = aSum + halfBytes;
  const middle = bSum + halfBytes;
  const rest = middle + (<usize>n << 3);
  for (let i: usize = 0; i < halfBytes; i += 16) {
    v128.store(aSum + i, i32x4.add(v128.load(a + i), v128.load(a + halfBytes + i)));
    v128.store(bSum + i, i32x4.add(v128.load(b + i), v128.load(b + halfBytes + i)));
  }
  const high = out + (<usize>n << 3);
  karatsuba(out, a, b, half, rest);
  karatsuba(high, a + halfBytes, b + halfBytes, half, rest);
  karatsuba(middle, aSum, bSum, half, rest);
  const bytes = <usize>n << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(middle + i, i64x2.sub(v128.load(middle + i), i64x2.add(v128.load(out + i), v128.load(high + i))));
  }
  const target = out + (<usize>half << 3);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(target + i, i64x2.add(v128.load(target + i), v128.load(middle + i)));
  }
}

const BASE: i32 = 32;

/**
 * Digits of integers in two's complement of `limbs` 32-bit words: `digits` of β bits each, balanced, in rows of `stride`
 * from `start` on; the rest of a row is zero. The caller vouches that |value| < 2^(digits β − 2).
 */
export function toDigits(
  out: usize,
  integers: usize,
  limbs: i32,
  n: i32,
  beta: i32,
  digits: i32,
  stride: i32,
  start: i32,
  factor: i32,
): void {
  memory.fill(out, 0, <usize>(n * stride) << 2);
  const base = 1 << beta;
  const half = base >> 1;
  for (let t = 0; t < n; t++) {
    const from = integers + (<usize>(t * limbs) << 2);
    const to = out + (<usize>(t * stride + start) << 2);
    const sign: i64 = load<i32>(from + (<usize>(limbs - 1) << 2)) >> 31;
    let held: i64 = 0;
    let bits = 0;
    let word = 0;
    let carry = 0;
    for (let u = 0; u < digits; u++) {
      if (bits < beta) {
        const next: i64 = word < limbs ? <i64>load<u32>(from + (<usize>word << 2)) : sign & 0xffffffff;
        held |= next << bits;
        bits += 32;
        word++;
      }
      let digit = (<i32>held & (base - 1)) + carry;
      held = <i64>(<u64>held >> beta);
      bits -= beta;
      carry = 0;
      if (digit >= half) {
        digit -= base;
        carry = 1;
      }
      store<i32>(to + (<usize>u << 2), digit * factor);
    }
  }
}

// Taking results out.

let largest: f64 = 0;

/** A bound of the largest |coefficient| that was taken out last, as a double; Infinity beyond their range. */
export function largestTaken(): f64 {
  return largest;
}

/** Whole coefficients of the table without zeros, keys and values moved up in place; how many remain. */
export function takeWhole(): i32 {
  let kept = 0;
  largest = 0;
  for (let s = 0; s < count; s++) {
    const value = load<i64>(values + (<usize>s << 3));
    if (value == 0) continue;
    largest = max(largest, abs(<f64>value));
    if (kept != s) {
      store<i64>(values + (<usize>kept << 3), value);
      moveKey(kept, s);
    }
    kept++;
  }
  return kept;
}

/** Columns of β bits with carries to `limbs` words in two's complement; whether the number is not zero. */
@inline
function carried(out: usize, limbs: i32, from: usize, columnCount: i32, beta: i32): bool {
  const mask: i64 = ((<i64>1) << beta) - 1;
  let carry: i64 = 0;
  let held: u64 = 0;
  let bits = 0;
  let word = 0;
  let any: i32 = 0;
  for (let c = 0; word < limbs; c++) {
    const sum = c < columnCount ? load<i64>(from + (<usize>c << 3)) + carry : carry;
    held |= <u64>(sum & mask) << bits;
    carry = sum >> beta;
    bits += beta;
    if (bits >= 32) {
      store<i32>(out + (<usize>word << 2), <i32>held);
      any |= <i32>held;
      held >>= 32;
      bits -= 32;
      word++;
    }
  }
  return any != 0;
}

/** 2^(bit length) of a number in two's complement, at least. */
function magnitude(at: usize, limbs: i32): f64 {
  const sign: i32 = load<i32>(at + (<usize>(limbs - 1) << 2)) >> 31;
  let top = limbs - 1;
  while (top > 0 && load<i32>(at + (<usize>top << 2)) == sign) top--;
  let result: f64 = <f64>(load<u32>(at + (<usize>top << 2)) ^ <u32>sign) + 1;
  for (; top > 0 && result < Infinity; top--) result *= 4294967296;
  return result;
}

/** The table's coefficients as integers of `limbs` words, without zeros; keys are moved up in place. */
export function takeDigits(out: usize, limbs: i32, beta: i32): i32 {
  let kept = 0;
  largest = 0;
  for (let s = 0; s < count; s++) {
    const to = out + (<usize>(kept * limbs) << 2);
    if (!carried(to, limbs, values + (<usize>(s * columns) << 3), columns, beta)) continue;
    largest = max(largest, magnitude(to, limbs));
    moveKey(kept, s);
    kept++;
  }
  return kept;
}

/** As {@link takeDigits} from a table with a place for every key; `places` gets the places that are not zero. Whole for β = 0. */
export function takeBox(out: usize, places: usize, limbs: i32, box: usize, length: i32, columnCount: i32, beta: i32): i32 {
  let kept = 0;
  largest = 0;
  for (let s = 0; s < length; s++) {
    if (beta == 0) {
      const value = load<i64>(box + (<usize>s << 3));
      if (value == 0) continue;
      largest = max(largest, abs(<f64>value));
      store<i64>(out + (<usize>kept << 3), value);
    } else {
      const from = box + (<usize>(s * columnCount) << 3);
      let any: i64 = 0;
      for (let c = 0; c < columnCount; c++) any |= load<i64>(from + (<usize>c << 3));
      if (any == 0) continue;
      const to = out + (<usize>(kept * limbs) << 2);
      if (!carried(to, limbs, from, columnCount, beta)) continue;
      largest = max(largest, magnitude(to, limbs));
    }
    store<u32>(places + (<usize>kept << 2), s);
    kept++;
  }
  return kept;
}

// Sorting: by rising key, words compared from the last to the first.

let sortKeys: usize = 0;
let sortTemporary: usize = 0;
let sortPermutation: usize = 0;
let sortCounts: usize = 0;
/** For each word, the bits in which the keys are not all the same. */
let sortVarying: usize = 0;

@inline
function before(a: u32, b: u32): bool {
  if (words == 2) {
    const x = sortKeys + (<usize>a << 4);
    const y = sortKeys + (<usize>b << 4);
    const u = load<u64>(x, 8);
    const v = load<u64>(y, 8);
    return u < v || (u == v && load<u64>(x) < load<u64>(y));
  }
  if (words == 1) return load<u64>(sortKeys + (<usize>a << 3)) < load<u64>(sortKeys + (<usize>b << 3));
  const x = sortKeys + (<usize>(a * words) << 3);
  const y = sortKeys + (<usize>(b * words) << 3);
  for (let w = words - 1; w > 0; w--) {
    const u = load<u64>(x + (<usize>w << 3));
    const v = load<u64>(y + (<usize>w << 3));
    if (u != v) return u < v;
  }
  return load<u64>(x) < load<u64>(y);
}

function sortRange(from: i32, to: i32, startWord: i32, startBit: i32, depth: i32): void {
  if (to - from <= 20) {
    for (let i = from + 1; i < to; i++) {
      const own = load<u32>(sortPermutation + (<usize>i << 2));
      let j = i;
      for (; j > from; j--) {
        const other = load<u32>(sortPermutation + (<usize>(j - 1) << 2));
        if (!before(own, other)) break;
        store<u32>(sortPermutation + (<usize>j << 2), other);
      }
      store<u32>(sortPermutation + (<usize>j << 2), own);
    }
    return;
  }
  let word = startWord;
  let bit = startBit;
  for (;;) {
    if (word < 0) return;
    const below = bit >= 64 ? <u64>-1 : ((<u64>1) << bit) - 1;
    const varying = load<u64>(sortVarying + (<usize>word << 3)) & below;
    if (varying != 0) {
      bit = 64 - <i32>clz(varying);
      break;
    }
    word--;
    bit = 64;
  }
  const low = max(0, bit - 8);
  const counts = sortCounts + <usize>depth * 1028;
  memory.fill(counts, 0, 1028);
  const column = sortKeys + (<usize>word << 3);
  for (let i = from; i < to; i++) {
    const key = load<u64>(column + (<usize>(load<u32>(sortPermutation + (<usize>i << 2)) * words) << 3));
    const at = counts + 4 + (<usize>((key >> low) & 255) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  for (let c = 0; c < 256; c++) {
    const at = counts + (<usize>c << 2);
    store<u32>(at + 4, load<u32>(at + 4) + load<u32>(at));
  }
  // counts[c] is where bucket c starts, and moves to where it ends.
  for (let i = from; i < to; i++) {
    const own = load<u32>(sortPermutation + (<usize>i << 2));
    const key = load<u64>(column + (<usize>(own * words) << 3));
    const at = counts + (<usize>((key >> low) & 255) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u32>(sortTemporary + (<usize>place << 2), own);
  }
  memory.copy(sortPermutation + (<usize>from << 2), sortTemporary, <usize>(to - from) << 2);
  let start = 0;
  for (let c = 0; c < 256; c++) {
    const end = load<u32>(counts + (<usize>c << 2));
    if (<i32>end - start > 1) sortRange(from + start, from + end, word, low, depth + 1);
    start = end;
  }
}

function sortByDigits(n: i32): void {
  for (let t = 0; t < n; t++) store<u32>(sortPermutation + (<usize>t << 2), t);
  for (let w = 0; w < words; w++) {
    let varying: u64 = 0;
    const first = load<u64>(sortKeys + (<usize>w << 3));
    for (let t = 1; t < n; t++) varying |= load<u64>(keyAt(sortKeys, t) + (<usize>w << 3)) ^ first;
    store<u64>(sortVarying + (<usize>w << 3), varying);
  }
  sortRange(0, n, words - 1, 64, 0);
}

@inline
function permuted(array: usize, i: i32): u32 {
  return load<u32>(array + (<usize>i << 2));
}

/**
 * Merges the runs that the permutation falls into, two by two, when they are long: a product's rows are in order when its
 * factors are. False when they are short; `starts` has room for n + 1 places.
 */
function sortByRuns(n: i32, starts: usize): bool {
  let runs = 0;
  store<u32>(starts, 0);
  for (let t = 1; t < n; t++) {
    if (!before(t, t - 1)) continue;
    runs++;
    store<u32>(starts + (<usize>runs << 2), t);
  }
  runs++;
  if (runs * SHORTEST_RUN > n && runs > 2) return false;
  store<u32>(starts + (<usize>runs << 2), n);
  for (let t = 0; t < n; t++) store<u32>(sortPermutation + (<usize>t << 2), t);
  while (runs > 1) {
    let merged = 0;
    for (let r = 0; r < runs; r += 2) {
      const from = permuted(starts, r);
      const middle = permuted(starts, r + 1);
      const to = r + 1 < runs ? permuted(starts, r + 2) : middle;
      mergeRuns(from, middle, to);
      store<u32>(starts + (<usize>merged << 2), from);
      merged++;
    }
    store<u32>(starts + (<usize>merged << 2), n);
    runs = merged;
    const swap = sortPermutation;
    sortPermutation = sortTemporary;
    sortTemporary = swap;
  }
  return true;
}

const SHORTEST_RUN: i32 = 2;

function mergeRuns(from: i32, middle: i32, to: i32): void {
  let out = sortTemporary + (<usize>from << 2);
  let i = from;
  let j = middle;
  if (i < middle && j < to) {
    let a = permuted(sortPermutation, i);
    let b = permuted(sortPermutation, j);
    for (;;) {
      if (before(b, a)) {
        store<u32>(out, b);
        out += 4;
        if (++j == to) break;
        b = permuted(sortPermutation, j);
      } else {
        store<u32>(out, a);
        out += 4;
        if (++i == middle) break;
        a = permuted(sortPermutation, i);
      }
    }
  }
  copyPlaces(out, i, middle);
  copyPlaces(out + (<usize>(middle - i) << 2), j, to);
}

/** A copy of a few places is quicker by hand than by the memory's own. */
@inline
function copyPlaces(out: usize, from: i32, to: i32): void {
  if (to - from > 32) memory.copy(out, sortPermutation + (<usize>from << 2), <usize>(to - from) << 2);
  else for (let i = from; i < to; i++) store<u32>(out + (<usize>(i - from) << 2), permuted(sortPermutation, i));
}

/**
 * Terms by rising key: `outKeys` and `outIntegers` get the keys and the integers of `limbs` words in order. `flipped` bits
 * of the last word count the other way round. Scratch: 12 n + 16 bytes, then 8 keyWords, then 1028 for each 8 bits of a key.
 */
export function sortTerms(
  outKeys: usize,
  outIntegers: usize,
  keysAt: usize,
  integers: usize,
  n: i32,
  keyWords: i32,
  limbs: i32,
  flipped: u64,
  scratch: usize,
): void {
  words = keyWords;
  sortKeys = keysAt;
  sortPermutation = scratch;
  sortTemporary = scratch + (<usize>n << 2);
  const starts = scratch + (<usize>n << 3);
  sortVarying = starts + (<usize>((n + 3) & ~1) << 2);
  sortCounts = sortVarying + (<usize>words << 3);
  const last = <usize>(words - 1) << 3;
  for (let t = 0; t < n; t++) {
    const at = keyAt(keysAt, t) + last;
    store<u64>(at, load<u64>(at) ^ flipped);
  }
  if (!sortByRuns(n, starts)) sortByDigits(n);
  for (let t = 0; t < n; t++) {
    const source = load<u32>(sortPermutation + (<usize>t << 2));
    const from = keyAt(keysAt, source);
    const to = keyAt(outKeys, t);
    for (let w = 0; w < words; w++) store<u64>(to + (<usize>w << 3), load<u64>(from + (<usize>w << 3)));
    store<u64>(to + last, load<u64>(to + last) ^ flipped);
    const integer = integers + (<usize>(source * limbs) << 2);
    const target = outIntegers + (<usize>(t * limbs) << 2);
    for (let l = 0; l < limbs; l += 2) store<u64>(target + (<usize>l << 2), load<u64>(integer + (<usize>l << 2)));
  }
}
