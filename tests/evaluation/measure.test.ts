/** What is found to be wrong with a model, by answers of Python that it does not give. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layers, Sequential, tensor, utils } from "keratin";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Entry } from "./catalogue";
import { readData } from "./data";
import { measure, type Reference } from "./measure";
import { randomInputs } from "./random";
import { accuracy } from "./score";
import { tune } from "./tune";

const ROWS = 12;
const entry: Entry = {
  title: "Small",
  file: "small.keras",
  task: "classes",
  range: [-1, 1],
  data: { table: "small.csv" },
  tuning: { epochs: 3, batch: 4, rate: 0.05, rows: ROWS, mirrored: true },
};
const folder = mkdtempSync(join(tmpdir(), "keratin-measure-"));
afterAll(() => rmSync(folder, { recursive: true }));
let right: Reference;

beforeAll(async () => {
  utils.setRandomSeed(7);
  const model = new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 3, activation: "softmax" })]);
  await model.save(join(folder, entry.file));
  const values = randomInputs(2 * ROWS, entry.range);
  // Label 3 is of a class that the model lacks.
  const lines = Array.from({ length: ROWS }, (_, i) => `${i === 0 ? 3 : i % 3},${values[2 * i]},${values[2 * i + 1]}`);
  writeFileSync(join(folder, "small.csv"), lines.join("\n"));
  const data = readData(folder, entry, 2)!;
  const predict = async (x: Float32Array) =>
    (await (await model.predict(tensor(x, [x.length / 2, 2]), { verbose: 0 })).data()) as Float32Array;
  const outputs = await predict(data.rows);
  const random = [...(await predict(randomInputs(8, entry.range)))];
  const score = accuracy(outputs, data.labels);
  const kept = { rows: [0, 11], values: [...outputs.subarray(0, 3), ...outputs.subarray(33)], error: 0 };
  const { before, losses } = await tune(model, entry, data, () => undefined);
  right = { params: 9, random, score, data: kept, tuning: { before, losses, dropout: false } };
});

const faults = async (python: Reference): Promise<string[]> =>
  (await measure(folder, entry, python, () => undefined)).faults;

test("the same answers leave no faults", async () => {
  expect(await faults(right)).toEqual([]);
});

test("losses of training are not compared where dropout draws", async () => {
  expect(await faults({ ...right, tuning: { ...right.tuning, losses: [9, 9, 9], dropout: true } })).toEqual([]);
});

test("predictions on the data may differ as much as Python's own are inexact", async () => {
  const values = right.data!.values.map((value) => value + 1e-4);
  expect(await faults({ ...right, data: { ...right.data!, values, error: 1e-4 } })).toEqual([]);
});

test.each<[string, (python: Reference) => Partial<Reference>, RegExp]>([
  ["parameters", () => ({ params: 8 }), /^Python counts 8 parameters$/],
  [
    "random inputs",
    ({ random }) => ({ random: random.map((v) => v + 2e-5) }),
    /^predictions on random inputs: 2\.0e-5 /,
  ],
  [
    "data",
    ({ data }) => ({ data: { ...data!, values: data!.values.map((v) => v + 2e-5) } }),
    /^predictions on the data: 2\.0e-5 from Python, above 0\.00001$/,
  ],
  ["score", () => ({ score: { metric: "accuracy", right: 0, rows: ROWS } }), /^the score is not Python's$/],
  ["metric", () => ({ score: { metric: "AUC", value: 1, clips: [] } }), /^the score is not Python's$/],
  [
    "loss before",
    ({ tuning }) => ({ tuning: { ...tuning, before: tuning.before + 1e-3 } }),
    /^the loss before fine-tuning: /,
  ],
  [
    "losses",
    ({ tuning }) => ({ tuning: { ...tuning, losses: tuning.losses.map((v) => v + 0.01) } }),
    /^losses of fine-tuning: /,
  ],
])("another answer is a fault: %s", async (_, change, message) => {
  const found = await faults({ ...right, ...change(right) });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
});

test("steps that blow up are faults", async () => {
  const wild: Entry = { ...entry, tuning: { ...entry.tuning, rate: Number.MAX_VALUE } };
  const python = { ...right, tuning: { ...right.tuning, dropout: true } };
  const found = (await measure(folder, wild, python, () => undefined)).faults;
  expect(found).toContain("fine-tuning ends in numbers that are not finite");
  expect(found).toContain("fine-tuning does not lower the loss");
});
