import { Lanes } from "../kinds/lanes";
import { Program } from "../kinds/program";
import { Scan } from "../kinds/scan";
import { SCAN_ROWS } from "../layout";
import { Tanh } from "../simd/tanh";

/** body: z, panels of the recurrent kernel, h0, mask, y, batch, steps, units, reverse. */
export function simple_rnn(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const z = Program.at(p, r, 0);
  const panels = Program.at(p, r, 2);
  const h0: usize = Program.int(p, 4) < 0 ? 0 : Program.at(p, r, 4);
  const mask: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const y = Program.at(p, r, 8);
  const batch = Program.int(p, 10);
  const steps = Program.int(p, 11);
  const units = Program.int(p, 12);
  const reverse = Program.int(p, 13) != 0;
  const slot = (<usize>units) << 2;
  const all = slot * <usize>steps;
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    for (let step = 0; step < steps; step++) {
      const time = reverse ? steps - 1 - step : step;
      const before = reverse ? time + 1 : time - 1;
      const hRow = step ? all : slot;
      const h = step ? y + <usize>first * all + <usize>before * slot : h0 ? h0 + <usize>first * slot : 0;
      if (h) Scan.product(h, hRow, height, units, panels, units, scratch);
      for (let row = 0; row < height; row++) {
        const at = <usize>(first + row) * all + <usize>time * slot;
        if (Scan.skipped(mask, (first + row) * steps + time)) {
          Scan.carry(y + at, h ? h + <usize>row * hRow : 0, units);
          continue;
        }
        const t = scratch + <usize>row * Scan.stride(units);
        for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
          const x = Lanes.load(z + at + j, left);
          Lanes.store(y + at + j, Tanh.f4(h ? f32x4.add(x, v128.load(t + j)) : x), left);
        }
      }
    }
  }
  return 0;
}

/**
 * d is the gradient of what stands before each tanh; behind the last step, where there is a first state, its gradient.
 * body: y, gradient of y, panels of the transposed kernel, mask, d, batch, steps, units, reverse, state.
 */
export function simple_rnn_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const y = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const panels = Program.at(p, r, 4);
  const mask: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const d = Program.at(p, r, 8);
  const batch = Program.int(p, 10);
  const steps = Program.int(p, 11);
  const units = Program.int(p, 12);
  const reverse = Program.int(p, 13) != 0;
  const state = Program.int(p, 14) != 0;
  const slot = (<usize>units) << 2;
  const all = slot * <usize>steps;
  const dRow = all + (state ? slot : 0);
  const stride = Scan.stride(units);
  const back = scratch;
  const kept = back + stride * SCAN_ROWS;
  const one = f32x4.splat(1);
  const zeros = f32x4.splat(0);
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    memory.fill(scratch, 0, stride * SCAN_ROWS * 2);
    for (let step = steps - 1; step >= 0; step--) {
      const time = reverse ? steps - 1 - step : step;
      for (let row = 0; row < height; row++) {
        const at = <usize>(first + row) * all + <usize>time * slot;
        const dAt = d + <usize>(first + row) * dRow + <usize>time * slot;
        const b = back + <usize>row * stride;
        const k = kept + <usize>row * stride;
        const skipped = Scan.skipped(mask, (first + row) * steps + time);
        for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
          const dh = f32x4.add(Lanes.load(gy + at + j, left), f32x4.add(v128.load(b + j), v128.load(k + j)));
          const h = Lanes.load(y + at + j, left);
          Lanes.store(dAt + j, skipped ? zeros : f32x4.mul(dh, f32x4.sub(one, f32x4.mul(h, h))), left);
          v128.store(k + j, skipped ? dh : zeros);
        }
      }
      if (step == 0 && !state) break;
      Scan.product(d + <usize>first * dRow + <usize>time * slot, dRow, height, units, panels, units, back);
    }
    if (!state) continue;
    for (let row = 0; row < height; row++) {
      const dAt = d + <usize>(first + row) * dRow + all;
      const at = <usize>row * stride;
      for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
        Lanes.store(dAt + j, f32x4.add(v128.load(back + at + j), v128.load(kept + at + j)), left);
      }
    }
  }
  return 0;
}
