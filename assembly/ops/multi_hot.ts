import { Program } from "../kinds/program";

/**
 * y[o, i, indices[o, j, i]] = 1, or the number of such j; 0 elsewhere. An index outside is left out. body: indices, y, size of
 * j, size of i, depth, counts, one as the dtype has it, real. A unit is one (o, i).
 */
export function multi_hot(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const indices = Program.at(p, r, 0);
  const n = Program.int(p, 4);
  const inner = Program.int(p, 5);
  const depth = Program.int(p, 6);
  const counts = Program.int(p, 7) != 0;
  const one = Program.int(p, 8);
  const real = Program.int(p, 9) != 0;
  const bytes = (<usize>depth) << 2;
  for (let unit = lo; unit < hi; unit++) {
    const y = Program.at(p, r, 2) + <usize>unit * bytes;
    memory.fill(y, 0, bytes);
    const o = unit / inner;
    let q = indices + ((<usize>(o * n * inner + (unit - o * inner))) << 2);
    for (let j = 0; j < n; j++, q += (<usize>inner) << 2) {
      const index = load<i32>(q);
      if (<u32>index >= <u32>depth) continue;
      const at = y + ((<usize>index) << 2);
      if (!counts) store<i32>(at, one);
      else if (real) store<f32>(at, load<f32>(at) + 1);
      else store<i32>(at, load<i32>(at) + 1);
    }
  }
  return 0;
}
