import { permutation as permutationKind } from "../kinds/random";

export function permutation(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return permutationKind(p, r, lo, hi, scratch);
}
