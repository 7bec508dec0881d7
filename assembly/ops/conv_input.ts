import { convInput, packConvInput } from "../kinds/conv_input";

export function conv_input(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return convInput(p, r, lo, hi, scratch);
}

export function conv_input_pack(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return packConvInput(p, r, lo, hi, scratch);
}
