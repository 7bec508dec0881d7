import { describe, expect, test, vi } from "vitest";
import { FormatError } from "../../ts/core/errors";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import type { Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";
import { writeHdf5 } from "../../ts/saving/hdf5/write";
import { expected, floats, golden, group } from "./hdf5-support";

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
