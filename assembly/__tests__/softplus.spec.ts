import { Reference } from "../../build/accuracy/reference";
import { Softplus } from "../simd/softplus";
import { Laws } from "./laws";

describe("Softplus", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Softplus.f4, Reference.softplus)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Softplus.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Softplus.f4, Infinity, Infinity)).toBe(true, "softplus(Infinity)");
    expect<bool>(Laws.gives(Softplus.f4, -Infinity, 0)).toBe(true, "softplus(-Infinity)");
    expect<bool>(Laws.gives(Softplus.f4, NaN, NaN)).toBe(true, "softplus(NaN)");
    expect<bool>(Laws.gives(Softplus.f4, 1e30, 1e30)).toBe(true, "softplus(1e30)");
    expect<bool>(Laws.gives(Softplus.f4, 3.4028234663852886e38, 3.4028234663852886e38)).toBe(
      true,
      "softplus(3.4028234663852886e38)",
    );
    expect<bool>(Laws.gives(Softplus.f4, reinterpret<f32>(0xc2cff1b4), reinterpret<f32>(1))).toBe(
      true,
      "softplus(reinterpret<f32>(0xc2cff1b4))",
    ); // the last result above 0
    expect<bool>(Laws.gives(Softplus.f4, reinterpret<f32>(0xc2cff1b5), 0)).toBe(
      true,
      "softplus(reinterpret<f32>(0xc2cff1b5))",
    ); // the first that is 0
  });
});
