/** Program A of the design: open what Python saved, use it, teach it, save it back. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadModel, utils } from "keratin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDigits, turned } from "../../examples/digits/mnist";
import { distance, type GoldenArray, readGolden, repositoryPath, valuesOf } from "../support/golden";

interface Measured {
  prediction: GoldenArray;
  accuracy: number;
  loss: number;
}

const golden = readGolden<{ rows: number; upright: Measured; turned: Measured }>("tests/golden/digits.json");
const path = repositoryPath("examples/digits/digits.keras");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-digits-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the digits model sees all test digits of MNIST as Keras does, upright and turned", async () => {
  const model = await loadModel(path);
  const upright = readDigits("t10k", golden.rows);
  for (const [digits, want] of [
    [upright, golden.upright],
    [turned(upright), golden.turned],
  ] as const) {
    const rows = want.prediction.shape[0]!;
    const scores = await model.predict(digits.images.subarray(0, rows * 784));
    expect(scores.shape).toEqual(want.prediction.shape);
    expect(distance(scores.dataSync(), valuesOf(want.prediction))).toBeLessThan(1e-5);
    const result = await model.evaluate(digits.images, digits.labels, { batchSize: 500 });
    expect(result.accuracy).toBeCloseTo(want.accuracy, 4);
    expect(result.loss).toBeCloseTo(want.loss, 4);
  }
  model.dispose();
});

test("its last layer learns turned digits, and the file it is saved to holds all of it", async () => {
  utils.setRandomSeed(3);
  const model = await loadModel(path);
  const lessons = turned(readDigits("train", 2000));
  const exam = turned(readDigits("t10k", 500));
  const before = await model.evaluate(exam.images, exam.labels);
  for (const layer of model.layers.slice(0, -1)) layer.trainable = false;
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  const frozen = model.getLayer("strokes").getWeights()[0]!.dataSync();
  const history = await model.fit(lessons.images, lessons.labels, {
    epochs: 5,
    batchSize: 32,
    validationSplit: 0.2,
    verbose: 0,
  });
  expect(Object.keys(history.history).sort()).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
  expect(history.history.val_loss).toHaveLength(5);
  expect(history.history.loss!.at(-1)).toBeLessThan(history.history.loss![0]! / 2);
  expect(model.getLayer("strokes").getWeights()[0]!.dataSync()).toEqual(frozen);
  const after = await model.evaluate(exam.images, exam.labels);
  expect(after.accuracy).toBeGreaterThan(before.accuracy! + 0.3);

  const file = join(folder, "mine.keras");
  await model.save(file);
  const again = await loadModel(file);
  expect(again.optimizer.iterations).toBe(5 * 50);
  expect(again.layers.map((layer) => layer.trainable)).toEqual(model.layers.map((layer) => layer.trainable));
  const [first, second] = [await model.predict(exam.images), await again.predict(exam.images)];
  expect(second.dataSync()).toEqual(first.dataSync());
  model.dispose();
  again.dispose();
});
