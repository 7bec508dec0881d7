/** Constraints as in Keras: on values, and after the steps of an optimizer. */
import { Constraint, constraints, K, layers, ops, optimizers, Sequential, type Tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { CLASSES } from "../../ts/nn/gen/constraints";
import { distance, type GoldenArray, tensorOf, valuesOf } from "../support/golden";
import { casesOf, titled } from "./support";

interface ConstraintCase {
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  value: GoldenArray;
  constrained: GoldenArray;
  optimizer: Record<string, unknown>;
  gradients: GoldenArray[];
  after: GoldenArray[];
}

const cases = casesOf<ConstraintCase>("constraints");

test("every one has a fixture", () => {
  expect([...new Set(cases.map((one) => one.class_name))].sort()).toEqual(CLASSES.map((c) => c.className).sort());
});

describe("values, configs and steps are Keras's", () => {
  test.each(titled(cases))("%s", (_title, one) => {
    const constraint = constraints.deserialize({ class_name: one.class_name, config: one.options });
    expect(constraint.getConfig()).toEqual(one.config);
    expect(distance(constraint.apply(tensorOf(one.value)).dataSync(), valuesOf(one.constrained))).toBeLessThan(1e-6);
    const w = K.variable(tensorOf(one.value));
    w.constraint = (x): Tensor => constraint.apply(x);
    const sgd = optimizers.deserialize({ class_name: "SGD", config: one.optimizer });
    one.gradients.forEach((gradient, i) => {
      sgd.apply([tensorOf(gradient)], [w]);
      expect(distance(w.read(), valuesOf(one.after[i]!)), `step ${i}`).toBeLessThan(1e-5);
    });
  });
});

describe("in a model", () => {
  test("fit keeps constrained weights where they belong, configs keep the constraint", async () => {
    class Half extends Constraint {
      override apply(w: Tensor): Tensor {
        return ops.clip(w, -0.5, 0.5);
      }
    }
    const dense = layers.dense({ units: 3, kernelConstraint: "non_neg", biasConstraint: new Half() });
    const norm = layers.batchNormalization({ gammaConstraint: constraints.maxNorm({ maxValue: 0.25 }) });
    const model = new Sequential([layers.input({ shape: [2] }), dense, norm]);
    model.compile({ optimizer: new optimizers.Adam({ learningRate: 1 }), loss: "mse" });
    const x = [
      [1, 2],
      [-3, 4],
      [5, -6],
    ];
    await model.fit(
      x,
      [
        [9, 9, 9],
        [-9, -9, 9],
        [9, -9, -9],
      ],
      { epochs: 3, verbose: 0 },
    );
    expect(dense.kernel.read().every((v) => v >= 0)).toBe(true);
    expect(dense.bias!.read().every((v) => Math.abs(v) <= 0.5)).toBe(true);
    expect(Math.hypot(...norm.gamma!.read())).toBeCloseTo(0.25, 4);
    const { config } = constraints.serialize(constraints.get("non_neg"));
    expect(config).toEqual({});
    expect(norm.getConfig().gamma_constraint).toEqual({
      module: "keras.constraints",
      class_name: "MaxNorm",
      config: { max_value: 0.25, axis: 0 },
      registered_name: null,
    });
    expect(norm.getConfig().beta_constraint).toBeNull();
  });

  test("what is wrong is named at construction", () => {
    expect(() => layers.dense({ units: 1, kernelConstraint: "nobody" })).toThrow(/"nobody" is unknown.*non_neg/);
    expect(() => constraints.maxNorm({ maxValue: "2" as never })).toThrow(/MaxNorm: maxValue is no number.*"2"/);
    expect(() => constraints.unitNorm({ axis: 0.5 })).toThrow(/UnitNorm: axis is no whole number.*0\.5/);
    expect(() => constraints.maxNorm({ max: 2 } as never)).toThrow(/MaxNorm.*max.*maxValue/);
  });
});
