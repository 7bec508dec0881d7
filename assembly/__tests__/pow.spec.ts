import { Reference } from "../../build/accuracy/reference";
import { Ulp } from "../../build/accuracy/ulp";
import { Pow } from "../simd/pow";
import { Laws } from "./laws";

/** The lanes of pow(x, y), for x and y the same in every lane, all with the bits of `want`. */
function gives(x: f32, y: f32, want: f32): bool {
  const z = Pow.f4(f32x4.splat(x), f32x4.splat(y));
  return (
    Laws.same(f32x4.extract_lane(z, 0), want) &&
    Laws.same(f32x4.extract_lane(z, 1), want) &&
    Laws.same(f32x4.extract_lane(z, 2), want) &&
    Laws.same(f32x4.extract_lane(z, 3), want)
  );
}

/** An exponent that makes the result of x^y any float32, or just beyond. */
function exponent(x: f32, i: u32): f32 {
  const log2 = <f64>((i * 0x85ebca6b) >> 8) * (285.0 / 16777216.0) - 153.0;
  const y = <f32>(log2 / NativeMath.log2(abs(x)));
  return x < 0 ? nearest(y) : y;
}

function worst(): f64 {
  let worst: f64 = 0;
  for (let i: u32 = 0; i < 1 << 20; i += 2) {
    const a = Laws.sample(i);
    const b = Laws.sample(i + 1);
    const c = exponent(a, i);
    const d = exponent(b, i + 1);
    const z = Pow.f4(f32x4(a, b, a, b), f32x4(c, d, d, c));
    worst = max(worst, Ulp.error(f32x4.extract_lane(z, 0), Reference.pow(a, c)));
    worst = max(worst, Ulp.error(f32x4.extract_lane(z, 1), Reference.pow(b, d)));
    worst = max(worst, Ulp.error(f32x4.extract_lane(z, 2), Reference.pow(a, d)));
    worst = max(worst, Ulp.error(f32x4.extract_lane(z, 3), Reference.pow(b, c)));
  }
  return worst;
}

function dependent(): i32 {
  let count = 0;
  for (let i: u32 = 0; i < 1 << 16; i++) {
    const x = Laws.sample(i * 16 + 7);
    const y = i & 1 ? exponent(x, i) : Laws.sample(i * 11 + 3);
    const alone = f32x4.extract_lane(Pow.f4(f32x4.splat(x), f32x4.splat(y)), 0);
    const a = Laws.neighbour(i);
    const b = Laws.neighbour(i >> 3);
    const c = Laws.sample(i * 13 + 5);
    if (!Laws.same(f32x4.extract_lane(Pow.f4(f32x4(x, a, b, c), f32x4(y, c, a, b)), 0), alone)) count++;
    if (!Laws.same(f32x4.extract_lane(Pow.f4(f32x4(c, x, a, b), f32x4(b, y, c, a)), 1), alone)) count++;
    if (!Laws.same(f32x4.extract_lane(Pow.f4(f32x4(b, c, x, a), f32x4(a, b, y, c)), 2), alone)) count++;
    if (!Laws.same(f32x4.extract_lane(Pow.f4(f32x4(a, b, c, x), f32x4(c, a, b, y)), 3), alone)) count++;
  }
  return count;
}

describe("Pow", () => {
  it("is within 2 ulp", () => {
    expect<f64>(worst()).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(dependent()).toBe(0);
  });
  it("is 1 for y = 0 and for x = 1, also beside NaN", () => {
    expect<bool>(gives(NaN, 0, 1)).toBe(true, "NaN^0");
    expect<bool>(gives(NaN, -0.0, 1)).toBe(true, "NaN^-0");
    expect<bool>(gives(0, 0, 1)).toBe(true, "0^0");
    expect<bool>(gives(Infinity, 0, 1)).toBe(true, "inf^0");
    expect<bool>(gives(1, NaN, 1)).toBe(true, "1^NaN");
    expect<bool>(gives(1, Infinity, 1)).toBe(true, "1^inf");
    expect<bool>(gives(1, -Infinity, 1)).toBe(true, "1^-inf");
    expect<bool>(gives(-1, Infinity, 1)).toBe(true, "(-1)^inf");
    expect<bool>(gives(-1, -Infinity, 1)).toBe(true, "(-1)^-inf");
  });
  it("is NaN beside NaN, and for negative x with y no integer", () => {
    expect<bool>(gives(NaN, 2, NaN)).toBe(true, "NaN^2");
    expect<bool>(gives(2, NaN, NaN)).toBe(true, "2^NaN");
    expect<bool>(gives(-1, NaN, NaN)).toBe(true, "(-1)^NaN");
    expect<bool>(gives(0, NaN, NaN)).toBe(true, "0^NaN");
    expect<bool>(gives(-8, 0.5, NaN)).toBe(true, "(-8)^0.5");
    expect<bool>(gives(-1e-40, 1e-40, NaN)).toBe(true, "(-1e-40)^1e-40");
  });
  it("has the sign of x for odd y", () => {
    expect<bool>(gives(-2, 3, -8)).toBe(true, "(-2)^3");
    expect<bool>(gives(-2, -3, -0.125)).toBe(true, "(-2)^-3");
    expect<bool>(gives(-2, 2, 4)).toBe(true, "(-2)^2");
    expect<bool>(gives(-1, 16777215, -1)).toBe(true, "(-1)^(2^24-1)");
    expect<bool>(gives(-1, 16777216, 1)).toBe(true, "(-1)^(2^24)");
    expect<bool>(gives(-1, 3e38, 1)).toBe(true, "(-1)^3e38");
    expect<bool>(gives(-2, 129, -Infinity)).toBe(true, "(-2)^129");
    expect<bool>(gives(-2, -151, -0.0)).toBe(true, "(-2)^-151");
  });
  it("serves zeros", () => {
    expect<bool>(gives(0, 3, 0)).toBe(true, "0^3");
    expect<bool>(gives(-0.0, 3, -0.0)).toBe(true, "(-0)^3");
    expect<bool>(gives(-0.0, 2, 0)).toBe(true, "(-0)^2");
    expect<bool>(gives(-0.0, 0.5, 0)).toBe(true, "(-0)^0.5");
    expect<bool>(gives(0, 1e-40, 0)).toBe(true, "0^1e-40");
    expect<bool>(gives(0, -3, Infinity)).toBe(true, "0^-3");
    expect<bool>(gives(-0.0, -3, -Infinity)).toBe(true, "(-0)^-3");
    expect<bool>(gives(-0.0, -2, Infinity)).toBe(true, "(-0)^-2");
    expect<bool>(gives(-0.0, -0.5, Infinity)).toBe(true, "(-0)^-0.5");
    expect<bool>(gives(0, Infinity, 0)).toBe(true, "0^inf");
    expect<bool>(gives(-0.0, -Infinity, Infinity)).toBe(true, "(-0)^-inf");
  });
  it("serves infinities", () => {
    expect<bool>(gives(Infinity, 1e-40, Infinity)).toBe(true, "inf^1e-40");
    expect<bool>(gives(Infinity, -2, 0)).toBe(true, "inf^-2");
    expect<bool>(gives(-Infinity, 3, -Infinity)).toBe(true, "(-inf)^3");
    expect<bool>(gives(-Infinity, 2, Infinity)).toBe(true, "(-inf)^2");
    expect<bool>(gives(-Infinity, 0.5, Infinity)).toBe(true, "(-inf)^0.5");
    expect<bool>(gives(-Infinity, -3, -0.0)).toBe(true, "(-inf)^-3");
    expect<bool>(gives(-Infinity, -0.5, 0)).toBe(true, "(-inf)^-0.5");
    expect<bool>(gives(0.5, Infinity, 0)).toBe(true, "0.5^inf");
    expect<bool>(gives(-0.5, -Infinity, Infinity)).toBe(true, "(-0.5)^-inf");
    expect<bool>(gives(2, Infinity, Infinity)).toBe(true, "2^inf");
    expect<bool>(gives(-2, -Infinity, 0)).toBe(true, "(-2)^-inf");
    expect<bool>(gives(Infinity, -Infinity, 0)).toBe(true, "inf^-inf");
  });
  it("is exact where the result is a float32", () => {
    expect<bool>(gives(3, 2, 9)).toBe(true, "3^2");
    expect<bool>(gives(10, 10, 1e10)).toBe(true, "10^10");
    expect<bool>(gives(2, -149, reinterpret<f32>(1))).toBe(true, "2^-149");
    expect<bool>(gives(2, 127, 1.7014118346046923e38)).toBe(true, "2^127");
    expect<bool>(gives(1.5, 1, 1.5)).toBe(true, "1.5^1");
    expect<bool>(gives(1e-40, 1, 1e-40)).toBe(true, "1e-40^1");
    expect<bool>(gives(16, 0.25, 2)).toBe(true, "16^0.25");
  });
});
