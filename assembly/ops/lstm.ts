import { Lanes } from "../kinds/lanes";
import { Program } from "../kinds/program";
import { Scan } from "../kinds/scan";
import { SCAN_ROWS } from "../layout";
import { Tanh } from "../simd/tanh";
import { add } from "./add";
import { sigmoid } from "./sigmoid";
import { tanh } from "./tanh";

/*
 * Slots of a step, each of `units` elements. y: state h, cell c, gates i, f, g, o. d: gradients of the gates before
 * their activations i, f, g, o; behind the last step, where there is a first state, gradients of h and c.
 */

/** body: z, panels of the recurrent kernel, h0, c0, mask, y, batch, steps, units, reverse. */
export function lstm(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const z = Program.at(p, r, 0);
  const panels = Program.at(p, r, 2);
  const h0: usize = Program.int(p, 4) < 0 ? 0 : Program.at(p, r, 4);
  const c0: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const mask: usize = Program.int(p, 8) < 0 ? 0 : Program.at(p, r, 8);
  const y = Program.at(p, r, 10);
  const batch = Program.int(p, 12);
  const steps = Program.int(p, 13);
  const units = Program.int(p, 14);
  const reverse = Program.int(p, 15) != 0;
  const slot = (<usize>units) << 2;
  const zRow = slot * 4 * <usize>steps;
  const yRow = slot * 6 * <usize>steps;
  const stride = Scan.stride(units * 4);
  const gates = scratch + stride * SCAN_ROWS;
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    for (let step = 0; step < steps; step++) {
      const time = reverse ? steps - 1 - step : step;
      const before = reverse ? time + 1 : time - 1;
      const hRow = step ? yRow : slot;
      const h = step ? y + <usize>first * yRow + <usize>before * slot * 6 : h0 ? h0 + <usize>first * slot : 0;
      const c = step ? h + slot : c0 ? c0 + <usize>first * slot : 0;
      if (h) Scan.product(h, hRow, height, units, panels, units * 4, scratch);
      else memory.fill(scratch, 0, stride * SCAN_ROWS);
      for (let row = 0; row < height; row++) {
        const zAt = z + <usize>(first + row) * zRow + <usize>time * slot * 4;
        const yAt = y + <usize>(first + row) * yRow + <usize>time * slot * 6;
        const cAt: usize = c ? c + <usize>row * hRow : 0;
        if (Scan.skipped(mask, (first + row) * steps + time)) {
          Scan.carry(yAt, h ? h + <usize>row * hRow : 0, units);
          Scan.carry(yAt + slot, cAt, units);
          Scan.carry(yAt + slot * 2, 0, units * 4);
          continue;
        }
        const t = scratch + <usize>row * stride;
        add(zAt, t, t, units * 4);
        // Each may run up to three elements into the next, which is written after it.
        sigmoid(t, gates, units * 2);
        tanh(t + slot * 2, gates + slot * 2, units);
        sigmoid(t + slot * 3, gates + slot * 3, units);
        memory.copy(yAt + slot * 2, gates, slot * 4);
        cells(gates, cAt, slot, yAt, units);
      }
    }
  }
  return 0;
}

/** The next cell and state from the gates i, f, g, o; `before` 0: no cell. */
function cells(gates: usize, before: usize, slot: usize, y: usize, units: i32): void {
  let j: usize = 0;
  do {
    const old = before ? Lanes.load(before + j, units) : f32x4.splat(0);
    const i = v128.load(gates + j);
    const f = v128.load(gates + slot + j);
    const g = v128.load(gates + slot * 2 + j);
    const cell = f32x4.add(f32x4.mul(f, old), f32x4.mul(i, g));
    Lanes.store(y + j, f32x4.mul(v128.load(gates + slot * 3 + j), Tanh.f4(cell)), units);
    Lanes.store(y + slot + j, cell, units);
    j += 16;
    units -= 4;
  } while (units > 0);
}

/** body: y, gradient of y, panels of the transposed kernel, c0, mask, d, batch, steps, units, reverse, state. */
export function lstm_grad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const y = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const panels = Program.at(p, r, 4);
  const c0: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const mask: usize = Program.int(p, 8) < 0 ? 0 : Program.at(p, r, 8);
  const d = Program.at(p, r, 10);
  const batch = Program.int(p, 12);
  const steps = Program.int(p, 13);
  const units = Program.int(p, 14);
  const reverse = Program.int(p, 15) != 0;
  const state = Program.int(p, 16) != 0;
  const slot = (<usize>units) << 2;
  const yRow = slot * 6 * <usize>steps;
  const dRow = slot * 4 * <usize>steps + (state ? slot * 2 : 0);
  const stride = Scan.stride(units);
  // What comes back through the kernel, what steps that were skipped pass on, and the gradient of the cell.
  const back = scratch;
  const kept = back + stride * SCAN_ROWS;
  const cells = kept + stride * SCAN_ROWS;
  const one = f32x4.splat(1);
  const zeros = f32x4.splat(0);
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SCAN_ROWS;
    const height = min(SCAN_ROWS, batch - first);
    memory.fill(scratch, 0, stride * SCAN_ROWS * 3);
    for (let step = steps - 1; step >= 0; step--) {
      const time = reverse ? steps - 1 - step : step;
      const before = reverse ? time + 1 : time - 1;
      for (let row = 0; row < height; row++) {
        const at = y + <usize>(first + row) * yRow;
        const yAt = at + <usize>time * slot * 6;
        const gAt = yAt - y + gy;
        const dAt = d + <usize>(first + row) * dRow + <usize>time * slot * 4;
        const c = step ? at + <usize>before * slot * 6 + slot : c0 ? c0 + <usize>(first + row) * slot : 0;
        const b = back + <usize>row * stride;
        const k = kept + <usize>row * stride;
        const dc = cells + <usize>row * stride;
        const skipped = Scan.skipped(mask, (first + row) * steps + time);
        if (skipped) Scan.carry(dAt, 0, units * 4);
        for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
          const dh = f32x4.add(Lanes.load(gAt + j, left), f32x4.add(v128.load(b + j), v128.load(k + j)));
          const gc = f32x4.add(Lanes.load(gAt + slot + j, left), v128.load(dc + j));
          if (skipped) {
            v128.store(k + j, dh);
            v128.store(dc + j, gc);
            continue;
          }
          const i = Lanes.load(yAt + slot * 2 + j, left);
          const f = Lanes.load(yAt + slot * 3 + j, left);
          const g = Lanes.load(yAt + slot * 4 + j, left);
          const o = Lanes.load(yAt + slot * 5 + j, left);
          const tc = Tanh.f4(Lanes.load(yAt + slot + j, left));
          const all = f32x4.add(gc, f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(tc, tc))));
          const cell = c ? Lanes.load(c + j, left) : zeros;
          const di = f32x4.mul(f32x4.mul(all, g), f32x4.mul(i, f32x4.sub(one, i)));
          const df = f32x4.mul(f32x4.mul(all, cell), f32x4.mul(f, f32x4.sub(one, f)));
          const dg = f32x4.mul(f32x4.mul(all, i), f32x4.sub(one, f32x4.mul(g, g)));
          const dO = f32x4.mul(f32x4.mul(dh, tc), f32x4.mul(o, f32x4.sub(one, o)));
          Lanes.store(dAt + j, di, left);
          Lanes.store(dAt + slot + j, df, left);
          Lanes.store(dAt + slot * 2 + j, dg, left);
          Lanes.store(dAt + slot * 3 + j, dO, left);
          v128.store(k + j, zeros);
          v128.store(dc + j, f32x4.mul(all, f));
        }
      }
      if (step == 0 && !state) break;
      const dAt = d + <usize>first * dRow + <usize>time * slot * 4;
      Scan.product(dAt, dRow, height, units * 4, panels, units, back);
    }
    if (!state) continue;
    for (let row = 0; row < height; row++) {
      const dAt = d + <usize>(first + row) * dRow + slot * 4 * <usize>steps;
      const at = <usize>row * stride;
      for (let j: usize = 0, left = units; left > 0; left -= 4, j += 16) {
        Lanes.store(dAt + j, f32x4.add(v128.load(back + at + j), v128.load(kept + at + j)), left);
        Lanes.store(dAt + slot + j, v128.load(cells + at + j), left);
      }
    }
  }
  return 0;
}
