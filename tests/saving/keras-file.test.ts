import { readFileSync } from "node:fs";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { FormatError, ValueError } from "../../ts/core/errors";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import type { Hdf5GroupSpec, Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";
import { writeHdf5 } from "../../ts/saving/hdf5/write";
import { type JsonValue, parseJson, stringifyJson } from "../../ts/saving/json";
import { type KerasContent, type KerasFile, readKeras as readPages, writeKeras } from "../../ts/saving/keras";
import { Pages } from "../../ts/saving/pages";

const golden = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../golden/hdf5/${name}`, import.meta.url)));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const small = golden("small.keras");
const truth = JSON.parse(new TextDecoder().decode(golden("small.json"))) as {
  keras_version: string;
  weights: Record<string, { shape: number[]; bytes: string }>;
};
/** Where Keras puts the weights of that model in the HDF5 tree. */
const PATHS: Record<string, string> = {
  "first/kernel": "layers/dense/vars/0",
  "first/bias": "layers/dense/vars/1",
  "batch_normalization/gamma": "layers/batch_normalization/vars/0",
  "batch_normalization/beta": "layers/batch_normalization/vars/1",
  "batch_normalization/moving_mean": "layers/batch_normalization/vars/2",
  "batch_normalization/moving_variance": "layers/batch_normalization/vars/3",
  "last/kernel": "layers/dense_1/vars/0",
  "last/bias": "layers/dense_1/vars/1",
};

function expectTrueWeights(weights: Hdf5Group): void {
  expect(Object.keys(truth.weights).sort()).toEqual(Object.keys(PATHS).sort());
  for (const [name, path] of Object.entries(PATHS)) {
    const dataset = weights.dataset(path);
    const array = dataset.read() as Float32Array;
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
    expect([name, dataset.shape, dataset.dtype, bytes]).toEqual([
      name,
      truth.weights[name]?.shape,
      "float32",
      truth.weights[name]?.bytes,
    ]);
  }
}

/** What the file holds, as something that can be written again. */
function copyOf(group: Hdf5Group): Hdf5GroupSpec {
  const members = new Map<string, Hdf5NodeSpec>();
  for (const name of group.keys()) {
    const node = group.get(name);
    if (node?.kind === "group") members.set(name, copyOf(node));
    else if (node) {
      const dtype = node.dtype as "float32";
      members.set(name, { kind: "dataset", dtype, shape: node.shape, data: node.read() as Float32Array });
    }
  }
  const attributes = new Map(group.attributes.keys().map((key) => [key, group.attributes.get(key) as string]));
  return { kind: "group", members, attributes };
}

const metadata = { keras_version: "3.15.1", date_saved: "2026-05-13@21:23:40" };
const floats: Hdf5NodeSpec = { kind: "dataset", dtype: "float32", shape: [2], data: Float32Array.of(1.5, -2) };
const readKeras = (bytes: Uint8Array, where?: string): Promise<KerasFile> => readPages(Pages.of(bytes), where);
const tiny = (more: Partial<KerasContent> = {}): KerasContent => ({
  metadata,
  config: { class_name: "Sequential", config: { rate: Number.NaN } },
  weights: { kind: "group", members: new Map([["0", floats]]) },
  ...more,
});

describe("reading .keras files", () => {
  test("a file written by Keras", async () => {
    const file = await readKeras(small, "small.keras");
    expect(file.metadata.keras_version).toBe(truth.keras_version);
    expect(file.metadata.date_saved).toMatch(/^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$/);
    const config = file.config as { class_name: string; config: { layers: Array<{ class_name: string }> } };
    expect(config.class_name).toBe("Functional");
    expect(config.config.layers.map((layer) => layer.class_name)).toEqual([
      "InputLayer",
      "Dense",
      "BatchNormalization",
      "Dense",
    ]);
    expectTrueWeights(file.weights);
    expect(file.weights.group("layers/dense/vars").attributes.get("name")).toBe("first");
    expect(file.weights.dataset("optimizer/vars/0").read()).toEqual(Int32Array.of(1));
    expect(file.assets.size).toBe(0);
  });

  test("compressed members, ZIP64 records, data descriptors, assets and a comment", async () => {
    const bytes = golden("unusual.keras");
    expect(Buffer.from(bytes).includes("PK\x06\x06"), "a ZIP64 record").toBe(true);
    expect(bytes[8], "deflate").toBe(8);
    expect((bytes[6] as number) & 8, "a data descriptor").toBe(8);
    const file = await readKeras(bytes);
    expectTrueWeights(file.weights);
    expect(file.config).toEqual((await readKeras(small)).config);
    expect([...file.assets]).toEqual([["layers/text_vectorization/vocabulary.txt", text("[UNK]\ncaf\u00e9")]]);
  });

  test("stored weights are not copied", async () => {
    const bytes = writeKeras(tiny());
    const view = (await readKeras(bytes)).weights.dataset("0").read() as Float32Array;
    expect(view).toEqual(Float32Array.of(1.5, -2));
    expect(view.buffer).toBe(bytes.buffer);
    for (let i = 0; i < 8; i++) {
      const other = writeKeras(tiny({ config: "x".repeat(i) }));
      expect(((await readKeras(Buffer.from(other.buffer))).weights.dataset("0").read() as Float32Array).buffer).toBe(
        other.buffer,
      );
    }
  });
});

describe("writing .keras files", () => {
  test("comes back as it was", async () => {
    const first = await readKeras(small);
    const assets = new Map([["layers/string_lookup/vocabulary.txt", text("a\nb")]]);
    const bytes = writeKeras({ metadata, config: first.config, weights: copyOf(first.weights), assets });
    const second = await readKeras(bytes);
    expect(second.metadata).toEqual(metadata);
    expect(second.config).toEqual(first.config);
    expect(second.assets).toEqual(assets);
    expectTrueWeights(second.weights);
    expect(second.weights.group("optimizer/vars").keys()).toHaveLength(14);
  });

  test("the zip is what Keras writes: order, stored, no data descriptors", () => {
    const assets = new Map([["b/caf\u00e9.txt", text("b")]]);
    const bytes = writeKeras(tiny({ assets }));
    const names: string[] = [];
    const found = unzipSync(bytes, {
      filter: (info) => {
        names.push(info.name);
        expect(info.compression).toBe(0);
        expect(info.size).toBe(info.originalSize);
        return true;
      },
    });
    expect(names).toEqual(["metadata.json", "config.json", "model.weights.h5", "assets/b/caf\u00e9.txt"]);
    expect(new TextDecoder().decode(found["metadata.json"])).toBe(
      '{"keras_version": "3.15.1", "date_saved": "2026-05-13@21:23:40"}',
    );
    expect(new TextDecoder().decode(found["config.json"])).toBe(
      '{"class_name": "Sequential", "config": {"rate": NaN}}',
    );
    expect(found["model.weights.h5"]).toEqual(writeHdf5(tiny().weights));
    expect(new DataView(bytes.buffer).getUint16(6, true)).toBe(0);
  });

  test("is deterministic, and its times are those of the metadata", () => {
    expect(Buffer.compare(writeKeras(tiny()), writeKeras(tiny()))).toBe(0);
    const view = new DataView(writeKeras(tiny()).buffer);
    expect(view.getUint16(10, true)).toBe((21 << 11) | (23 << 5) | 20);
    expect(view.getUint16(12, true)).toBe(((2026 - 1980) << 9) | (5 << 5) | 13);
  });

  test("refuses assets that lead outside", async () => {
    for (const name of ["../x", "a/../../x", "/x", "C:x", "a\\b", "", "a//b"]) {
      expect(() => writeKeras(tiny({ assets: new Map([[name, text("")]]) })), name).toThrow(ValueError);
    }
  });
});

describe("files that are not good .keras files", () => {
  const parts = (): Record<string, Uint8Array> => unzipSync(writeKeras(tiny()));
  const zip = (members: Record<string, Uint8Array>, level: 0 | 9 = 0): Uint8Array => zipSync(members, { level });
  const expectError = async (bytes: Uint8Array, message: string): Promise<void> => {
    const act = readKeras(bytes, "m.keras");
    await expect(act).rejects.toThrow(FormatError);
    await expect(act).rejects.toThrow(message);
  };

  test("the zips these tests make are readable as they are", async () => {
    for (const level of [0, 9] as const) expect((await readKeras(zip(parts(), level))).weights.keys()).toEqual(["0"]);
  });

  test("missing members are named", async () => {
    for (const name of ["metadata.json", "config.json", "model.weights.h5"]) {
      const members = parts();
      delete members[name];
      await expectError(zip(members), `the zip has no member "${name}"`);
    }
    const members = parts();
    delete members["model.weights.h5"];
    await expectError(zip({ ...members, "model.weights.npz": text("x") }), "npz format");
  });

  test("broken members are named", async () => {
    await expectError(zip({ ...parts(), "config.json": text('{"a": }') }), "m.keras/config.json: this is not JSON");
    await expectError(
      zip({ ...parts(), "config.json": Uint8Array.of(0x22, 0xff, 0x22) }),
      "m.keras/config.json: the text is not UTF-8",
    );
    await expectError(
      zip({ ...parts(), "metadata.json": text("{}") }),
      "m.keras/metadata.json: the version of Keras is missing",
    );
    await expectError(zip({ ...parts(), "metadata.json": text("null") }), "the version of Keras is missing");
    await expectError(
      zip({ ...parts(), "model.weights.h5": text("nothing") }),
      "m.keras/model.weights.h5: this is not an HDF5 file",
    );
  });

  test("truncated at every fiftieth of the length", async () => {
    for (const bytes of [small, golden("unusual.keras")]) {
      for (let i = 0; i < 50; i++) {
        const cut = bytes.slice(0, Math.floor((bytes.length * i) / 50));
        await expect(readKeras(cut), `${i}/50`).rejects.toThrow(FormatError);
      }
      await expectError(bytes.slice(0, bytes.length / 2), "the zip is truncated");
    }
  });

  test("members that unpack to far more than they hold", async () => {
    const zeros = new Uint8Array(2 ** 25);
    const before = process.memoryUsage().arrayBuffers;
    await expectError(
      zip({ ...parts(), "config.json": zeros }, 9),
      "m.keras/config.json: it unpacks to far more than it holds",
    );
    // Many small ones together.
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`assets/${i}`, zeros.subarray(0, 2 ** 20)]));
    await expectError(zip({ ...parts(), ...many }, 9), "m.keras: it unpacks to far more than it holds");
    // A claim of 5 GB in the list of members.
    const bytes = zip(parts(), 9);
    const list = Buffer.from(bytes).indexOf("PK\x01\x02");
    new DataView(bytes.buffer).setUint32(list + 24, 0xfffffff0, true);
    await expectError(bytes, "it unpacks to far more than it holds");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
  });

  test("paths that lead outside, members named twice, overlap, encryption, odd compression", async () => {
    for (const name of ["assets/../../x", "/etc/x", "assets\\x", "C:/x"]) {
      await expectError(zip({ ...parts(), [name]: text("x") }), "a path that leads outside");
    }
    const twice = zip({ ...parts(), "assets/aa": text("1"), "assets/bb": text("2") });
    const patched = (change: (view: DataView, entry: (name: string) => number) => void): Uint8Array => {
      const bytes = twice.slice();
      const buffer = Buffer.from(bytes.buffer);
      change(new DataView(bytes.buffer), (name) => buffer.lastIndexOf(name) - 46);
      return bytes;
    };
    expect((await readKeras(patched(() => undefined))).assets.size).toBe(2);
    await expectError(
      patched((view, entry) => view.setUint16(entry("assets/bb") + 46 + 7, 0x6161, true)),
      'two members named "assets/aa"',
    );
    await expectError(
      patched((view, entry) =>
        view.setUint32(entry("assets/bb") + 42, view.getUint32(entry("assets/aa") + 42, true), true),
      ),
      "members of the zip overlap",
    );
    await expectError(
      patched((view, entry) => view.setUint16(entry("config.json") + 8, 1, true)),
      "is encrypted",
    );
    await expectError(
      patched((view, entry) => view.setUint16(entry("config.json") + 10, 93, true)),
      "m.keras/config.json: the compression is not supported",
    );
    await expectError(
      patched((view, entry) => view.setUint32(entry("config.json") + 16, 1, true)),
      "m.keras/config.json: the data does not match its checksum",
    );
  });

  test("random bytes changed: an error of ours, or the same content", async () => {
    let seed = 12345;
    const next = (limit: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    const start = performance.now();
    const originals = [writeKeras(tiny({ assets: new Map([["a", text("asset")]]) })), zip(parts(), 9)];
    let failed = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = (originals[round % 2] as Uint8Array).slice();
      for (let i = 0; i <= next(3); i++) bytes[next(bytes.length)] = [0, 1, 255, 128, next(256)][next(5)] as number;
      try {
        const { weights } = await readKeras(bytes);
        expect(weights.dataset("0").read()).toEqual(Float32Array.of(1.5, -2));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        failed++;
      }
    }
    expect(failed).toBeGreaterThan(1000);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

describe("JSON as Python writes it", () => {
  const parse = (source: string): JsonValue => parseJson(source, "config.json");

  test("plain JSON reads as JSON.parse reads it", () => {
    for (const source of [
      '{"a": [1, -2.5e-3, true, false, null, "x"], "b": {}, "c": []}',
      " [ 1 ,\n\t2 ] ",
      '"caf\\u00e9 \\ud83d\\ude00 \\n \\" \\\\ /"',
      "0",
      "-0",
      '""',
      '{"a":{"a":{"a":1}},"a":2}',
      '{"__proto__": {"x": 1}}',
    ]) {
      expect(parse(source), source).toEqual(JSON.parse(source));
    }
    const value = parse('{"__proto__": {"x": 1}}') as Record<string, JsonValue>;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(value["x"]).toBeUndefined();
  });

  test("Python's extras", () => {
    expect(parse('{"a": NaN, "b": [Infinity, -Infinity]}')).toEqual({ a: NaN, b: [Infinity, -Infinity] });
    expect(parse('{"shared_object_id": 18446744073709551616}')).toEqual({ shared_object_id: 2 ** 64 });
    expect(parse("\uFEFF1")).toBe(1);
  });

  test("what is not JSON is refused with its position", () => {
    const bad = [
      "",
      " ",
      "{",
      "[1,]",
      "[1 2]",
      '{"a" 1}',
      "{a: 1}",
      '{"a": 1,}',
      "01",
      "1.",
      ".5",
      "+1",
      "1e",
      "--1",
      "nul",
      "NaNs",
      '"',
      '"\\"',
      '"\\x"',
      '"a\nb"',
      "[1]]",
      "'a'",
      "undefined",
      "-",
      "Infinit",
    ];
    for (const source of bad) {
      expect(() => parse(source), source).toThrow(FormatError);
      expect(() => JSON.parse(source), source).toThrow();
    }
    expect(() => parse('{"a": 1,\n "b": x}')).toThrow(
      'config.json: this is not JSON. Expected a value. Received text="x}" at position 15, line 2.',
    );
  });

  test("nesting is bounded", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(stringifyJson(parse(nested(256)), "x")).toBe(nested(256));
    for (const depth of [257, 1_000_000]) expect(() => parse(nested(depth))).toThrow("nested too deeply");
    expect(() => parse('{"a":'.repeat(100_000))).toThrow("nested too deeply");
    const circle: JsonValue[] = [];
    circle.push(circle);
    expect(() => stringifyJson(circle, "config")).toThrow(ValueError);
  });

  test("writing is what json.dumps writes", async () => {
    // json.dumps({"a": [1, 2.5, float("nan"), float("inf"), -float("inf"), -0.0], "é": "\x7f\n\"😀", "n": None, "t": True, "o": {}, "l": []})
    const value = {
      a: [1, 2.5, NaN, Infinity, -Infinity, -0],
      "\u00e9": '\x7f\n"\u{1f600}',
      n: null,
      t: true,
      o: {},
      l: [],
      u: undefined,
    };
    expect(stringifyJson(value, "config")).toBe(
      '{"a": [1, 2.5, NaN, Infinity, -Infinity, -0.0], "\\u00e9": "\\u007f\\n\\"\\ud83d\\ude00", "n": null, "t": true, "o": {}, "l": []}',
    );
    // json.dumps([1e-7, 0.0001, 0.00012, 1.5e-5, -2e-10, 1e-100, 0.1, 5e-324])
    const numbers = [1e-7, 0.0001, 0.00012, 1.5e-5, -2e-10, 1e-100, 0.1, 5e-324];
    expect(stringifyJson(numbers, "x")).toBe("[1e-07, 0.0001, 0.00012, 1.5e-05, -2e-10, 1e-100, 0.1, 5e-324]");
    expect(parse(stringifyJson(value, "config"))).toEqual({ ...value, u: undefined });
    const config = (await readKeras(small)).config;
    expect(stringifyJson(config, "config")).toBe(new TextDecoder().decode(unzipSync(small)["config.json"]));
    expect(() => stringifyJson({ a: { b: 1n as unknown as number } }, "config")).toThrow(
      'config: the value at "a.b" cannot be written as JSON',
    );
    expect(() => stringifyJson({ a: new Float32Array(1) as unknown as number[] }, "config")).toThrow(ValueError);
  });
});
