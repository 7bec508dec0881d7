import { copyStrided } from "../kinds/move";

export function slice(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return copyStrided(p, r, lo, hi, scratch);
}
