import { maxPool, maxPoolGrad, maxPoolSelect } from "../kinds/pool";

export function max_pool(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return maxPool(p, r, lo, hi, scratch);
}

export function max_pool_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return maxPoolGrad(p, r, lo, hi, scratch);
}

export function max_pool_select(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return maxPoolSelect(p, r, lo, hi, scratch);
}
