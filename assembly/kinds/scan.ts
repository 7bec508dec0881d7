import { PAIRS, tilePair } from "./pair";
import { ROW_COLUMNS, rowTile } from "./row";
import { tile } from "./tile";

/*
 * The kind "scan": a recurrent layer over all time steps. The products with the inputs were made before, for all steps
 * at once; here every step adds the product of the last state. A unit is SCAN_ROWS rows of the batch, which never meet.
 *
 * Sums over k go in order, and rows behind the last one repeat it, so the bits of a row do not depend on its neighbours.
 */
export abstract class Scan {
  /** Bytes of one row of `columns` elements in scratch: whole panels. */
  @inline static stride(columns: i32): usize {
    return (<usize>((columns + 7) & ~7)) << 2;
  }

  /** t[4, n] = a[height, k] panels[n / 8][k][8]; rows of `a` are `row` bytes apart, those of `t` whole panels. */
  static product(a: usize, row: usize, height: i32, k: i32, panels: usize, n: i32, t: usize): void {
    const r1: usize = height > 1 ? row : 0;
    const r2: usize = height > 2 ? row << 1 : 0;
    const r3: usize = height > 3 ? row * 3 : 0;
    const ts = Scan.stride(n);
    const next = (<usize>k) << 5;
    for (let column = 0; column < n; ) {
      if (height == 1 && n - column >= ROW_COLUMNS) {
        rowTile(k, a, 4, panels, next, 32, t, 0, 0);
        column += ROW_COLUMNS;
        panels += next << 2;
        t += ROW_COLUMNS << 2;
      } else if (PAIRS && n - column > 8) {
        tilePair(k, a, r1, r2, r3, 4, panels, next, 32, t, ts);
        column += 16;
        panels += next << 1;
        t += 64;
      } else {
        tile(k, a, r1, r2, r3, 4, panels, 32, t, ts, 0, 0);
        column += 8;
        panels += next;
        t += 32;
      }
    }
  }

  /** Whether a step of a row is skipped; `mask` is 0 where there is none. */
  @inline static skipped(mask: usize, index: i32): bool {
    return mask != 0 && load<i32>(mask + ((<usize>index) << 2)) == 0;
  }

  /** Copies `n` elements; from nothing, zeros. */
  static carry(y: usize, x: usize, n: i32): void {
    const bytes = (<usize>n) << 2;
    if (x) memory.copy(y, x, bytes);
    else memory.fill(y, 0, bytes);
  }
}
