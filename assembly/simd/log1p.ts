import { Log } from "./log";
import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([-1, 8.507059173023462e37, 1]);
const I: usize = memory.data<u32>([0x3f3504f3, 0xff800000, 0x3f800000, 0x80000000]);

/**
 * log(1 + x) on four float32 lanes.
 *
 * Error at most 1.44 ulp, over all float32. log1p(-0) = -0, log1p(-1) = -inf, log1p(x < -1) = NaN, log1p(inf) = inf,
 * NaN stays. Lanes outside (-1, 2^126) take a slower path.
 *
 * Method: the exponent e of 1 + x (rounded) is taken as in Log, but f = 2^-e x + (2^-e - 1) comes from x itself, so
 * that nothing of x is lost; then e ln 2 + log(1 + f) as in Log.
 */
export abstract class Log1p {
  @inline static f4(x: v128): v128 {
    const y = Log1p.ordinary(x);
    const special = v128.or(f32x4.le(x, Table.f4(C, 0)), f32x4.ge(x, Table.f4(C, 1)));
    return v128.any_true(special) ? Log1p.repair(x, y) : y;
  }

  /** log(1 + x) for -1 < x < 2^126 or NaN. */
  @inline static ordinary(x: v128): v128 {
    const biased = v128.and(i32x4.sub(f32x4.add(x, Table.f4(C, 2)), Table.f4(I, 0)), Table.f4(I, 1));
    const scale = i32x4.sub(Table.f4(I, 2), biased);
    const f = f32x4.add(f32x4.mul(scale, x), f32x4.sub(scale, Table.f4(C, 2)));
    const y = Log.combine(f, f32x4.convert_i32x4_s(i32x4.shr_s(biased, 23)));
    return v128.or(y, v128.and(x, Table.f4(I, 3))); // log1p(-0) = -0
  }

  /** `y`, with the lanes that `ordinary` does not serve put right. */
  static repair(x: v128, y: v128): v128 {
    y = Select.f4(f32x4.ge(x, Table.f4(C, 1)), Log.anything(x), y);
    y = Select.f4(f32x4.eq(x, Table.f4(C, 0)), f32x4.splat(-Infinity), y);
    return v128.or(y, f32x4.lt(x, Table.f4(C, 0)));
  }
}
