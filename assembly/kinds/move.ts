import { STATUS_BAD_INDEX } from "../layout";
import { Program } from "./program";

/*
 * The kind "move": copies that follow strides or indices. Elements are 4 bytes whatever their dtype.
 */

/** y = x read through strides. body: x, y, rank, offset, sizes, strides (elements). A unit is one run of the last axis. */
export function copyStrided(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const rank = Program.int(p, 4);
  const x = Program.at(p, r, 0) + ((<usize>Program.int(p, 5)) << 2);
  const last = rank - 1;
  const size = Program.int(p, 6 + last);
  const stride = Program.int(p, 6 + rank + last);
  const step = (<usize>stride) << 2;
  let y = Program.at(p, r, 2) + ((<usize>lo * <usize>size) << 2);
  for (let unit = lo; unit < hi; unit++) {
    let rest = unit;
    let offset = 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const d = Program.int(p, 6 + axis);
      offset += (rest % d) * Program.int(p, 6 + rank + axis);
      rest /= d;
    }
    let q = x + ((<usize>offset) << 2);
    if (stride == 1) {
      memory.copy(y, q, (<usize>size) << 2);
      y += (<usize>size) << 2;
    } else {
      for (let i = 0; i < size; i++, q += step, y += 4) store<i32>(y, load<i32>(q));
    }
  }
  return 0;
}

/**
 * y = x with a border. body: x, y, value, rank, sizes of y, sizes of x, border before. A unit is one run of y's last
 * axis.
 */
export function pad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const value = Program.int(p, 4);
  const rank = Program.int(p, 5);
  const last = rank - 1;
  const size = Program.int(p, 6 + last);
  const inner = Program.int(p, 6 + rank + last);
  const before = Program.int(p, 6 + rank + rank + last);
  let y = Program.at(p, r, 2) + ((<usize>lo * <usize>size) << 2);
  for (let unit = lo; unit < hi; unit++) {
    let rest = unit;
    let row = 0;
    let scale = 1;
    let inside = inner > 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const d = Program.int(p, 6 + axis);
      const at = (rest % d) - Program.int(p, 6 + rank + rank + axis);
      const own = Program.int(p, 6 + rank + axis);
      inside = inside && <u32>at < <u32>own;
      row += at * scale;
      scale *= own;
      rest /= d;
    }
    const end = y + ((<usize>size) << 2);
    if (inside) {
      y = fill(y, y + ((<usize>before) << 2), value);
      memory.copy(y, x + ((<usize>row * <usize>inner) << 2), (<usize>inner) << 2);
      y += (<usize>inner) << 2;
    }
    y = fill(y, end, value);
  }
  return 0;
}

function fill(y: usize, end: usize, value: i32): usize {
  for (; y < end; y += 4) store<i32>(y, value);
  return y;
}

/**
 * y = the inputs one behind the other. body: y, the inputs, row of y, the row of each input; the number of inputs
 * follows from the instruction's length. A unit is one outer row.
 */
export function concatenate(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const count = (Program.length(p) - 3) / 3;
  const rows = 2 + count * 2;
  let y = Program.at(p, r, 0) + <usize>lo * ((<usize>Program.int(p, rows)) << 2);
  for (let unit = lo; unit < hi; unit++) {
    for (let i = 0; i < count; i++) {
      const bytes = (<usize>Program.int(p, rows + 1 + i)) << 2;
      memory.copy(y, Program.at(p, r, 2 + i * 2) + <usize>unit * bytes, bytes);
      y += bytes;
    }
  }
  return 0;
}

/** Reports an index that does not fit, at the start of scratch; the program stops before anything is written. */
export function badIndex(scratch: usize, value: i32): i32 {
  store<i32>(scratch, value);
  return STATUS_BAD_INDEX;
}

/** y[o, j, i] = x[o, indices[j], i]. body: x, indices, y, size, count, inner. A unit is one (o, j). */
export function take(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const indices = Program.at(p, r, 2);
  const size = Program.int(p, 6);
  const count = Program.int(p, 7);
  const bytes = (<usize>Program.int(p, 8)) << 2;
  let y = Program.at(p, r, 4) + <usize>lo * bytes;
  for (let unit = lo; unit < hi; unit++, y += bytes) {
    const index = load<i32>(indices + ((<usize>(unit % count)) << 2));
    const at = index < 0 ? index + size : index;
    if (<u32>at >= <u32>size) return badIndex(scratch, index);
    memory.copy(y, x + <usize>((unit / count) * size + at) * bytes, bytes);
  }
  return 0;
}

/**
 * y[o, indices[j], i] = sum over j of g[o, j, i]: the gradient of `take`. body: g, indices, y, size, count, inner.
 * A unit is up to 64 columns i of one o, so that no two units write one cell.
 */
export function takeGrad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const g = Program.at(p, r, 0);
  const indices = Program.at(p, r, 2);
  const y = Program.at(p, r, 4);
  const size = Program.int(p, 6);
  const count = Program.int(p, 7);
  const inner = Program.int(p, 8);
  const blocks = (inner + 63) / 64;
  for (let unit = lo; unit < hi; unit++) {
    const o = unit / blocks;
    const from = (unit % blocks) * 64;
    const columns = min(64, inner - from);
    for (let row = 0; row < size; row++) {
      memory.fill(y + ((<usize>(o * size + row) * <usize>inner + <usize>from) << 2), 0, (<usize>columns) << 2);
    }
    for (let j = 0; j < count; j++) {
      const index = load<i32>(indices + ((<usize>j) << 2));
      const at = index < 0 ? index + size : index;
      if (<u32>at >= <u32>size) return badIndex(scratch, index);
      let q = g + ((<usize>(o * count + j) * <usize>inner + <usize>from) << 2);
      let t = y + ((<usize>(o * size + at) * <usize>inner + <usize>from) << 2);
      for (let i = 0; i < columns; i++, q += 4, t += 4) store<f32>(t, load<f32>(t) + load<f32>(q));
    }
  }
  return 0;
}
