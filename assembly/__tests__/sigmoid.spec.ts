import { Reference } from "../../build/accuracy/reference";
import { Sigmoid } from "../simd/sigmoid";
import { Laws } from "./laws";

describe("Sigmoid", () => {
  it("is within 2 ulp", () => {
    expect<f64>(Laws.worst(Sigmoid.f4, Reference.sigmoid)).toBeLessThanOrEqual(2);
  });
  it("depends on its lane only", () => {
    expect<i32>(Laws.dependent(Sigmoid.f4)).toBe(0);
  });
  it("has the special values", () => {
    expect<bool>(Laws.gives(Sigmoid.f4, 0, 0.5)).toBe(true, "sigmoid(0)");
    expect<bool>(Laws.gives(Sigmoid.f4, -0.0, 0.5)).toBe(true, "sigmoid(-0.0)");
    expect<bool>(Laws.gives(Sigmoid.f4, Infinity, 1)).toBe(true, "sigmoid(Infinity)");
    expect<bool>(Laws.gives(Sigmoid.f4, -Infinity, 0)).toBe(true, "sigmoid(-Infinity)");
    expect<bool>(Laws.gives(Sigmoid.f4, NaN, NaN)).toBe(true, "sigmoid(NaN)");
    expect<bool>(Laws.gives(Sigmoid.f4, reinterpret<f32>(0xc2cff1b4), reinterpret<f32>(1))).toBe(
      true,
      "sigmoid(reinterpret<f32>(0xc2cff1b4))",
    ); // the last result above 0
    expect<bool>(Laws.gives(Sigmoid.f4, reinterpret<f32>(0xc2cff1b5), 0)).toBe(
      true,
      "sigmoid(reinterpret<f32>(0xc2cff1b5))",
    ); // the first that is 0
  });
});
