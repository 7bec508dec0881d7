import { Tanh } from "../simd/tanh";
import { Laws } from "./laws";

describe("Tanh", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Tanh.f4, NativeMath.tanh)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Tanh.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Tanh.f4, 0, 0)).toBe(true, "tanh(0)");
    expect<bool>(Laws.gives(Tanh.f4, -0.0, -0.0)).toBe(true, "tanh(-0.0)");
    expect<bool>(Laws.gives(Tanh.f4, Infinity, 1)).toBe(true, "tanh(Infinity)");
    expect<bool>(Laws.gives(Tanh.f4, -Infinity, -1)).toBe(true, "tanh(-Infinity)");
    expect<bool>(Laws.gives(Tanh.f4, NaN, NaN)).toBe(true, "tanh(NaN)");
    expect<bool>(Laws.gives(Tanh.f4, 1e30, 1)).toBe(true, "tanh(1e30)");
    expect<bool>(Laws.gives(Tanh.f4, -1e30, -1)).toBe(true, "tanh(-1e30)");
    expect<bool>(Laws.gives(Tanh.f4, reinterpret<f32>(1), reinterpret<f32>(1))).toBe(true, "tanh(reinterpret<f32>(1))");
    expect<bool>(Laws.gives(Tanh.f4, reinterpret<f32>(0x80000001), reinterpret<f32>(0x80000001))).toBe(
      true,
      "tanh(reinterpret<f32>(0x80000001))",
    );
  });
});
