import { Reference } from "../../build/accuracy/reference";
import { Erf } from "../simd/erf";
import { Laws } from "./laws";

describe("Erf", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Erf.f4, Reference.erf)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Erf.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Erf.f4, 0, 0)).toBe(true, "erf(0)");
    expect<bool>(Laws.gives(Erf.f4, -0.0, -0.0)).toBe(true, "erf(-0.0)");
    expect<bool>(Laws.gives(Erf.f4, Infinity, 1)).toBe(true, "erf(Infinity)");
    expect<bool>(Laws.gives(Erf.f4, -Infinity, -1)).toBe(true, "erf(-Infinity)");
    expect<bool>(Laws.gives(Erf.f4, NaN, NaN)).toBe(true, "erf(NaN)");
    expect<bool>(Laws.gives(Erf.f4, 1e30, 1)).toBe(true, "erf(1e30)");
    expect<bool>(Laws.gives(Erf.f4, -1e30, -1)).toBe(true, "erf(-1e30)");
    expect<bool>(Laws.gives(Erf.f4, reinterpret<f32>(1), reinterpret<f32>(1))).toBe(true, "erf(reinterpret<f32>(1))");
    expect<bool>(Laws.gives(Erf.f4, reinterpret<f32>(0x80000001), reinterpret<f32>(0x80000001))).toBe(
      true,
      "erf(reinterpret<f32>(0x80000001))",
    );
  });
});
