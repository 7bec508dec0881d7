/** `keratin bench` and `keratin profile`, run as people run them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { input, layers, Model, sequential } from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMMAND = resolve("build/dist/cli.js");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keratin-measure-"));
  const dense = sequential([layers.input({ shape: [6] }), layers.dense({ units: 5 }), layers.dense({ units: 3 })]);
  dense.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  await dense.save(join(folder, "dense.keras"));
  const ids = input({ shape: [null], dtype: "int32" });
  const extra = input({ shape: [2] });
  const y = layers.globalAveragePooling1d().apply(layers.embedding({ inputDim: 9, outputDim: 4 }).apply(ids));
  const two = new Model({
    inputs: [ids, extra],
    outputs: layers.dense({ units: 1 }).apply(layers.concatenate().apply([y, extra])),
  });
  await two.save(join(folder, "two.keras"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function keratin(...args: string[]): { status: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: "utf8", cwd: folder });
  return { status, out: stdout, error: stderr };
}

describe("keratin bench", () => {
  test("tells milliseconds and rows a second of predictions and steps of training", () => {
    const { status, out } = keratin("bench", "dense.keras", "--batch", "8", "--threads", "1");
    expect(status).toBe(0);
    expect(out).toMatch(/^dense\.keras\n {2}loaded in +[\d.]+ ms\n {2}first prediction +[\d.]+ ms/);
    expect(out).toMatch(/\nprediction +1 +1 +[\d.]+ +[\d.]+ +[\d,]+\n/);
    expect(out).toMatch(/\nprediction +8 +1 +[\d.]+/);
    expect(out).toMatch(/\nstep of training +8 +1 +[\d.]+/);
  });

  test("of a model with open sizes, several inputs and no optimizer says what it took", () => {
    const { status, out } = keratin("bench", "two.keras", "--batch", "2", "--size", "5", "--json", "--threads", "1");
    expect(status).toBe(0);
    const report = JSON.parse(out) as { timings: { what: string; best: number; median: number }[]; notes: string[] };
    expect(report.timings.map(({ what }) => what)).toEqual(["predict", "predict", "train"]);
    expect(report.timings.every(({ best, median }) => best > 0 && median >= best)).toBe(true);
    expect(report.notes.join()).toMatch(/not compiled: SGD.*leaves 1 size open: 5 each/);
  });
});

describe("keratin profile", () => {
  test("prints tables, and writes a trace", () => {
    const { status, out } = keratin("profile", "dense.keras", "--train", "--batch", "4", "--trace", "trace.json");
    expect(status).toBe(0);
    expect(out).toMatch(/a step of training of 4 rows/);
    expect(out).toMatch(/\ndense_1 +[\d.]+ +[\d.]+/);
    const { traceEvents } = JSON.parse(readFileSync(join(folder, "trace.json"), "utf8")) as { traceEvents: unknown[] };
    expect(traceEvents.length).toBeGreaterThan(20);
  });

  test("as JSON has the same numbers", () => {
    const report = JSON.parse(keratin("profile", "dense.keras", "--json").out) as {
      mode: string;
      layers: { macs: number }[];
    };
    expect(report.mode).toBe("predict");
    expect(report.layers.map(({ macs }) => macs)).toEqual([0, 32 * 30, 32 * 15]);
  });

  test("says what is wrong", () => {
    expect(keratin("profile", "none.keras")).toMatchObject({ status: 1, out: "" });
    expect(keratin("bench", "dense.keras", "--batch", "0").error).toMatch(/a whole number from 1 up/);
    expect(keratin("profile", "dense.keras", "--trace", "no/such/folder.json").error).toMatch(
      /folder\.json: cannot be written/,
    );
  });
});
