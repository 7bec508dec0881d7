import { Program } from "./program";

/*
 * The kind "rows": whole rows of the last axis. body: x, y, rows, n. A unit is one row.
 */

/** The largest element of a row; NaN if there is one. */
export function rowMax(x: usize, n: i32): f32 {
  let best = f32x4.splat(-Infinity);
  if (n >= 16) {
    let b = best;
    let c = best;
    let d = best;
    do {
      best = f32x4.max(best, v128.load(x));
      b = f32x4.max(b, v128.load(x, 16));
      c = f32x4.max(c, v128.load(x, 32));
      d = f32x4.max(d, v128.load(x, 48));
      n -= 16;
      x += 64;
    } while (n >= 16);
    best = f32x4.max(f32x4.max(best, b), f32x4.max(c, d));
  }
  for (; n >= 4; n -= 4, x += 16) best = f32x4.max(best, v128.load(x));
  for (; n > 0; n--, x += 4) best = f32x4.max(best, v128.load32_splat(x));
  best = f32x4.max(best, i32x4.shuffle(best, best, 2, 3, 0, 1));
  best = f32x4.max(best, i32x4.shuffle(best, best, 1, 0, 3, 2));
  return f32x4.extract_lane(best, 0);
}

/** What a row op does with row `unit`: x to y, n elements. */
@unmanaged
export abstract class RowFormula {
  abstract row(x: usize, y: usize, n: i32): void;
}

export function rows<K extends RowFormula>(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const k = changetype<K>(0);
  const n = Program.int(p, 5);
  const bytes = (<usize>n) << 2;
  let x = Program.at(p, r, 0) + <usize>lo * bytes;
  let y = Program.at(p, r, 2) + <usize>lo * bytes;
  for (let unit = lo; unit < hi; unit++, x += bytes, y += bytes) k.row(x, y, n);
  return 0;
}
