import { Program } from "../kinds/program";
import { rowMax } from "../kinds/rows";
import { logSum } from "./log_softmax";

/** y[row] = -sum of target * log_softmax(logits). body: logits, target, y, rows, n. A unit is one row. */
export function softmax_cross_entropy(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const n = Program.int(p, 7);
  const bytes = (<usize>n) << 2;
  let x = Program.at(p, r, 0) + <usize>lo * bytes;
  let target = Program.at(p, r, 2) + <usize>lo * bytes;
  const y = Program.at(p, r, 4);
  for (let unit = lo; unit < hi; unit++, x += bytes, target += bytes) {
    const top = rowMax(x, n);
    const sum = logSum(x, top, n);
    let loss: f32 = 0;
    for (let i: usize = 0; i < bytes; i += 4) loss -= load<f32>(target + i) * (load<f32>(x + i) - top - sum);
    store<f32>(y + ((<usize>unit) << 2), loss);
  }
  return 0;
}
