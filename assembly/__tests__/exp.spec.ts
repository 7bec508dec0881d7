import { Exp } from "../simd/exp";
import { Laws } from "./laws";

describe("Exp", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Exp.f4, NativeMath.exp)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Exp.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Exp.f4, 0, 1)).toBe(true, "exp(0)");
    expect<bool>(Laws.gives(Exp.f4, -0.0, 1)).toBe(true, "exp(-0.0)");
    expect<bool>(Laws.gives(Exp.f4, Infinity, Infinity)).toBe(true, "exp(Infinity)");
    expect<bool>(Laws.gives(Exp.f4, -Infinity, 0)).toBe(true, "exp(-Infinity)");
    expect<bool>(Laws.gives(Exp.f4, NaN, NaN)).toBe(true, "exp(NaN)");
    expect<bool>(Laws.gives(Exp.f4, reinterpret<f32>(0x42b17217), reinterpret<f32>(0x7f7fff84))).toBe(
      true,
      "exp(reinterpret<f32>(0x42b17217))",
    ); // the last finite result
    expect<bool>(Laws.gives(Exp.f4, reinterpret<f32>(0x42b17218), Infinity)).toBe(
      true,
      "exp(reinterpret<f32>(0x42b17218))",
    ); // the first infinite one
    expect<bool>(Laws.gives(Exp.f4, reinterpret<f32>(0xc2cff1b4), reinterpret<f32>(1))).toBe(
      true,
      "exp(reinterpret<f32>(0xc2cff1b4))",
    ); // the last result above 0
    expect<bool>(Laws.gives(Exp.f4, reinterpret<f32>(0xc2cff1b5), 0)).toBe(true, "exp(reinterpret<f32>(0xc2cff1b5))"); // the first that is 0
    expect<bool>(Laws.gives(Exp.f4, -1e30, 0)).toBe(true, "exp(-1e30)");
    expect<bool>(Laws.gives(Exp.f4, 1e30, Infinity)).toBe(true, "exp(1e30)");
  });
});
