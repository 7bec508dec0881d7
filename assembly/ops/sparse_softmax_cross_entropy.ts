import { badIndex } from "../kinds/move";
import { Program } from "../kinds/program";
import { rowMax } from "../kinds/rows";
import { logSum } from "./log_softmax";

/** y[row] = -log_softmax(logits)[label]. body: logits, labels (int32), y, rows, n. A unit is one row. */
export function sparse_softmax_cross_entropy(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const n = Program.int(p, 7);
  const bytes = (<usize>n) << 2;
  let x = Program.at(p, r, 0) + <usize>lo * bytes;
  const labels = Program.at(p, r, 2);
  const y = Program.at(p, r, 4);
  for (let unit = lo; unit < hi; unit++, x += bytes) {
    const label = load<i32>(labels + ((<usize>unit) << 2));
    if (<u32>label >= <u32>n) return badIndex(scratch, label);
    const top = rowMax(x, n);
    const loss = logSum(x, top, n) - (load<f32>(x + ((<usize>label) << 2)) - top);
    store<f32>(y + ((<usize>unit) << 2), loss);
  }
  return 0;
}
