/** BackupAndRestore: an interrupted fit goes on where it was, to the same bits as one that was never interrupted. */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callbacks, K, type Logs, layers, type Model, Sequential, utils } from "keratin";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { wave, weightsOf } from "./support";

const { BackupAndRestore, Callback, LambdaCallback } = callbacks;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-backup-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => K.clearSession());

const x = wave(24 * 3, 0.3);
const y = wave(24, 0.8);
const options = { epochs: 4, batchSize: 5, shuffle: false, verbose: 0 } as const;

function model(): Model {
  utils.setRandomSeed(3);
  const net = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 4 }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "adam", loss: "mse" });
  return net;
}

/** Stops training as a crash does. */
class Crash extends Callback {
  readonly epoch: number;
  constructor(epoch: number) {
    super();
    this.epoch = epoch;
  }
  override onEpochBegin(epoch: number, _logs?: Logs): void {
    if (epoch === this.epoch) throw new Error("power cut");
  }
}

test("goes on at the epoch that was reached, with optimizer state, and removes the backup in the end", async () => {
  const whole = model();
  await whole.fit(x, y, options);
  const backupDir = join(folder, "a", "b");
  const first = model();
  const cut = [new BackupAndRestore({ backupDir }), new Crash(2)];
  await expect(first.fit(x, y, { ...options, callbacks: cut })).rejects.toThrow("power cut");
  expect(readdirSync(backupDir).sort()).toEqual(["latest.weights.h5", "training_metadata.json"]);
  const second = model();
  const epochs: number[] = [];
  const spy = new LambdaCallback({ onEpochBegin: (epoch) => void epochs.push(epoch) });
  await second.fit(x, y, { ...options, callbacks: [new BackupAndRestore({ backupDir }), spy] });
  expect(epochs).toEqual([2, 3]);
  expect(weightsOf(second)).toEqual(weightsOf(whole));
  expect(existsSync(backupDir)).toBe(false);
});

test("weights that are newer than their record, or older, are told by the optimizer's steps", async () => {
  const backupDir = join(folder, "c");
  const first = model();
  const cut = [new BackupAndRestore({ backupDir }), new Crash(1)];
  await expect(first.fit(x, y, { ...options, callbacks: cut })).rejects.toThrow("power cut");
  renameSync(join(backupDir, "latest.weights.h5"), join(backupDir, "old"));
  const next = model();
  const again = [new BackupAndRestore({ backupDir, deleteCheckpoint: false }), new Crash(2)];
  await expect(next.fit(x, y, { ...options, callbacks: again })).rejects.toThrow("power cut");
  // The record is of two epochs, as if the weights had not been written any more.
  const record = { epoch: 2, batch: 0, iterations: 10, previous: { epoch: 1, batch: 0, iterations: 5 } };
  writeFileSync(join(backupDir, "training_metadata.json"), JSON.stringify(record));
  renameSync(join(backupDir, "old"), join(backupDir, "latest.weights.h5"));
  const epochs: number[] = [];
  const spy = new LambdaCallback({ onEpochBegin: (epoch) => void epochs.push(epoch) });
  const last = model();
  await last.fit(x, y, { ...options, callbacks: [new BackupAndRestore({ backupDir }), spy] });
  expect(epochs).toEqual([1, 2, 3]);
});

test("a broken backup is an error, and the one before it serves where two are kept", async () => {
  const backupDir = join(folder, "d");
  const make = (): InstanceType<typeof BackupAndRestore> =>
    new BackupAndRestore({ backupDir, doubleCheckpoint: true, saveFreq: 3 });
  await expect(model().fit(x, y, { ...options, callbacks: [make(), new Crash(3)] })).rejects.toThrow("power cut");
  writeFileSync(join(backupDir, "latest.weights.h5"), "torn");
  const single = new BackupAndRestore({ backupDir });
  await expect(model().fit(x, y, { ...options, callbacks: [single] })).rejects.toThrow("latest.weights.h5");
  const epochs: number[] = [];
  const spy = new LambdaCallback({ onEpochBegin: (epoch) => void epochs.push(epoch) });
  await model().fit(x, y, { ...options, callbacks: [make(), spy] });
  expect(epochs.at(-1)).toBe(3);
  expect(epochs[0]).toBeGreaterThan(0);
});

test("mistakes", () => {
  expect(() => new BackupAndRestore({ backupDir: "" })).toThrow("backupDir is no folder");
  expect(() => new BackupAndRestore({ backupDir: "b", saveFreq: 0 })).toThrow("saveFreq does not fit");
});
