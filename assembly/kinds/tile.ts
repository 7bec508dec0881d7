import { Fma } from "../simd/fma";
import { Activation } from "./activation";

/**
 * The micro-kernel of every contraction: t[4, 8] = sum over k of a[row, k] * b[k, column], terms in order.
 * `a` has rows `r1 r2 r3` bytes behind the first and steps by `as` bytes a term; `b` steps by `bs` bytes a term.
 * Row h of the result lands at `t` + h `ts`.
 */
export function tile(
  k: i32,
  a: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  as: usize,
  b: usize,
  bs: usize,
  t: usize,
  ts: usize,
  bias: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (k > 0)
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let s = v128.load32_splat(a);
      c00 = Fma.f4(s, b0, c00);
      c01 = Fma.f4(s, b1, c01);
      s = v128.load32_splat(a + r1);
      c10 = Fma.f4(s, b0, c10);
      c11 = Fma.f4(s, b1, c11);
      s = v128.load32_splat(a + r2);
      c20 = Fma.f4(s, b0, c20);
      c21 = Fma.f4(s, b1, c21);
      s = v128.load32_splat(a + r3);
      c30 = Fma.f4(s, b0, c30);
      c31 = Fma.f4(s, b1, c31);
      a += as;
      b += bs;
    } while (--k > 0);
  if (bias) {
    const e0 = v128.load(bias);
    const e1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, e0);
    c01 = f32x4.add(c01, e1);
    c10 = f32x4.add(c10, e0);
    c11 = f32x4.add(c11, e1);
    c20 = f32x4.add(c20, e0);
    c21 = f32x4.add(c21, e1);
    c30 = f32x4.add(c30, e0);
    c31 = f32x4.add(c31, e1);
  }
  if (activation) {
    c00 = Activation.f4(c00, activation);
    c01 = Activation.f4(c01, activation);
    c10 = Activation.f4(c10, activation);
    c11 = Activation.f4(c11, activation);
    c20 = Activation.f4(c20, activation);
    c21 = Activation.f4(c21, activation);
    c30 = Activation.f4(c30, activation);
    c31 = Activation.f4(c31, activation);
  }
  v128.store(t, c00);
  v128.store(t, c01, 16);
  t += ts;
  v128.store(t, c10);
  v128.store(t, c11, 16);
  t += ts;
  v128.store(t, c20);
  v128.store(t, c21, 16);
  t += ts;
  v128.store(t, c30);
  v128.store(t, c31, 16);
}

/** The same over a panel of `a` packed by fours: [k][4]. */
export function packedTile(
  k: i32,
  a: usize,
  b: usize,
  bs: usize,
  t: usize,
  ts: usize,
  bias: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (k > 0)
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let s = v128.load32_splat(a);
      c00 = Fma.f4(s, b0, c00);
      c01 = Fma.f4(s, b1, c01);
      s = v128.load32_splat(a, 4);
      c10 = Fma.f4(s, b0, c10);
      c11 = Fma.f4(s, b1, c11);
      s = v128.load32_splat(a, 8);
      c20 = Fma.f4(s, b0, c20);
      c21 = Fma.f4(s, b1, c21);
      s = v128.load32_splat(a, 12);
      c30 = Fma.f4(s, b0, c30);
      c31 = Fma.f4(s, b1, c31);
      a += 16;
      b += bs;
    } while (--k > 0);
  if (bias) {
    const e0 = v128.load(bias);
    const e1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, e0);
    c01 = f32x4.add(c01, e1);
    c10 = f32x4.add(c10, e0);
    c11 = f32x4.add(c11, e1);
    c20 = f32x4.add(c20, e0);
    c21 = f32x4.add(c21, e1);
    c30 = f32x4.add(c30, e0);
    c31 = f32x4.add(c31, e1);
  }
  if (activation) {
    c00 = Activation.f4(c00, activation);
    c01 = Activation.f4(c01, activation);
    c10 = Activation.f4(c10, activation);
    c11 = Activation.f4(c11, activation);
    c20 = Activation.f4(c20, activation);
    c21 = Activation.f4(c21, activation);
    c30 = Activation.f4(c30, activation);
    c31 = Activation.f4(c31, activation);
  }
  v128.store(t, c00);
  v128.store(t, c01, 16);
  t += ts;
  v128.store(t, c10);
  v128.store(t, c11, 16);
  t += ts;
  v128.store(t, c20);
  v128.store(t, c21, 16);
  t += ts;
  v128.store(t, c30);
  v128.store(t, c31, 16);
}

/**
 * Writes one row of a tile (32 bytes at `t`) to `c`: adds to what earlier chunks left there unless `first`,
 * and after the last chunk adds the bias (0: none) and applies the activation.
 */
export function writeRow(
  t: usize,
  c: usize,
  columns: i32,
  first: bool,
  last: bool,
  bias: usize,
  activation: i32,
): void {
  let low = v128.load(t);
  let high = v128.load(t, 16);
  if (columns == 8) {
    if (!first) {
      low = f32x4.add(v128.load(c), low);
      high = f32x4.add(v128.load(c, 16), high);
    }
    if (last) {
      if (bias) {
        low = f32x4.add(low, v128.load(bias));
        high = f32x4.add(high, v128.load(bias, 16));
      }
      if (activation) {
        low = Activation.f4(low, activation);
        high = Activation.f4(high, activation);
      }
    }
    v128.store(c, low);
    v128.store(c, high, 16);
    return;
  }
  for (let column = 0; column < columns; column++) {
    let value = v128.load32_zero(t);
    if (!first) value = f32x4.add(v128.load32_zero(c), value);
    if (last) {
      if (bias) value = f32x4.add(value, v128.load32_zero(bias));
      if (activation) value = Activation.f4(value, activation);
    }
    v128.store_lane<f32>(c, value, 0);
    t += 4;
    c += 4;
    if (bias) bias += 4;
  }
}

/** Writes a tile of `ts` bytes a row to `c` with `cs` bytes a row, panel by panel; see `writeRow`. */
export function writeTile(
  t: usize,
  ts: usize,
  c: usize,
  cs: usize,
  rows: i32,
  columns: i32,
  first: bool,
  last: bool,
  bias: usize,
  activation: i32,
): void {
  for (; columns > 0; columns -= 8, t += 32, c += 32) {
    let from = t;
    let to = c;
    for (let row = 0; row < rows; row++, from += ts, to += cs) {
      writeRow(from, to, min(8, columns), first, last, bias, activation);
    }
    if (bias) bias += 32;
  }
}

/** Packs `k` rows of up to 8 columns into one panel [k][8], zeros behind the last column. */
export function packPanel(b: usize, rowBytes: usize, columnBytes: usize, k: i32, columns: i32, y: usize): void {
  if (columns == 8 && columnBytes == 4) {
    for (; k > 0; --k, b += rowBytes, y += 32) {
      v128.store(y, v128.load(b));
      v128.store(y, v128.load(b, 16), 16);
    }
    return;
  }
  if (columns == 8 && rowBytes == 4) {
    for (; k >= 4; k -= 4, b += 16, y += 128) {
      transpose4(b, columnBytes, y, 32);
      transpose4(b + (columnBytes << 2), columnBytes, y + 16, 32);
    }
  }
  for (; k > 0; --k, b += rowBytes, y += 32) {
    let q = b;
    for (let column = 0; column < 8; column++, q += columnBytes) {
      store<f32>(y + ((<usize>column) << 2), column < columns ? load<f32>(q) : 0);
    }
  }
}

/** y[j][i] = x[i][j] for a block of four by four; strides in bytes. */
export function transpose4(x: usize, xs: usize, y: usize, ys: usize): void {
  interleave4(x, x + xs, x + xs * 2, x + xs * 3, y, ys);
}

/** Writes element j of four rows to y + j * ys, for j = 0..3. */
export function interleave4(x0: usize, x1: usize, x2: usize, x3: usize, y: usize, ys: usize): void {
  const a = v128.load(x0);
  const b = v128.load(x1);
  const c = v128.load(x2);
  const d = v128.load(x3);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(y, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(y + ys, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(y + ys * 2, i64x2.shuffle(ab2, cd2, 0, 2));
  v128.store(y + ys * 3, i64x2.shuffle(ab2, cd2, 1, 3));
}
