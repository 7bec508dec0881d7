import { Program } from "../kinds/program";

/** What becomes of a cell that an update meets: the numbers of ts/ops/scatter_update.ts. */
abstract class Meeting {
  @inline static f(mode: i32, cell: f32, update: f32): f32 {
    if (mode == 1) return cell + update;
    if (mode == 2) return cell * update;
    if (mode == 3) return max(cell, update);
    return mode == 4 ? min(cell, update) : update;
  }

  @inline static i(mode: i32, cell: i32, update: i32): i32 {
    if (mode == 1) return cell + update;
    if (mode == 2) return cell * update;
    if (mode == 3) return max(cell, update);
    return mode == 4 ? min(cell, update) : update;
  }
}

/**
 * y = x, but y[indices[j], i] meets updates[j, i], one j after the other; an index outside is left out. body: x, indices,
 * updates, y, size, count, inner, mode. A unit is up to 64 columns i, so that no two units write one cell.
 */
export function scatter_update(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return scatter(p, r, lo, hi, false);
}

export function scatter_update_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return scatter(p, r, lo, hi, true);
}

function scatter(p: usize, r: usize, lo: i32, hi: i32, integers: bool): i32 {
  const x = Program.at(p, r, 0);
  const indices = Program.at(p, r, 2);
  const updates = Program.at(p, r, 4);
  const y = Program.at(p, r, 6);
  const size = Program.int(p, 8);
  const count = Program.int(p, 9);
  const inner = Program.int(p, 10);
  const mode = Program.int(p, 11);
  for (let unit = lo; unit < hi; unit++) {
    const from = unit * 64;
    const columns = min(64, inner - from);
    for (let row = 0; row < size; row++) {
      const at = (<usize>row * <usize>inner + <usize>from) << 2;
      memory.copy(y + at, x + at, (<usize>columns) << 2);
    }
    for (let j = 0; j < count; j++) {
      const at = load<i32>(indices + ((<usize>j) << 2));
      if (<u32>at >= <u32>size) continue;
      let q = updates + ((<usize>j * <usize>inner + <usize>from) << 2);
      let t = y + ((<usize>at * <usize>inner + <usize>from) << 2);
      for (let i = 0; i < columns; i++, q += 4, t += 4) {
        if (integers) store<i32>(t, Meeting.i(mode, load<i32>(t), load<i32>(q)));
        else store<f32>(t, Meeting.f(mode, load<f32>(t), load<f32>(q)));
      }
    }
  }
  return 0;
}
