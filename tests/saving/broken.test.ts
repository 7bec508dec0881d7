/** Files that cannot be: errors that say what is wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { FormatError, layers, loadModel, Model, modelFromConfig, optimizers, type Tensor } from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joined } from "../../ts/saving/derived";
import type { StoredArray } from "../../ts/saving/stored";
import { small } from "../models/support";
import { repositoryPath } from "../support/golden";
import { fileOf } from "./files-support";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("broken files", () => {
  const error = async (bytes: Uint8Array | string): Promise<string> => {
    const failed = await loadModel(bytes as Uint8Array).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(failed).toBeInstanceOf(FormatError);
    return (failed as Error).message;
  };

  test("each have an error of their own", async () => {
    const bytes = await small().save();
    const path = join(folder, "broken.keras");
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    expect(await error(path)).toMatch(/broken\.keras: the zip is truncated/);
    expect(await error(bytes.slice(0, 100))).toMatch(
      /model file: the zip is truncated: its list of members is missing\. Received bytes=100/,
    );
    expect(await error(Uint8Array.of(1, 2, 3, 4))).toMatch(
      /this is not a file of a Keras model\. Expected a \.keras file, HDF5 \(\.h5/,
    );
    expect(await error(new Uint8Array(0))).toMatch(/this is not a file of a Keras model/);
    expect(await error((await small().saveWeights()) as Uint8Array)).toMatch(/it holds weights alone, no model/);
    expect(await error(join(folder, "none.keras"))).toMatch(/none\.keras: cannot be read/);
    const flipped = bytes.slice();
    flipped[Math.floor(bytes.length * 0.7)]! ^= 0x40;
    expect(await error(flipped)).toMatch(/does not match its checksum/);
  });

  test("with configs that cannot be: an error that says so, never an overflow or a hang", () => {
    const dense = (units: unknown): unknown => ({ class_name: "Dense", config: { name: "d", units } });
    const wrap = (config: unknown): unknown => ({ class_name: "Sequential", config });
    let deep: unknown = dense(2);
    for (let i = 0; i < 20_000; i++) deep = wrap({ name: `s${i}`, layers: [deep] });
    expect(() => modelFromConfig(deep)).toThrow(FormatError);
    expect(() => modelFromConfig(deep)).toThrow(/nested|deep/);
    const chain = Array.from({ length: 20_000 }, (_, i) => ({
      class_name: "Activation",
      config: { name: `a${i}`, activation: "relu" },
    }));
    const long = modelFromConfig(wrap({ name: "s", layers: chain, build_input_shape: [null, 2] }));
    expect(long.apply([[-1, 2]]).dataSync()).toEqual(Float32Array.of(0, 2));
    expect(() => modelFromConfig(wrap({ name: "s", layers: 3 }))).toThrow(
      /the config is broken: the layers of a Sequential/,
    );
    expect(() => modelFromConfig(wrap({ name: "s", layers: [dense("many")] }))).toThrow(
      /the config of "d" cannot be used: units/,
    );
    expect(() => modelFromConfig(wrap({ name: "s", layers: [{ config: {} }] }))).toThrow(/an object has no class_name/);
    expect(() => modelFromConfig(null)).toThrow(FormatError);
    expect(() => modelFromConfig({ class_name: "Dense", config: { units: 2 } })).toThrow(
      /the config is of a layer, not of a model/,
    );
    const node = (name: string, from: string): unknown => ({
      class_name: "Activation",
      name,
      config: { name, activation: "relu" },
      inbound_nodes: [
        {
          args: [
            {
              class_name: "__keras_tensor__",
              config: { shape: [null, 2], dtype: "float32", keras_history: [from, 0, 0] },
            },
          ],
          kwargs: {},
        },
      ],
    });
    const graph = (list: unknown[]): unknown => ({
      class_name: "Functional",
      config: { name: "f", layers: list, input_layers: [["a", 0, 0]], output_layers: [["b", 0, 0]] },
    });
    expect(() => modelFromConfig(graph([node("a", "b"), node("b", "a")]))).toThrow(/"a", "b" wait for each other/);
    expect(() => modelFromConfig(graph([node("a", "z")]))).toThrow(/refers to the unknown layer "z"/);
    expect(() => modelFromConfig(graph([node("a", "a"), node("a", "a")]))).toThrow(/two layers are named "a"/);
  });
});

test("weights for layers that have none yet are an error, not silently left out", async () => {
  class Pair extends Model {
    static override className = "Pair";
    hidden = layers.dense({ units: 4 });
    head = layers.dense({ units: 1 });
    override call(inputs: Tensor): Tensor {
      return this.head.apply(this.hidden.apply(inputs));
    }
  }
  const model = new Pair();
  const x = [[1, 2, 3]];
  const y = (await model.predict(x)).arraySync();
  const bytes = await model.saveWeights();
  const again = new Pair();
  await expect(again.loadWeights(bytes)).rejects.toThrow(
    /its weights are in the file, but it has none yet\. Call the model on an input of the right shape first/,
  );
  await again.predict(x);
  await again.loadWeights(bytes);
  expect((await again.predict(x)).arraySync()).toEqual(y);
});

test("two layers of one name in a file of Keras 2 are no weights for two layers", async () => {
  const bytes = fileOf("k21_tf", "optimizer_adam.h5");
  const at = Buffer.from(bytes).indexOf("firstlast\0");
  expect(at).toBeGreaterThan(0);
  bytes.set(new TextEncoder().encode("firstfirst"), at);
  await expect(loadModel(bytes)).rejects.toThrow(FormatError);
});

test("sizes that no machine can have are an error at once", async () => {
  const configOf = (shape: (number | null)[], className: string, config: object): unknown => ({
    class_name: "Sequential",
    config: [
      { class_name: "InputLayer", config: { batch_input_shape: shape, name: "x" } },
      { class_name: className, config: { name: "large", ...config } },
    ],
    keras_version: "2.9.0",
  });
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const steps = configOf([null, 6_000_000, 2], "SimpleRNN", { units: 2, activation: "relu" });
  await expect(loadModel(text(steps))).rejects.toThrow(/too many steps/);
  for (const className of ["Resizing", "RandomCrop"]) {
    const size = configOf([null, 4, 4, 3], className, { height: 2 ** 31 - 1, width: 4 });
    await expect(loadModel(text(size))).rejects.toThrow(FormatError);
  }
});

test("gates of a recurrent layer that differ in shape are an error before anything is read", () => {
  const gate = (shape: number[]): StoredArray => ({
    name: "gate",
    shape,
    dtype: "float32",
    pour: () => Promise.reject(),
  });
  expect(joined([gate([2, 3]), gate([2, 3])]).shape).toEqual([2, 6]);
  expect(() => joined([gate([2, 3]), gate([2 ** 20, 2 ** 20])])).toThrow(/another shape.*Expected \[2,3\]/);
});

test("names that are objects without text are an error", async () => {
  const config = [
    { class_name: "Dense", config: { name: { toString: 1, valueOf: 1 }, units: 2, batch_input_shape: [null, 3] } },
  ];
  const text = JSON.stringify({ class_name: "Sequential", config, keras_version: "1.0.8" });
  await expect(loadModel(new TextEncoder().encode(text))).rejects.toThrow(FormatError);
});

test("axes of a Merge that are no lists, and more unknown terms than there can be, are an error", async () => {
  const text = gunzipSync(
    readFileSync(repositoryPath("tests/golden/files/k1_tf/functional.config.json.gz")),
  ).toString();
  const axes = text.replaceAll(/"dot_axes": (\[[^\]]*\]\]?|-?\d+)/g, '"dot_axes": [[1], 1]');
  expect(axes).not.toBe(text);
  await expect(loadModel(new TextEncoder().encode(axes))).rejects.toThrow(FormatError);
  expect(() => layers.stringLookup({ vocabulary: ["a"], numOovIndices: 2 ** 33 })).toThrow(/from 0 to 4194304/);
  for (const excludeLayers of [5, [1], ["("], "a"]) {
    expect(() => new optimizers.Muon({ excludeLayers: excludeLayers as string[] })).toThrow(
      /no list of regular expressions/,
    );
  }
});
