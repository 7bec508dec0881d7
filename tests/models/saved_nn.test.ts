/** Metrics with state, schedules and constraints in training, and in files. */
import { layers, loadModel, metrics, optimizers, Sequential } from "keratin";
import { expect, test, vi } from "vitest";

const x = Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * i));
const y = Float32Array.from({ length: 20 }, (_, i) => Number(x[4 * i]! + x[4 * i + 1]! > 0));

function model(optimizer: optimizers.Optimizer): Sequential {
  const made = new Sequential([
    layers.input({ shape: [4] }),
    layers.dense({ units: 3, activation: "mish", kernelConstraint: "max_norm" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  made.compile({
    optimizer,
    loss: "binary_focal_crossentropy",
    metrics: [
      "auc",
      "accuracy",
      new metrics.Precision({ thresholds: [0.25, 0.5] }),
      new metrics.F1Score({ threshold: 0.5 }),
    ],
  });
  return made;
}

test.each([
  [
    "a schedule",
    () =>
      new optimizers.Nadam({
        learningRate: new optimizers.schedules.CosineDecay({ initialLearningRate: 0.1, decaySteps: 12 }),
      }),
  ],
  ["Muon", () => new optimizers.Muon({ learningRate: 0.05 })],
  ["Adafactor", () => new optimizers.Adafactor({ learningRate: 0.05 })],
  ["Ftrl", () => new optimizers.Ftrl({ learningRate: 0.05, gradientAccumulationSteps: 2 })],
])("training with %s goes on from a file as if it had never stopped", async (_name, make) => {
  const options = { batchSize: 5, shuffle: false, verbose: 0 } as const;
  const whole = model(make());
  whole.setWeights(whole.weights.map((w, i) => Float32Array.from({ length: w.size }, (_, j) => Math.cos(i + j))));
  const part = model(make());
  part.setWeights(whole.getWeights());
  const all = await whole.fit(x, y, { ...options, epochs: 4 });
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  await part.fit(x, y, { ...options, epochs: 2, verbose: 2 });
  expect([...log.mock.calls, ...write.mock.calls].flat().join("")).toMatch(/ - precision: \d\.\d{4}/);
  vi.restoreAllMocks();
  const again = await loadModel(await part.save());
  const rest = await (again as Sequential).fit(x, y, { ...options, epochs: 4, initialEpoch: 2 });
  for (const [name, values] of Object.entries(all.history)) expect(rest.history[name], name).toEqual(values.slice(2));
  again.weights.forEach((w, i) => {
    expect(w.read()).toEqual(whole.weights[i]!.read());
  });
  expect(all.history.auc!.every((value) => value > 0 && value <= 1)).toBe(true);
  // A metric of several values is a list in the logs.
  expect(all.history.precision!.map((value) => (value as unknown as number[]).length)).toEqual([2, 2, 2, 2]);
});
