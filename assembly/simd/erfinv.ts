import { Log } from "./log";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  1, 2.5, 2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941, 3, -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
  -0.0076224613, 0.00943887047, 1.00167406, 2.83297682, 5,
]);

/**
 * The inverse of erf on four float32 lanes, |x| < 1: Giles, "Approximating the erfinv function", GPU Computing Gems 2,
 * 2011, single precision (relative error below 4e-7): two polynomials in w = -log(1 - x^2), joined at w = 5.
 */
export abstract class Erfinv {
  @inline static f4(x: v128): v128 {
    const one = Table.f4(C, 0);
    const w = f32x4.neg(Log.f4(f32x4.mul(f32x4.sub(one, x), f32x4.add(one, x))));
    const s = f32x4.sub(w, Table.f4(C, 1));
    let p = Table.f4(C, 2);
    p = f32x4.add(Table.f4(C, 3), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 4), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 5), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 6), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 7), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 8), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 9), f32x4.mul(p, s));
    p = f32x4.add(Table.f4(C, 10), f32x4.mul(p, s));
    const t = f32x4.sub(f32x4.sqrt(w), Table.f4(C, 11));
    let q = Table.f4(C, 12);
    q = f32x4.add(Table.f4(C, 13), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 14), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 15), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 16), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 17), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 18), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 19), f32x4.mul(q, t));
    q = f32x4.add(Table.f4(C, 20), f32x4.mul(q, t));
    return f32x4.mul(v128.bitselect(p, q, f32x4.lt(w, Table.f4(C, 21))), x);
  }
}
