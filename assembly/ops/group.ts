import { group as groupKind, groupSums } from "../kinds/group";

export function group(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return groupKind(p, r, lo, hi, scratch);
}

export function group_sums(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return groupSums(p, r, lo, hi, scratch);
}
