import { conv as convKind } from "../kinds/conv";

export function conv(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return convKind(p, r, lo, hi, scratch);
}
