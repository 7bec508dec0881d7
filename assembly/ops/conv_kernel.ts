import { convKernel } from "../kinds/conv_kernel";

export function conv_kernel(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return convKernel(p, r, lo, hi, scratch);
}
