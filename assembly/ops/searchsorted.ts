import { Program } from "../kinds/program";

/** Places among sorted numbers; NaN stands behind all of them. */
abstract class Search {
  @inline static before<T extends number>(a: T, b: T): bool {
    // biome-ignore lint/suspicious/noGlobalIsNan: AssemblyScript's own
    return a < b || (isNaN<T>(b) && !isNaN<T>(a));
  }

  /** How many of n sorted numbers stand before a value, or, from the right, not behind it. */
  @inline static place<T extends number>(sorted: usize, n: i32, value: T, right: bool): i32 {
    let from = 0;
    let to = n;
    while (from < to) {
      const mid = (from + to) >> 1;
      const item = load<T>(sorted + ((<usize>mid) << 2));
      const less = right ? !Search.before<T>(value, item) : Search.before<T>(item, value);
      if (less) from = mid + 1;
      else to = mid;
    }
    return from;
  }
}

/** y[i] = how many of the sorted numbers stand before x[i]. body: sorted, x, y, n, right, real. A unit is one number. */
export function searchsorted(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const sorted = Program.at(p, r, 0);
  const x = Program.at(p, r, 2);
  const y = Program.at(p, r, 4);
  const n = Program.int(p, 6);
  const right = Program.int(p, 7) != 0;
  const real = Program.int(p, 8) != 0;
  for (let unit = lo; unit < hi; unit++) {
    const at = (<usize>unit) << 2;
    const found = real
      ? Search.place<f32>(sorted, n, load<f32>(x + at), right)
      : Search.place<i32>(sorted, n, load<i32>(x + at), right);
    store<i32>(y + at, found);
  }
  return 0;
}
