/** Inner products of packed inputs, for tiles of Gram matrices. */

/** Rows and columns of a tile. */
export const TILE: i32 = 32;

/** out[4][4] of a tile ← inner products of four rows with four columns. */
export function products64(out: usize, a: usize, b: usize, dimension: i32): void {
  let s00 = f64x2.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const end = a + (<usize>dimension << 5);
  for (; a < end; a += 32, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load64_splat(a);
    s00 = f64x2.add(s00, f64x2.mul(a0, b0));
    s01 = f64x2.add(s01, f64x2.mul(a0, b1));
    const a1 = v128.load64_splat(a, 8);
    s10 = f64x2.add(s10, f64x2.mul(a1, b0));
    s11 = f64x2.add(s11, f64x2.mul(a1, b1));
    const a2 = v128.load64_splat(a, 16);
    s20 = f64x2.add(s20, f64x2.mul(a2, b0));
    s21 = f64x2.add(s21, f64x2.mul(a2, b1));
    const a3 = v128.load64_splat(a, 24);
    s30 = f64x2.add(s30, f64x2.mul(a3, b0));
    s31 = f64x2.add(s31, f64x2.mul(a3, b1));
  }
  const stride: usize = <usize>TILE << 3;
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out + stride, s10);
  v128.store(out + stride, s11, 16);
  v128.store(out + 2 * stride, s20);
  v128.store(out + 2 * stride, s21, 16);
  v128.store(out + 3 * stride, s30);
  v128.store(out + 3 * stride, s31, 16);
}
