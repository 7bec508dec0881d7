/** The gestures example: train on one user, meet another, learn from a few examples, save and load. */
import { loadModel, utils } from "keratin";
import { expect, test } from "vitest";
import { GESTURES, record, STEPS, type Wearer } from "../../examples/gestures/hand";
import { network } from "../../examples/gestures/network";

const FIRST: Wearer = { speed: 1, reach: 1, turned: false };
const SECOND: Wearer = { speed: 0.8, reach: 0.7, turned: true };

/** The mean of one axis in each window of a gesture. */
function means(wearer: Wearer, gesture: (typeof GESTURES)[number], axis: number): number[] {
  const { windows, labels } = record(wearer, 40, 7);
  return [...labels.keys()]
    .filter((i) => GESTURES[labels[i]!] === gesture)
    .map((i) => {
      const reading = windows.subarray(i * STEPS * 3, (i + 1) * STEPS * 3).filter((_, j) => j % 3 === axis);
      return reading.reduce((a, b) => a + b) / STEPS;
    });
}

test("the sensor reads gravity at rest, a device worn turned sees its first two axes turned, a seed gives one recording", () => {
  const up = means(FIRST, "still", 2);
  expect(up.reduce((a, b) => a + b) / up.length).toBeCloseTo(1, 1);
  expect(Math.min(...up)).toBeGreaterThan(0.7);
  const [plain, turned] = [means(FIRST, "still", 0), means({ ...FIRST, turned: true }, "still", 0)];
  // Gravity on x changes its sign, the sensor's own offset (0.04 g) does not.
  for (const [i, x] of plain.entries()) expect(Math.abs(x + turned[i]!)).toBeLessThan(0.3);
  expect(plain.filter((x) => Math.abs(x) > 0.15).length).toBeGreaterThan(5);
  expect(means({ ...FIRST, turned: true }, "wave", 2)).toEqual(means(FIRST, "wave", 2));
  expect(record(SECOND, 2, 5)).toEqual(record(SECOND, 2, 5));
  expect(record(SECOND, 2, 5).windows).not.toEqual(record(SECOND, 2, 6).windows);
});

test("a gesture model learns one user, fails with another, and a few examples mend it", async () => {
  utils.setRandomSeed(1);
  const lessons = record(FIRST, 100, 1);
  const exam = record(FIRST, 40, 2);
  const newcomerLessons = record(SECOND, 15, 3);
  const newcomerExam = record(SECOND, 40, 4);
  const model = network();
  const compiled = { optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] };
  model.compile(compiled);
  const score = async ({ windows, labels }: typeof exam): Promise<number> =>
    (await model.evaluate(windows, labels, { verbose: 0 })).accuracy!;

  expect(await score(exam)).toBeLessThan(0.4);
  await model.fit(lessons.windows, lessons.labels, { epochs: 24, batchSize: 32, verbose: 0 });
  expect(await score(exam)).toBeGreaterThan(0.85);
  const before = await score(newcomerExam);
  expect(before).toBeLessThan(0.75);

  for (const layer of model.layers) layer.trainable = layer.name === "order" || layer.name === "gesture";
  model.compile(compiled);
  const frozen = ["scale", "strokes", "moves"].map((name) => model.getLayer(name).getWeights());
  const bits = frozen.map((weights) => weights.map((weight) => weight.dataSync()));
  await model.fit(newcomerLessons.windows, newcomerLessons.labels, { epochs: 40, batchSize: 10, verbose: 0 });
  const after = await score(newcomerExam);
  expect(after).toBeGreaterThan(0.8);
  expect(after).toBeGreaterThan(before + 0.1);
  // Frozen layers keep every bit, the moving statistics of the batch normalization too.
  const kept = ["scale", "strokes", "moves"].map((name) => model.getLayer(name).getWeights());
  expect(kept.map((weights) => weights.map((weight) => weight.dataSync()))).toEqual(bits);

  const again = await loadModel(await model.save());
  const [first, second] = [await model.predict(exam.windows), await again.predict(exam.windows)];
  expect(second.dataSync()).toEqual(first.dataSync());
  expect(again.layers.map((layer) => layer.trainable)).toEqual(model.layers.map((layer) => layer.trainable));
  model.dispose();
  again.dispose();
});
