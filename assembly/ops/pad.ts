import { pad as padKind } from "../kinds/move";

export function pad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return padKind(p, r, lo, hi, scratch);
}
