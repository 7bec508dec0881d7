import { SUM_CHUNK } from "../layout";
import { Program } from "./program";

/**
 * The kind "reduce": y[outer, inner] = fold of x[outer, n, inner] over n, in a fixed order: chunks of SUM_CHUNK
 * terms, each folded in four vectors (rows) or one (columns), then the chunks in order, sums in float64.
 *
 * body: x, y, outer, n, inner. A unit is one row (inner = 1) or 16 columns of one outer index.
 */
@unmanaged
export abstract class Fold {
  /** The neutral element. */
  abstract identity(): v128;
  abstract combine(a: v128, b: v128): v128;
  /** Whether the chunks are floats to be added in float64. */
  abstract sums(): bool;
}

const COLUMNS = 16;
const BLOCK_BYTES: usize = COLUMNS * 4;

export function reduce<K extends Fold>(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const y = Program.at(p, r, 2);
  const n = Program.int(p, 5);
  const inner = Program.int(p, 6);
  if (inner == 1) {
    for (let row = lo; row < hi; row++) foldRow<K>(x + ((<usize>row * <usize>n) << 2), y + ((<usize>row) << 2), n);
    return 0;
  }
  const blocks = (inner + COLUMNS - 1) / COLUMNS;
  for (let unit = lo; unit < hi; unit++) {
    const outer = unit / blocks;
    const from = (unit % blocks) * COLUMNS;
    const to = min(inner, from + COLUMNS);
    const base = x + ((<usize>outer * <usize>n * <usize>inner) << 2);
    const out = y + ((<usize>outer * <usize>inner) << 2);
    if (to - from == COLUMNS) {
      foldBlock<K>(base + ((<usize>from) << 2), out + ((<usize>from) << 2), n, inner, scratch);
      continue;
    }
    for (let column = from; column < to; column += 4) {
      foldColumns<K>(base + ((<usize>column) << 2), out + ((<usize>column) << 2), n, inner, min(4, to - column));
    }
  }
  return 0;
}

function foldRow<K extends Fold>(x: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  let total: f64 = 0;
  let result = k.identity();
  for (let done = 0; done < n; done += SUM_CHUNK, x += SUM_CHUNK << 2) {
    const a = chunkOfRow<K>(x, min(SUM_CHUNK, n - done));
    if (k.sums()) total += <f64>f32x4.extract_lane(a, 0);
    else result = k.combine(result, a);
  }
  if (k.sums()) store<f32>(y, <f32>total);
  else store<i32>(y, i32x4.extract_lane(result, 0));
}

/** Folds one chunk of a row into lane 0: four vectors side by side, what is left one by one. */
function chunkOfRow<K extends Fold>(x: usize, count: i32): v128 {
  const k = changetype<K>(0);
  let a = k.identity();
  let b = a;
  let c = a;
  let d = a;
  for (; count >= 16; count -= 16, x += 64) {
    a = k.combine(a, v128.load(x));
    b = k.combine(b, v128.load(x, 16));
    c = k.combine(c, v128.load(x, 32));
    d = k.combine(d, v128.load(x, 48));
  }
  for (; count >= 4; count -= 4, x += 16) a = k.combine(a, v128.load(x));
  a = k.combine(k.combine(a, b), k.combine(c, d));
  a = k.combine(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  a = k.combine(a, i32x4.shuffle(a, a, 1, 0, 3, 2));
  for (; count > 0; count--, x += 4) a = k.combine(a, v128.load32_splat(x));
  return a;
}

/** Folds four neighbouring columns, of which the first `columns` count. */
function foldColumns<K extends Fold>(x: usize, y: usize, n: i32, inner: i32, columns: i32): void {
  const k = changetype<K>(0);
  const step = (<usize>inner) << 2;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let result = k.identity();
  for (let done = 0; done < n; done += SUM_CHUNK, x += step * SUM_CHUNK) {
    const a = chunkOfColumns<K>(x, step, min(SUM_CHUNK, n - done));
    if (k.sums()) {
      low = f64x2.add(low, f64x2.promote_low_f32x4(a));
      high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(a, a, 2, 3, 0, 1)));
    } else {
      result = k.combine(result, a);
    }
  }
  if (k.sums()) {
    result = i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
  }
  storeColumns(y, result, columns);
}

/** As `foldColumns`, for COLUMNS of them side by side. scratch: a chunk, then its sums in float64. */
function foldBlock<K extends Fold>(x: usize, y: usize, n: i32, inner: i32, scratch: usize): void {
  const k = changetype<K>(0);
  const step = (<usize>inner) << 2;
  const sums = scratch + BLOCK_BYTES;
  memory.fill(sums, 0, BLOCK_BYTES * 2);
  for (let column: usize = 0; column < BLOCK_BYTES; column += 16) v128.store(y + column, k.identity());
  for (let done = 0; done < n; done += SUM_CHUNK, x += step * SUM_CHUNK) {
    chunkOfBlock<K>(x, step, min(SUM_CHUNK, n - done), scratch);
    for (let column: usize = 0; column < BLOCK_BYTES; column += 16) {
      const a = v128.load(scratch + column);
      if (k.sums()) {
        const at = sums + column * 2;
        v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(a)));
        v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(i32x4.shuffle(a, a, 2, 3, 0, 1))), 16);
      } else v128.store(y + column, k.combine(v128.load(y + column), a));
    }
  }
  if (!k.sums()) return;
  for (let column: usize = 0; column < BLOCK_BYTES; column += 16) {
    const at = sums + column * 2;
    const low = f32x4.demote_f64x2_zero(v128.load(at));
    v128.store(y + column, i32x4.shuffle(low, f32x4.demote_f64x2_zero(v128.load(at, 16)), 0, 1, 4, 5));
  }
}

/** Folds one chunk of COLUMNS columns: four vectors, each of which waits for itself alone. */
function chunkOfBlock<K extends Fold>(x: usize, step: usize, count: i32, y: usize): void {
  const k = changetype<K>(0);
  let a = k.identity();
  let b = a;
  let c = a;
  let d = a;
  if (count > 0)
    do {
      a = k.combine(a, v128.load(x));
      b = k.combine(b, v128.load(x, 16));
      c = k.combine(c, v128.load(x, 32));
      d = k.combine(d, v128.load(x, 48));
      x += step;
    } while (--count > 0);
  v128.store(y, a);
  v128.store(y, b, 16);
  v128.store(y, c, 32);
  v128.store(y, d, 48);
}

function chunkOfColumns<K extends Fold>(x: usize, step: usize, count: i32): v128 {
  const k = changetype<K>(0);
  let a = k.identity();
  for (; count > 0; count--, x += step) a = k.combine(a, v128.load(x));
  return a;
}

function storeColumns(y: usize, value: v128, columns: i32): void {
  if (columns == 4) {
    v128.store(y, value);
    return;
  }
  store<i32>(y, i32x4.extract_lane(value, 0));
  if (columns > 1) store<i32>(y, i32x4.extract_lane(value, 1), 4);
  if (columns > 2) store<i32>(y, i32x4.extract_lane(value, 2), 8);
}

/**
 * The chunks of a long fold by themselves, so that threads can share it: y[outer, chunk, inner]. Body as for `reduce`.
 * A unit is one chunk of one outer index.
 */
export function reduceChunks<K extends Fold>(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const n = Program.int(p, 5);
  const inner = Program.int(p, 6);
  const step = (<usize>inner) << 2;
  const chunks = (n + SUM_CHUNK - 1) / SUM_CHUNK;
  let y = Program.at(p, r, 2) + <usize>lo * step;
  for (let unit = lo; unit < hi; unit++, y += step) {
    const from = (unit % chunks) * SUM_CHUNK;
    const count = min(SUM_CHUNK, n - from);
    const base = x + <usize>((unit / chunks) * n + from) * step;
    if (inner == 1) {
      v128.store_lane<i32>(y, chunkOfRow<K>(base, count), 0);
      continue;
    }
    let column = 0;
    for (; column + COLUMNS <= inner; column += COLUMNS) {
      const at = (<usize>column) << 2;
      chunkOfBlock<K>(base + at, step, count, y + at);
    }
    for (; column < inner; column += 4) {
      const at = (<usize>column) << 2;
      storeColumns(y + at, chunkOfColumns<K>(base + at, step, count), min(4, inner - column));
    }
  }
  return 0;
}

/** Sums of chunks added in order, as `reduce` does: the same bits. Body: chunks, y, outer, chunks, inner; units too. */
export function joinSums(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const chunks = Program.int(p, 5);
  const inner = Program.int(p, 6);
  const x = Program.at(p, r, 0);
  const y = Program.at(p, r, 2);
  const width = inner == 1 ? 1 : COLUMNS;
  const blocks = (inner + width - 1) / width;
  for (let unit = lo; unit < hi; unit++) {
    const outer = unit / blocks;
    const from = (unit % blocks) * width;
    for (let column = from; column < min(inner, from + width); column++) {
      let total: f64 = 0;
      for (let c = 0; c < chunks; c++) {
        total += <f64>load<f32>(x + ((<usize>(outer * chunks + c) * <usize>inner + <usize>column) << 2));
      }
      store<f32>(y + ((<usize>outer * <usize>inner + <usize>column) << 2), <f32>total);
    }
  }
  return 0;
}
