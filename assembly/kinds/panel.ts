import { interleave4 } from "./tile";

/** Packs `run` elements of four rows to [run][4]; an address of 0 stands for a row of zeros. */
export function packRun(p0: usize, p1: usize, p2: usize, p3: usize, run: i32, y: usize): void {
  if (p0 && p1 && p2 && p3) {
    for (; run >= 4; run -= 4, y += 64, p0 += 16, p1 += 16, p2 += 16, p3 += 16) interleave4(p0, p1, p2, p3, y, 16);
    for (; run > 0; run--, y += 16, p0 += 4, p1 += 4, p2 += 4, p3 += 4) {
      store<f32>(y, load<f32>(p0));
      store<f32>(y, load<f32>(p1), 4);
      store<f32>(y, load<f32>(p2), 8);
      store<f32>(y, load<f32>(p3), 12);
    }
    return;
  }
  packColumn(p0, run, y);
  packColumn(p1, run, y + 4);
  packColumn(p2, run, y + 8);
  packColumn(p3, run, y + 12);
}

function packColumn(p: usize, run: i32, y: usize): void {
  if (p) for (; run > 0; run--, y += 16, p += 4) store<f32>(y, load<f32>(p));
  else for (; run > 0; run--, y += 16) store<f32>(y, 0);
}
