/** Values that are wrong: labels out of range are errors, numbers that are no numbers are not. */
import { layers, Sequential, ValueError } from "keratin";
import { describe, expect, test } from "vitest";
import { fails, rows, small, valuesOfTensor, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
const { x, y } = rows(8);

describe("labels out of range", () => {
  const labels = [0, 1, 0, 1, 0, 1, 0, 1];
  test.each([
    2, -1, 1000,
  ])("a label of %d is an error that names the loss and the label; nothing moved", async (bad) => {
    const model = small({ loss: "sparse_categorical_crossentropy", optimizer: "adam", metrics: ["accuracy"] });
    await model.fit(x, labels, { batchSize: 8, ...quiet });
    const before = weightsOf(model);
    const slots = model.optimizer.variables.map((v) => [...v.read()]);
    const wrong = [...labels];
    wrong[5] = bad;
    await fails(
      () => model.fit(x, wrong, { batchSize: 8, ...quiet }),
      ValueError,
      new RegExp(`sparse.*out of range.*whole numbers from 0 to 1\\. Received ${bad}\\. Check the labels`),
    );
    expect(weightsOf(model)).toEqual(before);
    expect(model.optimizer.variables.map((v) => [...v.read()])).toEqual(slots);
    await fails(() => model.evaluate(x, wrong), ValueError, /out of range/);
    const { history } = await model.fit(x, labels, { batchSize: 8, ...quiet });
    expect(history.loss![0]).toBeGreaterThan(0);
    expect(model.optimizer.iterations).toBe(2);
  });

  test("a bad label in a later batch keeps the steps before it", async () => {
    const [a, b] = [
      small({ loss: "sparse_categorical_crossentropy" }),
      small({ loss: "sparse_categorical_crossentropy" }),
    ];
    const wrong = [...labels.slice(0, 6), 7, 1];
    await fails(() => a.fit(x, wrong, { batchSize: 2, shuffle: false, ...quiet }), ValueError, /Received 7/);
    await b.fit(x.slice(0, 18), labels.slice(0, 6), { batchSize: 2, shuffle: false, ...quiet });
    expect(a.optimizer.iterations).toBe(3);
    expect(weightsOf(a)).toEqual(weightsOf(b));
  });
});

describe("numbers that are no numbers", () => {
  test("NaN in the data makes the loss NaN, and training goes on to its end", async () => {
    const model = small({ metrics: ["mae"] });
    const spoiled = x.slice();
    spoiled[4] = Number.NaN;
    const { history, epoch } = await model.fit(spoiled, y, { batchSize: 4, epochs: 2, ...quiet });
    expect(epoch).toEqual([0, 1]);
    expect(history.loss).toEqual([Number.NaN, Number.NaN]);
    expect(history.mae![1]).toBeNaN();
    const fresh = small();
    model.setWeights(fresh.getWeights());
    model.compile({ optimizer: "sgd", loss: "mse" });
    expect((await model.fit(x, y, quiet)).history.loss![0]).toBeGreaterThan(0);
  });

  test("infinity reaches the loss of its own row alone in prediction", async () => {
    const model = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2 })]);
    model.setWeights([
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [0, 0],
    ]);
    const out = valuesOfTensor(
      await model.predict([
        [1, 2, 3],
        [Number.POSITIVE_INFINITY, 0, 0],
        [1, 1, 1],
      ]),
    );
    expect(out.slice(0, 2)).toEqual([4, 5]);
    expect(out[2]).toBe(Number.POSITIVE_INFINITY);
    expect(out.slice(4)).toEqual([2, 2]);
  });
});
