import { Program } from "../kinds/program";

/**
 * y[o, j, i] = the sum of x[o, 0 to j, i], or of x[o, j to the last, i] when `back`. body: x, y, n, inner, back. A unit
 * is one (o, i).
 */
export function cumsum(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return running(p, r, lo, hi, false);
}

export function cumsum_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return running(p, r, lo, hi, true);
}

function running(p: usize, r: usize, lo: i32, hi: i32, integers: bool): i32 {
  const n = Program.int(p, 4);
  const inner = Program.int(p, 5);
  const back = Program.int(p, 6) != 0;
  const step: usize = back ? -((<usize>inner) << 2) : (<usize>inner) << 2;
  const first: usize = back ? (<usize>(n - 1) * <usize>inner) << 2 : 0;
  for (let unit = lo; unit < hi; unit++) {
    const at = ((<usize>(unit / inner) * <usize>n * <usize>inner + <usize>(unit % inner)) << 2) + first;
    let x = Program.at(p, r, 0) + at;
    let y = Program.at(p, r, 2) + at;
    let sum: f64 = 0;
    let whole = 0;
    for (let i = 0; i < n; i++, x += step, y += step) {
      if (integers) {
        whole += load<i32>(x);
        store<i32>(y, whole);
      } else {
        sum += load<f32>(x);
        store<f32>(y, <f32>sum);
      }
    }
  }
  return 0;
}
