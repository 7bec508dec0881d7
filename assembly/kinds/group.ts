import { block } from "../gen/block";
import {
  BLOCK,
  INPUT_CYCLE,
  INPUT_DIRECT,
  INPUT_REPEAT,
  INPUT_SCALAR,
  INPUT_STRIDED,
  MAX_SLOTS,
  SUM_CHUNK,
} from "../layout";
import { Program } from "./program";

/*
 * An elementwise group: a list of expressions over blocks of BLOCK elements. One unit is one block.
 *
 * body: elements, values V, inputs I, expressions E, columns, folds F, then
 *   V values:      region, offset (memory) or -1, slot
 *   I inputs:      value, mode, inner, first word of the axes (INPUT_STRIDED: rank, sizes, strides)
 *   E expressions: opcode, value a, value b, value c, value y
 *   F folds:       value, region, offset
 * scratch: MAX_SLOTS blocks, then two words a value: its address, and all bits set if it moves from block to block.
 */
const HEAD = 6;
const VALUE_WORDS = 2;
const INPUT_WORDS = 6;
const EXPRESSION_WORDS = 5;
const FOLD_WORDS = 3;

export function group(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const elements = Program.int(p, 0);
  prepare(p, r, scratch, <usize>lo * <usize>(BLOCK * 4));
  for (let unit = lo; unit < hi; unit++) {
    const start = unit * BLOCK;
    evaluate(p, r, scratch, start, min(BLOCK, elements - start), unit == lo);
  }
  return 0;
}

/**
 * A group some of whose values are summed over rows of `columns` elements, in chunks of SUM_CHUNK rows as `reduceChunks` does it: the
 * same bits. A unit is one chunk: y[chunk, columns] for each fold.
 */
export function groupSums(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const columns = Program.int(p, 4);
  const folds = Program.int(p, 5);
  const rows = Program.int(p, 0) / columns;
  const some = BLOCK / columns;
  const foldsAt =
    HEAD + Program.int(p, 1) * VALUE_WORDS + Program.int(p, 2) * INPUT_WORDS + Program.int(p, 3) * EXPRESSION_WORDS;
  const table = scratch + <usize>(MAX_SLOTS * BLOCK * 4);
  prepare(p, r, scratch, (<usize>lo * <usize>columns * <usize>SUM_CHUNK) << 2);
  for (let unit = lo; unit < hi; unit++) {
    const first = unit * SUM_CHUNK;
    const end = min(rows, first + SUM_CHUNK);
    for (let row = first; row < end; row += some) {
      const count = min(some, end - row);
      evaluate(p, r, scratch, row * columns, count * columns, row == lo * SUM_CHUNK);
      const moved = (count * columns) << 2;
      let w = foldsAt;
      for (let f = 0; f < folds; f++, w += FOLD_WORDS) {
        const y = Program.at(p, r, w + 1) + ((<usize>unit * <usize>columns) << 2);
        if (row == first) memory.fill(y, 0, (<usize>columns) << 2);
        // Where the block was: what lies in memory has moved on.
        const entry = table + ((<usize>Program.int(p, w)) << 3);
        addRows(<usize>(load<i32>(entry) - (moved & load<i32>(entry, 4))), count, columns, y);
      }
    }
  }
  return 0;
}

/** Adds rows of `columns` elements, a multiple of four, to y. */
function addRows(x: usize, rows: i32, columns: i32, y: usize): void {
  const step = (<usize>columns) << 2;
  for (; columns >= 16; columns -= 16, x += 64, y += 64) {
    let a = v128.load(y);
    let b = v128.load(y, 16);
    let c = v128.load(y, 32);
    let d = v128.load(y, 48);
    let at = x;
    for (let row = rows; row > 0; row--, at += step) {
      a = f32x4.add(a, v128.load(at));
      b = f32x4.add(b, v128.load(at, 16));
      c = f32x4.add(c, v128.load(at, 32));
      d = f32x4.add(d, v128.load(at, 48));
    }
    v128.store(y, a);
    v128.store(y, b, 16);
    v128.store(y, c, 32);
    v128.store(y, d, 48);
  }
  for (; columns > 0; columns -= 4, x += 16, y += 16) {
    let a = v128.load(y);
    let at = x;
    for (let row = rows; row > 0; row--, at += step) a = f32x4.add(a, v128.load(at));
    v128.store(y, a);
  }
}

/** Finds where the values of the first block lie, `first` bytes into those in memory. */
function prepare(p: usize, r: usize, scratch: usize, first: usize): void {
  const values = Program.int(p, 1);
  const table = scratch + <usize>(MAX_SLOTS * BLOCK * 4);
  let w = HEAD;
  for (let v = 0; v < values; v++, w += VALUE_WORDS) {
    const entry = table + ((<usize>v) << 3);
    const slot = Program.int(p, w + 1);
    if (Program.int(p, w) < 0) {
      store<u32>(entry, <u32>(scratch + <usize>slot * <usize>(BLOCK * 4)));
      store<u32>(entry, 0, 4);
    } else {
      store<u32>(entry, <u32>(Program.at(p, r, w) + first));
      store<i32>(entry, -1, 4);
    }
  }
}

/** Evaluates elements [start, start + n), and moves on. */
function evaluate(p: usize, r: usize, scratch: usize, start: i32, n: i32, isFirst: bool): void {
  const values = Program.int(p, 1);
  const inputs = Program.int(p, 2);
  const expressions = Program.int(p, 3);
  const table = scratch + <usize>(MAX_SLOTS * BLOCK * 4);
  let w = HEAD + values * VALUE_WORDS;
  for (let i = 0; i < inputs; i++, w += INPUT_WORDS) {
    const mode = Program.int(p, w + 1);
    if (!isFirst && isSame(mode, Program.int(p, w + 2), Program.int(p, 4))) continue;
    fill(p, w, mode, Program.at(p, r, w + 4), load<u32>(table + ((<usize>Program.int(p, w)) << 3)), start, n);
  }
  for (let e = 0; e < expressions; e++, w += EXPRESSION_WORDS) {
    block(
      Program.int(p, w),
      load<u32>(table + ((<usize>Program.int(p, w + 1)) << 3)),
      load<u32>(table + ((<usize>Program.int(p, w + 2)) << 3)),
      load<u32>(table + ((<usize>Program.int(p, w + 3)) << 3)),
      load<u32>(table + ((<usize>Program.int(p, w + 4)) << 3)),
      n,
    );
  }
  const bytes = n << 2;
  for (let v = 0; v < values; v++) {
    const entry = table + ((<usize>v) << 3);
    store<i32>(entry, load<i32>(entry) + (bytes & load<i32>(entry, 4)));
  }
}

/**
 * Whether an input lies in all blocks alike: its slot is its own, so it is laid out once. Of whole rows, blocks are shorter, and begin anew
 * with each chunk.
 */
function isSame(mode: i32, inner: i32, columns: i32): bool {
  if (mode != INPUT_CYCLE || columns == 0) return mode == INPUT_SCALAR || (mode == INPUT_CYCLE && BLOCK % inner == 0);
  return ((BLOCK / columns) * columns) % inner == 0 && (SUM_CHUNK * columns) % inner == 0;
}

/** Lays elements [start, start + n) of a broadcast input into a block. */
function fill(p: usize, w: i32, mode: i32, x: usize, y: usize, start: i32, n: i32): void {
  const inner = Program.int(p, w + 2);
  if (mode == INPUT_SCALAR) {
    splat(y, load<f32>(x), (n + 3) & ~3);
  } else if (mode == INPUT_CYCLE) {
    let at = start % inner;
    while (n > 0) {
      const count = min(n, inner - at);
      copy(x + ((<usize>at) << 2), y, count);
      y += (<usize>count) << 2;
      n -= count;
      at = 0;
    }
  } else if (mode == INPUT_REPEAT) {
    x += (<usize>(start / inner)) << 2;
    let count = inner - (start % inner);
    while (n > 0) {
      count = min(count, n);
      splat(y, load<f32>(x), count);
      x += 4;
      y += (<usize>count) << 2;
      n -= count;
      count = inner;
    }
  } else if (mode == INPUT_STRIDED) {
    strided(p + ((<usize>Program.int(p, w + 3)) << 2), x, y, start, n);
  } else if (mode == INPUT_DIRECT) {
    copy(x + ((<usize>start) << 2), y, n);
  }
}

/** Faster than memory.copy, which is a call, for the short runs of channels. */
function copy(x: usize, y: usize, n: i32): void {
  for (; n >= 4; n -= 4, x += 16, y += 16) v128.store(y, v128.load(x));
  for (; n > 0; n--, x += 4, y += 4) store<f32>(y, load<f32>(x));
}

function splat(y: usize, value: f32, n: i32): void {
  const v = f32x4.splat(value);
  for (; n >= 4; n -= 4, y += 16) v128.store(y, v);
  for (; n > 0; n--, y += 4) store<f32>(y, value);
}

/** axes: rank, then per axis its size, then per axis its stride in elements. */
function strided(axes: usize, x: usize, y: usize, start: i32, n: i32): void {
  const rank = load<i32>(axes);
  const sizes = axes + 4;
  const strides = sizes + ((<usize>rank) << 2);
  const last = rank - 1;
  const size = load<i32>(sizes + ((<usize>last) << 2));
  const stride = load<i32>(strides + ((<usize>last) << 2));
  while (n > 0) {
    let rest = start / size;
    let at = start % size;
    let offset = 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const d = load<i32>(sizes + ((<usize>axis) << 2));
      offset += (rest % d) * load<i32>(strides + ((<usize>axis) << 2));
      rest /= d;
    }
    const count = min(n, size - at);
    let q = x + ((<usize>(offset + at * stride)) << 2);
    const step = (<usize>stride) << 2;
    for (let i = 0; i < count; i++, q += step, y += 4) store<f32>(y, load<f32>(q));
    start += count;
    n -= count;
  }
}
