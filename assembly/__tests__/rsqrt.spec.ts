import { Reference } from "../../build/accuracy/reference";
import { Rsqrt } from "../simd/rsqrt";
import { Laws } from "./laws";

describe("Rsqrt", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Rsqrt.f4, Reference.rsqrt)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Rsqrt.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Rsqrt.f4, 0, Infinity)).toBe(true, "rsqrt(0)");
    expect<bool>(Laws.gives(Rsqrt.f4, -0.0, -Infinity)).toBe(true, "rsqrt(-0.0)");
    expect<bool>(Laws.gives(Rsqrt.f4, Infinity, 0)).toBe(true, "rsqrt(Infinity)");
    expect<bool>(Laws.gives(Rsqrt.f4, -Infinity, NaN)).toBe(true, "rsqrt(-Infinity)");
    expect<bool>(Laws.gives(Rsqrt.f4, -1, NaN)).toBe(true, "rsqrt(-1)");
    expect<bool>(Laws.gives(Rsqrt.f4, NaN, NaN)).toBe(true, "rsqrt(NaN)");
    expect<bool>(Laws.gives(Rsqrt.f4, 0.25, 2)).toBe(true, "rsqrt(0.25)");
  });
});
