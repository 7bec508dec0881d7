import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dataset as H5Dataset, File as H5File, type Group as H5Group, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FormatError } from "../../ts/core/errors";
import { toFloat32, toInt32, widen } from "../../ts/saving/hdf5/convert";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import type { Hdf5DatasetSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";
import { writeHdf5 } from "../../ts/saving/hdf5/write";
import { expected, floats, GOLDEN, golden, group } from "./hdf5-support";

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
  const path = join(tmpdir(), `keratin-${process.pid}.h5`);
  let file: H5File;

  beforeAll(async () => {
    const { FS } = await ready;
    (FS as { writeFile(path: string, bytes: Uint8Array): void }).writeFile(path, writeHdf5(sample()));
    file = new H5File(path, "r");
  });

  afterAll(() => {
    file.close();
    rmSync(path, { force: true });
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
