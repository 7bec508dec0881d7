import { Expm1 } from "../simd/expm1";
import { Laws } from "./laws";

describe("Expm1", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Expm1.f4, NativeMath.expm1)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Expm1.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Expm1.f4, 0, 0)).toBe(true, "expm1(0)");
    expect<bool>(Laws.gives(Expm1.f4, -0.0, -0.0)).toBe(true, "expm1(-0.0)");
    expect<bool>(Laws.gives(Expm1.f4, Infinity, Infinity)).toBe(true, "expm1(Infinity)");
    expect<bool>(Laws.gives(Expm1.f4, -Infinity, -1)).toBe(true, "expm1(-Infinity)");
    expect<bool>(Laws.gives(Expm1.f4, NaN, NaN)).toBe(true, "expm1(NaN)");
    expect<bool>(Laws.gives(Expm1.f4, reinterpret<f32>(0x42b17218), Infinity)).toBe(
      true,
      "expm1(reinterpret<f32>(0x42b17218))",
    );
    expect<bool>(Laws.gives(Expm1.f4, reinterpret<f32>(1), reinterpret<f32>(1))).toBe(
      true,
      "expm1(reinterpret<f32>(1))",
    );
    expect<bool>(Laws.gives(Expm1.f4, reinterpret<f32>(0x80000001), reinterpret<f32>(0x80000001))).toBe(
      true,
      "expm1(reinterpret<f32>(0x80000001))",
    );
    expect<bool>(Laws.gives(Expm1.f4, -1e30, -1)).toBe(true, "expm1(-1e30)");
  });
});
