import { Sin } from "../simd/sin";
import { Laws } from "./laws";

describe("Sin", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Sin.f4, NativeMath.sin)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Sin.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Sin.f4, 0, 0)).toBe(true, "sin(0)");
    expect<bool>(Laws.gives(Sin.f4, -0.0, -0.0)).toBe(true, "sin(-0.0)");
    expect<bool>(Laws.gives(Sin.f4, Infinity, NaN)).toBe(true, "sin(Infinity)");
    expect<bool>(Laws.gives(Sin.f4, -Infinity, NaN)).toBe(true, "sin(-Infinity)");
    expect<bool>(Laws.gives(Sin.f4, NaN, NaN)).toBe(true, "sin(NaN)");
    expect<bool>(Laws.gives(Sin.f4, reinterpret<f32>(1), reinterpret<f32>(1))).toBe(true, "sin(reinterpret<f32>(1))");
    expect<bool>(Laws.gives(Sin.f4, reinterpret<f32>(0x80000001), reinterpret<f32>(0x80000001))).toBe(
      true,
      "sin(reinterpret<f32>(0x80000001))",
    );
  });
});
