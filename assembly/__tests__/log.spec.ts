import { Log } from "../simd/log";
import { Laws } from "./laws";

describe("Log", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Log.f4, NativeMath.log)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Log.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Log.f4, 0, -Infinity)).toBe(true, "log(0)");
    expect<bool>(Laws.gives(Log.f4, -0.0, -Infinity)).toBe(true, "log(-0.0)");
    expect<bool>(Laws.gives(Log.f4, 1, 0)).toBe(true, "log(1)");
    expect<bool>(Laws.gives(Log.f4, -1, NaN)).toBe(true, "log(-1)");
    expect<bool>(Laws.gives(Log.f4, -1e-40, NaN)).toBe(true, "log(-1e-40)");
    expect<bool>(Laws.gives(Log.f4, -Infinity, NaN)).toBe(true, "log(-Infinity)");
    expect<bool>(Laws.gives(Log.f4, Infinity, Infinity)).toBe(true, "log(Infinity)");
    expect<bool>(Laws.gives(Log.f4, NaN, NaN)).toBe(true, "log(NaN)");
    expect<bool>(Laws.gives(Log.f4, reinterpret<f32>(0xffc00000), NaN)).toBe(true, "log(-NaN)");
  });
});
