import { averagePool, averagePoolGrad } from "../kinds/pool";

export function average_pool(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return averagePool(p, r, lo, hi, scratch);
}

export function average_pool_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return averagePoolGrad(p, r, lo, hi, scratch);
}
