import { badIndex } from "../kinds/move";
import { Program } from "../kinds/program";

/**
 * y[o, j, i] = x[o, indices[o, j, i], i]. body: x, indices, y, size, count, inner. A unit is one (o, j).
 */
export function take_along_axis(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const indices = Program.at(p, r, 2);
  const y = Program.at(p, r, 4);
  const size = Program.int(p, 6);
  const count = Program.int(p, 7);
  const inner = Program.int(p, 8);
  for (let unit = lo; unit < hi; unit++) {
    const own = (<usize>unit * <usize>inner) << 2;
    const block = x + ((<usize>(unit / count) * <usize>size * <usize>inner) << 2);
    for (let i = 0; i < inner; i++) {
      const q = own + ((<usize>i) << 2);
      const index = load<i32>(indices + q);
      const at = index < 0 ? index + size : index;
      if (<u32>at >= <u32>size) return badIndex(scratch, index);
      store<i32>(y + q, load<i32>(block + ((<usize>at * <usize>inner + <usize>i) << 2)));
    }
  }
  return 0;
}

/**
 * y[o, indices[o, j, i], i] = sum over j of g[o, j, i]: its gradient. body: g, indices, y, size, count, inner. A unit is
 * one (o, i).
 */
export function take_along_axis_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const g = Program.at(p, r, 0);
  const indices = Program.at(p, r, 2);
  const size = Program.int(p, 6);
  const count = Program.int(p, 7);
  const inner = Program.int(p, 8);
  const step = (<usize>inner) << 2;
  for (let unit = lo; unit < hi; unit++) {
    const o = <usize>(unit / inner);
    const i = <usize>(unit % inner);
    const y = Program.at(p, r, 4) + ((o * <usize>size * <usize>inner + i) << 2);
    for (let at = 0; at < size; at++) store<f32>(y + <usize>at * step, 0);
    let q = (o * <usize>count * <usize>inner + i) << 2;
    for (let j = 0; j < count; j++, q += step) {
      const index = load<i32>(indices + q);
      const at = index < 0 ? index + size : index;
      if (<u32>at >= <u32>size) return badIndex(scratch, index);
      const t = y + <usize>at * step;
      store<f32>(t, load<f32>(t) + load<f32>(g + q));
    }
  }
  return 0;
}
