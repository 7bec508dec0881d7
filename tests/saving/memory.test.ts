/** Memory of loading a file of 100 MB: weights go from the file straight into the engine. Linux tells what a process holds. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MB = 2 ** 20;
const LIBRARY = pathToFileURL(resolve("build/dist/keratin.js")).href;
let folder: string;

/** Runs a program in a process of its own; gives what it prints. */
function node(code: string): string {
  const program = `import { init, input, layers, loadModel, Model, sequential } from ${JSON.stringify(LIBRARY)};\n${code}`;
  return execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], { encoding: "utf8" });
}

/** The most that loading took above what the process held before, in bytes. */
function rise(source: string): number {
  const out = node(`
    import { openAsBlob, readFileSync, writeFileSync } from "node:fs";
    const held = (key) => Number(new RegExp(key + ":\\\\s+(\\\\d+)").exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
    await loadModel(await sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]).save());
    globalThis.gc();
    writeFileSync("/proc/self/clear_refs", "5");
    const before = held("VmRSS");
    const model = await loadModel(${source});
    console.log(held("VmHWM") - before, model.countParams());
  `);
  const [most, params] = out.trim().split(" ").map(Number);
  expect(params).toBeGreaterThan(25e6);
  return most!;
}

describe.skipIf(!existsSync("/proc/self/clear_refs"))(
  "loading 100 MB takes at most 1.3 times as much, and 32 MB",
  () => {
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "keratin-memory-"));
      node(`
      const x = input({ shape: [3], dtype: "int32" });
      const y = layers.embedding({ inputDim: 100000, outputDim: 200 }).apply(x);
      const z = layers.dense({ units: 2300 }).apply(layers.dense({ units: 2600 }).apply(y));
      const model = new Model({ inputs: x, outputs: z });
      await model.save(${JSON.stringify(join(folder, "large.keras"))});
    `);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each([
      ["a path", (path: string) => path],
      ["a File", (path: string) => `new File([await openAsBlob(${path})], "large.keras")`],
    ])("from %s", (_what, source) => {
      const path = join(folder, "large.keras");
      const stored = statSync(path).size;
      expect(stored).toBeGreaterThan(100e6);
      expect(rise(source(JSON.stringify(path))) / MB).toBeLessThan((stored * 1.3) / MB + 32);
    });
  },
);
