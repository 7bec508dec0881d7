import { Log1p } from "../simd/log1p";
import { Laws } from "./laws";

describe("Log1p", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Log1p.f4, NativeMath.log1p)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Log1p.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Log1p.f4, 0, 0)).toBe(true, "log1p(0)");
    expect<bool>(Laws.gives(Log1p.f4, -0.0, -0.0)).toBe(true, "log1p(-0.0)");
    expect<bool>(Laws.gives(Log1p.f4, -1, -Infinity)).toBe(true, "log1p(-1)");
    expect<bool>(Laws.gives(Log1p.f4, reinterpret<f32>(0xbf800001), NaN)).toBe(
      true,
      "log1p(reinterpret<f32>(0xbf800001))",
    );
    expect<bool>(Laws.gives(Log1p.f4, -Infinity, NaN)).toBe(true, "log1p(-Infinity)");
    expect<bool>(Laws.gives(Log1p.f4, Infinity, Infinity)).toBe(true, "log1p(Infinity)");
    expect<bool>(Laws.gives(Log1p.f4, NaN, NaN)).toBe(true, "log1p(NaN)");
    expect<bool>(Laws.gives(Log1p.f4, reinterpret<f32>(1), reinterpret<f32>(1))).toBe(
      true,
      "log1p(reinterpret<f32>(1))",
    );
    expect<bool>(Laws.gives(Log1p.f4, reinterpret<f32>(0x80000001), reinterpret<f32>(0x80000001))).toBe(
      true,
      "log1p(reinterpret<f32>(0x80000001))",
    );
  });
});
