/** Weights of Keras 3 in whole models of HDF5 that stand otherwise than in `.keras`: adapters, scaled losses. */
import { FormatError, loadModel } from "keratin";
import { describe, expect, test } from "vitest";
import { loraScale, plainArrays } from "../../ts/saving/adapted";
import { valuesOf } from "../../ts/saving/derived";
import type { StoredArray } from "../../ts/saving/stored";
import { fileOf } from "./files-support";

const array = (name: string, shape: number[], values: number[], dtype = "float32"): StoredArray => ({
  name,
  shape,
  dtype,
  async pour(Target, take) {
    const target = new Target(values.length);
    target.set(values as never);
    take(target, 0);
  },
});
const layer = { where: "m", className: "Dense", names: ["kernel", "bias"], shapes: [[2, 2], [2]] };

describe("LoRA", () => {
  const stored = [
    array("m/d/bias", [2], [7, 8]),
    array("m/d/lora_kernel_a", [2, 1], [1, 2]),
    array("m/d/lora_kernel_b", [1, 2], [10, 20]),
    array("m/d/kernel", [2, 2], [1, 2, 3, 4]),
  ];

  test("is added to the kernel, times its scale", async () => {
    const [kernel, bias] = plainArrays(layer, stored, 0.5);
    expect([...(await valuesOf(kernel!))]).toEqual([6, 12, 13, 24]);
    expect([...(await valuesOf(bias!))]).toEqual([7, 8]);
  });

  test("of other sizes is refused", () => {
    const wide = stored.map((one) => (one.name.endsWith("_b") ? array(one.name, [1, 3], [1, 2, 3]) : one));
    expect(() => plainArrays(layer, wide, 1)).toThrow(FormatError);
    expect(() => plainArrays(layer, stored.slice(1), 1)).toThrow(/the weight bias is missing/);
  });

  test("has the scale of the layer that its path leads to", () => {
    const dense = (alpha: number): unknown => ({
      class_name: "Dense",
      config: { name: "d", lora_rank: 2, lora_alpha: alpha },
    });
    const inner = (name: string, alpha: number): unknown => ({
      class_name: "Sequential",
      config: { name, layers: [dense(alpha)] },
    });
    const config = { class_name: "Functional", config: { name: "m", layers: [inner("a", 4), inner("b", 6)] } };
    expect([loraScale(config, "a/d"), loraScale(config, "m/b/d"), loraScale(config, "m/c")]).toEqual([2, 3, 1]);
  });
});

test("The state of an optimizer inside the one that scales the loss is taken over", async () => {
  const model = await loadModel(fileOf("k3_3.15.1", "mixed_adam.h5"));
  expect(model.optimizer!.iterations).toBeGreaterThan(0);
  expect(
    model
      .optimizer!.variables.at(-1)!
      .read()
      .some((value) => value !== 0),
  ).toBe(true);
});
