import { K_CHUNK, TILE_COLUMNS, TILE_ROWS } from "../layout";
import { finishPair, PAIRS, tilePair } from "./pair";
import { Program } from "./program";
import { ROW_COLUMNS, rowTile } from "./row";
import { packPanel, tile, writeTile } from "./tile";

/*
 * The kind "contract": c[batch, m, n] = sum over k of a[batch, m, k] * b[batch, k, n], plus bias, then activation.
 * Strides are in elements, so every transpose is the same code. A unit is some rows and columns of c.
 *
 * body: a, b, c, bias (region -1: none), batches, m, n, k,
 *       a row, a term, a batch, b term, b batch, packed (b is panels [n / 8][k][8], else rows), activation,
 *       rows and columns of a unit: whole tiles
 */
export function contract(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const a = Program.at(p, r, 0);
  const b = Program.at(p, r, 2);
  const c = Program.at(p, r, 4);
  const bias: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const m = Program.int(p, 9);
  const n = Program.int(p, 10);
  const k = Program.int(p, 11);
  const aRow = (<usize>Program.int(p, 12)) << 2;
  const aTerm = (<usize>Program.int(p, 13)) << 2;
  const aBatch = (<usize>Program.int(p, 14)) << 2;
  const bTerm = (<usize>Program.int(p, 15)) << 2;
  const bBatch = (<usize>Program.int(p, 16)) << 2;
  const packed = Program.int(p, 17) != 0;
  const activation = Program.int(p, 18);
  const unitRows = Program.int(p, 19);
  const unitColumns = Program.int(p, 20);
  const rowUnits = (m + unitRows - 1) / unitRows;
  const columnUnits = (n + unitColumns - 1) / unitColumns;
  for (let unit = lo; unit < hi; unit++) {
    const row = (unit % rowUnits) * unitRows;
    const rest = unit / rowUnits;
    const column = (rest % columnUnits) * unitColumns;
    const batch = <usize>(rest / columnUnits);
    const rows = min(m, row + unitRows);
    const columns = min(n, column + unitColumns);
    const aBase = a + batch * aBatch;
    const bBase = b + batch * bBatch;
    const cBase = c + ((batch * <usize>m * <usize>n) << 2);
    let from = 0;
    do {
      const terms = min(K_CHUNK, k - from);
      const last = from + K_CHUNK >= k;
      for (let j = column; j < columns; ) {
        // A single row takes four panels at a time; the wide build two, while two are left.
        const lone = m == 1 && columns - j >= ROW_COLUMNS;
        const pair = PAIRS && columns - j > TILE_COLUMNS;
        const span = lone ? ROW_COLUMNS : pair ? TILE_COLUMNS * 2 : TILE_COLUMNS;
        const next: usize = packed ? (<usize>k) << 5 : 32;
        const panel = packed
          ? bBase + ((<usize>j * <usize>k + ((<usize>from) << 3)) << 2)
          : bBase + <usize>from * bTerm + ((<usize>j) << 2);
        const width = min(span, columns - j);
        const biasAt: usize = bias ? bias + ((<usize>j) << 2) : 0;
        for (let i = row; i < rows; i += TILE_ROWS) {
          const height = min(TILE_ROWS, rows - i);
          // Rows behind the last one repeat it: computed, never written.
          const out = cBase + ((<usize>i * <usize>n + <usize>j) << 2);
          // A whole tile that needs nothing more is written where it belongs.
          const direct = from == 0 && (lone || height == TILE_ROWS) && width == span;
          const b0: usize = direct && last ? biasAt : 0;
          const act = direct && last ? activation : 0;
          const aAt = aBase + <usize>i * aRow + <usize>from * aTerm;
          const r1: usize = height > 1 ? aRow : 0;
          const r2: usize = height > 2 ? aRow << 1 : 0;
          const r3: usize = height > 3 ? aRow * 3 : 0;
          const bStep: usize = packed ? 32 : bTerm;
          const t = direct ? out : scratch;
          const ts: usize = direct ? (<usize>n) << 2 : (<usize>span) << 2;
          if (lone) rowTile(terms, aAt, aTerm, panel, next, bStep, t, b0, act);
          else if (PAIRS && pair) tilePair(terms, aAt, r1, r2, r3, aTerm, panel, next, bStep, t, ts);
          else tile(terms, aAt, r1, r2, r3, aTerm, panel, bStep, t, ts, b0, act);
          if (PAIRS && pair && !lone && (b0 || act)) finishPair(t, ts, b0, act);
          if (direct) continue;
          writeTile(scratch, ts, out, (<usize>n) << 2, height, width, from == 0, last, biasAt, activation);
        }
        j += span;
      }
      from += K_CHUNK;
    } while (from < k);
  }
  return 0;
}

/** Panels [batch][n / 8][k][8] of b[batch, k, n]. body: b, y, batches, n, k, term, column, batch. A unit is one panel. */
export function pack(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const b = Program.at(p, r, 0);
  const y = Program.at(p, r, 2);
  const n = Program.int(p, 5);
  const k = Program.int(p, 6);
  const term = (<usize>Program.int(p, 7)) << 2;
  const column = (<usize>Program.int(p, 8)) << 2;
  const batch = (<usize>Program.int(p, 9)) << 2;
  const panels = (n + TILE_COLUMNS - 1) / TILE_COLUMNS;
  for (let unit = lo; unit < hi; unit++) {
    const at = (unit % panels) * TILE_COLUMNS;
    packPanel(
      b + <usize>(unit / panels) * batch + <usize>at * column,
      term,
      column,
      k,
      min(TILE_COLUMNS, n - at),
      y + ((<usize>unit * <usize>k) << 5),
    );
  }
  return 0;
}
