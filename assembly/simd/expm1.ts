import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  89, -18, 1.4426950216293335, 12583038, 0.693145751953125, 1.428606765330187e-6, 0.1666652262210846,
  0.4999999701976776, 0.008369240909814835, 0.04166760668158531, 0.00138560077175498, 0.5, 2.9802322387695312e-8,
]);

/**
 * exp(x) - 1 on four float32 lanes.
 *
 * Error at most 1.28 ulp, over all float32. expm1(-0) = -0, expm1(inf) = inf, expm1(-inf) = -1, NaN stays.
 *
 * Method: as Exp, with q fitted to the relative error of exp(r) - 1 (own Remez fit, 2^-25.8); with r = head - tail
 * (both exact but for the rounding of tail) the result is 2 ((s head + (s - 1/2)) + s (r^2 q(r) - tail)), s =
 * 2^(n-1), where the products with s and the difference are exact.
 */
export abstract class Expm1 {
  @inline static f4(x: v128): v128 {
    const clamped = f32x4.pmax(f32x4.pmin(x, Table.f4(C, 0)), Table.f4(C, 1));
    // 1.5 * 2^23 + 126: the low bits of the sum are the biased exponent of 2^(n-1)
    const shifted = f32x4.add(f32x4.mul(clamped, Table.f4(C, 2)), Table.f4(C, 3));
    const n = f32x4.sub(shifted, Table.f4(C, 3));
    const head = f32x4.sub(clamped, f32x4.mul(n, Table.f4(C, 4)));
    const tail = f32x4.mul(n, Table.f4(C, 5));
    const r = f32x4.sub(head, tail);
    const r2 = f32x4.mul(r, r);
    const q01 = f32x4.add(f32x4.mul(r, Table.f4(C, 6)), Table.f4(C, 7));
    const q23 = f32x4.add(f32x4.mul(r, Table.f4(C, 8)), Table.f4(C, 9));
    const q24 = f32x4.add(f32x4.mul(r2, Table.f4(C, 10)), q23);
    const q = f32x4.add(f32x4.mul(r2, q24), q01);
    const s = i32x4.shl(shifted, 23);
    const large = f32x4.add(f32x4.mul(s, head), f32x4.sub(s, Table.f4(C, 11)));
    const half = f32x4.add(large, f32x4.mul(s, f32x4.sub(f32x4.mul(r2, q), tail)));
    // |x| < 2^-25: x itself, which keeps the sign of zero and the last bit of a subnormal
    const tiny = f32x4.lt(f32x4.abs(x), Table.f4(C, 12));
    return Select.f4(tiny, x, f32x4.add(half, half));
  }
}
