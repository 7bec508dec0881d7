import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Dataset as H5Dataset, File as H5File, type Group as H5Group, ready } from "h5wasm/node";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { FormatError } from "../../ts/core/errors";
import { toFloat32, toInt32, widen } from "../../ts/saving/hdf5/convert";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import type { Hdf5AttributeSpec, Hdf5DatasetSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";
import { writeHdf5 } from "../../ts/saving/hdf5/write";

const GOLDEN = new URL("../golden/hdf5/", import.meta.url);
const golden = (name: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.gz`, GOLDEN))));

interface ExpectedDataset {
  dtype: string;
  shape: number[];
  bytes?: string;
  text?: string[];
  sparse?: Record<string, number>;
}
type ExpectedAttribute =
  | null
  | string
  | number
  | boolean
  | string[]
  | { dtype: string; bytes: string }
  | { bigint: string };
interface Expected {
  datasets: Record<string, ExpectedDataset>;
  attributes: Record<string, Record<string, ExpectedAttribute>>;
  members: Record<string, number>;
}

const expected = JSON.parse(new TextDecoder().decode(golden("expected.json"))) as Record<string, Expected>;

/** Bytes of an array; ours for a compound or opaque array are its bytes already. */
const bytesOf = (data: ArrayBufferView): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");

describe("files written by h5py", () => {
  const names = readdirSync(GOLDEN).filter((name) => name.endsWith(".h5.gz"));

  test("every fixture is checked", () => {
    expect(names.length).toBeGreaterThanOrEqual(15);
    for (const name of names) {
      if (!name.startsWith("unsupported")) expect(Object.keys(expected)).toContain(name.slice(0, -3));
    }
  });

  for (const [name, want] of Object.entries(expected)) {
    test(`${name}: members`, () => {
      const root = openHdf5(golden(name), name);
      for (const [path, count] of Object.entries(want.members))
        expect(root.group(path).keys(), path).toHaveLength(count);
    });

    test(`${name}: datasets`, () => {
      const root = openHdf5(golden(name), name);
      for (const [path, entry] of Object.entries(want.datasets)) {
        const dataset = root.dataset(path);
        expect([path, dataset.dtype, dataset.shape]).toEqual([path, entry.dtype, entry.shape]);
        const data = dataset.read();
        if (entry.text) expect(data, path).toEqual(entry.text);
        else if (entry.sparse) {
          const found: Record<string, number> = {};
          (data as Uint8Array).forEach((value, i) => {
            if (value) found[i] = value;
          });
          expect(found, path).toEqual(entry.sparse);
        } else expect(bytesOf(data as ArrayBufferView), path).toBe(entry.bytes);
      }
    });

    test(`${name}: attributes`, () => {
      const root = openHdf5(golden(name), name);
      for (const [path, list] of Object.entries(want.attributes)) {
        const { attributes } = root.get(path) as Hdf5Group;
        expect(attributes.keys().sort(), path).toEqual(Object.keys(list).sort());
        for (const [key, entry] of Object.entries(list)) {
          const value = attributes.get(key);
          if (entry === null || typeof entry !== "object" || Array.isArray(entry)) expect(value, key).toEqual(entry);
          else if ("bigint" in entry) expect(value, key).toBe(BigInt(entry.bigint));
          else expect(bytesOf(value as ArrayBufferView), key).toBe(entry.bytes);
        }
      }
    });
  }

  test("the file takes every way HDF5 has: both formats of links, all chunk indexes", () => {
    const has = (name: string, letters: string): boolean => Buffer.from(golden(name)).includes(letters);
    for (const letters of ["TREE", "SNOD", "HEAP", "GCOL"])
      expect(has("groups_earliest.h5", letters), letters).toBe(true);
    for (const letters of ["OHDR", "FRHP", "FHDB", "FHIB", "BTHD", "BTLF", "BTIN"]) {
      expect(has("groups_latest.h5", letters), letters).toBe(true);
    }
    for (const letters of ["FAHD", "FADB", "EAHD", "EAIB", "EADB", "EASB", "BTHD"]) {
      expect(has("chunks_latest.h5", letters), letters).toBe(true);
    }
  });

  test("what is not supported is named", () => {
    const root = openHdf5(golden("unsupported_earliest.h5"), "file.h5");
    const reasons: Record<string, string> = {
      soft: "a soft link",
      outside: "an external link",
      reference: "an object reference",
      external: "external storage",
      lzf: "the filter lzf (number 32000)",
      scaleoffset: "the filter scale-offset (number 6)",
      virtual: "a virtual dataset",
      type: "a named datatype",
      sequences: "a variable-length sequence",
    };
    for (const [name, reason] of Object.entries(reasons)) {
      const act = (): unknown => (root.get(name) as Hdf5Dataset).read();
      expect(act, name).toThrow(FormatError);
      expect(act, name).toThrow(`file.h5:/${name}: ${reason}`);
    }
    expect(root.dataset("named_type").read()).toEqual(Float64Array.of(0, 1, 2));
    expect(() => root.attributes.get("reference")).toThrow("an object reference");
    expect(root.attributes.get("fine")).toBe(1);
  });

  test("a name that is missing is named with those that exist", () => {
    const root = openHdf5(golden("attributes_earliest.h5"), "file.h5");
    expect(root.get("nothing/here")).toBeUndefined();
    expect(root.has("nothing")).toBe(false);
    expect(() => root.dataset("nothing")).toThrow('file.h5:/: there is no dataset "nothing"');
    const groups = openHdf5(golden("groups_earliest.h5"), "file.h5");
    expect(groups.has("layers/dense_3/vars/0")).toBe(true);
    expect(() => groups.dataset("layers")).toThrow('"layers" is a group, not a dataset');
    expect([...groups.group("layers").datasets().keys()]).toHaveLength(40);
  });
});

describe("reading numbers", () => {
  const root = openHdf5(golden("dtypes_earliest.h5"));

  test("a contiguous dataset is a view of the file, and readInto copies it", () => {
    const bytes = golden("dtypes_earliest.h5");
    const dataset = openHdf5(bytes).dataset("rank3");
    const view = dataset.read() as Int32Array;
    expect(view.buffer).toBe(bytes.buffer);
    const target = new Int32Array(24);
    dataset.readInto(target);
    expect(target).toEqual(Int32Array.from({ length: 24 }, (_, i) => i));
    expect(() => dataset.readInto(new Int32Array(23))).toThrow(FormatError);
  });

  test("a file at an odd offset reads the same", () => {
    const bytes = golden("dtypes_earliest.h5");
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(openHdf5(shifted).dataset("rank3").read()).toEqual(root.dataset("rank3").read());
  });

  test("readInto converts and swaps", () => {
    const read = <T extends Float32Array | Float64Array | Int32Array | Uint8Array>(path: string, target: T): T => {
      root.dataset(path).readInto(target);
      return target;
    };
    const small = Math.fround(2 ** -14);
    const half = read("float16", new Float32Array(6));
    expect([...half.subarray(0, 5)]).toEqual([0, -0, 1.5, Infinity, -Infinity]);
    expect(Math.abs((half[5] as number) - small)).toBeLessThan(1e-7);
    expect(read("float32_be", new Float32Array(3))).toEqual(Float32Array.of(1.5, -2.25, 1e-3));
    expect(read("float16_be", new Float32Array(3)).subarray(0, 2)).toEqual(Float32Array.of(1.5, -2.25));
    expect(read("float64", new Float32Array(6))[2]).toBe(1.5);
    expect(read("bfloat16", new Float32Array(3))).toEqual(Float32Array.of(1, -3.140625, 65280));
    expect(read("bfloat16", new Float64Array(3))).toEqual(Float64Array.of(1, -3.140625, 65280));
    expect(read("int16_be", new Int32Array(3))).toEqual(Int32Array.of(-32768, 32767, 7));
    expect(read("bool", new Uint8Array(4))).toEqual(Uint8Array.of(1, 0, 0, 1));
    expect(read("bool", new Int32Array(4))).toEqual(Int32Array.of(1, 0, 0, 1));
    expect(() => read("int64", new Int32Array(3))).toThrow("does not fit int32");
    expect(() => read("uint32", new Int32Array(3))).toThrow("value[1]=4294967295");
    expect(() => read("float32", new Int32Array(6))).toThrow("cannot be read into a Int32Array");
    expect(() => read("variable", new Float32Array(3))).toThrow(FormatError);
  });

  test("helpers", () => {
    expect(widen(Uint16Array.of(0x3c00, 0xfbff, 0x0001, 0x8000), "float16")).toEqual(
      Float32Array.of(1, -65504, 2 ** -24, -0),
    );
    expect(widen(Uint16Array.of(0x7c00, 0x7e00), "float16")).toEqual(Float32Array.of(Infinity, NaN));
    expect(toFloat32(BigInt64Array.of(5n, -6n), "int64")).toEqual(Float32Array.of(5, -6));
    expect(toInt32(BigInt64Array.of(7n, -(2n ** 31n)), "x")).toEqual(Int32Array.of(7, -(2 ** 31)));
    expect(() => toInt32(BigInt64Array.of(2n ** 31n), "x")).toThrow(FormatError);
  });
});

// ---- writing ----

const data = {
  float16: Uint16Array.of(0x3c00, 0xc000),
  bfloat16: Uint16Array.of(0x3f80, 0x4000),
  float32: Float32Array.of(1.5, -2),
  float64: Float64Array.of(1e300, Math.PI),
  int8: Int8Array.of(-128, 127),
  int16: Int16Array.of(-32768, 5),
  int32: Int32Array.of(-(2 ** 31), 5),
  int64: BigInt64Array.of(-(2n ** 63n), 5n),
  uint8: Uint8Array.of(255, 1),
  uint16: Uint16Array.of(65535, 1),
  uint32: Uint32Array.of(2 ** 32 - 1, 1),
  uint64: BigUint64Array.of(2n ** 64n - 1n, 1n),
  bool: Uint8Array.of(1, 0),
} as const;

const group = (
  members: Iterable<[string, Hdf5NodeSpec]>,
  attributes: Iterable<[string, Hdf5AttributeSpec]> = [],
): Hdf5GroupSpec => ({
  kind: "group",
  members: new Map(members),
  attributes: new Map(attributes),
});
const floats = (...values: number[]): Hdf5DatasetSpec => ({
  kind: "dataset",
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

function sample(): Hdf5GroupSpec {
  const every = Object.entries(data).map(([dtype, array]): [string, Hdf5NodeSpec] => [
    dtype,
    { kind: "dataset", dtype: dtype as "float32", shape: [2], data: array as Float32Array },
  ]);
  const scalar: Hdf5DatasetSpec = { kind: "dataset", dtype: "float32", shape: [], data: Float32Array.of(2.5) };
  const empty: Hdf5DatasetSpec = { kind: "dataset", dtype: "float32", shape: [0, 3], data: new Float32Array(0) };
  const texts: Hdf5DatasetSpec = {
    kind: "dataset",
    dtype: "string",
    shape: [2, 2],
    data: ["a", "", "caf\u00e9", "x".repeat(5000)],
  };
  const many = Array.from({ length: 700 }, (_, i): [string, Hdf5NodeSpec] => [
    `layer_${i}`,
    i % 2 ? floats(i) : group([["0", floats(i)]]),
  ]);
  return group(
    [
      ["every", group(every)],
      ["scalar", scalar],
      ["empty", empty],
      ["texts", texts],
      ["many", group(many)],
      ["nothing", group([])],
      ["\u5c64", group([["0", floats(1)]])],
      ["ten", group(Array.from({ length: 11 }, (_, i): [string, Hdf5NodeSpec] => [`${i}`, floats(i)]))],
    ],
    [
      ["text", "caf\u00e9"],
      ["empty text", ""],
      ["number", 0.1],
      ["whole", 12n],
      ["yes", true],
      ["names", ["dense", "", "conv"]],
      ["\u540d", "name"],
      ["array", { dtype: "int32", shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) }],
      ["none", { dtype: "float64", shape: [0], data: new Float64Array(0) }],
      ...Array.from({ length: 400 }, (_, i): [string, string] => [`key_${i}`, `a value of some length ${i}`]),
    ],
  );
}

describe("writing", () => {
  let file: H5File;

  beforeAll(async () => {
    const { FS } = await ready;
    (FS as { writeFile(path: string, bytes: Uint8Array): void }).writeFile("sample.h5", writeHdf5(sample()));
    file = new H5File("sample.h5", "r");
  });

  test("is deterministic", () => {
    expect(Buffer.compare(writeHdf5(sample()), writeHdf5(sample()))).toBe(0);
  });

  test("our reader reads it back", () => {
    const root = openHdf5(writeHdf5(sample()));
    const check = (spec: Hdf5NodeSpec, node: Hdf5Group | Hdf5Dataset | undefined, path: string): void => {
      if (spec.kind === "group") {
        const found = node as Hdf5Group;
        expect(found.keys().sort(), path).toEqual([...spec.members.keys()].sort());
        for (const [name, member] of spec.members) check(member, found.get(name), `${path}/${name}`);
      } else {
        const found = node as Hdf5Dataset;
        expect([found.dtype, found.shape, found.read()], path).toEqual([spec.dtype, spec.shape, spec.data]);
      }
    };
    check(sample(), root, "");
    expect(root.attributes.get("text")).toBe("caf\u00e9");
    expect(root.attributes.get("whole")).toBe(12);
    expect(root.attributes.get("yes")).toBe(true);
    expect(root.attributes.get("array")).toEqual(Int32Array.of(1, 2, 3, 4));
    expect(root.attributes.get("key_399")).toBe("a value of some length 399");
  });

  test("the HDF5 library reads every dtype", () => {
    const kinds: Record<string, string> = {
      float16: "<e",
      float32: "<f",
      float64: "<d",
      int8: "<b",
      int64: "<q",
      uint64: "<Q",
    };
    for (const [dtype, array] of Object.entries(data)) {
      const dataset = file.get(`every/${dtype}`) as H5Dataset;
      expect(dataset.shape, dtype).toEqual([2]);
      if (kinds[dtype]) expect(dataset.dtype, dtype).toBe(kinds[dtype]);
      if (dtype === "bool") {
        expect(dataset.metadata.enum_type?.members).toEqual({ FALSE: 0, TRUE: 1 });
        expect(dataset.value, dtype).toEqual(Int8Array.of(1, 0)); // h5wasm shows the numbers behind an enum's names
      } else if (dtype === "float16")
        expect(dataset.metadata.size).toBe(2); // h5wasm has no float16 values; h5py reads them
      else if (dtype === "bfloat16") {
        expect(dataset.metadata.size).toBe(2);
        expect((dataset.attrs["dtype"] as { value: unknown }).value).toBe("bfloat16");
      } else expect(dataset.value, dtype).toEqual(array);
    }
    expect((file.get("scalar") as H5Dataset).shape).toEqual([]);
    expect((file.get("scalar") as H5Dataset).value).toBe(2.5);
    expect((file.get("empty") as H5Dataset).shape).toEqual([0, 3]);
    expect((file.get("texts") as H5Dataset).value).toEqual(["a", "", "caf\u00e9", "x".repeat(5000)]);
  });

  test("the HDF5 library finds every member of large groups", () => {
    const many = file.get("many") as H5Group;
    expect(many.keys()).toHaveLength(700);
    for (let i = 0; i < 700; i++) {
      const path = i % 2 ? `many/layer_${i}` : `many/layer_${i}/0`;
      expect((file.get(path) as H5Dataset).value, path).toEqual(Float32Array.of(i));
    }
    expect((file.get("nothing") as H5Group).keys()).toEqual([]);
    expect((file.get("\u5c64/0") as H5Dataset).value).toEqual(Float32Array.of(1));
    expect((file.get("ten") as H5Group).keys().sort()).toEqual(Array.from({ length: 11 }, (_, i) => `${i}`).sort());
  });

  test("the HDF5 library reads every attribute", () => {
    const value = (name: string): unknown => (file.attrs[name] as { value: unknown }).value;
    expect(Object.keys(file.attrs)).toHaveLength(409);
    expect(value("text")).toBe("caf\u00e9");
    expect(value("empty text")).toBe("");
    expect(value("number")).toBe(0.1);
    expect(value("whole")).toBe(12n);
    expect(value("yes")).toBe(1);
    expect(value("names")).toEqual(["dense", "", "conv"]);
    expect(value("\u540d")).toBe("name");
    expect(value("array")).toEqual(Int32Array.of(1, 2, 3, 4));
    for (let i = 0; i < 400; i++) expect(value(`key_${i}`)).toBe(`a value of some length ${i}`);
  });

  test("what cannot be written is refused", () => {
    const one =
      (spec: Hdf5NodeSpec, name = "x"): (() => unknown) =>
      () =>
        writeHdf5(group([[name, spec]]));
    expect(one(floats(1), "a/b")).toThrow("cannot have this name");
    expect(one(floats(1), "")).toThrow("cannot have this name");
    expect(one({ ...floats(1, 2), shape: [3] } as Hdf5NodeSpec)).toThrow("/x: the data does not fill the shape");
    expect(one({ ...floats(1), dtype: "int32" } as Hdf5NodeSpec)).toThrow("a Int32Array for int32");
    expect(() =>
      writeHdf5(group([], [["big", { dtype: "float32", shape: [20000], data: new Float32Array(20000) }]])),
    ).toThrow("too large");
    expect(() => writeHdf5(group([], [["zero", "a\0b"]]))).toThrow("zero character");
  });
});

// ---- hostile files ----

/** Reads everything there is; returns only if all of it could be read. */
function readAll(root: Hdf5Group): number {
  let count = 0;
  const walk = (node: Hdf5Group | Hdf5Dataset): void => {
    for (const key of node.attributes.keys()) node.attributes.get(key);
    if (node.kind === "dataset") {
      node.read();
      count++;
    } else {
      for (const key of node.keys()) if (count < 300) walk(node.get(key) as Hdf5Group);
    }
  };
  walk(root);
  return count;
}

function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where the interesting bytes are: most of a small file is empty space. */
function usedBytes(bytes: Uint8Array): number[] {
  const used: number[] = [];
  bytes.forEach((byte, i) => {
    if (byte !== 0 || bytes[i - 1] || bytes[i + 1]) used.push(i);
  });
  return used;
}

type Open = (bytes: Uint8Array) => Hdf5Group;

/** Only an error of the right kind may come out; answers how many variants failed. */
function fuzz(open: Open, names: readonly string[], rounds: number, seed: number): number {
  const next = random(seed);
  const originals = names.map((name) => {
    const bytes = golden(name);
    return { bytes, used: usedBytes(bytes), name };
  });
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const { bytes, used, name } = pick(originals);
    const copy = bytes.slice();
    const flips = 1 + Math.floor(next() * 4);
    for (let i = 0; i < flips; i++) copy[pick(used)] = pick([0, 1, 2, 4, 8, 127, 128, 255, Math.floor(next() * 256)]);
    try {
      readAll(open(copy));
    } catch (error) {
      if ((error as Error).name !== "FormatError")
        throw new Error(`${name}, round ${round}: ${(error as Error).stack}`);
      failed++;
    }
  }
  return failed;
}

describe("hostile files", () => {
  const all = Object.keys(expected);

  test("truncated at every fiftieth of the length", () => {
    for (const name of all) {
      const bytes = golden(name);
      expect(readAll(openHdf5(bytes))).toBeGreaterThan(-1);
      for (let i = 0; i < 50; i++) {
        const cut = bytes.slice(0, Math.floor((bytes.length * i) / 50));
        expect(() => openHdf5(cut), `${name} ${i}/50`).toThrow(FormatError);
      }
    }
  });

  test("truncated, with a superblock that says otherwise", () => {
    for (const name of all.filter((each) => each.endsWith("_earliest.h5") && !each.startsWith("userblock"))) {
      const bytes = golden(name);
      let refused = 0;
      for (let i = 1; i < 50; i++) {
        const cut = bytes.slice(0, Math.max(96, Math.floor((bytes.length * i) / 50)));
        new DataView(cut.buffer).setUint32(40, cut.length, true); // the end of the file, in superblock 0
        try {
          readAll(openHdf5(cut));
        } catch (error) {
          expect(error, name).toBeInstanceOf(FormatError);
          refused++;
        }
      }
      expect(refused, name).toBeGreaterThan(20);
    }
  });

  test("random bytes changed", () => {
    const start = performance.now();
    const failed = fuzz(openHdf5, all, 2500, 1);
    expect(failed).toBeGreaterThan(500);
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  test("random bytes changed behind checksums that hold", async () => {
    vi.resetModules();
    vi.doMock("../../ts/saving/hdf5/checksum", async (original) => ({
      ...(await original<object>()),
      checkSum: (cursor: { u32(): number }) => cursor.u32(),
      compareSum: () => undefined,
    }));
    const trusting = await import("../../ts/saving/hdf5/open");
    vi.doUnmock("../../ts/saving/hdf5/checksum");
    const broken = golden("groups_latest.h5");
    broken[44] = (broken[44] as number) ^ 1; // the superblock's own checksum
    expect(() => openHdf5(broken)).toThrow("does not match its checksum");
    expect(trusting.openHdf5(broken).keys()).toContain("layers");
    const start = performance.now();
    const latest = all.filter((name) => !name.endsWith("_earliest.h5"));
    expect(fuzz(trusting.openHdf5, latest, 2500, 2)).toBeGreaterThan(500);
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  /** The place of the first `letters` after `from`. */
  const find = (bytes: Uint8Array, letters: string, from = 0): number => {
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(letters, from, "latin1");
    expect(at, letters).toBeGreaterThanOrEqual(0);
    return at;
  };

  test("a B-tree that contains itself", () => {
    const bytes = writeHdf5(group(Array.from({ length: 300 }, (_, i): [string, Hdf5NodeSpec] => [`m${i}`, floats(i)])));
    const view = new DataView(bytes.buffer);
    let root = find(bytes, "TREE");
    while (bytes[root + 5] !== 1) root = find(bytes, "TREE", root + 4);
    expect(openHdf5(bytes).keys()).toHaveLength(300);
    const child = view.getBigUint64(root + 32, true);
    view.setBigUint64(root + 32, BigInt(root), true); // its first child is itself
    expect(() => openHdf5(bytes).keys()).toThrow(FormatError);
    view.setBigUint64(root + 32, child, true);
    view.setBigUint64(root + 48, child, true); // two children are one
    expect(() => openHdf5(bytes).keys()).toThrow("a B-tree contains a cycle");
  });

  test("a group that contains itself", () => {
    const bytes = writeHdf5(group([["inner", group([["x", floats(1)]])]]));
    const view = new DataView(bytes.buffer);
    const node = find(bytes, "SNOD");
    view.setBigUint64(node + 16, view.getBigUint64(64, true), true); // the member's header is the root's
    expect(() => openHdf5(bytes).get("inner/inner")).toThrow("contains itself");
    expect(() => openHdf5(bytes).datasets()).toThrow(FormatError);
  });

  test("names that overlap in their heap", () => {
    const names = Array.from({ length: 2000 }, (_, i): [string, Hdf5NodeSpec] => [`member${i}`, group([])]);
    const bytes = writeHdf5(group(names));
    const view = new DataView(bytes.buffer);
    // The heap of the root becomes one long name, and every member's name a piece of it.
    const heap = Number(view.getBigUint64(88, true));
    const size = Number(view.getBigUint64(heap + 8, true));
    bytes.fill(0x61, heap + 32 + 8, heap + 32 + size - 1);
    for (let at = bytes.indexOf(0x53), i = 0; at >= 0 && at < bytes.length - 8; at = bytes.indexOf(0x53, at + 1)) {
      if (String.fromCharCode(...bytes.subarray(at, at + 4)) !== "SNOD") continue;
      for (let entry = 0; entry < view.getUint16(at + 6, true); entry++)
        view.setBigUint64(at + 8 + 40 * entry, BigInt(8 + i++), true);
    }
    expect(() => openHdf5(bytes).keys()).toThrow("a member's name overlaps other structures");
  });

  test("continuations in a circle", () => {
    const bytes = writeHdf5(group([], [["a", "some text that is long enough"]]));
    const view = new DataView(bytes.buffer);
    const header = Number(view.getBigUint64(64, true));
    const second = header + 16 + 24; // behind the symbol table message
    expect(view.getUint16(second, true)).toBe(0x0c);
    view.setUint16(second, 0x10, true);
    view.setBigUint64(second + 8, BigInt(header + 16), true);
    view.setBigUint64(second + 16, 40n, true);
    expect(() => openHdf5(bytes).keys()).toThrow("form a cycle");
  });

  test("a contiguous dataset that claims 100 GB", () => {
    const bytes = writeHdf5(
      group([["x", { kind: "dataset", dtype: "float32", shape: [3], data: Float32Array.of(7, 8, 9) }]]),
    );
    const view = new DataView(bytes.buffer);
    const space = find(bytes, "\x01\x01\0\0\0\0\0\0\x03\0\0\0\0\0\0\0");
    view.setBigUint64(space + 8, 25_000_000_000n, true);
    const before = process.memoryUsage().arrayBuffers;
    const dataset = openHdf5(bytes).dataset("x");
    expect(dataset.shape).toEqual([25_000_000_000]);
    expect(() => dataset.read()).toThrow("lies outside the file");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test("a chunked dataset that claims far more than it stores", () => {
    const bytes = golden("chunks_earliest.h5");
    const view = new DataView(bytes.buffer);
    // The dataspace of "many": shape (1500,), no limit.
    const space = find(bytes, "\xdc\x05\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff");
    for (const claim of [25_000_000_000n, 100_000_000n]) {
      view.setBigUint64(space, claim, true);
      const before = process.memoryUsage().arrayBuffers;
      const dataset = openHdf5(bytes).dataset("many");
      expect(dataset.size).toBe(Number(claim));
      expect(() => dataset.read()).toThrow("far larger than what the file holds");
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    }
  });

  test("damaged chunks do not pass their checksums", () => {
    const original = golden("chunks_earliest.h5");
    const good = openHdf5(original).dataset("fletcher").read() as Uint8Array;
    const at = find(original, String.fromCharCode(...good.subarray(0, 7)));
    for (let i = 0; i < 11; i++) {
      const bytes = original.slice();
      bytes[at + i] = (bytes[at + i] as number) ^ 0x10;
      expect(() => openHdf5(bytes).dataset("fletcher").read(), `${i}`).toThrow("Fletcher-32");
    }
    // The first chunk of "gzip" is the first zlib stream of the file, level 4, 26 bytes long.
    const zlib = find(original, "\x78\x5e");
    let refused = 0;
    for (let i = 0; i < 26; i++) {
      const bytes = original.slice();
      bytes[zlib + i] = (bytes[zlib + i] as number) ^ 0x10;
      try {
        for (const [path, dataset] of openHdf5(bytes).datasets()) if (path !== "fletcher") dataset.read();
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        expect((error as Error).message).toContain("deflate data");
        refused++;
      }
    }
    expect(refused).toBe(26);
  });

  test("not HDF5 at all", () => {
    expect(() => openHdf5(new Uint8Array(0), "x")).toThrow("x: this is not an HDF5 file");
    expect(() => openHdf5(new TextEncoder().encode("version https://git-lfs"), "x")).toThrow(
      "this is not an HDF5 file",
    );
    expect(() => openHdf5(new Uint8Array(5000).fill(0x89), "x")).toThrow(FormatError);
  });
});
