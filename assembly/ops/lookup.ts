import { badIndex } from "../kinds/move";
import { Program } from "../kinds/program";

/**
 * y[i] = values[j] where keys[j] is x[i], keys sorted. Other numbers share the buckets from `base` on by their remainder, or, when
 * there is none, stop the program. body: keys, values, x, y, n, base, buckets. A unit is one number.
 */
export function lookup(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const keys = Program.at(p, r, 0);
  const values = Program.at(p, r, 2);
  const x = Program.at(p, r, 4);
  const y = Program.at(p, r, 6);
  const n = Program.int(p, 8);
  const base = Program.int(p, 9);
  const buckets = Program.int(p, 10);
  for (let unit = lo; unit < hi; unit++) {
    const at = (<usize>unit) << 2;
    const key = load<i32>(x + at);
    let from = 0;
    let to = n;
    while (from < to) {
      const mid = (from + to) >> 1;
      if (load<i32>(keys + ((<usize>mid) << 2)) < key) from = mid + 1;
      else to = mid;
    }
    if (from < n && load<i32>(keys + ((<usize>from) << 2)) == key) {
      store<i32>(y + at, load<i32>(values + ((<usize>from) << 2)));
    } else if (buckets == 0) {
      return badIndex(scratch, key);
    } else {
      const rest = key % buckets;
      store<i32>(y + at, base + (rest < 0 ? rest + buckets : rest));
    }
  }
  return 0;
}
