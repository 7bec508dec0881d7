import { Ulp } from "../../build/accuracy/ulp";
import { Arctan2 } from "../simd/arctan2";
import { Laws } from "./laws";

function at(y: f32, x: f32): f32 {
  return f32x4.extract_lane(Arctan2.f4(f32x4.splat(y), f32x4.splat(x)), 0);
}

/** The largest error over some million points: near each other in size, and of any sizes. */
function worst(): f64 {
  let worst: f64 = 0;
  for (let i: u32 = 0; i < 1 << 20; i++) {
    const y = Laws.sample(i);
    const near = y * <f32>(<f64>((i * 0x85ebca6b) >> 8) * (8.0 / 16777216.0) - 4.0);
    worst = max(worst, Ulp.error(at(y, near), NativeMath.atan2(y, near)));
    const far = Laws.sample(i * 11 + 3);
    worst = max(worst, Ulp.error(at(y, far), NativeMath.atan2(y, far)));
  }
  return worst;
}

function dependent(): i32 {
  let count = 0;
  for (let i: u32 = 0; i < 1 << 16; i++) {
    const y = Laws.sample(i * 16 + 7);
    const x = Laws.sample(i * 11 + 3);
    const a = Laws.neighbour(i);
    const b = Laws.neighbour(i >> 3);
    const z = Arctan2.f4(f32x4(a, y, b, y), f32x4(b, x, a, x));
    if (!Laws.same(f32x4.extract_lane(z, 1), at(y, x))) count++;
    if (!Laws.same(f32x4.extract_lane(z, 3), at(y, x))) count++;
  }
  return count;
}

describe("Arctan2", () => {
  it("is within 2.5 ulp", () => {
    expect<f64>(worst()).toBeLessThanOrEqual(2.5);
  });

  it("does not depend on neighbours", () => {
    expect<i32>(dependent()).toBe(0);
  });

  it("tells zeros by their signs", () => {
    expect<bool>(Laws.same(at(0, 0), 0)).toBe(true);
    expect<bool>(Laws.same(at(-0.0, 0), -0.0)).toBe(true);
    expect<bool>(Laws.same(at(0, -0.0), 3.1415927410125732)).toBe(true);
    expect<bool>(Laws.same(at(-0.0, -0.0), -3.1415927410125732)).toBe(true);
    expect<bool>(Laws.same(at(1, -0.0), 1.5707963705062866)).toBe(true);
  });

  it("has the directions of infinity, and keeps NaN", () => {
    expect<bool>(Laws.same(at(Infinity, Infinity), 0.7853981852531433)).toBe(true);
    expect<bool>(Laws.same(at(Infinity, -Infinity), 2.356194496154785)).toBe(true);
    expect<bool>(Laws.same(at(-Infinity, 1), -1.5707963705062866)).toBe(true);
    expect<bool>(Laws.same(at(1, -Infinity), 3.1415927410125732)).toBe(true);
    expect<bool>(F32.isNaN(at(NaN, 1))).toBe(true);
    expect<bool>(F32.isNaN(at(1, NaN))).toBe(true);
  });
});
