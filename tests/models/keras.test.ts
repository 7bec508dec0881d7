import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadModel, Tensor } from "../../ts/index";
import { distance, type GoldenArray, readGolden, repositoryPath, tensorOf, valuesOf } from "../support/golden";

interface Fixture {
  batches: [number, number][];
  x: GoldenArray[];
  y: GoldenArray[];
  sampleWeight: GoldenArray[] | null;
  prediction: GoldenArray[];
  logs: Record<string, number>[];
  paths: string[];
  trainable: boolean[];
  weights: GoldenArray[];
  predictionAfter: GoldenArray[];
  evaluateRows: number;
  evaluation: Record<string, number>;
  excluded: number[];
}

// Another folder of fixtures, made by `python tests/oracle/models.py --seed N --out FOLDER`, can be tried too.
const folders = process.env.KERATIN_MODELS
  ? [process.env.KERATIN_MODELS]
  : ["tests/golden/models", "tests/golden/classes"];
const names = folders.flatMap((folder) =>
  readdirSync(repositoryPath(folder))
    .filter((file) => file.endsWith(".keras"))
    .map((file) => `${folder}/${file.slice(0, -6)}`),
);

const rows = (array: GoldenArray, [from, to]: [number, number]): Tensor => {
  const whole = tensorOf(array);
  const size = whole.size / whole.dims[0]!;
  return Tensor.constant(
    whole.value!.slice(from * size, to * size) as Float32Array,
    [to - from, ...whole.dims.slice(1)],
    whole.dtype,
  );
};
const list = (x: Tensor | Tensor[]): Tensor[] => (Array.isArray(x) ? x : [x]);

describe("models drawn at random behave as in Keras", () => {
  const least = process.env.KERATIN_MODELS ? 1 : 110;
  test(`there are at least ${least} of them`, () => expect(names.length).toBeGreaterThanOrEqual(least));

  test.each(names)("model %s: predictions, 20 training steps, evaluation", async (name) => {
    const golden = readGolden<Fixture>(`${name}.json`);
    const model = await loadModel(repositoryPath(`${name}.keras`));
    const before = list(await model.predictAll(golden.x.map(tensorOf)));
    golden.prediction.forEach((want, i) => {
      expect(before[i]!.shape).toEqual(want.shape);
      expect(distance(before[i]!.dataSync(), valuesOf(want)), `prediction ${i}`).toBeLessThan(1e-5);
    });
    for (const [step, want] of golden.logs.entries()) {
      const range = golden.batches[step % golden.batches.length]!;
      const pick = (arrays: GoldenArray[]): Tensor[] => arrays.map((array) => rows(array, range));
      const weight = golden.sampleWeight ? { sampleWeight: pick(golden.sampleWeight) } : {};
      const logs = await model.trainOnBatch(pick(golden.x), pick(golden.y), weight);
      expect(Object.keys(logs), `names of the logs of step ${step}`).toEqual(Object.keys(want));
      for (const [key, value] of Object.entries(want)) {
        expect(
          distance([logs[key]!], [value]),
          `${key} of step ${step}: ${logs[key]} instead of ${value}`,
        ).toBeLessThan(1e-4);
      }
    }
    model.weights.forEach((variable, i) => {
      if (golden.excluded.includes(i)) return;
      const far = distance(variable.read(), valuesOf(golden.weights[i]!));
      expect(far, `weight ${i} ${golden.paths[i]} after training`).toBeLessThan(1e-4);
    });
    const after = list(await model.predictAll(golden.x.map(tensorOf)));
    golden.predictionAfter.forEach((want, i) => {
      expect(distance(after[i]!.dataSync(), valuesOf(want)), `prediction ${i} after training`).toBeLessThan(1e-4);
    });
    const range: [number, number] = [0, golden.evaluateRows];
    const weight = golden.sampleWeight ? { sampleWeight: golden.sampleWeight } : {};
    const evaluation = await model.evaluate(golden.x.map(tensorOf), golden.y.map(tensorOf), {
      batchSize: range[1],
      ...(weight.sampleWeight ? { sampleWeight: weight.sampleWeight.map(tensorOf) } : {}),
    });
    for (const [key, value] of Object.entries(golden.evaluation)) {
      expect(distance([evaluation[key]!], [value]), `${key} of evaluate`).toBeLessThan(1e-4);
    }
    model.dispose();
  });
});
