import { RowFormula, rowMax, rows } from "../kinds/rows";
import { Exp } from "../simd/exp";
import { Reduce } from "../simd/reduce";

/** exp(x - max), at most 1 or NaN, into y, and the sum of the row: four partial sums, then the lanes, then the tail in order. */
export function exponentials(x: usize, y: usize, n: i32): f32 {
  const top = f32x4.splat(rowMax(x, n));
  let sum = f32x4.splat(0);
  for (; n >= 8; n -= 8, x += 32, y += 32) {
    const e0 = Exp.below89(f32x4.sub(v128.load(x), top));
    const e1 = Exp.below89(f32x4.sub(v128.load(x, 16), top));
    sum = f32x4.add(f32x4.add(sum, e0), e1);
    v128.store(y, e0);
    v128.store(y, e1, 16);
  }
  if (n >= 4) {
    const e = Exp.below89(f32x4.sub(v128.load(x), top));
    sum = f32x4.add(sum, e);
    v128.store(y, e);
    n -= 4;
    x += 16;
    y += 16;
  }
  let total = Reduce.sum4(sum);
  for (; n > 0; n--, x += 4, y += 4) {
    const e = f32x4.extract_lane(Exp.below89(f32x4.sub(v128.load32_splat(x), top)), 0);
    total += e;
    store<f32>(y, e);
  }
  return total;
}

@unmanaged
class Softmax extends RowFormula {
  row(x: usize, y: usize, n: i32): void {
    const total = f32x4.splat(exponentials(x, y, n));
    for (; n >= 4; n -= 4, y += 16) v128.store(y, f32x4.div(v128.load(y), total));
    for (; n > 0; n--, y += 4) store<f32>(y, load<f32>(y) / f32x4.extract_lane(total, 0));
  }
}

export function softmax(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return rows<Softmax>(p, r, lo, hi, scratch);
}
