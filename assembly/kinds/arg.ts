import { Program } from "./program";

/** The index of the first best element along an axis; NaN wins, as in NumPy. Body and units as in reduce.ts. */
@unmanaged
export abstract class Better {
  abstract f(a: f32, b: f32): bool;
  abstract i(a: i32, b: i32): bool;
}

export function arg<K extends Better>(p: usize, r: usize, lo: i32, hi: i32, integers: bool): i32 {
  const k = changetype<K>(0);
  const x = Program.at(p, r, 0);
  const y = Program.at(p, r, 2);
  const n = Program.int(p, 5);
  const inner = Program.int(p, 6);
  const step = (<usize>inner) << 2;
  for (let unit = lo; unit < hi; unit++) {
    let q = x + ((<usize>(unit / inner) * <usize>n * <usize>inner + <usize>(unit % inner)) << 2);
    let best = 0;
    let value = load<f32>(q);
    let whole = load<i32>(q);
    for (let i = 1; i < n; i++) {
      q += step;
      if (integers) {
        if (k.i(load<i32>(q), whole)) {
          best = i;
          whole = load<i32>(q);
        }
      } else {
        if (F32.isNaN(value)) break;
        const candidate = load<f32>(q);
        if (F32.isNaN(candidate) || k.f(candidate, value)) {
          best = i;
          value = candidate;
        }
      }
    }
    store<i32>(y + ((<usize>unit) << 2), best);
  }
  return 0;
}
