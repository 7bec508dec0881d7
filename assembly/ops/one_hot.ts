import { badIndex } from "../kinds/move";
import { Program } from "../kinds/program";

/**
 * y[j, :] = on at indices[j], off elsewhere; an index outside is all off, or an error when `checked`.
 * body: indices, y, count, n, on, off, checked. A unit is one index.
 */
export function one_hot(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const indices = Program.at(p, r, 0);
  const n = Program.int(p, 5);
  const on = Program.int(p, 6);
  const off = Program.int(p, 7);
  const checked = Program.int(p, 8) != 0;
  let y = Program.at(p, r, 2) + ((<usize>lo * <usize>n) << 2);
  for (let unit = lo; unit < hi; unit++) {
    const index = load<i32>(indices + ((<usize>unit) << 2));
    if (checked && <u32>index >= <u32>n) return badIndex(scratch, index);
    for (let i = 0; i < n; i++, y += 4) store<i32>(y, i == index ? on : off);
  }
  return 0;
}
