import { K_CHUNK, RUN_BYTES, TILE_BYTES, TILE_COLUMNS, TILE_ROWS, UNIT_ROWS } from "../layout";
import { Geometry } from "./geometry";
import { PAIRS, packedTilePair } from "./pair";
import { packRun } from "./panel";
import { Program } from "./program";
import { runsTile, runsTilePair } from "./runs";
import { packedTile, packPanel, writeTile } from "./tile";

/*
 * The gradient of a convolution to its input. With strides, input pixels fall into strideHeight x strideWidth phases
 * by the kernel taps that can meet them; each phase is a contraction over its own taps, so no zero is multiplied.
 * A unit is UNIT_ROWS input pixels of one phase of one group.
 *
 * body: gradient of y, kernel packed by `packConvInput`, gradient of x, geometry
 * scratch: tiles (TILE_BYTES), a panel (K_CHUNK x 4) or in its place a list of runs and K_CHUNK zeros, the rows of a tile, the taps of
 * the phase
 */
const PANEL = TILE_BYTES;
/** Zeros behind a list of runs, of which K_CHUNK may be. */
const ZEROS = PANEL + K_CHUNK * RUN_BYTES;
const ROWS = ZEROS + K_CHUNK * 4;
/** So many filters side by side are read where they are. */
const LEAST_RUN = 4;
/** Of each pixel of a tile: its image, its row and column among those of the phase; and where its gradient goes. */
const ROW_IMAGE = 0;
const ROW_TOP = 4;
const ROW_LEFT = 8;
const ROW_OUT = 12;
const ROW_BYTES = 16;
const TAPS = ROWS + 4 * ROW_BYTES;

export function convInput(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const gy = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const gx = Program.at(p, r, 4);
  const g = p + 24;
  const images = Geometry.images(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const allChannels = Geometry.channels(g);
  const sh = Geometry.strideHeight(g);
  const sw = Geometry.strideWidth(g);
  const groups = Geometry.groups(g);
  const channels = allChannels / groups;
  const filters = Geometry.filters(g) / groups;
  const panels = (channels + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const blocks = (images * ((height + sh - 1) / sh) * ((width + sw - 1) / sw) + UNIT_ROWS - 1) / UNIT_ROWS;
  const rows = scratch + ROWS;
  const inRuns = filters >= LEAST_RUN;
  if (inRuns) memory.fill(scratch + ZEROS, 0, K_CHUNK * 4);
  for (let unit = lo; unit < hi; unit++) {
    const block = unit % blocks;
    const phase = (unit / blocks) % (sh * sw);
    const group = unit / (blocks * sh * sw);
    const ph = phase / sw;
    const pw = phase % sw;
    const phaseHeight = (height - ph + sh - 1) / sh;
    const phaseWidth = (width - pw + sw - 1) / sw;
    const pixels = images * phaseHeight * phaseWidth;
    const start = block * UNIT_ROWS;
    const end = min(pixels, start + UNIT_ROWS);
    if (start >= end) continue;
    noteTaps(g, ph, pw, scratch + TAPS);
    const terms = Taps.rows(scratch + TAPS) * Taps.columns(scratch + TAPS) * filters;
    const kernelBase =
      kernel + ((<usize>(tapsBefore(g, phase) * filters * panels) + groupTerms(g, group, panels)) << 5);
    const gyBase = gy + ((<usize>(group * filters)) << 2);
    // Where the next pixel of the phase stands, counted up instead of divided out.
    let image = start / (phaseHeight * phaseWidth);
    let top = (start / phaseWidth) % phaseHeight;
    let left = start % phaseWidth;
    for (let pixel = start; pixel < end; pixel += TILE_ROWS) {
      const tileHeight = min(TILE_ROWS, end - pixel);
      const adjacent = left + TILE_ROWS <= phaseWidth && tileHeight == TILE_ROWS;
      for (let h = 0; h < TILE_ROWS; h++) {
        const row = rows + <usize>(h * ROW_BYTES);
        store<i32>(row, image, ROW_IMAGE);
        store<i32>(row, top, ROW_TOP);
        store<i32>(row, left, ROW_LEFT);
        const line = <usize>(image * height + ph + top * sh) * <usize>width;
        const cell = ((line + <usize>(pw + left * sw)) * <usize>allChannels) << 2;
        store<u32>(row, <u32>(gx + cell + ((<usize>(group * channels)) << 2)), ROW_OUT);
        // Rows behind the last one repeat it: computed, never written.
        if (h + 1 < tileHeight || pixel + TILE_ROWS < end) {
          if (++left == phaseWidth) {
            left = 0;
            if (++top == phaseHeight) {
              top = 0;
              image++;
            }
          }
        }
      }
      let from = 0;
      do {
        const count = min(K_CHUNK, terms - from);
        const zeros: usize = inRuns ? scratch + ZEROS : 0;
        const list = readTaps(g, gyBase, rows, filters, scratch + TAPS, from, count, zeros, scratch + PANEL);
        for (let j = 0; j < panels; ) {
          // The wide build takes two panels at a time, while two are left.
          const span = PAIRS && j + 1 < panels ? 2 : 1;
          const panel = kernelBase + ((<usize>(j * terms + from)) << 5);
          const columns = min(span * TILE_COLUMNS, channels - j * TILE_COLUMNS);
          // Pixels of one row of a phase lie evenly apart.
          const direct = from == 0 && adjacent && columns == span * TILE_COLUMNS;
          const first = <usize>load<u32>(rows, ROW_OUT) + ((<usize>(j * TILE_COLUMNS)) << 2);
          const t = direct ? first : scratch;
          const ts: usize = direct ? (<usize>(sw * allChannels)) << 2 : (<usize>span) << 5;
          if (PAIRS && span > 1 && inRuns) {
            runsTilePair(scratch + PANEL, list, panel, (<usize>terms) << 5, t, ts);
          } else if (PAIRS && span > 1) {
            packedTilePair(count, scratch + PANEL, panel, (<usize>terms) << 5, 32, t, ts);
          } else if (inRuns) runsTile(scratch + PANEL, list, panel, t, ts, 0, 0);
          else packedTile(count, scratch + PANEL, panel, 32, t, ts, 0, 0);
          for (let h = 0; h < tileHeight && !direct; h++) {
            const out = <usize>load<u32>(rows + <usize>(h * ROW_BYTES), ROW_OUT) + ((<usize>(j * TILE_COLUMNS)) << 2);
            writeTile(scratch + <usize>h * ts, ts, out, 0, 1, columns, from == 0, false, 0, 0);
          }
          j += span;
        }
        from += K_CHUNK;
      } while (from < terms);
    }
  }
  return 0;
}

/** Panels of the kernel for `convInput`: [group][phase][channels / 8][tap, filter][8]. body: kernel, y, geometry. */
export function packConvInput(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const kernel = Program.at(p, r, 0);
  const y = Program.at(p, r, 2);
  const g = p + 16;
  const groups = Geometry.groups(g);
  const channels = Geometry.channels(g) / groups;
  const allFilters = Geometry.filters(g);
  const filters = allFilters / groups;
  const kernelWidth = Geometry.kernelWidth(g);
  const sw = Geometry.strideWidth(g);
  const phases = Geometry.strideHeight(g) * sw;
  const panels = (channels + TILE_COLUMNS - 1) / TILE_COLUMNS;
  for (let unit = lo; unit < hi; unit++) {
    const phase = unit % phases;
    const group = unit / phases;
    let out = y + ((<usize>(tapsBefore(g, phase) * filters * panels) + groupTerms(g, group, panels)) << 5);
    for (let j = 0; j < panels; j++) {
      const columns = min(TILE_COLUMNS, channels - j * TILE_COLUMNS);
      for (let kh = 0; kh < Geometry.kernelHeight(g); kh++) {
        if (!meetsRow(g, phase / sw, kh)) continue;
        for (let kw = kernelWidth - 1; kw >= 0; kw--) {
          if (!meetsColumn(g, phase % sw, kw)) continue;
          const at = ((kh * kernelWidth + kw) * channels + j * TILE_COLUMNS) * allFilters + group * filters;
          packPanel(kernel + ((<usize>at) << 2), 4, (<usize>allFilters) << 2, filters, columns, out);
          out += (<usize>filters) << 5;
        }
      }
    }
  }
  return 0;
}

/** Whether a kernel row `reach` rows down (or a column) meets input rows of this phase. */
function meets(phase: i32, pad: i32, reach: i32, stride: i32): bool {
  return stride == 1 || (phase + pad + reach * (stride - 1)) % stride == 0;
}

/** As `meets`, for the row of a tap. */
function meetsRow(g: usize, ph: i32, kh: i32): bool {
  return meets(ph, Geometry.padTop(g), kh * Geometry.dilationHeight(g), Geometry.strideHeight(g));
}

/** As `meets`, for the column of a tap. */
function meetsColumn(g: usize, pw: i32, kw: i32): bool {
  return meets(pw, Geometry.padLeft(g), kw * Geometry.dilationWidth(g), Geometry.strideWidth(g));
}

/** The taps of a phase: how many rows and columns of the kernel, and of each what leads from the pixel's to the output's. */
abstract class Taps {
  @inline static rows(taps: usize): i32 {
    return load<i32>(taps);
  }
  @inline static columns(taps: usize): i32 {
    return load<i32>(taps, 4);
  }
  @inline static downs(taps: usize): usize {
    return taps + 8;
  }
  @inline static rights(taps: usize): usize {
    return taps + 8 + ((<usize>Taps.rows(taps)) << 2);
  }
  /** The least and most of the columns; without any, none lies inside. */
  @inline static firstRight(taps: usize): i32 {
    return Taps.columns(taps) == 0 ? i32.MIN_VALUE : load<i32>(Taps.rights(taps));
  }
  @inline static lastRight(taps: usize): i32 {
    return Taps.columns(taps) == 0 ? 0 : load<i32>(Taps.rights(taps) + ((<usize>(Taps.columns(taps) - 1)) << 2));
  }
}

/** Writes the taps of a phase: those of a row of the kernel against its columns, since then they read the gradient forwards. */
function noteTaps(g: usize, ph: i32, pw: i32, y: usize): void {
  let list = Taps.downs(y);
  for (let kh = 0; kh < Geometry.kernelHeight(g); kh++) {
    if (!meetsRow(g, ph, kh)) continue;
    store<i32>(list, (ph + Geometry.padTop(g) - kh * Geometry.dilationHeight(g)) / Geometry.strideHeight(g));
    list += 4;
  }
  const rights = list;
  store<i32>(y, <i32>((rights - Taps.downs(y)) >> 2));
  for (let kw = Geometry.kernelWidth(g) - 1; kw >= 0; kw--) {
    if (!meetsColumn(g, pw, kw)) continue;
    store<i32>(list, (pw + Geometry.padLeft(g) - kw * Geometry.dilationWidth(g)) / Geometry.strideWidth(g));
    list += 4;
  }
  store<i32>(y, <i32>((list - rights) >> 2), 4);
}

/** The taps of one phase. */
function taps(g: usize, ph: i32, pw: i32): i32 {
  let down = 0;
  let right = 0;
  for (let k = 0; k < Geometry.kernelHeight(g); k++) if (meetsRow(g, ph, k)) down++;
  for (let k = 0; k < Geometry.kernelWidth(g); k++) if (meetsColumn(g, pw, k)) right++;
  return down * right;
}

/** The taps of all phases before `phase`. */
function tapsBefore(g: usize, phase: i32): i32 {
  const sw = Geometry.strideWidth(g);
  let sum = 0;
  for (let before = 0; before < phase; before++) sum += taps(g, before / sw, before % sw);
  return sum;
}

/** The panel rows of all groups before `group`. */
function groupTerms(g: usize, group: i32, panels: i32): usize {
  const filters = Geometry.filters(g) / Geometry.groups(g);
  return <usize>(group * Geometry.kernelHeight(g) * Geometry.kernelWidth(g) * filters * panels);
}

/**
 * Terms [from, from + count) of (tap, filter) for four input pixels: packed to [term][4], or with zeros at hand the list of their runs.
 * Gives the end of what it wrote.
 */
function readTaps(
  g: usize,
  gy: usize,
  rows: usize,
  filters: i32,
  taps: usize,
  from: i32,
  count: i32,
  zeros: usize,
  y: usize,
): usize {
  const end = from + count;
  const columns = Taps.columns(taps);
  const firstDown = Taps.downs(taps);
  const firstRight = Taps.rights(taps);
  const lastRight = firstRight + ((<usize>columns) << 2);
  const whole = zeros != 0 && isWhole(g, rows, Taps.firstRight(taps), Taps.lastRight(taps));
  const span = whole ? filters * columns : filters;
  let term = 0;
  for (let d = firstDown; d < firstRight; d += 4) {
    const down = load<i32>(d);
    for (let e = firstRight; e < lastRight; e = whole ? lastRight : e + 4) {
      if (term >= end) return y;
      if (term + span > from) {
        const first = max(0, from - term);
        const run = min(span, end - term) - first;
        const offset = (<usize>first) << 2;
        const right = load<i32>(e);
        const p0 = source(g, gy, rows, down, right, offset);
        const p1 = source(g, gy, rows + ROW_BYTES, down, right, offset);
        const p2 = source(g, gy, rows + ROW_BYTES * 2, down, right, offset);
        const p3 = source(g, gy, rows + ROW_BYTES * 3, down, right, offset);
        if (zeros) {
          store<u32>(y, <u32>(p0 ? p0 : zeros));
          store<u32>(y, <u32>(p1 ? p1 : zeros), 4);
          store<u32>(y, <u32>(p2 ? p2 : zeros), 8);
          store<u32>(y, <u32>(p3 ? p3 : zeros), 12);
          store<i32>(y, run, 16);
          store<i32>(y, max(0, term - from) << 5, 20);
          if (p0 | p1 | p2 | p3) y += RUN_BYTES;
        } else {
          packRun(p0, p1, p2, p3, run, y);
          y += (<usize>run) << 4;
        }
      }
      term += span;
    }
  }
  return y;
}

/** Whether the taps of a kernel row, from one column to another, bring neighbours to each of four pixels, all of them inside. */
function isWhole(g: usize, rows: usize, from: i32, to: i32): bool {
  if (Geometry.groups(g) != 1 || Geometry.strideWidth(g) != 1 || Geometry.dilationWidth(g) != 1) return false;
  const outWidth = Geometry.outWidth(g);
  for (let h: usize = 0; h < 4; h++) {
    const left = load<i32>(rows + h * ROW_BYTES, ROW_LEFT);
    if (left + from < 0 || left + to >= outWidth) return false;
  }
  return true;
}

/** Address of the output gradient that a tap brings to an input pixel, or 0 where there is none. */
function source(g: usize, gy: usize, row: usize, down: i32, right: i32, offset: usize): usize {
  const oh = load<i32>(row, ROW_TOP) + down;
  const ow = load<i32>(row, ROW_LEFT) + right;
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  if (<u32>oh >= <u32>outHeight || <u32>ow >= <u32>outWidth) return 0;
  const pixel = <usize>(load<i32>(row, ROW_IMAGE) * outHeight + oh) * <usize>outWidth + <usize>ow;
  return gy + ((pixel * <usize>Geometry.filters(g)) << 2) + offset;
}
