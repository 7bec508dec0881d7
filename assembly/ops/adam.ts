import { Program } from "../kinds/program";
import { Blocks } from "../kinds/update";

/**
 * m += (g - m) c1; v += (g^2 - v) c2; w -= m alpha / (sqrt(v) + epsilon), c = 1 - beta, alpha with the bias correction.
 * body: w, m, v, g, alpha, elements, c1, c2, epsilon.
 */
export function adam(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const w = Program.at(p, r, 0);
  const m = Program.at(p, r, 2);
  const v = Program.at(p, r, 4);
  const g = Program.at(p, r, 6);
  const alpha = v128.load32_splat(Program.at(p, r, 8));
  const end = Blocks.end(hi, Program.int(p, 10));
  const c1 = f32x4.splat(Program.float(p, 11));
  const c2 = f32x4.splat(Program.float(p, 12));
  const epsilon = f32x4.splat(Program.float(p, 13));
  for (let i = Blocks.start(lo); i < end; i += 16) {
    const gradient = v128.load(g + i);
    let first = v128.load(m + i);
    let second = v128.load(v + i);
    first = f32x4.add(first, f32x4.mul(f32x4.sub(gradient, first), c1));
    second = f32x4.add(second, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), second), c2));
    v128.store(m + i, first);
    v128.store(v + i, second);
    const step = f32x4.div(f32x4.mul(first, alpha), f32x4.add(f32x4.sqrt(second), epsilon));
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
  return 0;
}
