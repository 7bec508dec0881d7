/** Callbacks that change the learning rate, write a table, or stop at a loss that is no number: as Keras's do. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callbacks, type Logs, optimizers } from "keratin";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rows, small } from "./support";

const { CSVLogger, LambdaCallback, LearningRateScheduler, ReduceLROnPlateau, TerminateOnNaN } = callbacks;
const { x, y } = rows(12);
const script = (name: string, values: readonly number[]) =>
  new LambdaCallback({
    onEpochEnd: (epoch: number, logs?: Logs) => {
      logs![name] = values[epoch]!;
    },
  });

describe("ReduceLROnPlateau", () => {
  const run = async (values: number[], options: callbacks.ReduceLROnPlateauOptions): Promise<number[]> => {
    const model = small({ optimizer: new optimizers.SGD({ learningRate: 1 }) });
    const reduce = new ReduceLROnPlateau({ monitor: "watched", mode: "min", ...options });
    const { history } = await model.fit(x, y, {
      epochs: values.length,
      callbacks: [script("watched", values), reduce],
      verbose: 0,
    });
    return history.learning_rate!.map((rate) => Math.round(rate * 1e6) / 1e6);
  };

  test("logs and lowers the learning rate as Keras does", async () => {
    expect(await run([1, 1, 1, 1, 1, 1, 1, 1, 1], { patience: 2, cooldown: 1, factor: 0.5 })).toEqual([
      1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125,
    ]);
    expect(await run([5, 4, 3, 3, 2.99995, 2.9998, 2, 2, 2, 2], { patience: 1, factor: 0.1, minLr: 0.05 })).toEqual([
      1, 1, 1, 1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05,
    ]);
    expect(await run([3, 2, 2, 2, 2, 2, 1, 1, 1, 1], { patience: 2, cooldown: 2, factor: 0.5, minDelta: 0.5 })).toEqual(
      [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25],
    );
  });

  test("warns once when the value is not there, and refuses a factor of 1", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const model = small();
    await model.fit(x, y, { epochs: 3, callbacks: [new ReduceLROnPlateau({ monitor: "nothing" })], verbose: 0 });
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(/ReduceLROnPlateau: "nothing" is not among the logs\. Expected one of loss, learning_rate/),
    ]);
    warn.mockRestore();
    expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow(/ReduceLROnPlateau: factor is not below 1/);
  });
});

describe("LearningRateScheduler", () => {
  test("sets the learning rate of every epoch and logs it", async () => {
    const model = small({ optimizer: new optimizers.SGD({ learningRate: 1 }) });
    const seen: number[] = [];
    const schedule = (epoch: number, rate: number): number => {
      seen.push(rate);
      return epoch === 0 ? 0.5 : rate / 2;
    };
    const { history } = await model.fit(x, y, {
      epochs: 3,
      callbacks: [new LearningRateScheduler({ schedule })],
      verbose: 0,
    });
    expect(history.learning_rate).toEqual([0.5, 0.25, 0.125]);
    expect(seen).toEqual([1, 0.5, 0.25]);
    expect(model.optimizer.learningRate).toBe(0.125);
  });

  test("says what is wrong", async () => {
    const bad = new LearningRateScheduler({ schedule: () => "1" as never });
    await expect(small().fit(x, y, { callbacks: [bad], verbose: 0 })).rejects.toThrow(
      /LearningRateScheduler: the schedule gave no number\. Received learningRate="1"/,
    );
    expect(() => new LearningRateScheduler({ schedule: 3 as never })).toThrow(/schedule is no function/);
  });
});

describe("TerminateOnNaN", () => {
  test("stops at the first batch whose loss is not finite, or throws", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const broken = x.slice();
    broken[broken.length - 1] = Number.NaN;
    const run = (raiseError: boolean) =>
      small().fit(broken, y, {
        batchSize: 4,
        epochs: 3,
        shuffle: false,
        callbacks: [new TerminateOnNaN({ raiseError })],
        verbose: 0,
      });
    expect((await run(false)).epoch).toEqual([0]);
    expect(log).toHaveBeenCalledWith("Batch 2: Invalid loss, terminating training");
    log.mockRestore();
    await expect(run(true)).rejects.toThrow(/TerminateOnNaN: the loss of batch 2 is not finite\. Received loss=NaN/);
  });
});

describe("CSVLogger", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "keratin-csv-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const fit = (filename: string, options: object, values: unknown[]) =>
    small().fit(x, y, {
      epochs: values.length,
      callbacks: [
        new LambdaCallback({
          onEpochEnd: (epoch: number, logs?: Logs) => {
            for (const key of Object.keys(logs!)) delete logs![key];
            logs!.b = values[epoch] as number;
            logs!['a"'] = 1;
            if (epoch === 1) logs!.late = 2;
          },
        }),
        new CSVLogger({ filename, ...options }),
      ],
      verbose: 0,
    });

  test("writes a table: sorted columns, quotes where they are needed, NA for what is not there", async () => {
    const filename = join(folder, "log.csv");
    await fit(filename, {}, [0.5, [1, 2]]);
    expect(readFileSync(filename, "utf8")).toBe(
      'epoch,"a""",b,"val_a""",val_b\r\n0,1,0.5,NA,NA\r\n1,1,"""[1, 2]""",NA,NA\r\n',
    );
    await fit(filename, { separator: ";" }, [3]);
    expect(readFileSync(filename, "utf8")).toBe('epoch;"a""";b;"val_a""";val_b\r\n0;1;3;NA;NA\r\n');
    await fit(filename, { separator: ";", append: true }, [4]);
    expect(readFileSync(filename, "utf8")).toBe('epoch;"a""";b;"val_a""";val_b\r\n0;1;3;NA;NA\r\n0;1;4;NA;NA\r\n');
    expect(readdirSync(folder)).toEqual(["log.csv"]);
  });

  test("appends to nothing with a header, and never over what it cannot read", async () => {
    const fresh = join(folder, "fresh.csv");
    await fit(fresh, { append: true }, [1]);
    expect(readFileSync(fresh, "utf8").split("\r\n")[0]).toBe('epoch,"a""",b,"val_a""",val_b');
    await expect(fit(folder, { append: true }, [1])).rejects.toThrow(/cannot be read: it is a folder/);
    writeFileSync(fresh, "");
    await fit(fresh, { append: true }, [1]);
    expect(readFileSync(fresh, "utf8").split("\r\n")).toHaveLength(3);
    expect(() => new CSVLogger({ filename: "" })).toThrow(/CSVLogger: filename is no path/);
  });
});
