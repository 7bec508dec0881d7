import { Log } from "./log";

/**
 * The inverse of erf on four float32 lanes, |x| < 1: Giles, "Approximating the erfinv function", GPU Computing Gems 2,
 * 2011, single precision (relative error below 4e-7): two polynomials in w = -log(1 - x^2), joined at w = 5.
 */
export abstract class Erfinv {
  @inline static f4(x: v128): v128 {
    const one = f32x4.splat(1);
    const w = f32x4.neg(Log.f4(f32x4.mul(f32x4.sub(one, x), f32x4.add(one, x))));
    const s = f32x4.sub(w, f32x4.splat(2.5));
    let p = f32x4.splat(2.81022636e-8);
    p = f32x4.add(f32x4.splat(3.43273939e-7), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(-3.5233877e-6), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(-4.39150654e-6), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(0.00021858087), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(-0.00125372503), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(-0.00417768164), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(0.246640727), f32x4.mul(p, s));
    p = f32x4.add(f32x4.splat(1.50140941), f32x4.mul(p, s));
    const t = f32x4.sub(f32x4.sqrt(w), f32x4.splat(3));
    let q = f32x4.splat(-0.000200214257);
    q = f32x4.add(f32x4.splat(0.000100950558), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(0.00134934322), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(-0.00367342844), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(0.00573950773), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(-0.0076224613), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(0.00943887047), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(1.00167406), f32x4.mul(q, t));
    q = f32x4.add(f32x4.splat(2.83297682), f32x4.mul(q, t));
    return f32x4.mul(v128.bitselect(p, q, f32x4.lt(w, f32x4.splat(5))), x);
  }
}
