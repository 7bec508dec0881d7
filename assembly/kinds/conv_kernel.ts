import { K_CHUNK, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "../layout";
import { Geometry } from "./geometry";
import { PAIRS, packedTilePair } from "./pair";
import { Program } from "./program";
import { packedTile, writeTile } from "./tile";

/*
 * The gradient of a convolution to its kernel: a contraction over output pixels, chunk by chunk. The panel of four
 * kernel rows is gathered from the image, the gradient's rows are read where they lie. A unit is four kernel rows
 * (terms of one group) times all filters of the group.
 *
 * body: x, gradient of y, gradient of the kernel, geometry
 * scratch: tiles (TILE_BYTES), a panel (K_CHUNK x 4)
 */
const PANEL = TILE_BYTES;

export function convKernel(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const gk = Program.at(p, r, 4);
  const g = p + 24;
  const filters = Geometry.filters(g);
  const groups = Geometry.groups(g);
  const channels = Geometry.channels(g) / groups;
  const groupFilters = filters / groups;
  const terms = Geometry.kernelHeight(g) * Geometry.kernelWidth(g) * channels;
  const tiles = (terms + TILE_ROWS - 1) / TILE_ROWS;
  const pixels = Geometry.images(g) * Geometry.outHeight(g) * Geometry.outWidth(g);
  const rowBytes = (<usize>filters) << 2;
  for (let unit = lo; unit < hi; unit++) {
    const group = unit / tiles;
    const term = (unit % tiles) * TILE_ROWS;
    const height = min(TILE_ROWS, terms - term);
    const xBase = x + ((<usize>(group * channels)) << 2);
    let from = 0;
    do {
      const count = min(K_CHUNK, pixels - from);
      gather(g, xBase, channels, term, height, from, count, scratch + PANEL);
      for (let j = 0; j < groupFilters; ) {
        // The wide build takes two panels at a time, while two are left.
        const span = PAIRS && groupFilters - j > TILE_COLUMNS ? TILE_COLUMNS * 2 : TILE_COLUMNS;
        const column = (<usize>(group * groupFilters + j)) << 2;
        const out = gk + <usize>term * rowBytes + column;
        const width = min(span, groupFilters - j);
        const direct = from == 0 && height == TILE_ROWS && width == span;
        const rows = gy + <usize>from * rowBytes + column;
        const t = direct ? out : scratch;
        const ts: usize = direct ? rowBytes : (<usize>span) << 2;
        if (PAIRS && span > TILE_COLUMNS) packedTilePair(count, scratch + PANEL, rows, 32, rowBytes, t, ts);
        else packedTile(count, scratch + PANEL, rows, rowBytes, t, ts, 0, 0);
        j += span;
        if (direct) continue;
        writeTile(scratch, ts, out, rowBytes, height, width, from == 0, false, 0, 0);
      }
      from += K_CHUNK;
    } while (from < pixels);
  }
  return 0;
}

/** Gathers, for output pixels [from, from + count), the image cells that four kernel terms meet: [pixel][4]. */
function gather(g: usize, x: usize, channels: i32, term: i32, height: i32, from: i32, count: i32, y: usize): void {
  const kernelWidth = Geometry.kernelWidth(g);
  const imageHeight = Geometry.height(g);
  const width = Geometry.width(g);
  const allChannels = Geometry.channels(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const strideWidth = Geometry.strideWidth(g);
  const tap = term / channels;
  const together = height == TILE_ROWS && term % channels <= channels - TILE_ROWS;
  const pixelStep = (<usize>(strideWidth * allChannels)) << 2;
  let column = from % outWidth;
  while (count > 0) {
    const row = from / outWidth;
    const image = row / outHeight;
    const top = (row % outHeight) * Geometry.strideHeight(g) - Geometry.padTop(g);
    const run = min(count, outWidth - column);
    const left = column * strideWidth - Geometry.padLeft(g);
    const base = x + ((<usize>image * <usize>imageHeight * <usize>width * <usize>allChannels) << 2);
    for (let h = 0; h < TILE_ROWS; h++) {
      const t = together ? tap : (term + min(h, height - 1)) / channels;
      const channel = term + min(h, height - 1) - t * channels;
      const ih = top + (t / kernelWidth) * Geometry.dilationHeight(g);
      let iw = left + (t % kernelWidth) * Geometry.dilationWidth(g);
      let out = y + ((<usize>h) << 2);
      const inside = <u32>ih < <u32>imageHeight;
      // Wraps below zero where iw is negative: such an address is never read.
      let at = base + ((<usize>((ih * width + iw) * allChannels + channel)) << 2);
      if (together) {
        for (let i = 0; i < run; i++, iw += strideWidth, at += pixelStep, out += 16) {
          if (inside && <u32>iw < <u32>width) v128.store(out, v128.load(at));
          else v128.store(out, i32x4.splat(0));
        }
        break;
      }
      for (let i = 0; i < run; i++, iw += strideWidth, at += pixelStep, out += 16) {
        store<f32>(out, inside && <u32>iw < <u32>width ? load<f32>(at) : 0);
      }
    }
    y += (<usize>run) << 4;
    from += run;
    count -= run;
    column = 0;
  }
}
