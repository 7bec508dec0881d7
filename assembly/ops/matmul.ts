import { contract, pack } from "../kinds/contract";

export function matmul(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return contract(p, r, lo, hi, scratch);
}

export function matmul_pack(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return pack(p, r, lo, hi, scratch);
}
