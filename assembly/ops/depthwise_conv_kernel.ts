import { depthwiseKernel } from "../kinds/depthwise_kernel";

export function depthwise_conv_kernel(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return depthwiseKernel(p, r, lo, hi, scratch);
}
