import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  1, -0.2500081956386566, 0.3333333134651184, -0.1662341058254242, 0.2000124156475067, -0.13159598410129547,
  0.14201585948467255, -0.07636362314224243, 0.12762142717838287, 1.428606765330187e-6, 0.5, 0.693145751953125,
  1.1754943508222875e-38, 8388608,
]);
const I: usize = memory.data<u32>([0x80800000, 0xfeffffff, 0x3f3504f3, 0xff800000, 23]);

/**
 * log(x) (natural) on four float32 lanes.
 *
 * Error at most 0.90 ulp, over all float32. log(+-0) = -inf, log(x < 0) = NaN, log(inf) = inf, NaN stays. Lanes that
 * are not positive normal finite numbers take a slower path, with the same bits beside any neighbour.
 *
 * Method: x = 2^e (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2) by integer operations, log(1 + f) = f - f^2/2 + f^3 P(f),
 * P a degree 7 minimax polynomial (own fit, relative error of the sum 2^-27.3), plus e ln 2 in two parts.
 */
export abstract class Log {
  @inline static f4(x: v128): v128 {
    // signed comparison in place of the unsigned one: every lane but positive normal finite numbers
    const special = i32x4.gt_s(i32x4.sub(x, Table.f4(I, 0)), Table.f4(I, 1));
    const y = Log.normal(x);
    return v128.any_true(special) ? Log.repair(x, y, special) : y;
  }

  /** log(x) for positive normal finite x. */
  @inline static normal(x: v128): v128 {
    const biased = v128.and(i32x4.sub(x, Table.f4(I, 2)), Table.f4(I, 3));
    const f = f32x4.sub(i32x4.sub(x, biased), Table.f4(C, 0));
    return Log.combine(f, f32x4.convert_i32x4_s(i32x4.shr_s(biased, 23)));
  }

  /** e ln 2 + log(1 + f) for sqrt(1/2) <= 1 + f < sqrt(2), up to rounding, and an integer |e| < 2^9. */
  @inline static combine(f: v128, e: v128): v128 {
    const square = f32x4.mul(f, f);
    const p01 = f32x4.add(f32x4.mul(f, Table.f4(C, 1)), Table.f4(C, 2));
    const p23 = f32x4.add(f32x4.mul(f, Table.f4(C, 3)), Table.f4(C, 4));
    const p45 = f32x4.add(f32x4.mul(f, Table.f4(C, 5)), Table.f4(C, 6));
    const p67 = f32x4.add(f32x4.mul(f, Table.f4(C, 7)), Table.f4(C, 8));
    const p03 = f32x4.add(f32x4.mul(square, p23), p01);
    const p47 = f32x4.add(f32x4.mul(square, p67), p45);
    const p = f32x4.add(f32x4.mul(f32x4.mul(square, square), p47), p03);
    let tail = f32x4.add(f32x4.mul(f32x4.mul(square, f), p), f32x4.mul(e, Table.f4(C, 9)));
    tail = f32x4.sub(tail, f32x4.mul(square, Table.f4(C, 10)));
    return f32x4.add(f32x4.add(f, tail), f32x4.mul(e, Table.f4(C, 11)));
  }

  /** `y` with the lanes of `special` put right. */
  static repair(x: v128, y: v128, special: v128): v128 {
    return Select.f4(special, Log.anything(x), y);
  }

  /** log(x) for every x: slower than `f4`, same bits. */
  static anything(x: v128): v128 {
    const subnormal = f32x4.lt(x, Table.f4(C, 12));
    const scaled = Select.f4(subnormal, f32x4.mul(x, Table.f4(C, 13)), x);
    const biased = v128.and(i32x4.sub(scaled, Table.f4(I, 2)), Table.f4(I, 3));
    const f = f32x4.sub(i32x4.sub(scaled, biased), Table.f4(C, 0));
    const e = i32x4.sub(i32x4.shr_s(biased, 23), v128.and(subnormal, Table.f4(I, 4)));
    let y = Log.combine(f, f32x4.convert_i32x4_s(e));
    y = Select.f4(f32x4.eq(x, f32x4.splat(Infinity)), x, y);
    y = Select.f4(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(-Infinity), y);
    return v128.or(y, v128.not(f32x4.ge(x, f32x4.splat(0)))); // all ones is a NaN: x < 0, or NaN
  }
}
