import { expect, test } from "vitest";
import { K, optimizers } from "../../ts/index";

test("Adagrad takes Keras's steps", () => {
  const w = K.variable([1, -2, 0.5]);
  const adagrad = optimizers.get({
    class_name: "Adagrad",
    config: { learning_rate: 0.1, initial_accumulator_value: 0.2 },
  });
  const want = [1, -2, 0.5];
  const sums = [0.2, 0.2, 0.2];
  for (let step = 1; step <= 5; step++) {
    const g = [0.3 * step, -0.1, 2 / step];
    adagrad.apply([K.constant(g)], [w]);
    g.forEach((value, i) => {
      sums[i]! += value * value;
      want[i]! -= (0.1 * value) / Math.sqrt(sums[i]! + 1e-7);
    });
  }
  w.read().forEach((value, i) => expect(value).toBeCloseTo(want[i]!, 5));
  expect(adagrad.getConfig().initial_accumulator_value).toBe(0.2);
});
