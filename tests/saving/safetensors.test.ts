/** Weights in safetensors: written by keratin, and as Python's library writes them (by the alphabet). */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { input, inspectFile, layers, loadModel, Model, Sequential, tensor } from "../../ts/index";
import { failing, smallModel, weightsOf } from "../files/support";
import { distance, type GoldenArray, readGolden, tensorOf, valuesOf } from "../support/golden";
import { CASES, shake } from "./tfjs-models";

const folder = mkdtempSync(join(tmpdir(), "keratin-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}
type Header = Record<string, Entry>;

/** The header of a file, and the bytes behind it. */
function parsed(file: Uint8Array): { header: Header; bytes: Uint8Array } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return {
    header: JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Header,
    bytes: file.subarray(8 + length),
  };
}

/** A file of a header and bytes. */
function fileOf(header: unknown, bytes: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(bytes, 8 + text.length);
  return file;
}

/** The same arrays under other names, in the order of the alphabet, as Python's library has them. */
function renamed(file: Uint8Array, rename: (name: string) => string): Uint8Array {
  const { header, bytes } = parsed(file);
  const { __metadata__: metadata, ...arrays } = header;
  const sorted = Object.entries(arrays)
    .map(([name, entry]) => [rename(name), entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  let at = 0;
  const parts = sorted.map(
    ([
      name,
      {
        data_offsets: [start, end],
        ...entry
      },
    ]) => {
      const part = bytes.subarray(start, end);
      const own = [name, { ...entry, data_offsets: [at, at + part.length] }] as const;
      at += part.length;
      return { own, part };
    },
  );
  const all = new Uint8Array(at);
  parts.forEach(
    ({
      own: [
        ,
        {
          data_offsets: [start],
        },
      ],
      part,
    }) => all.set(part, start),
  );
  return fileOf({ __metadata__: metadata, ...Object.fromEntries(parts.map(({ own }) => own)) }, all);
}

describe("safetensors", () => {
  test("has each weight under its own name, and says who wrote it", async () => {
    const model = new Sequential([input({ shape: [3] }), layers.dense({ units: 2, name: "top" })]);
    const { header } = parsed(await model.saveWeights({ format: "safetensors" }));
    expect(header).toEqual({
      __metadata__: { format: "np", writer: expect.stringMatching(/^keratin \d/), keras_version: "3.15.1" },
      "top/kernel": { dtype: "F32", shape: [3, 2], data_offsets: [0, 24] },
      "top/bias": { dtype: "F32", shape: [2], data_offsets: [24, 32] },
    });
    const report = await inspectFile(await model.saveWeights({ format: "safetensors" }));
    expect(report).toMatchObject({ format: "safetensors", storedParams: 8, model: undefined });
  });

  test.each(Object.keys(CASES))("is read back: %s", async (name) => {
    const own = CASES[name]!();
    shake(own);
    const wanted = await weightsOf(own.model);
    const file = await own.model.saveWeights({ format: "safetensors" });
    const forget = (): void =>
      own.model.setWeights(own.model.weights.map((v) => tensor(new Float32Array(v.size), [...v.dims])));
    // Also with the model's name before, as Keras has it in a Sequential model, and with names of no use in the middle.
    for (const rename of [
      (path: string) => path,
      (path: string) => `sequential/${path}`,
      (path: string) => `a/b/${path}`,
    ]) {
      forget();
      await own.model.loadWeights(renamed(file, rename));
      expect(await weightsOf(own.model)).toEqual(wanted);
    }
  });

  test("under the paths that Keras has is read as well", async () => {
    interface Fixture {
      config: unknown;
      weights: string;
      input: GoldenArray;
      output: GoldenArray;
    }
    const own = readGolden<Fixture>("tests/golden/safetensors/paths.json.gz");
    const weights = new Uint8Array(Buffer.from(own.weights, "base64"));
    const model = await loadModel(new TextEncoder().encode(JSON.stringify(own.config)), { weights });
    const y = await model.predict(tensorOf(own.input));
    expect(distance(y.dataSync(), valuesOf(own.output))).toBeLessThan(1e-5);
  });

  test("goes to a path, and nothing is left beside it", async () => {
    const model = smallModel();
    await model.saveWeights(join(folder, "w.safetensors"));
    expect(readdirSync(folder)).toEqual(["w.safetensors"]);
    const wanted = await weightsOf(model);
    model.setWeights(model.weights.map((v) => tensor(new Float32Array(v.size), [...v.dims])));
    await model.loadWeights(join(folder, "w.safetensors"));
    expect(await weightsOf(model)).toEqual(wanted);
    expect(await failing(() => model.saveWeights("w.bin"))).toContain(
      "a path that ends in .weights.h5 or .safetensors",
    );
    expect(await failing(() => model.saveWeights({ format: "npz" } as never))).toContain(
      'Expected "h5" or "safetensors"',
    );
    expect(await model.saveWeights({ format: "h5" })).toEqual(await model.saveWeights());
  });

  test("has no place for what layers keep beside their weights", async () => {
    const text = layers.stringLookup({ name: "words" });
    text.adapt(["a", "b", "a"]);
    const x = input({ shape: [1], dtype: "string" });
    const lookup = new Model({
      inputs: x,
      outputs: layers.dense({ units: 1 }).apply(layers.embedding({ inputDim: 4, outputDim: 2 }).apply(text.apply(x))),
    });
    expect(await failing(() => lookup.saveWeights({ format: "safetensors" }))).toMatch(
      /words: keeps ".+" beside its weights/,
    );
  });

  test("that is broken or hostile is refused", async () => {
    const model = new Sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false, name: "top" })]);
    const load = (file: Uint8Array): Promise<string> => failing(() => model.loadWeights(file));
    const entry = (own: object, bytes = 4): Uint8Array =>
      fileOf({ "top/kernel": { dtype: "F32", shape: [1, 1], data_offsets: [0, 4], ...own } }, new Uint8Array(bytes));
    for (const data_offsets of [[0, 8], [4, 8], [-4, 0], [0.5, 4.5], [4, 0], "x", [0], null]) {
      expect(await load(entry({ data_offsets }))).toContain(
        'the array "top/kernel" lies outside the file, or is not of its shape',
      );
    }
    expect(await load(entry({}, 3))).toContain("lies outside the file");
    for (const dtype of ["F8", "constructor", 1])
      expect(await load(entry({ dtype }))).toContain("is of a dtype that is not read");
    for (const shape of [[-1, 1], [2 ** 40, 2 ** 40], "x", [1.5]])
      expect(await load(entry({ shape }))).toContain("has no shape");
    expect(await load(entry({ shape: [1] }))).toContain("has another shape");
    expect(await load(fileOf("{ "))).toContain("this is not JSON");
    expect(
      await load(fileOf({ other: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }, new Uint8Array(4))),
    ).toContain("the file has other weights");
    expect(await load(fileOf({ __metadata__: null, "top/kernel": null }))).toContain("has no shape");
    const long = entry({});
    new DataView(long.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(await load(long)).toContain("this is not a file of a Keras model");
  });
});
