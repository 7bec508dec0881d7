import { Reduce } from "../simd/reduce";
import { Select } from "../simd/select";
import { Laws } from "./laws";

describe("Reduce", () => {
  it("adds (0 + 2) + (1 + 3)", () => {
    expect<f32>(Reduce.sum4(f32x4(1, 2, 3, 4))).toBe(10);
    expect<f32>(Reduce.sum4(f32x4(1e8, 1, -1e8, 2))).toBe(3);
    expect<f32>(Reduce.sum4(f32x4(1e8, -1e8, 1, 2))).toBe(0); // both 1 and 2 are lost beside 1e8
  });
  it("finds the largest and the smallest lane, and NaN", () => {
    expect<f32>(Reduce.max4(f32x4(1, 4, 3, 2))).toBe(4);
    expect<f32>(Reduce.min4(f32x4(2, 4, 3, 1))).toBe(1);
    expect<bool>(Laws.same(Reduce.max4(f32x4(-0.0, -1, 0, -2)), 0)).toBe(true, "max(-0, 0)");
    expect<bool>(Laws.same(Reduce.min4(f32x4(0, 1, -0.0, 2)), -0.0)).toBe(true, "min(0, -0)");
    for (let lane: u32 = 0; lane < 4; lane++) {
      const x = v128.bitselect(f32x4.splat(NaN), f32x4.splat(1), i32x4.eq(i32x4(0, 1, 2, 3), i32x4.splat(lane)));
      expect<bool>(Laws.same(Reduce.max4(x), NaN)).toBe(true, "max with NaN");
      expect<bool>(Laws.same(Reduce.min4(x), NaN)).toBe(true, "min with NaN");
    }
  });
});

describe("Select", () => {
  it("chooses by lane, copies and sets signs", () => {
    const chosen = Select.f4(i32x4(-1, 0, -1, 0), f32x4(1, 2, 3, 4), f32x4(5, 6, 7, 8));
    expect<f32>(Reduce.max4(f32x4.sub(chosen, f32x4(1, 6, 3, 8)))).toBe(0);
    expect<f32>(Reduce.min4(f32x4.sub(chosen, f32x4(1, 6, 3, 8)))).toBe(0);
    expect<f32>(f32x4.extract_lane(Select.copySign(f32x4.splat(3), f32x4.splat(-0.0)), 1)).toBe(-3);
    expect<f32>(f32x4.extract_lane(Select.copySign(f32x4.splat(-3), f32x4.splat(2)), 1)).toBe(3);
    expect<f32>(f32x4.extract_lane(Select.negativeAbs(f32x4.splat(3)), 3)).toBe(-3);
  });
});
