import { RowFormula, rowMax, rows } from "../kinds/rows";
import { Exp } from "../simd/exp";
import { Log } from "../simd/log";
import { Reduce } from "../simd/reduce";

/** log of the sum of exp(x - top) over a row. */
export function logSum(x: usize, top: f32, n: i32): f32 {
  const shift = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (; n >= 4; n -= 4, x += 16) sum = f32x4.add(sum, Exp.f4(f32x4.sub(v128.load(x), shift)));
  let total = Reduce.sum4(sum);
  for (; n > 0; n--, x += 4) total += f32x4.extract_lane(Exp.f4(f32x4.sub(v128.load32_splat(x), shift)), 0);
  return f32x4.extract_lane(Log.f4(f32x4.splat(total)), 0);
}

@unmanaged
class LogSoftmax extends RowFormula {
  row(x: usize, y: usize, n: i32): void {
    const top = rowMax(x, n);
    const sum = f32x4.splat(logSum(x, top, n));
    const shift = f32x4.splat(top);
    for (; n >= 4; n -= 4, x += 16, y += 16) v128.store(y, f32x4.sub(f32x4.sub(v128.load(x), shift), sum));
    for (; n > 0; n--, x += 4, y += 4) store<f32>(y, load<f32>(x) - top - f32x4.extract_lane(sum, 0));
  }
}

export function log_softmax(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return rows<LogSoftmax>(p, r, lo, hi, scratch);
}
