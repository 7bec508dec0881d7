import { K_CHUNK, TERMS_BYTES, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "../layout";
import { gather, Terms } from "./gather";
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
 * scratch: tiles (TILE_BYTES), where the terms lie, a panel (K_CHUNK x 4)
 */
const TERMS = TILE_BYTES;
const PANEL = TERMS + TERMS_BYTES;

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
    Terms.note(g, channels, term, height, scratch + TERMS);
    let from = 0;
    do {
      const count = min(K_CHUNK, pixels - from);
      gather(g, xBase, from, count, scratch + TERMS, scratch + PANEL);
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
