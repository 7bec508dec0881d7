import { TILE_ROWS } from "../layout";
import { Geometry } from "./geometry";
import { interleave4 } from "./tile";

/** Where four terms of a kernel lie in its window. Those behind the last repeat it. */
export abstract class Terms {
  /** Bytes from the top left of the window. */
  @inline static cell(terms: usize, h: i32): usize {
    return <usize>load<u32>(terms + ((<usize>h) << 2));
  }
  @inline static row(terms: usize, h: i32): i32 {
    return load<i32>(terms + ((<usize>h) << 2), 16);
  }
  @inline static column(terms: usize, h: i32): i32 {
    return load<i32>(terms + ((<usize>h) << 2), 32);
  }
  @inline static leastColumn(terms: usize): i32 {
    return load<i32>(terms, 48);
  }
  @inline static mostColumn(terms: usize): i32 {
    return load<i32>(terms, 52);
  }

  static note(g: usize, channels: i32, term: i32, height: i32, terms: usize): void {
    const kernelWidth = Geometry.kernelWidth(g);
    let least = i32.MAX_VALUE;
    let most = 0;
    for (let h = 0; h < TILE_ROWS; h++) {
      const at = term + min(h, height - 1);
      const tap = at / channels;
      const row = (tap / kernelWidth) * Geometry.dilationHeight(g);
      const column = (tap % kernelWidth) * Geometry.dilationWidth(g);
      const cell = (row * Geometry.width(g) + column) * Geometry.channels(g) + (at % channels);
      const line = terms + ((<usize>h) << 2);
      store<i32>(line, cell << 2);
      store<i32>(line, row, 16);
      store<i32>(line, column, 32);
      least = min(least, column);
      most = max(most, column);
    }
    store<i32>(terms, least, 48);
    store<i32>(terms, most, 52);
  }
}

/** Gathers, for output pixels [from, from + count), the image cells that four kernel terms meet: [pixel][4]; zeros outside. */
export function gather(g: usize, x: usize, from: i32, count: i32, terms: usize, y: usize): void {
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const pixel = (<usize>Geometry.channels(g)) << 2;
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const strideHeight = Geometry.strideHeight(g);
  const stride = Geometry.strideWidth(g);
  const step = <usize>stride * pixel;
  // Terms stand in the order of their rows.
  const firstRow = Terms.row(terms, 0);
  const lastRow = Terms.row(terms, TILE_ROWS - 1);
  const leastColumn = Terms.leastColumn(terms);
  const mostColumn = Terms.mostColumn(terms);
  let column = from % outWidth;
  while (count > 0) {
    const line = from / outWidth;
    const image = line / outHeight;
    const top = (line - image * outHeight) * strideHeight - Geometry.padTop(g);
    const left = column * stride - Geometry.padLeft(g);
    const run = min(count, outWidth - column);
    const corner = x + <usize>((image * height + top) * width + left) * pixel;
    // Pixels [start, end) have all four cells inside.
    let start = 0;
    let end = 0;
    if (top + firstRow >= 0 && top + lastRow < height) {
      const room = width - 1 - left - mostColumn;
      if (left + leastColumn < 0) start = min(run, (stride - 1 - left - leastColumn) / stride);
      end = room >= (run - 1) * stride ? run : room < 0 ? start : max(start, room / stride + 1);
    }
    if (start > 0 || end < run) {
      for (let h = 0; h < TILE_ROWS; h++) {
        const isRow = <u32>(top + Terms.row(terms, h)) < <u32>height;
        const iw = left + Terms.column(terms, h);
        const at = corner + Terms.cell(terms, h);
        const out = y + ((<usize>h) << 2);
        edge(at, isRow, iw, width, stride, step, 0, start, out);
        edge(at, isRow, iw, width, stride, step, end, run, out);
      }
    }
    if (start < end) inside(corner + <usize>start * step, terms, step, end - start, y + ((<usize>start) << 4));
    y += (<usize>run) << 4;
    from += run;
    count -= run;
    column = 0;
  }
}

/** Pixels [from, to) of a term, of which each may lie outside: `iw` is the column of the first pixel of the run. */
function edge(
  at: usize,
  isRow: bool,
  iw: i32,
  width: i32,
  stride: i32,
  step: usize,
  from: i32,
  to: i32,
  y: usize,
): void {
  for (let i = from; i < to; i++) {
    const isInside = isRow && <u32>(iw + i * stride) < <u32>width;
    store<f32>(y + ((<usize>i) << 4), isInside ? load<f32>(at + <usize>i * step) : 0);
  }
}

/** Pixels whose cells are all inside, from the one whose window begins at `corner`. */
function inside(corner: usize, terms: usize, step: usize, run: i32, y: usize): void {
  let p0 = corner + Terms.cell(terms, 0);
  let p1 = corner + Terms.cell(terms, 1);
  let p2 = corner + Terms.cell(terms, 2);
  let p3 = corner + Terms.cell(terms, 3);
  if (p1 == p0 + 4 && p2 == p0 + 8 && p3 == p0 + 12) {
    for (; run > 0; run--, p0 += step, y += 16) v128.store(y, v128.load(p0));
    return;
  }
  if (step == 4) {
    for (; run >= 4; run -= 4, y += 64, p0 += 16, p1 += 16, p2 += 16, p3 += 16) interleave4(p0, p1, p2, p3, y, 16);
  }
  for (; run > 0; run--, p0 += step, p1 += step, p2 += step, p3 += step, y += 16) {
    let v = v128.load32_zero(p0);
    v = v128.load_lane<f32>(p1, v, 1);
    v = v128.load_lane<f32>(p2, v, 2);
    v128.store(y, v128.load_lane<f32>(p3, v, 3));
  }
}
