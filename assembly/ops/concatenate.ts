import { concatenate as concatenateKind } from "../kinds/move";

export function concatenate(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return concatenateKind(p, r, lo, hi, scratch);
}
