import { Program } from "../kinds/program";

/** Numbers as integers of the same order. */
abstract class Key {
  /** NaN stands behind all; the zeros are equal where they rise, and 0 is above -0 where they fall, as XLA has it. */
  @inline static of(bits: i32, real: bool, falling: bool): i32 {
    let key = bits;
    if (real) {
      if ((bits & 0x7fffffff) > 0x7f800000) key = 0x7fffffff;
      else if (bits < 0) key = bits == i32.MIN_VALUE && !falling ? 0 : bits ^ 0x7fffffff;
    }
    return falling ? ~key : key;
  }
}

/** Runs of so many are sorted by insertion. */
const RUN: i32 = 8;

/** Sorts the places [from, to) by their keys; equal ones stay in order. */
function insertion(places: usize, keys: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const key = load<i32>(keys + ((<usize>i) << 2));
    let q = places + ((<usize>i) << 2);
    const first = places + ((<usize>from) << 2);
    for (; q > first; q -= 4) {
      const other = load<i32>(q - 4);
      if (load<i32>(keys + ((<usize>other) << 2)) <= key) break;
      store<i32>(q, other);
    }
    store<i32>(q, i);
  }
}

/** Merges the sorted places [from, mid) and [mid, to) of `source` into `target`. */
function merge(source: usize, target: usize, keys: usize, from: i32, mid: i32, to: i32): void {
  let a = from;
  let b = mid;
  let t = target + ((<usize>from) << 2);
  for (let i = from; i < to; i++, t += 4) {
    const left = load<i32>(source + ((<usize>a) << 2));
    let takeLeft = b >= to;
    if (!takeLeft && a < mid) {
      const right = load<i32>(source + ((<usize>b) << 2));
      takeLeft = load<i32>(keys + ((<usize>left) << 2)) <= load<i32>(keys + ((<usize>right) << 2));
    }
    if (takeLeft) {
      store<i32>(t, left);
      a++;
    } else {
      store<i32>(t, load<i32>(source + ((<usize>b) << 2)));
      b++;
    }
  }
}

/**
 * y[o, :, i] = the places of x[o, :, i] in the order of their values; equal ones stay in order. body: x, y, n, inner,
 * real, falling. A unit is one (o, i). Scratch holds n keys, and n places twice.
 */
export function argsort(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const n = Program.int(p, 4);
  const inner = Program.int(p, 5);
  const real = Program.int(p, 6) != 0;
  const falling = Program.int(p, 7) != 0;
  const step = (<usize>inner) << 2;
  const bytes = (<usize>n) << 2;
  for (let unit = lo; unit < hi; unit++) {
    const at = (<usize>(unit / inner) * <usize>n * <usize>inner + <usize>(unit % inner)) << 2;
    let x = Program.at(p, r, 0) + at;
    let y = Program.at(p, r, 2) + at;
    for (let i: usize = 0; i < bytes; i += 4, x += step) store<i32>(scratch + i, Key.of(load<i32>(x), real, falling));
    let source = scratch + bytes;
    let target = source + bytes;
    for (let from = 0; from < n; from += RUN) insertion(source, scratch, from, min(n, from + RUN));
    for (let width = RUN; width < n; width <<= 1) {
      for (let from = 0; from < n; from += width << 1) {
        merge(source, target, scratch, from, min(n, from + width), min(n, from + (width << 1)));
      }
      const other = source;
      source = target;
      target = other;
    }
    for (let i: usize = 0; i < bytes; i += 4, y += step) store<i32>(y, load<i32>(source + i));
  }
  return 0;
}
