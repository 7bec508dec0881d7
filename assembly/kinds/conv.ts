import { K_CHUNK, RUN_BYTES, TILE_BYTES, TILE_COLUMNS, TILE_ROWS, UNIT_ROWS } from "../layout";
import { GEOMETRY_WORDS, Geometry } from "./geometry";
import { finishPair, PAIRS, packedTilePair } from "./pair";
import { packRun } from "./panel";
import { Program } from "./program";
import { moveRuns, runsTile, runsTilePair } from "./runs";
import { packedTile, writeTile } from "./tile";

/*
 * Convolution as a contraction over (kernel row, kernel column, channel): each panel of four output pixels is packed
 * straight from the image, there is no im2col buffer. A unit is UNIT_ROWS output pixels of one group.
 *
 * body: x, packed kernel [group][filters / 8][terms][8], y, bias (region -1: none), geometry, activation
 * scratch: tiles (TILE_BYTES), a panel (K_CHUNK x 4) or in its place a list of runs and K_CHUNK zeros, the rows of a tile (see ROW_*)
 */
const PANEL = TILE_BYTES;
/** Zeros behind a list of runs, of which K_CHUNK may be. */
const ZEROS = PANEL + K_CHUNK * RUN_BYTES;
const ROWS = ZEROS + K_CHUNK * 4;
/** So many terms side by side are read where they are; more where many panels share what else is packed once. */
const LEAST_RUN = 3;
const LONG_RUN = 8;
const MANY_PANELS = 4;
/** Of each pixel of a tile: address of its image, first row and first column of its window. */
const ROW_IMAGE = 0;
const ROW_TOP = 4;
const ROW_LEFT = 8;
const ROW_BYTES = 12;

export function conv(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const y = Program.at(p, r, 4);
  const bias: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const g = p + 32;
  const activation = load<i32>(g, GEOMETRY_WORDS << 2);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const filters = Geometry.filters(g);
  const groups = Geometry.groups(g);
  const channels = Geometry.channels(g) / groups;
  const groupFilters = filters / groups;
  const pixels = Geometry.images(g) * outHeight * outWidth;
  const blocks = (pixels + UNIT_ROWS - 1) / UNIT_ROWS;
  const terms = Geometry.kernelHeight(g) * Geometry.kernelWidth(g) * channels;
  const panels = (groupFilters + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const imageBytes = (<usize>(Geometry.height(g) * Geometry.width(g) * Geometry.channels(g))) << 2;
  const strideHeight = Geometry.strideHeight(g);
  const strideWidth = Geometry.strideWidth(g);
  const padTop = Geometry.padTop(g);
  const padLeft = Geometry.padLeft(g);
  const rows = scratch + ROWS;
  const run = isWhole(g) ? Geometry.kernelWidth(g) * channels : channels;
  const inRuns = run >= (panels < MANY_PANELS ? LEAST_RUN : LONG_RUN);
  if (inRuns) memory.fill(scratch + ZEROS, 0, K_CHUNK * 4);
  const reach = (TILE_ROWS - 1) * strideWidth + (Geometry.kernelWidth(g) - 1) * Geometry.dilationWidth(g);
  const move = (TILE_ROWS * strideWidth * Geometry.channels(g)) << 2;
  let list: usize = 0;
  for (let unit = lo; unit < hi; unit++) {
    const group = unit / blocks;
    const start = (unit % blocks) * UNIT_ROWS;
    const end = min(pixels, start + UNIT_ROWS);
    const kernelBase = kernel + ((<usize>group * <usize>panels * <usize>terms) << 5);
    const xBase = x + ((<usize>group * <usize>channels) << 2);
    // Where the next pixel of the unit stands, counted up instead of divided out.
    let image = start / (outHeight * outWidth);
    let oh = (start / outWidth) % outHeight;
    let ow = start % outWidth;
    let inRow = false;
    for (let pixel = start; pixel < end; pixel += TILE_ROWS) {
      const height = min(TILE_ROWS, end - pixel);
      const adjacent = ow + TILE_ROWS <= outWidth && height == TILE_ROWS;
      // Behind a tile of the same row whose windows are inside it as well, a list is that of the tile before, moved.
      const left = ow * strideWidth - padLeft;
      const isInside = inRuns && adjacent && terms <= K_CHUNK && left >= 0 && left + reach < Geometry.width(g);
      const follows = isInside && inRow && ow > 0;
      inRow = isInside;
      if (follows) {
        ow += TILE_ROWS;
        if (ow == outWidth) {
          ow = 0;
          if (++oh == outHeight) {
            oh = 0;
            image++;
          }
        }
      }
      for (let h = 0; h < TILE_ROWS && !follows; h++) {
        const row = rows + <usize>(h * ROW_BYTES);
        store<u32>(row, <u32>(xBase + <usize>image * imageBytes), ROW_IMAGE);
        store<i32>(row, oh * strideHeight - padTop, ROW_TOP);
        store<i32>(row, ow * strideWidth - padLeft, ROW_LEFT);
        // Rows behind the last one repeat it: computed, never written.
        if (h + 1 < height || pixel + TILE_ROWS < end) {
          if (++ow == outWidth) {
            ow = 0;
            if (++oh == outHeight) {
              oh = 0;
              image++;
            }
          }
        }
      }
      let from = 0;
      do {
        const count = min(K_CHUNK, terms - from);
        const last = from + K_CHUNK >= terms;
        if (follows) moveRuns(scratch + PANEL, list, move);
        else if (inRuns) list = listWindow(g, rows, channels, from, count, scratch + ZEROS, scratch + PANEL);
        else packWindow(g, rows, channels, from, count, adjacent, scratch + PANEL);
        for (let j = 0; j < panels; ) {
          // The wide build takes two panels at a time, while two are left.
          const span = PAIRS && j + 1 < panels ? 2 : 1;
          const column = group * groupFilters + j * TILE_COLUMNS;
          const width = min(span * TILE_COLUMNS, groupFilters - j * TILE_COLUMNS);
          const biasAt: usize = bias ? bias + ((<usize>column) << 2) : 0;
          const out = y + ((<usize>pixel * <usize>filters + <usize>column) << 2);
          const direct = from == 0 && height == TILE_ROWS && width == span * TILE_COLUMNS;
          const b0: usize = direct && last ? biasAt : 0;
          const act = direct && last ? activation : 0;
          const panel = kernelBase + ((<usize>(j * terms + from)) << 5);
          const t = direct ? out : scratch;
          const ts: usize = direct ? (<usize>filters) << 2 : (<usize>span) << 5;
          if (PAIRS && span > 1 && inRuns) {
            runsTilePair(scratch + PANEL, list, panel, (<usize>terms) << 5, t, ts);
          } else if (PAIRS && span > 1) packedTilePair(count, scratch + PANEL, panel, (<usize>terms) << 5, 32, t, ts);
          else if (inRuns) runsTile(scratch + PANEL, list, panel, t, ts, b0, act);
          else packedTile(count, scratch + PANEL, panel, 32, t, ts, b0, act);
          if (PAIRS && span > 1 && (b0 || act)) finishPair(t, ts, b0, act);
          j += span;
          if (direct) continue;
          writeTile(scratch, ts, out, (<usize>filters) << 2, height, width, from == 0, last, biasAt, activation);
        }
        from += K_CHUNK;
      } while (from < terms);
    }
  }
  return 0;
}

/** Packs terms [from, from + count) of four windows to [term][4]; what lies outside the image is zero. */
function packWindow(g: usize, rows: usize, channels: i32, from: i32, count: i32, adjacent: bool, y: usize): void {
  const kernelWidth = Geometry.kernelWidth(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const pixelBytes = (<usize>Geometry.channels(g)) << 2;
  const dilationWidth = Geometry.dilationWidth(g);
  const tap = from / channels;
  let channel = from - tap * channels;
  let column = tap % kernelWidth;
  let down = (tap / kernelWidth) * Geometry.dilationHeight(g);
  let right = column * dilationWidth;
  // Four neighbours of one row of a one-channel image lie side by side when no stride parts them.
  const together = adjacent && pixelBytes == 4 && Geometry.strideWidth(g) == 1;
  while (count > 0) {
    const run = min(channels - channel, count);
    const offset = (<usize>channel) << 2;
    const p0 = cell(rows, down, right, height, width, pixelBytes, offset);
    const p3 = cell(rows + ROW_BYTES * 3, down, right, height, width, pixelBytes, offset);
    if (together && p0 && p3) {
      v128.store(y, v128.load(p0));
    } else {
      const p1 = cell(rows + ROW_BYTES, down, right, height, width, pixelBytes, offset);
      const p2 = cell(rows + ROW_BYTES * 2, down, right, height, width, pixelBytes, offset);
      packRun(p0, p1, p2, p3, run, y);
    }
    y += (<usize>run) << 4;
    count -= run;
    channel = 0;
    right += dilationWidth;
    if (++column == kernelWidth) {
      column = 0;
      right = 0;
      down += Geometry.dilationHeight(g);
    }
  }
}

/** Whether a row of a window is one run. */
function isWhole(g: usize): bool {
  return Geometry.groups(g) == 1 && Geometry.dilationWidth(g) == 1;
}

/** Whether four windows begin in columns 0 .. last. */
function areInside(rows: usize, last: i32): bool {
  for (let h: usize = 0; h < 4; h++) if (<u32>load<i32>(rows + h * ROW_BYTES, ROW_LEFT) > <u32>last) return false;
  return last >= 0;
}

/** Lists the runs of terms [from, from + count) of four windows; gives the end of the list. */
function listWindow(g: usize, rows: usize, channels: i32, from: i32, count: i32, zeros: usize, list: usize): usize {
  const kernelWidth = Geometry.kernelWidth(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const pixelBytes = (<usize>Geometry.channels(g)) << 2;
  const tap = from / channels;
  let channel = from - tap * channels;
  let column = tap % kernelWidth;
  let down = (tap / kernelWidth) * Geometry.dilationHeight(g);
  let right = column * Geometry.dilationWidth(g);
  const whole = isWhole(g);
  let panel = 0;
  while (count > 0) {
    let run = min(channels - channel, count);
    const offset = (<usize>channel) << 2;
    let taps = 1;
    if (whole && channel == 0 && column == 0 && areInside(rows, width - kernelWidth)) {
      taps = kernelWidth;
      run = min(kernelWidth * channels, count);
    }
    let inside: usize = 0;
    for (let h: usize = 0; h < 4; h++) {
      const at = cell(rows + h * ROW_BYTES, down, right, height, width, pixelBytes, offset);
      inside |= at;
      store<u32>(list + h * 4, <u32>(at ? at : zeros));
    }
    store<i32>(list, run, 16);
    store<i32>(list, panel, 20);
    if (inside) list += RUN_BYTES;
    panel += run << 5;
    count -= run;
    channel = 0;
    right += taps * Geometry.dilationWidth(g);
    column += taps;
    if (column == kernelWidth) {
      column = 0;
      right = 0;
      down += Geometry.dilationHeight(g);
    }
  }
  return list;
}

/** Address of one cell of a window, or 0 outside the image. */
function cell(row: usize, down: i32, right: i32, height: i32, width: i32, pixelBytes: usize, offset: usize): usize {
  const top = load<i32>(row, ROW_TOP) + down;
  const left = load<i32>(row, ROW_LEFT) + right;
  if (<u32>top >= <u32>height || <u32>left >= <u32>width) return 0;
  return <usize>load<u32>(row, ROW_IMAGE) + <usize>(top * width + left) * pixelBytes + offset;
}
