import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Callback, callbacks, type Logs, loadModel, ValueError } from "keratin";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rows, small, weightsOf } from "./support";

const { EarlyStopping, LambdaCallback, ModelCheckpoint } = callbacks;
const quiet = { verbose: 0 } as const;
const { x, y } = rows(12);

/** Puts given values into the logs of each epoch, before other callbacks see them. */
function script(name: string, values: readonly number[]): Callback {
  return new LambdaCallback({
    onEpochEnd: (epoch: number, logs?: Logs) => {
      logs![name] = values[epoch]!;
    },
  });
}

describe("EarlyStopping", () => {
  const run = async (values: number[], options: callbacks.EarlyStoppingOptions) => {
    const model = small();
    const stop = new EarlyStopping({ monitor: "val_loss", ...options });
    const weights: number[][][] = [];
    const spy = new LambdaCallback({ onEpochEnd: () => void weights.push(weightsOf(model)) });
    const { epoch } = await model.fit(x, y, {
      epochs: values.length,
      callbacks: [script("val_loss", values), spy, stop],
      ...quiet,
    });
    return { model, stop, epochs: epoch.length, weights };
  };

  test("stops after `patience` epochs without a better value", async () => {
    expect((await run([5, 4, 4.5, 4.4, 3, 2, 1], { patience: 2 })).epochs).toBe(4);
    expect((await run([5, 4, 4.5, 3, 3.5, 3.4, 1], { patience: 2 })).epochs).toBe(6);
    expect((await run([1, 2, 3], { patience: 0 })).epochs).toBe(2);
    expect((await run([5, 4, 3, 2], { patience: 1 })).epochs).toBe(4);
  });

  test("counts only steps of more than minDelta as better, in either direction", async () => {
    expect((await run([5, 4.95, 4.9, 4.85], { patience: 2, minDelta: 0.5 })).epochs).toBe(3);
    expect((await run([5, 6, 7, 8], { patience: 1, mode: "max" })).epochs).toBe(4);
    expect((await run([5, 6, 7, 8], { patience: 1 })).epochs).toBe(2);
  });

  test("brings the best epoch's weights back", async () => {
    const { model, stop, weights, epochs } = await run([5, 2, 3, 4, 5], { patience: 2, restoreBestWeights: true });
    expect([epochs, stop.bestEpoch, stop.best, stop.stoppedEpoch]).toEqual([4, 1, 2, 3]);
    expect(weightsOf(model)).toEqual(weights[1]);
    expect(weights[1]).not.toEqual(weights[3]);
    const kept = await run([5, 2, 3, 4, 5], { patience: 2 });
    expect(weightsOf(kept.model)).toEqual(kept.weights[3]);
  });

  test("stops when a baseline is not beaten, and waits for startFromEpoch", async () => {
    expect((await run([5, 4.5, 4, 3], { patience: 2, baseline: 1 })).epochs).toBe(4);
    expect((await run([5, 5, 5, 5], { patience: 2, baseline: 1 })).epochs).toBe(2);
    expect((await run([1, 2, 3, 4, 5, 6], { patience: 1, startFromEpoch: 3 })).epochs).toBe(5);
  });

  test("watches a metric upward by itself, warns once about a name that is not there, and stops nothing then", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const model = small({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
    const labels = Array.from({ length: 12 }, (_, i) => i % 2);
    const up = new EarlyStopping({ monitor: "val_accuracy", patience: 2 });
    const lost = new EarlyStopping({ monitor: "val_auc", mode: "max" });
    const values = [0.1, 0.2, 0.3, 0.2, 0.2, 0.9];
    const { epoch } = await model.fit(x, labels, {
      epochs: 6,
      validationSplit: 0.5,
      callbacks: [script("val_accuracy", values), up, lost],
      ...quiet,
    });
    expect(epoch).toHaveLength(5);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(/EarlyStopping: "val_auc" is not among the logs.*val_accuracy/);
    warn.mockRestore();
  });

  test("says so when it cannot know which way is better, and when an option is unknown", async () => {
    const model = small();
    const lost = new EarlyStopping({ monitor: "mine" });
    await expect(
      model.fit(x, y, { epochs: 3, callbacks: [script("mine", [1, 2, 3]), lost], ...quiet }),
    ).rejects.toThrow(/EarlyStopping: does not know whether mine should rise or fall\..*mode: "min"/);
    expect(() => new EarlyStopping({ patients: 3 } as never)).toThrow(/EarlyStopping.*patients/);
    expect(() => new EarlyStopping({ mode: "down" as never })).toThrow(ValueError);
    await expect(model.fit(x, y, quiet)).resolves.toBeDefined();
  });
});

describe("ModelCheckpoint", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "keratin-checkpoint-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("writes a file for each epoch, its name filled in from the logs", async () => {
    const model = small();
    const filepath = join(folder, "m-{epoch:02d}-{val_loss:.2f}.keras");
    await model.fit(x, y, {
      epochs: 3,
      callbacks: [script("val_loss", [0.5, 0.25, 1]), new ModelCheckpoint({ filepath })],
      ...quiet,
    });
    expect(readdirSync(folder).sort()).toEqual(["m-01-0.50.keras", "m-02-0.25.keras", "m-03-1.00.keras"]);
    const last = await loadModel(join(folder, "m-03-1.00.keras"));
    expect(weightsOf(last)).toEqual(weightsOf(model));
    expect(last.optimizer.iterations).toBe(3);
  });

  test("keeps only the best, beginning with initialValueThreshold", async () => {
    const model = small();
    const filepath = join(folder, "best.keras");
    const weights: number[][][] = [];
    const spy = new LambdaCallback({ onEpochEnd: () => void weights.push(weightsOf(model)) });
    const best = new ModelCheckpoint({ filepath, saveBestOnly: true });
    await model.fit(x, y, { epochs: 4, callbacks: [script("val_loss", [3, 1, 2, 4]), spy, best], ...quiet });
    expect(weightsOf(await loadModel(filepath))).toEqual(weights[1]);
    expect(best.best).toBe(1);
    const never = join(folder, "never.keras");
    const strict = new ModelCheckpoint({ filepath: never, saveBestOnly: true, initialValueThreshold: 0.1 });
    await model.fit(x, y, { epochs: 2, callbacks: [script("val_loss", [3, 1]), strict], ...quiet });
    expect(existsSync(never)).toBe(false);
  });

  test("saves weights alone, every so many batches, and leaves no file beside", async () => {
    const model = small();
    const filepath = join(folder, "w-{epoch}.weights.h5");
    const every = new ModelCheckpoint({ filepath, saveWeightsOnly: true, saveFreq: 4 });
    await model.fit(x, y, { batchSize: 4, epochs: 3, callbacks: [every], ...quiet });
    const files = readdirSync(folder).filter((name) => name.startsWith("w-"));
    expect(files.sort()).toEqual(["w-2.weights.h5", "w-3.weights.h5"]);
    const other = small();
    await other.loadWeights(join(folder, "w-3.weights.h5"));
    expect(weightsOf(other)).not.toEqual(weightsOf(small()));
  });

  test("says what is wrong with its options and its path", async () => {
    expect(() => new ModelCheckpoint({ filepath: "a.h5" })).toThrow(
      /ModelCheckpoint: the path has the wrong ending\. Expected .*\.keras.*"a\.h5"/,
    );
    expect(() => new ModelCheckpoint({ filepath: "a.keras", saveFreq: 0 })).toThrow(/saveFreq/);
    const model = small();
    const filepath = join(folder, "{val_acc}.keras");
    await expect(model.fit(x, y, { callbacks: [new ModelCheckpoint({ filepath })], ...quiet })).rejects.toThrow(
      /there is no "val_acc" to fill into the path\. Expected one of loss, epoch/,
    );
    const nowhere = new ModelCheckpoint({ filepath: join(folder, "no", "folder.keras") });
    await expect(model.fit(x, y, { callbacks: [nowhere], ...quiet })).rejects.toThrow(/cannot be written/);
    await expect(model.fit(x, y, quiet)).resolves.toBeDefined();
  });
});

describe("hooks", () => {
  test("come in Keras's order, and asynchronous ones are awaited", async () => {
    const seen: string[] = [];
    const note = (name: string) => async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(name);
    };
    const model = small();
    const names = [
      "TrainBegin",
      "TrainEnd",
      "EpochBegin",
      "EpochEnd",
      "TrainBatchBegin",
      "TrainBatchEnd",
      "TestBegin",
      "TestEnd",
    ];
    const all = Object.fromEntries(names.map((name) => [`on${name}`, note(name)]));
    await model.fit(x, y, {
      batchSize: 6,
      validationSplit: 0.5,
      epochs: 2,
      callbacks: [new LambdaCallback(all)],
      ...quiet,
    });
    const epoch = ["EpochBegin", "TrainBatchBegin", "TrainBatchEnd", "TestBegin", "TestEnd", "EpochEnd"];
    expect(seen).toEqual(["TrainBegin", ...epoch, ...epoch, "TrainEnd"]);
  });

  test("of batches get the number of the batch and the logs so far; of the end of training the last epoch's", async () => {
    const model = small({ metrics: ["mae"] });
    const batches: [number, number][] = [];
    let end: Logs | undefined;
    const spy = new LambdaCallback({
      onTrainBatchEnd: (batch, logs) => void batches.push([batch, logs!.loss!]),
      onTrainEnd: (logs) => {
        end = logs;
      },
    });
    const { history } = await model.fit(x, y, {
      batchSize: 5,
      epochs: 2,
      validationSplit: 0.25,
      callbacks: [spy],
      ...quiet,
    });
    expect(batches.map(([batch]) => batch)).toEqual([0, 1, 0, 1]);
    expect(batches[1]![1]).toBe(history.loss![0]);
    expect(batches[0]![1]).not.toBe(batches[1]![1]);
    expect(end).toEqual(Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values.at(-1)])));
  });

  test("of evaluate and predict are called", async () => {
    const seen: string[] = [];
    const spy = new LambdaCallback({
      onTestBegin: () => void seen.push("test"),
      onTestEnd: (logs) => void seen.push(Object.keys(logs!).join()),
      onPredictBegin: () => void seen.push("predict"),
      onPredictEnd: () => void seen.push("end"),
    });
    const model = small();
    await model.evaluate(x, y, { callbacks: [spy] });
    await model.predict(x, { callbacks: [spy] });
    expect(seen).toEqual(["test", "loss", "predict", "end"]);
  });

  test("may set the learning rate between epochs and between steps", async () => {
    const frozen = new LambdaCallback({
      onTrainBatchBegin: (batch) => {
        frozen.model.optimizer.learningRate = batch === 0 ? 0.1 : 0;
      },
    });
    const [a, b] = [small(), small()];
    await a.fit(x, y, { batchSize: 4, shuffle: false, callbacks: [frozen], ...quiet });
    b.optimizer.learningRate = 0.1;
    await b.trainOnBatch(x.slice(0, 12), y.slice(0, 8));
    expect(weightsOf(a)).toEqual(weightsOf(b));
    expect(a.optimizer.learningRate).toBe(0);
    const halving = new LambdaCallback({
      onEpochBegin: (epoch) => {
        halving.model.optimizer.learningRate = 0.5 ** (epoch + 1);
      },
    });
    await b.fit(x, y, { epochs: 3, callbacks: [halving], ...quiet });
    expect(b.optimizer.learningRate).toBe(0.125);
  });

  test("unknown ones are an error that lists the known", () => {
    expect(() => new LambdaCallback({ onBatchEnd: () => undefined } as never)).toThrow(
      /no hook "onBatchEnd".*onTrainBatchEnd/,
    );
    expect(() => new LambdaCallback({ onEpochEnd: 3 } as never)).toThrow(/onEpochEnd is no function/);
  });

  test("that throw end fit with their error, and the model goes on working", async () => {
    const model = small();
    const bad = new LambdaCallback({
      onEpochEnd: () => {
        throw new Error("mine");
      },
    });
    await expect(model.fit(x, y, { epochs: 2, callbacks: [bad], ...quiet })).rejects.toThrow("mine");
    expect((await model.fit(x, y, { epochs: 2, ...quiet })).epoch).toEqual([0, 1]);
  });

  test("subclasses of Callback know their model and what training will do", async () => {
    class Spy extends Callback {
      seen: unknown[] = [];
      override onTrainBegin(): void {
        this.seen.push(this.model, this.params.epochs, this.params.steps);
      }
    }
    const model = small();
    const spy = new Spy();
    await model.fit(x, y, { epochs: 2, batchSize: 5, callbacks: [spy], ...quiet });
    expect(spy.seen).toEqual([model, 2, 3]);
  });
});
