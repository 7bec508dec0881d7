import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  1, 0.41421356, 8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1, -2.1855694143368e-8,
  0.7853981852531433, 1.5707963705062866, 3.1415927410125732, -4.3711388286737e-8, -8.7422776573475e-8,
]);

/**
 * The angle of the point (x, y) on four float32 lanes, of the sign of y.
 *
 * Error at most 2.5 ulp. Zeros count by their signs, NaN stays.
 *
 * Method: t = least / most of the magnitudes; above tan(pi/8) it is (t - 1) / (t + 1), and pi/4 more. arctan(t) by Cephes's
 * polynomial of degree 4 in t^2 (error below 2^-24), then the octants.
 */
export abstract class Arctan2 {
  @inline static f4(y: v128, x: v128): v128 {
    const a = f32x4.abs(x);
    const b = f32x4.abs(y);
    const most = f32x4.max(a, b);
    const least = f32x4.min(a, b);
    const one = Table.f4(C, 0);
    // Two zeros have the angle 0; two infinities are as far from both axes.
    const ratio = v128.andnot(f32x4.div(least, most), f32x4.eq(most, f32x4.splat(0)));
    const share = Select.f4(f32x4.eq(least, f32x4.splat(Infinity)), one, ratio);
    const upper = f32x4.gt(share, Table.f4(C, 1));
    const t = Select.f4(upper, f32x4.div(f32x4.sub(share, one), f32x4.add(share, one)), share);
    const z = f32x4.mul(t, t);
    let p = f32x4.add(f32x4.mul(z, Table.f4(C, 2)), Table.f4(C, 3));
    p = f32x4.add(f32x4.mul(z, p), Table.f4(C, 4));
    p = f32x4.add(f32x4.mul(z, p), Table.f4(C, 5));
    // What float32 leaves of pi is added where it still counts.
    const tail = f32x4.add(f32x4.mul(f32x4.mul(p, z), t), v128.and(upper, Table.f4(C, 6)));
    const eighth = f32x4.add(v128.and(upper, Table.f4(C, 7)), f32x4.add(t, tail));
    const steep = f32x4.gt(b, a);
    const left = i32x4.shr_s(x, 31);
    const turned = v128.xor(eighth, i32x4.shl(v128.xor(steep, left), 31));
    const whole = Select.f4(steep, Table.f4(C, 8), v128.and(left, Table.f4(C, 9)));
    const rest = Select.f4(steep, Table.f4(C, 10), v128.and(left, Table.f4(C, 11)));
    const angle = f32x4.add(whole, f32x4.add(turned, rest));
    return Select.copySign(angle, y);
  }
}
