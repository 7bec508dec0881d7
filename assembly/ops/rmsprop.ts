import { Program } from "../kinds/program";
import { Blocks } from "../kinds/update";

/** v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + epsilon). body: w, v, g, lr, elements, rho, 1 - rho, epsilon. */
export function rmsprop(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const w = Program.at(p, r, 0);
  const v = Program.at(p, r, 2);
  const g = Program.at(p, r, 4);
  const lr = v128.load32_splat(Program.at(p, r, 6));
  const end = Blocks.end(hi, Program.int(p, 8));
  const rho = f32x4.splat(Program.float(p, 9));
  const rest = f32x4.splat(Program.float(p, 10));
  const epsilon = f32x4.splat(Program.float(p, 11));
  for (let i = Blocks.start(lo); i < end; i += 16) {
    const gradient = v128.load(g + i);
    const squares = f32x4.mul(rest, f32x4.mul(gradient, gradient));
    const velocity = f32x4.add(f32x4.mul(rho, v128.load(v + i)), squares);
    v128.store(v + i, velocity);
    const step = f32x4.div(f32x4.mul(gradient, lr), f32x4.sqrt(f32x4.add(velocity, epsilon)));
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
  return 0;
}
