/** Files that are not in memory are read as those that are. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { OpenFile } from "../../ts/platform/files";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import { datasetTree } from "../../ts/saving/hdf5/tree";
import { isNumber } from "../../ts/saving/hdf5/values";
import { Pages } from "../../ts/saving/pages";
import { GOLDEN, golden } from "./hdf5-support";

/** A file that hands out copies, as a disk does, and uses one buffer for all of them. */
function distant(bytes: Uint8Array): OpenFile & { reads: number } {
  const buffer = new Uint8Array(2 ** 22);
  return {
    size: bytes.length,
    reads: 0,
    async read(start, end) {
      this.reads++;
      expect(start).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(bytes.length);
      buffer.fill(0xee);
      const part = end - start <= buffer.length ? buffer.subarray(0, end - start) : new Uint8Array(end - start);
      part.set(bytes.subarray(start, end));
      return part;
    },
    close: async () => undefined,
  };
}

const random = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

describe("pages", () => {
  test("slices across pages, parts of parts, streams", async () => {
    const bytes = random(300_000);
    const file = distant(bytes);
    const pages = Pages.from(file);
    for (const [start, end] of [
      [0, 10],
      [65_530, 65_540],
      [1, 200_001],
      [299_990, 300_000],
      [5, 5],
    ] as const) {
      expect(await pages.settle(() => pages.slice(start, end).slice())).toEqual(bytes.slice(start, end));
    }
    const part = pages.part(1000, 250_000).part(500, 200_000);
    expect(part.size).toBe(199_500);
    expect(await part.settle(() => part.slice(64_000, 70_000).slice())).toEqual(bytes.slice(65_500, 71_500));
    expect(await part.whole()).toEqual(bytes.slice(1500, 201_000));
    let streamed = 0;
    for await (const piece of part.stream()) streamed += piece.length;
    expect(streamed).toBe(199_500);
  });

  test("a look far through a file does not begin anew at every page", async () => {
    const file = distant(random(2 ** 24));
    const pages = Pages.from(file);
    let looks = 0;
    await pages.settle(() => {
      looks++;
      for (let at = 0; at < file.size; at += 1000) pages.slice(at, at + 8);
    });
    expect(looks).toBeLessThan(20);
  });
});

describe("every HDF5 fixture", () => {
  const names = readdirSync(GOLDEN).filter((name) => name.endsWith(".h5.gz"));
  test.each(names)("%s", async (name) => {
    const bytes = golden(name.slice(0, -3));
    const near = openHdf5(bytes, "near");
    const pages = Pages.from(distant(bytes));
    const far = await pages.settle(() => openHdf5(pages, "far"));
    const tree = datasetTree(far);
    const walk = async (group: Hdf5Group, path: string): Promise<void> => {
      const keys = await tree.keys(path);
      expect(keys).toEqual(group.keys());
      for (const key of keys!) {
        const inner = path ? `${path}/${key}` : key;
        let member: Hdf5Group | Hdf5Dataset | undefined;
        try {
          member = group.get(key);
        } catch (error) {
          await expect(tree.array(inner)).rejects.toThrow((error as Error).message.replace("near", "far"));
          continue;
        }
        const other = (await far.settle(() => far.get(inner)))!;
        expect(await far.settle(() => other.attributes.keys())).toEqual(member!.attributes.keys());
        if (member instanceof Hdf5Group) await walk(member, inner);
        else await same(member!, other as Hdf5Dataset);
      }
    };
    const same = async (dataset: Hdf5Dataset, other: Hdf5Dataset): Promise<void> => {
      let values: Float64Array;
      try {
        if (!isNumber(dataset.dtype) || dataset.dtype.endsWith("64")) return;
        values = new Float64Array(dataset.size);
        dataset.readInto(values);
      } catch (error) {
        const poured = other.pour(Float64Array, () => undefined);
        await expect(poured).rejects.toThrow((error as Error).message.replaceAll("near", "far"));
        return;
      }
      const poured = new Float64Array(dataset.size);
      let next = 0;
      await other.pour(Float64Array, (part, start) => {
        expect(start).toBe(next);
        next += part.length;
        poured.set(part, start);
      });
      expect(next).toBe(dataset.size);
      expect(poured).toEqual(values);
    };
    await walk(near, "");
  });
});
