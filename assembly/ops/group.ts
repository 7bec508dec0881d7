import { group as groupKind } from "../kinds/group";

export function group(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return groupKind(p, r, lo, hi, scratch);
}
