/** Files of a file system: paths and URLs, whole or not at all. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { callbacks, DeviceError, loadModel, type Progress } from "keratin";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { failing, smallModel, weightsOf } from "./support";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-files-"));
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file system", () => {
  test("paths and file: URLs, as strings and objects, with spaces", async () => {
    const model = smallModel();
    const path = join(folder, "with space.keras");
    const url = pathToFileURL(path);
    for (const target of [path, url, url.href]) {
      rmSync(path, { force: true });
      await model.save(target as string);
      for (const source of [path, url, url.href]) {
        expect(await weightsOf(await loadModel(source))).toEqual(await weightsOf(model));
      }
    }
    const weights = pathToFileURL(join(folder, "a.weights.h5"));
    await model.saveWeights(weights);
    const other = smallModel();
    await other.loadWeights(weights);
    expect(await weightsOf(other)).toEqual(await weightsOf(model));
    expect(readdirSync(folder).sort()).toEqual(["a.weights.h5", "with space.keras"]);
  });

  test("reading reports all of the file", async () => {
    const path = join(folder, "progress.keras");
    await smallModel().save(path);
    const seen: Progress[] = [];
    await loadModel(path, { onProgress: (progress) => seen.push(progress) });
    const size = readFileSync(path).length;
    expect(seen).toEqual([{ loaded: size, total: size }]);
  });

  test("checkpoints go to file: URLs", async () => {
    const model = smallModel();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const filepath = `${pathToFileURL(folder).href}/at-{epoch}.keras`;
    await model.fit([[1, 2, 3]], [[1, 2]], {
      epochs: 2,
      verbose: 0,
      callbacks: [new callbacks.ModelCheckpoint({ filepath })],
    });
    expect(await weightsOf(await loadModel(join(folder, "at-2.keras")))).toEqual(await weightsOf(model));
    expect(readdirSync(folder)).toContain("at-1.keras");
  });

  test("a write that fails leaves what was there, and nothing beside it", async () => {
    const inner = join(folder, "inner");
    mkdirSync(inner);
    const path = join(inner, "kept.keras");
    writeFileSync(path, "what was there");
    const fs = process.getBuiltinModule("node:fs").promises;
    const { open, rename } = fs;
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    try {
      fs.open = (async (...args: Parameters<typeof open>) => {
        const file = await open(...args);
        const write = file.writeFile.bind(file);
        file.writeFile = async (bytes) => {
          await write((bytes as Uint8Array).subarray(0, 100));
          throw full;
        };
        return file;
      }) as typeof open;
      expect(await failing(() => smallModel().save(path))).toBe(
        `${path}: cannot be written: there is no room left. Remove files that are no longer needed.`,
      );
      expect(readdirSync(inner)).toEqual(["kept.keras"]);
      fs.open = open;
      fs.rename = async () => {
        throw Object.assign(new Error("EACCES"), { code: "EACCES" });
      };
      expect(await failing(() => smallModel().save(path))).toMatch(/cannot be written: permission is denied/);
    } finally {
      Object.assign(fs, { open, rename });
    }
    expect(readdirSync(inner)).toEqual(["kept.keras"]);
    expect(readFileSync(path, "utf8")).toBe("what was there");
  });

  test("a folder of many folders is not walked to its end", async () => {
    const fs = process.getBuiltinModule("fs").promises as unknown as { readdir: unknown };
    const { readdir } = fs;
    let calls = 0;
    const entry = (name: string): object => ({ name, isFile: () => false, isDirectory: () => true });
    const three = async (): Promise<object[]> => {
      calls++;
      return [entry("a"), entry("b"), entry("c")];
    };
    Object.assign(fs, { readdir: three });
    try {
      expect(await failing(() => loadModel(folder))).toMatch(/the folder holds no model/);
    } finally {
      Object.assign(fs, { readdir });
    }
    expect(calls).toBeGreaterThan(3000);
    expect(calls).toBeLessThan(20_000);
  });

  test("says what is missing", async () => {
    const none = join(folder, "none.keras");
    expect(await failing(() => loadModel(none))).toBe(`${none}: cannot be read: there is no such file.`);
    const nothing = join(folder, "nothing");
    mkdirSync(nothing);
    expect(await failing(() => loadModel(nothing))).toMatch(/the folder holds no model/);
    const nowhere = join(folder, "no", "where.keras");
    expect(await failing(() => smallModel().save(nowhere))).toMatch(/cannot be written: there is no such folder/);
    const taken = join(folder, "taken.keras");
    mkdirSync(taken);
    expect(await failing(() => smallModel().save(taken))).toMatch(/taken\.keras: cannot be written: it is a folder/);
  });

  test("endings tell what is inside", async () => {
    for (const target of ["model.h5", new URL("file:///tmp/model.h5"), { kind: "file", name: "m.h5", getFile() {} }]) {
      expect(await failing(() => smallModel().save(target as string))).toMatch(
        /the path has the wrong ending.*\.keras/,
      );
    }
    expect(await failing(() => smallModel().saveWeights("model.keras"))).toMatch(/ends in \.weights\.h5/);
  });

  test("places that nobody knows, and what is no place", async () => {
    expect(await failing(() => loadModel("s3://bucket/model.keras"))).toMatch(/s3:.*leads to no known place.*opfs:/);
    expect(await failing(() => smallModel().save("s3://bucket/model.keras"))).toMatch(/leads to no known place/);
    expect(await failing(() => loadModel({} as never))).toMatch(/is nothing that can be read\. Expected a path, URL/);
    expect(await failing(() => loadModel(undefined as never))).toMatch(/is nothing that can be read/);
  });

  test("without one, a path leads to the server, and saving says where it could go", async () => {
    const model = smallModel();
    const file = await model.save();
    vi.stubGlobal("process", {});
    vi.stubGlobal("fetch", async (name: string) => new Response(name === "model.keras" ? (file as BlobPart) : "", {}));
    expect(await weightsOf(await loadModel("model.keras"))).toEqual(await weightsOf(model));
    await expect(model.save("model.keras")).rejects.toThrow(DeviceError);
    await expect(model.save("model.keras")).rejects.toThrow(/no file system.*opfs:\/\/NAME or indexeddb:\/\/NAME/);
  });
});
