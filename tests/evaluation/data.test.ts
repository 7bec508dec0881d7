/** The readers of evaluation data: what they give, and what they say of files that do not fit. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FormatError } from "keratin";
import { afterAll, describe, expect, test } from "vitest";
import type { Entry, Samples } from "./catalogue";
import { readData } from "./data";

const folder = mkdtempSync(join(tmpdir(), "keratin-evaluation-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};
const entry = (data: Entry["data"], task: Entry["task"] = "classes"): Entry => ({
  title: "",
  file: "",
  task,
  range: [0, 1],
  data,
  tuning: { epochs: 1, batch: 1, rate: 1, rows: 1 },
});
const samples = (bytes: Uint8Array, labels: string, more: Partial<Samples> = {}): Samples => ({
  samples: write(`samples.bin${more.samples ?? ""}`, bytes),
  labels: write("y_labels.csv", labels),
  type: "int8",
  scale: 0.5,
  zero: 3,
  ...(({ samples: _, ...rest }) => rest)(more),
});
const bytesOf = (values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const SOUNDS = { type: "float32", scale: 1, zero: 0 } as const;

describe("samples", () => {
  test("become numbers by scale and zero point", () => {
    const data = readData(folder, entry(samples(Uint8Array.of(3, 5, 253, 128), "a,2,1\nb,2,0\n")), 2)!;
    expect([...data.rows]).toEqual([0, 1, -3, -65.5]);
    expect([...data.labels]).toEqual([1, 0]);
    expect(data.count).toBe(2);
  });

  test("are unpacked", () => {
    const source = samples(gzipSync(Uint8Array.of(3, 5)), "a,2,1\r\n", { samples: ".gz" });
    expect([...readData(folder, entry(source), 2)!.rows]).toEqual([0, 1]);
  });

  test("of sounds are overlapping windows", () => {
    const source = samples(bytesOf([1, 2, 3, 4, 5, 6, 7, 8]), "a,2,1,8,4\nb,2,0,8,4\n", SOUNDS);
    const data = readData(folder, entry(source, "anomaly"), 2)!;
    expect([...data.rows]).toEqual([1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8]);
    expect(data.count).toBe(6);
    expect([...data.labels]).toEqual([1, 0]);
  });

  test.each<[string, () => Entry, RegExp]>([
    ["truncated", () => entry(samples(Uint8Array.of(1, 2, 3), "a,2,1\nb,2,0\n")), /another size than its labels say/],
    ["of another model", () => entry(samples(Uint8Array.of(1, 2, 3), "a,2,1\n")), /1 samples of 2 bytes.*bytes=3/],
    ["without labels", () => entry(samples(Uint8Array.of(1, 2), "")), /0 samples/],
    ["empty", () => entry(samples(new Uint8Array(), "a,2,1\n")), /bytes=0/],
    ["with a label out of range", () => entry(samples(Uint8Array.of(1, 2), "a,2,2\n")), /line 1 is no label/],
    ["with a label that is no number", () => entry(samples(Uint8Array.of(1, 2), "a,2,x\n")), /line 1 is no label/],
    [
      "with half a gzip file",
      () => entry(samples(gzipSync(new Uint8Array(99)).subarray(0, 15), "a,2,1\n", { samples: ".gz" })),
      /is no whole gzip file/,
    ],
    [
      "of sounds without windows",
      () => entry(samples(bytesOf([1, 2]), "a,2,1\n", SOUNDS), "anomaly"),
      /bytes of a window/,
    ],
    [
      "of sounds with part of a window",
      () => entry(samples(bytesOf([1, 2, 3, 4]), "a,2,1,8,12\n", SOUNDS), "anomaly"),
      /no whole windows.*clip=4/,
    ],
    [
      "of sounds with windows of another model",
      () => entry(samples(bytesOf([1, 2, 3, 4]), "a,2,1,12,4\n", SOUNDS), "anomaly"),
      /windows of 2 numbers.*window=3/,
    ],
    [
      "that are not there",
      () => entry({ ...samples(Uint8Array.of(1), "a,2,1\n"), samples: "nowhere.bin" }),
      /nowhere\.bin: cannot be read/,
    ],
  ])("%s are refused", (_, make, message) => {
    const wrong = make();
    expect(() => readData(folder, wrong, 2)).toThrow(FormatError);
    expect(() => readData(folder, wrong, 2)).toThrow(message);
  });
});

describe("tables", () => {
  const table = (text: string): Entry => entry({ table: write("table.csv", text) });

  test("are labels and rows", () => {
    const data = readData(folder, table("2,0.5,-1\r\n0,1e-2,3\r\n"), 2)!;
    expect([...data.labels]).toEqual([2, 0]);
    expect(data.rows).toEqual(Float32Array.of(0.5, -1, 0.01, 3));
  });

  test.each([
    ["a row that is cut off", "1,2,3\n1,2\n", /line 2 is no row.*label and 2 numbers.*cells=2/],
    ["a cell without a number", "1,2,\n", /line 1 is no row/],
    ["a label below 0", "-1,2,3\n", /line 1 is no row/],
    ["no lines", "", /has no lines/],
  ])("with %s are refused", (_, text, message) => {
    const wrong = table(text);
    expect(() => readData(folder, wrong, 2)).toThrow(FormatError);
    expect(() => readData(folder, wrong, 2)).toThrow(message);
  });
});

test("a model without data has none", () => {
  expect(readData(folder, entry(undefined), 2)).toBeUndefined();
});
