import { Table } from "./table";

const C: usize = memory.data<f32>([1]);

/**
 * 1 / sqrt(x) on four float32 lanes.
 *
 * Error at most 1.5 ulp, over all float32. rsqrt(+-0) = +-inf as in IEEE 754, rsqrt(inf) = 0, rsqrt(x < 0) = NaN, NaN
 * stays.
 *
 * Method: the two correctly rounded operations; the root's half ulp is worth at most one of the quotient.
 */
export abstract class Rsqrt {
  @inline static f4(x: v128): v128 {
    return f32x4.div(Table.f4(C, 0), f32x4.sqrt(x));
  }
}
