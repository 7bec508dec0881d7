import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  -0.37612608075141907, 0.12837916612625122, -0.026842286810278893, 0.11283331364393234, -0.0007808838272467256,
  0.005165666341781616, 7.190232281573117e-5, 4.25, 1.1015625, -0.4130544662475586, 0.5876691341400146,
  0.0485871359705925, 0.019546277821063995, -0.005335723981261253, -0.0058433543890714645, -0.00017451173334848136,
  0.0018186593661084771, 1,
]);

/**
 * erf(x) on four float32 lanes.
 *
 * Error at most 1.89 ulp, over all float32. erf(-0) = -0, erf(+-inf) = +-1, NaN stays; odd to the bit.
 *
 * Method: |x| < 1.1015625: x + x P(x^2), P a degree 6 minimax polynomial (own fit, relative error 2^-27.6); above: 1
 * - p(|x| - 1.1015625)^4, where p, of degree 7, approximates erfc^(1/4) (own fit, error of the fourth power 2^-26.3),
 * with |x| clamped to 4.25, where the result has rounded to 1. The point between the two is one where erfc^(1/4) is a
 * float32 but for 2^-30, so that the constant term of p costs nothing.
 */
export abstract class Erf {
  @inline static f4(x: v128): v128 {
    const u = f32x4.mul(x, x);
    const u2 = f32x4.mul(u, u);
    const p01 = f32x4.add(f32x4.mul(u, Table.f4(C, 0)), Table.f4(C, 1));
    const p23 = f32x4.add(f32x4.mul(u, Table.f4(C, 2)), Table.f4(C, 3));
    const p45 = f32x4.add(f32x4.mul(u, Table.f4(C, 4)), Table.f4(C, 5));
    const p46 = f32x4.add(f32x4.mul(u2, Table.f4(C, 6)), p45);
    const p03 = f32x4.add(f32x4.mul(u2, p23), p01);
    const p = f32x4.add(f32x4.mul(f32x4.mul(u2, u2), p46), p03);
    const small = f32x4.add(x, f32x4.mul(x, p));
    const a = f32x4.pmin(f32x4.abs(x), Table.f4(C, 7));
    const v = f32x4.sub(a, Table.f4(C, 8));
    const v2 = f32x4.mul(v, v);
    const q01 = f32x4.add(f32x4.mul(v, Table.f4(C, 9)), Table.f4(C, 10));
    const q23 = f32x4.add(f32x4.mul(v, Table.f4(C, 11)), Table.f4(C, 12));
    const q45 = f32x4.add(f32x4.mul(v, Table.f4(C, 13)), Table.f4(C, 14));
    const q67 = f32x4.add(f32x4.mul(v, Table.f4(C, 15)), Table.f4(C, 16));
    const q03 = f32x4.add(f32x4.mul(v2, q23), q01);
    const q47 = f32x4.add(f32x4.mul(v2, q67), q45);
    const q = f32x4.add(f32x4.mul(f32x4.mul(v2, v2), q47), q03);
    const q2 = f32x4.mul(q, q);
    const large = Select.copySign(f32x4.sub(Table.f4(C, 17), f32x4.mul(q2, q2)), x);
    return Select.f4(f32x4.lt(a, Table.f4(C, 8)), small, large);
  }
}
