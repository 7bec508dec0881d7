import { Program } from "../kinds/program";
import { Blocks } from "../kinds/update";

/** w -= lr g. body: w, g, lr, elements. */
export function sgd(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const w = Program.at(p, r, 0);
  const g = Program.at(p, r, 2);
  const lr = v128.load32_splat(Program.at(p, r, 4));
  const end = Blocks.end(hi, Program.int(p, 6));
  for (let i = Blocks.start(lo); i < end; i += 16) {
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(v128.load(g + i), lr)));
  }
  return 0;
}

/** v = momentum v - lr g; w += v, or w += momentum v - lr g (Nesterov). body: w, v, g, lr, elements, momentum, nesterov. */
export function sgd_momentum(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const w = Program.at(p, r, 0);
  const v = Program.at(p, r, 2);
  const g = Program.at(p, r, 4);
  const lr = v128.load32_splat(Program.at(p, r, 6));
  const end = Blocks.end(hi, Program.int(p, 8));
  const momentum = f32x4.splat(Program.float(p, 9));
  const nesterov = Program.int(p, 10) != 0;
  for (let i = Blocks.start(lo); i < end; i += 16) {
    const step = f32x4.mul(v128.load(g + i), lr);
    const velocity = f32x4.sub(f32x4.mul(v128.load(v + i), momentum), step);
    v128.store(v + i, velocity);
    const change = nesterov ? f32x4.sub(f32x4.mul(velocity, momentum), step) : velocity;
    v128.store(w + i, f32x4.add(v128.load(w + i), change));
  }
  return 0;
}
