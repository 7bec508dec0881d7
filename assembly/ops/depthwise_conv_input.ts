import { depthwiseInput } from "../kinds/depthwise";

export function depthwise_conv_input(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return depthwiseInput(p, r, lo, hi, scratch);
}
