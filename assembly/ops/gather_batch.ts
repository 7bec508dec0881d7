import { Program } from "../kinds/program";
import { DTYPE_BOOL, DTYPE_FLOAT32, DTYPE_INT8, DTYPE_INT32, REGION_STATE, STATE_STEP } from "../layout";

/**
 * The rows of this step from the user's data: y[i] = data[order[step * batch + i]], widened to 4 bytes.
 * body: data, order, y, batch, elements of a row, dtype of the data, whether y is float32. A unit is one row.
 */
export function gather_batch(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const step = load<i32>(<usize>load<u32>(r, REGION_STATE << 2), STATE_STEP << 2);
  const batch = Program.int(p, 6);
  const row = <usize>Program.int(p, 7);
  const dtype = Program.int(p, 8);
  const floats = Program.int(p, 9) != 0;
  const data = Program.at(p, r, 0);
  const order = Program.at(p, r, 2) + ((<usize>(step * batch)) << 2);
  let y = Program.at(p, r, 4) + ((<usize>lo * row) << 2);
  for (let unit = lo; unit < hi; unit++, y += row << 2) {
    const at = <usize>load<u32>(order + ((<usize>unit) << 2)) * row;
    if (dtype == DTYPE_FLOAT32) {
      if (floats) memory.copy(y, data + (at << 2), row << 2);
      else for (let i: usize = 0; i < row; i++) store<i32>(y + (i << 2), <i32>load<f32>(data + ((at + i) << 2)));
    } else if (dtype == DTYPE_INT32) {
      if (!floats) memory.copy(y, data + (at << 2), row << 2);
      else for (let i: usize = 0; i < row; i++) store<f32>(y + (i << 2), <f32>load<i32>(data + ((at + i) << 2)));
    } else {
      widen(data + at, y, row, dtype == DTYPE_INT8, dtype == DTYPE_BOOL, floats);
    }
  }
  return 0;
}

function widen(x: usize, y: usize, n: usize, signed: bool, truth: bool, floats: bool): void {
  for (; n >= 8; n -= 8, x += 8, y += 32) {
    const half = signed ? v128.load8x8_s(x) : v128.load8x8_u(x);
    let a = signed ? i32x4.extend_low_i16x8_s(half) : i32x4.extend_low_i16x8_u(half);
    let b = signed ? i32x4.extend_high_i16x8_s(half) : i32x4.extend_high_i16x8_u(half);
    if (truth) {
      a = v128.and(i32x4.ne(a, i32x4.splat(0)), i32x4.splat(1));
      b = v128.and(i32x4.ne(b, i32x4.splat(0)), i32x4.splat(1));
    }
    v128.store(y, floats ? f32x4.convert_i32x4_s(a) : a);
    v128.store(y, floats ? f32x4.convert_i32x4_s(b) : b, 16);
  }
  for (; n > 0; n--, x++, y += 4) {
    let value = signed ? <i32>load<i8>(x) : <i32>load<u8>(x);
    if (truth) value = value != 0 ? 1 : 0;
    if (floats) store<f32>(y, <f32>value);
    else store<i32>(y, value);
  }
}
