/** What options of optimizers do to fit. */
import { optimizers } from "keratin";
import { expect, test } from "vitest";
import { rows, small, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
const { x, y } = rows(16);
const options = { batchSize: 4, shuffle: false, ...quiet };

function close(got: number[][], want: number[][]): void {
  got.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(want.flat()[i]!, 6);
  });
}

test("lossScaleFactor scales the loss and its gradients, so that steps and logs stay what they were", async () => {
  const plain = small({ optimizer: new optimizers.Adam({ learningRate: 0.01 }) });
  const scaled = small({ optimizer: new optimizers.Adam({ learningRate: 0.01, lossScaleFactor: 1024 }) });
  const [first, second] = [await plain.fit(x, y, options), await scaled.fit(x, y, options)];
  close(weightsOf(scaled), weightsOf(plain));
  expect(second.history.loss![0]).toBeCloseTo(first.history.loss![0]!, 6);
});

test("gradientAccumulationSteps takes one step for several batches", async () => {
  const whole = small({ optimizer: new optimizers.SGD({ learningRate: 0.1 }) });
  const parts = small({ optimizer: new optimizers.SGD({ learningRate: 0.1, gradientAccumulationSteps: 2 }) });
  await whole.fit(x, y, { ...options, batchSize: 8 });
  await parts.fit(x, y, options);
  expect([whole.optimizer.iterations, parts.optimizer.iterations]).toEqual([2, 2]);
  close(weightsOf(parts), weightsOf(whole));
});

test("useEma leaves the averages in place of the weights at the end of fit, and when it is cut short", async () => {
  const make = (): ReturnType<typeof small> =>
    small({ optimizer: new optimizers.SGD({ useEma: true, emaMomentum: 0.5 }) });
  const [model, plain] = [make(), small()];
  // The averages of the weights of a plain SGD.
  let averages: number[][] | undefined;
  for (let step = 0; step < 4; step++) {
    await plain.trainOnBatch(x.slice(step * 12, step * 12 + 12), y.slice(step * 8, step * 8 + 8));
    const now = weightsOf(plain);
    averages = averages?.map((row, i) => row.map((value, j) => 0.5 * value + 0.5 * now[i]![j]!)) ?? now;
  }
  await model.fit(x, y, options);
  close(weightsOf(model), averages!);
  expect(weightsOf(model)).not.toEqual(weightsOf(plain));
  const cut = make();
  const source = function* (): Generator<unknown[]> {
    for (let step = 0; step < 4; step++) yield [x.slice(step * 12, step * 12 + 12), y.slice(step * 8, step * 8 + 8)];
    throw new Error("no more");
  };
  await expect(cut.fit(source, undefined, quiet)).rejects.toThrow("no more");
  close(weightsOf(cut), averages!);
});

test("an optimizer given by name, class, config or factory is the same optimizer", async () => {
  const results: number[][][] = [];
  const config = optimizers.serialize(new optimizers.Adam());
  for (const optimizer of ["adam", "Adam", new optimizers.Adam(), optimizers.adam(), config]) {
    const model = small({ optimizer });
    await model.fit(x, y, options);
    results.push(weightsOf(model));
  }
  for (const weights of results) expect(weights).toEqual(results[0]);
});
