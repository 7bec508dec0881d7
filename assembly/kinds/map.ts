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
  if (n > 4) {
    do {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const y0 = k.f4(x0);
      const y1 = k.f4(x1);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      x += 32;
      y += 32;
      n -= 8;
    } while (n > 4);
  }
  if (n > 0) v128.store(y, k.f4(v128.load(x)));
}

export function zip<K extends Zip>(a: usize, b: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  if (n > 4) {
    do {
      const a0 = v128.load(a);
      const a1 = v128.load(a, 16);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const y0 = k.f4(a0, b0);
      const y1 = k.f4(a1, b1);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      a += 32;
      b += 32;
      y += 32;
      n -= 8;
    } while (n > 4);
  }
  if (n > 0) v128.store(y, k.f4(v128.load(a), v128.load(b)));
}

export function zip3<K extends Zip3>(a: usize, b: usize, c: usize, y: usize, n: i32): void {
  const k = changetype<K>(0);
  if (n > 4) {
    do {
      const a0 = v128.load(a);
      const a1 = v128.load(a, 16);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const c0 = v128.load(c);
      const c1 = v128.load(c, 16);
      const y0 = k.f4(a0, b0, c0);
      const y1 = k.f4(a1, b1, c1);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      a += 32;
      b += 32;
      c += 32;
      y += 32;
      n -= 8;
    } while (n > 4);
  }
  if (n > 0) v128.store(y, k.f4(v128.load(a), v128.load(b), v128.load(c)));
}
