/**
 * The kinds "map" and "zip": y = f(x), y = f(a, b), y = f(a, b, c) over one block of elements.
 * Blocks start on 16 bytes and may run into the padding behind them, so there are no tails.
 * A formula is a stateless class whose method inlines: no call remains in the loop. Loops test at their end, because
 * V8 hoists vector constants out of those only.
 */
@unmanaged
export abstract class Map {
  abstract f4(x: v128): v128;
}

@unmanaged
export abstract class Zip {
  abstract f4(a: v128, b: v128): v128;
}

@unmanaged
export abstract class Zip3 {
  abstract f4(a: v128, b: v128, c: v128): v128;
}

export function map<K extends Map>(x: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  const end = y + ((<usize>((n + 3) & ~3)) << 2);
  if (y >= end) return;
  do {
    v128.store(y, k.f4(v128.load(x)));
    x += 16;
    y += 16;
  } while (y < end);
}

export function zip<K extends Zip>(a: usize, b: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  const end = y + ((<usize>((n + 3) & ~3)) << 2);
  if (y >= end) return;
  do {
    v128.store(y, k.f4(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    y += 16;
  } while (y < end);
}

export function zip3<K extends Zip3>(a: usize, b: usize, c: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  const end = y + ((<usize>((n + 3) & ~3)) << 2);
  if (y >= end) return;
  do {
    v128.store(y, k.f4(v128.load(a), v128.load(b), v128.load(c)));
    a += 16;
    b += 16;
    c += 16;
    y += 16;
  } while (y < end);
}
