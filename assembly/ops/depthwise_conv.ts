import { depthwise } from "../kinds/depthwise";

export function depthwise_conv(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return depthwise(p, r, lo, hi, scratch);
}
