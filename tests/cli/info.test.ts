/** The `keratin` command, run as people run it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { FileReport } from "keratin";
import { layers, sequential } from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMMAND = resolve("build/dist/cli.js");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-info-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command. */
function keratin(...args: string[]): { status: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "100" },
    cwd: folder,
  });
  return { status, out: stdout, error: stderr };
}

/** A file of tests/golden, in the folder. */
function given(path: string, name: string): string {
  writeFileSync(join(folder, name), gunzipSync(readFileSync(resolve("tests/golden", path))));
  return name;
}

describe("keratin info", () => {
  test("of an .h5 of Keras 2 tells its format, writer, layers, parameters, ends and optimizer", () => {
    const { status, out, error } = keratin("info", given("files/k224_tf/cnn.h5.gz", "cnn.h5"));
    expect([status, error]).toEqual([0, ""]);
    expect(out).toMatch(/format +Keras model or weights in HDF5 \(\.h5\)/);
    expect(out).toMatch(/written by +Keras 2\.2\.4 on tensorflow/);
    expect(out).toMatch(/input +\w+ \(batch, \d+, \d+, \d+\) float32/);
    expect(out).toMatch(/optimizer +\w+, with its state/);
    expect(out).toMatch(/Conv2D/);
    expect(out).not.toMatch(/What will not work/);
  });

  test("tells what will not work, and why, and ends with 2", () => {
    const { status, out } = keratin("info", given("files/k3_3.15.1/ops_rare.keras.gz", "rare.keras"));
    expect(out.replace(/\s+/g, " ")).toMatch(/What will not work: - the operation \w+ is not supported/);
    expect(status).toBe(2);
  });

  test("tells what cannot be saved, and why", () => {
    const { status, out } = keratin("info", given("files/k224_tf/recurrent.h5.gz", "recurrent.h5"));
    expect(out.replace(/\s+/g, " ")).toMatch(/To know: - "lstm_1" cannot be saved .*hard_sigmoid.*0\.2 x \+ 0\.5/);
    expect(status).toBe(0);
  });

  test("of a mixed_bfloat16 model says that all is computed in float32", () => {
    const { out } = keratin("info", given("files/k3_3.15.1/mixed_bfloat16.keras.gz", "mixed.keras"));
    expect(out).toMatch(/mixed_bfloat16 is read as float32/);
  });

  test("of a quantized model tells so, and what numbers are stored", () => {
    const { out } = keratin("info", given("files/k3_3.15.1/quantized_int8.keras.gz", "int8.keras"));
    expect(out).toMatch(/weights +\d+ arrays, \d+ elements, float32, int8/);
    expect(out).toMatch(/layers quantized as int8 compute in float32/);
  });

  test("gives JSON for programs", async () => {
    const model = sequential([layers.input({ shape: [4] }), layers.dense({ units: 3 })]);
    await model.save(join(folder, "made.keras"));
    const report = JSON.parse(keratin("info", "--json", "made.keras").out) as FileReport;
    expect(report).toMatchObject({ format: "keras", model: { params: 15 } });
    expect(report.arrays.map(({ shape }) => shape)).toEqual([[4, 3], [3]]);
  });

  test("of files that hold no model says what they are and what to do instead, and ends with 1", () => {
    const savedModel = keratin("info", given("files/foreign/saved_model/saved_model.pb.gz", "saved_model.pb"));
    expect(savedModel.status).toBe(1);
    expect(savedModel.error).toMatch(/SavedModel.*\.keras/s);
    writeFileSync(join(folder, "notes.txt"), "some notes");
    expect(keratin("info", "notes.txt").status).toBe(1);
    expect(keratin("info", "missing.keras")).toMatchObject({ status: 1, out: "" });
    expect(keratin("info", "missing.keras").error).toMatch(/^missing\.keras: cannot be read: there is no such file/);
  });

  test("tells how it is used", () => {
    const { version } = JSON.parse(readFileSync(resolve("package.json"), "utf8")) as { version: string };
    expect(keratin("--version").out).toBe(`${version}\n`);
    expect(keratin("info", "--help").out).toMatch(/Usage: keratin info \[options\] <file>/);
    const wrong = keratin("info", "made.keras", "--backend", "torch");
    expect(wrong.error).toMatch(/It is tensorflow or theano/);
    expect(wrong.status).toBe(1);
    expect(keratin("inform").error).toMatch(/unknown command 'inform'/);
  });
});
