import { Lanes } from "../kinds/lanes";
import { Program } from "../kinds/program";
import { Scan } from "../kinds/scan";
import { SCAN_ROWS } from "../layout";
import { Sigmoid } from "../simd/sigmoid";
import { Tanh } from "../simd/tanh";

/*
 * The gated recurrent unit whose reset gate comes after the product. Slots of a step, each of `units` elements.
 * y: state h, gates z, r, candidate, and the candidate's recurrent part before the reset. d: gradients of the recurrent
 * parts of z, r and the candidate, and of the candidate before its activation; behind the last step, where there is a
 * first state, its gradient.
 */

/** body: x, panels of the recurrent kernel, recurrent bias, h0, mask, y, batch, steps, units, reverse. */
export function gru(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const panels = Program.at(p, r, 2);
  const bias: usize = Program.int(p, 4) < 0 ? 0 : Program.at(p, r, 4);
  const h0: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const mask: usize = Program.int(p, 8) < 0 ? 0 : Program.at(p, r, 8);
  const y = Program.at(p, r, 10);
  const batch = Program.int(p, 12);
  const steps = Program.int(p, 13);
  const units = Program.int(p, 14);
  const reverse = Program.int(p, 15) != 0;
  const slot = (<usize>units) << 2;
  const xRow = slot * 3 * <usize>steps;
  const yRow = slot * 5 * <usize>steps;
  const one = f32x4.splat(1);
  const zeros = f32x4.splat(0);
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    for (let step = 0; step < steps; step++) {
      const time = reverse ? steps - 1 - step : step;
      const before = reverse ? time + 1 : time - 1;
      const hRow = step ? yRow : slot;
      const h = step ? y + <usize>first * yRow + <usize>before * slot * 5 : h0 ? h0 + <usize>first * slot : 0;
      if (h) Scan.product(h, hRow, height, units, panels, units * 3, scratch);
      for (let row = 0; row < height; row++) {
        const xAt = x + <usize>(first + row) * xRow + <usize>time * slot * 3;
        const yAt = y + <usize>(first + row) * yRow + <usize>time * slot * 5;
        const hAt: usize = h ? h + <usize>row * hRow : 0;
        if (Scan.skipped(mask, (first + row) * steps + time)) {
          Scan.carry(yAt, hAt, units);
          Scan.carry(yAt + slot, 0, units * 4);
          continue;
        }
        const t = scratch + <usize>row * Scan.stride(units * 3);
        for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
          let mz = h ? v128.load(t + j) : zeros;
          let mr = h ? v128.load(t + slot + j) : zeros;
          let mh = h ? v128.load(t + slot * 2 + j) : zeros;
          if (bias) {
            mz = f32x4.add(mz, Lanes.load(bias + j, left));
            mr = f32x4.add(mr, Lanes.load(bias + slot + j, left));
            mh = f32x4.add(mh, Lanes.load(bias + slot * 2 + j, left));
          }
          const z = Sigmoid.f4(f32x4.add(Lanes.load(xAt + j, left), mz));
          const reset = Sigmoid.f4(f32x4.add(Lanes.load(xAt + slot + j, left), mr));
          const c = Tanh.f4(f32x4.add(Lanes.load(xAt + slot * 2 + j, left), f32x4.mul(reset, mh)));
          const old = hAt ? Lanes.load(hAt + j, left) : zeros;
          Lanes.store(yAt + j, f32x4.add(f32x4.mul(z, old), f32x4.mul(f32x4.sub(one, z), c)), left);
          Lanes.store(yAt + slot + j, z, left);
          Lanes.store(yAt + slot * 2 + j, reset, left);
          Lanes.store(yAt + slot * 3 + j, c, left);
          Lanes.store(yAt + slot * 4 + j, mh, left);
        }
      }
    }
  }
  return 0;
}

/** body: y, gradient of y, panels of the transposed kernel, h0, mask, d, batch, steps, units, reverse, state. */
export function gru_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const y = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const panels = Program.at(p, r, 4);
  const h0: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const mask: usize = Program.int(p, 8) < 0 ? 0 : Program.at(p, r, 8);
  const d = Program.at(p, r, 10);
  const batch = Program.int(p, 12);
  const steps = Program.int(p, 13);
  const units = Program.int(p, 14);
  const reverse = Program.int(p, 15) != 0;
  const state = Program.int(p, 16) != 0;
  const slot = (<usize>units) << 2;
  const yRow = slot * 5 * <usize>steps;
  const dRow = slot * 4 * <usize>steps + (state ? slot : 0);
  const stride = Scan.stride(units);
  // What comes back through the kernel, and what goes past it.
  const back = scratch;
  const past = back + stride * SCAN_ROWS;
  const one = f32x4.splat(1);
  const zeros = f32x4.splat(0);
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    memory.fill(scratch, 0, stride * SCAN_ROWS * 2);
    for (let step = steps - 1; step >= 0; step--) {
      const time = reverse ? steps - 1 - step : step;
      const before = reverse ? time + 1 : time - 1;
      for (let row = 0; row < height; row++) {
        const at = y + <usize>(first + row) * yRow;
        const yAt = at + <usize>time * slot * 5;
        const gAt = yAt - y + gy;
        const dAt = d + <usize>(first + row) * dRow + <usize>time * slot * 4;
        const hAt = step ? at + <usize>before * slot * 5 : h0 ? h0 + <usize>(first + row) * slot : 0;
        const b = back + <usize>row * stride;
        const k = past + <usize>row * stride;
        const skipped = Scan.skipped(mask, (first + row) * steps + time);
        if (skipped) Scan.carry(dAt, 0, units * 4);
        for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
          const dh = f32x4.add(Lanes.load(gAt + j, left), f32x4.add(v128.load(b + j), v128.load(k + j)));
          if (skipped) {
            v128.store(k + j, dh);
            continue;
          }
          const z = Lanes.load(yAt + slot + j, left);
          const reset = Lanes.load(yAt + slot * 2 + j, left);
          const c = Lanes.load(yAt + slot * 3 + j, left);
          const mh = Lanes.load(yAt + slot * 4 + j, left);
          const old = hAt ? Lanes.load(hAt + j, left) : zeros;
          const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(old, c)), f32x4.mul(z, f32x4.sub(one, z)));
          const dc = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(c, c)));
          const dr = f32x4.mul(f32x4.mul(dc, mh), f32x4.mul(reset, f32x4.sub(one, reset)));
          Lanes.store(dAt + j, dz, left);
          Lanes.store(dAt + slot + j, dr, left);
          Lanes.store(dAt + slot * 2 + j, f32x4.mul(dc, reset), left);
          Lanes.store(dAt + slot * 3 + j, dc, left);
          v128.store(k + j, f32x4.mul(dh, z));
        }
      }
      if (step == 0 && !state) break;
      Scan.product(d + <usize>first * dRow + <usize>time * slot * 4, dRow, height, units * 3, panels, units, back);
    }
    if (!state) continue;
    for (let row = 0; row < height; row++) {
      const dAt = d + <usize>(first + row) * dRow + slot * 4 * <usize>steps;
      const at = <usize>row * stride;
      for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
        Lanes.store(dAt + j, f32x4.add(v128.load(back + at + j), v128.load(past + at + j)), left);
      }
    }
  }
  return 0;
}
