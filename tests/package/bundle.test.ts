/** The bundled library: one module, a part that only files need, and the names that users see. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as keratin from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-bundle-"));
  const bundle = pathToFileURL(resolve("build/bundle.mjs")).href;
  node(`import { bundleLibrary } from "${bundle}"; await bundleLibrary(${JSON.stringify(folder)});`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in a process of its own, with the bundle as `keratin`; gives what it prints as JSON. */
function node(code: string): unknown {
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  return out ? JSON.parse(out) : undefined;
}
const withLibrary = (code: string): unknown =>
  node(`import * as keratin from "${pathToFileURL(join(folder, "keratin.js")).href}";\n${code}`);

/** The names of a library's classes, by where they are exported. Text, since it runs in the other process too. */
const CLASS_NAMES = `(library) => Object.fromEntries(
  [["keratin", library], ...Object.entries(library)].flatMap(([place, space]) =>
    typeof space !== "object" ? [] : Object.entries(space)
      .filter(([, value]) => typeof value === "function" && /^class\\b/.test(Function.prototype.toString.call(value)))
      .map(([key, value]) => [place + "." + key, value.name])))`;

describe("the bundle", () => {
  test("is one module and the parts of files and of profiles; nothing else is imported, and nothing waits at the top", () => {
    expect(readdirSync(folder).sort()).toEqual(["keratin-archive.js", "keratin-profiling.js", "keratin.js"]);
    const main = readFileSync(join(folder, "keratin.js"), "utf8");
    const part = readFileSync(join(folder, "keratin-archive.js"), "utf8");
    const profiling = readFileSync(join(folder, "keratin-profiling.js"), "utf8");
    expect(main.match(/\bimport\b[^(]?\([^)]*\)/g)?.sort()).toEqual([
      'import("./keratin-archive.js")',
      'import("./keratin-profiling.js")',
    ]);
    expect([part, profiling].some((text) => /\bimport\b/.test(text))).toBe(false);
    expect(
      [main, part].map((text) => /superblock/.test(text)),
      "formats are in the part alone",
    ).toEqual([false, true]);
    expect(/import\.meta|(^|[;}])import\s*[{*"`]/m.test(main)).toBe(false);
    // Only a module that waits for nothing can be required.
    const file = JSON.stringify(join(folder, "keratin.js"));
    const required = node(`import { createRequire } from "node:module";
      console.log(JSON.stringify(Object.keys(createRequire("file:///")(${file}))));`);
    expect(required).toContain("loadModel");
  });

  test("exports the names of the source, and its classes keep theirs", () => {
    const exported = withLibrary("console.log(JSON.stringify(Object.keys(keratin)))");
    expect(exported).toEqual(Object.keys(keratin).sort());
    const named = withLibrary(`console.log(JSON.stringify((${CLASS_NAMES})(keratin)))`) as Record<string, string>;
    const source = new Function(`return ${CLASS_NAMES}`)()(keratin) as Record<string, string>;
    expect(Object.keys(named).length).toBeGreaterThan(70);
    expect(named).toEqual(source);
  });

  test("an uncaught error prints a few lines, not the library", () => {
    const file = pathToFileURL(join(folder, "keratin.js")).href;
    const code = `import { layers } from ${JSON.stringify(file)};\nlayers.dense({ units: -1 });`;
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    expect(stderr).toContain("ValueError: dense: units is no positive whole number");
    expect(stderr.length).toBeLessThan(8000);
  });

  test("saves and loads, and its errors are of the classes it exports", () => {
    const seen = withLibrary(`
      const { FormatError, Sequential, layers, loadModel, losses } = keratin;
      const model = new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1, activation: "relu" })]);
      model.compile({ optimizer: "adam", loss: new losses.BinaryCrossentropy(), metrics: ["mse"] });
      const loaded = await loadModel(await model.save());
      const error = await loadModel(new Uint8Array(30)).catch((error) => error);
      console.log(JSON.stringify({
        weights: (await Promise.all(loaded.getWeights().map((w) => w.data()))).map((d) => [...d]),
        same: (await Promise.all(model.getWeights().map((w) => w.data()))).map((d) => [...d]),
        loss: losses.get("bce").constructor.name,
        error: [error instanceof FormatError, error.constructor.name, error.message],
      }));`) as Record<string, unknown>;
    expect(seen.weights).toEqual(seen.same);
    expect(seen.loss).toBe("BinaryCrossentropy");
    expect(seen.error).toEqual([
      true,
      "FormatError",
      expect.stringMatching(/^model file: this is not a file of a Keras model/),
    ]);
  });

  test("functions of the library have Keras's names in logs and files", async () => {
    const program = `
      const { Sequential, layers, loadModel, losses } = keratin;
      const model = new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1, activation: "relu" })]);
      const { meanSquaredError, huber } = losses;
      model.compile({ optimizer: "sgd", loss: meanSquaredError, metrics: [meanSquaredError, huber] });
      const loaded = await loadModel(await model.save());
      const logs = await loaded.evaluate([[1, 2]], [[3]], { verbose: 0 });
      return [Object.keys(logs), loaded.compiled.options.loss];`;
    const inSource = await new Function("keratin", `return (async () => { ${program} })()`)(keratin);
    const inBundle = withLibrary(`console.log(JSON.stringify(await (async () => { ${program} })()))`);
    expect(inBundle).toEqual(JSON.parse(JSON.stringify(inSource)));
    expect((inBundle as unknown[])[0]).toEqual(["huber", "loss", "mean_squared_error"]);
  });

  test("works without the part until a file is needed, says which one is missing, and tries again", () => {
    const [part, away] = [join(folder, "keratin-archive.js"), join(folder, "away.js")];
    renameSync(part, away);
    try {
      const said = withLibrary(`
        import { renameSync } from "node:fs";
        const { Sequential, layers } = keratin;
        const model = new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]);
        const { shape } = await model.predict([[1, 2]]);
        const error = await model.save().catch((error) => error);
        renameSync(${JSON.stringify(away)}, ${JSON.stringify(part)});
        console.log(JSON.stringify([shape, error.name, error.message, (await model.save()).length > 1000]));`);
      expect(said).toEqual([
        [1, 1],
        "DeviceError",
        expect.stringMatching(/^keratin: keratin-archive\.js cannot be loaded .* Expected keratin-archive\.js beside/),
        true,
      ]);
    } finally {
      if (existsSync(away)) renameSync(away, part);
    }
  });
});

test("bundlers keep the imports that are there for their effect, and may drop from the rest what is not used", () => {
  const { exports, sideEffects } = JSON.parse(readFileSync("package.json", "utf8"));
  const builds = ["./relaxed", "./wide", "./relaxed-wide"].map((name) => exports[name].default ?? exports[name]);
  expect(sideEffects).toEqual(builds);
});
