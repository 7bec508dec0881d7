import { block } from "../gen/block";
import { BLOCK, INPUT_CYCLE, INPUT_DIRECT, INPUT_REPEAT, INPUT_SCALAR, INPUT_STRIDED, MAX_SLOTS } from "../layout";
import { Program } from "./program";

/*
 * An elementwise group: a list of expressions over blocks of BLOCK elements. One unit is one block.
 *
 * body: elements, values V, inputs I, expressions E, then
 *   V values:      region, offset (memory) or -1, slot
 *   I inputs:      value, mode, inner, first word of the axes (INPUT_STRIDED: rank, sizes, strides)
 *   E expressions: opcode, value a, value b, value c, value y
 * scratch: MAX_SLOTS + 1 blocks, then two words a value: address and step.
 */
const HEAD = 4;
const VALUE_WORDS = 2;
const INPUT_WORDS = 6;
const EXPRESSION_WORDS = 5;

export function group(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const elements = Program.int(p, 0);
  const values = Program.int(p, 1);
  const inputs = Program.int(p, 2);
  const expressions = Program.int(p, 3);
  const table = scratch + <usize>(MAX_SLOTS * BLOCK * 4);
  const first = <usize>lo * <usize>(BLOCK * 4);
  let w = HEAD;
  for (let v = 0; v < values; v++, w += VALUE_WORDS) {
    const entry = table + ((<usize>v) << 3);
    const slot = Program.int(p, w + 1);
    if (Program.int(p, w) < 0) {
      store<u32>(entry, <u32>(scratch + <usize>slot * <usize>(BLOCK * 4)));
      store<u32>(entry, 0, 4);
    } else {
      store<u32>(entry, <u32>(Program.at(p, r, w) + first));
      store<u32>(entry, BLOCK * 4, 4);
    }
  }
  const inputsAt = w;
  const expressionsAt = w + inputs * INPUT_WORDS;
  for (let unit = lo; unit < hi; unit++) {
    const start = unit * BLOCK;
    const n = min(BLOCK, elements - start);
    w = inputsAt;
    for (let i = 0; i < inputs; i++, w += INPUT_WORDS) {
      const mode = Program.int(p, w + 1);
      if (unit > lo && isSame(mode, Program.int(p, w + 2))) continue;
      fill(p, w, mode, Program.at(p, r, w + 4), load<u32>(table + ((<usize>Program.int(p, w)) << 3)), start, n);
    }
    w = expressionsAt;
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
    for (let v = 0; v < values; v++) {
      const entry = table + ((<usize>v) << 3);
      store<u32>(entry, load<u32>(entry) + load<u32>(entry, 4));
    }
  }
  return 0;
}

/** Whether an input lies in all blocks alike: its slot is its own, so it is laid out once. */
function isSame(mode: i32, inner: i32): bool {
  return mode == INPUT_SCALAR || (mode == INPUT_CYCLE && BLOCK % inner == 0);
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
