/** A file that Keras saved in the middle of training goes on here as it went on there. */
import { loadModel, type Model, Tensor } from "keratin";
import { expect, test } from "vitest";
import { distance, type GoldenArray, readGolden, repositoryPath, tensorOf, valuesOf } from "../support/golden";

interface State {
  weights: GoldenArray[];
  [key: string]: unknown;
}
interface Fixture {
  stepsBeforeSaving: number;
  batches: { x: GoldenArray[]; y: GoldenArray[]; sampleWeight?: GoldenArray[] | null }[];
  logs: Record<string, number>[];
  paths: string[];
  saved: State;
  after: State;
  predictionAfter: GoldenArray[];
}

const golden = readGolden<Fixture>("tests/golden/resume.json");

function compare(model: Model, state: State, limit: number): void {
  const optimizer = state.optimizer as { name?: string; value?: GoldenArray }[] | GoldenArray[];
  model.weights.forEach((variable, i) => {
    expect(distance(variable.read(), valuesOf(state.weights[i]!)), golden.paths[i]).toBeLessThanOrEqual(limit);
  });
  expect(model.optimizer.variables).toHaveLength(optimizer.length);
  model.optimizer.variables.forEach((variable, i) => {
    const item = optimizer[i]!;
    const array = ("value" in item ? item.value : item) as GoldenArray;
    expect(distance(variable.read(), valuesOf(array)), `optimizer variable ${i}, ${variable.path}`).toBeLessThanOrEqual(
      limit,
    );
  });
}

test("weights, optimizer state and logs of a resumed training agree with Keras's own continuation", async () => {
  const model = await loadModel(repositoryPath("tests/golden/resume.keras"));
  compare(model, golden.saved, 0);
  expect(model.optimizer.iterations).toBe(golden.stepsBeforeSaving);
  for (let step = golden.stepsBeforeSaving; step < golden.batches.length; step++) {
    const { x, y, sampleWeight } = golden.batches[step]!;
    const options = sampleWeight ? { sampleWeight: sampleWeight.map(tensorOf) } : {};
    const logs = await model.trainOnBatch(x.map(tensorOf), y.map(tensorOf), options);
    expect(Object.keys(logs)).toEqual(Object.keys(golden.logs[step]!));
    for (const [name, value] of Object.entries(golden.logs[step]!)) {
      expect(distance([logs[name]!], [value]), `${name} of step ${step}`).toBeLessThan(1e-4);
    }
  }
  compare(model, golden.after, 1e-4);
  const outputs = await model.predictAll(golden.batches[0]!.x.map(tensorOf));
  (outputs instanceof Tensor ? [outputs] : outputs).forEach((output, i) => {
    expect(distance(output.dataSync(), valuesOf(golden.predictionAfter[i]!))).toBeLessThan(1e-4);
  });
});
