import { sample, sampleGrad, sampleSlope } from "../kinds/sample";

export function affine_transform(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return sample(p, r, lo, hi, scratch);
}

export function affine_transform_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return sampleGrad(p, r, lo, hi, scratch);
}

export function affine_transform_slope(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return sampleSlope(p, r, lo, hi, scratch);
}
