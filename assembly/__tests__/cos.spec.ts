import { Cos } from "../simd/cos";
import { Laws } from "./laws";

describe("Cos", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Cos.f4, NativeMath.cos)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Cos.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Cos.f4, 0, 1)).toBe(true, "cos(0)");
    expect<bool>(Laws.gives(Cos.f4, -0.0, 1)).toBe(true, "cos(-0.0)");
    expect<bool>(Laws.gives(Cos.f4, Infinity, NaN)).toBe(true, "cos(Infinity)");
    expect<bool>(Laws.gives(Cos.f4, -Infinity, NaN)).toBe(true, "cos(-Infinity)");
    expect<bool>(Laws.gives(Cos.f4, NaN, NaN)).toBe(true, "cos(NaN)");
    expect<bool>(Laws.gives(Cos.f4, reinterpret<f32>(1), 1)).toBe(true, "cos(reinterpret<f32>(1))");
  });
});
