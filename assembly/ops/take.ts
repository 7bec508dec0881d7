import { takeGrad, take as takeKind } from "../kinds/move";

export function take(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return takeKind(p, r, lo, hi, scratch);
}

export function take_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return takeGrad(p, r, lo, hi, scratch);
}
