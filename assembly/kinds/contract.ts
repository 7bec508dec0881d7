import { K_CHUNK, TILE_COLUMNS, TILE_ROWS, UNIT_COLUMNS, UNIT_ROWS } from "../layout";
import { Program } from "./program";
import { packPanel, tile, writeRow } from "./tile";

/*
 * The kind "contract": c[batch, m, n] = sum over k of a[batch, m, k] * b[batch, k, n], plus bias, then activation.
 * Strides are in elements, so every transpose is the same code. A unit is UNIT_ROWS x UNIT_COLUMNS of c.
 *
 * body: a, b, c, bias (region -1: none), batches, m, n, k,
 *       a row, a term, a batch, b term, b batch, packed (b is panels [n / 8][k][8], else rows), activation
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
  const plain = !bias && activation == 0;
  const rowUnits = (m + UNIT_ROWS - 1) / UNIT_ROWS;
  const columnUnits = (n + UNIT_COLUMNS - 1) / UNIT_COLUMNS;
  for (let unit = lo; unit < hi; unit++) {
    const row = (unit % rowUnits) * UNIT_ROWS;
    const rest = unit / rowUnits;
    const column = (rest % columnUnits) * UNIT_COLUMNS;
    const batch = <usize>(rest / columnUnits);
    const rows = min(m, row + UNIT_ROWS);
    const columns = min(n, column + UNIT_COLUMNS);
    const aBase = a + batch * aBatch;
    const bBase = b + batch * bBatch;
    const cBase = c + ((batch * <usize>m * <usize>n) << 2);
    let from = 0;
    do {
      const terms = min(K_CHUNK, k - from);
      const last = from + K_CHUNK >= k;
      for (let j = column; j < columns; j += TILE_COLUMNS) {
        const panel = packed
          ? bBase + ((<usize>j * <usize>k + ((<usize>from) << 3)) << 2)
          : bBase + <usize>from * bTerm + ((<usize>j) << 2);
        const width = min(TILE_COLUMNS, columns - j);
        const biasAt: usize = bias ? bias + ((<usize>j) << 2) : 0;
        for (let i = row; i < rows; i += TILE_ROWS) {
          const height = min(TILE_ROWS, rows - i);
          // Rows behind the last one repeat it: computed, never written.
          const out = cBase + ((<usize>i * <usize>n + <usize>j) << 2);
          // A whole tile that needs nothing more is written where it belongs.
          const direct = from == 0 && height == TILE_ROWS && width == TILE_COLUMNS && (!last || plain);
          tile(
            terms,
            aBase + <usize>i * aRow + <usize>from * aTerm,
            height > 1 ? aRow : 0,
            height > 2 ? aRow << 1 : 0,
            height > 3 ? aRow * 3 : 0,
            aTerm,
            panel,
            packed ? 32 : bTerm,
            direct ? out : scratch,
            direct ? (<usize>n) << 2 : 32,
          );
          if (direct) continue;
          let t = scratch;
          let row = out;
          for (let h = 0; h < height; h++, t += 32, row += (<usize>n) << 2) {
            writeRow(t, row, width, from == 0, last, biasAt, activation);
          }
        }
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
