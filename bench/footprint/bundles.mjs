// What a program of each library is made of: bundles for a page, whose bytes are counted, and for Node, which are started.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const packages = here("../node_modules");
export const folder = here("../../build/dist/run/footprint");

/** Whether a package of the bench is installed, which some are not everywhere. */
export const installed = (name) => existsSync(join(packages, name, "package.json"));

const TFJS = {
  wasm: "@tensorflow/tfjs-backend-wasm",
  source: `
    import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
    import * as tf from "@tensorflow/tfjs-core";
    import * as tfl from "@tensorflow/tfjs-layers";
    export { setWasmPaths, tf, tfl };`,
};
const JAX = { source: 'export * from "@jax-js/jax";' };

/** The paths of what a bundle's entry loads at once; its other parts come only when they are asked for. */
async function bundle(name, source, platform) {
  // TF.js asks Node for its modules by require, and where it lies.
  const banner = [
    'import { createRequire } from "node:module";',
    "const require = createRequire(import.meta.url);",
    "const __dirname = import.meta.dirname;",
  ].join("\n");
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: here("..") },
    outdir: join(folder, platform),
    entryNames: name,
    chunkNames: `${name}-[hash]`,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform,
    banner: platform === "node" ? { js: banner } : {},
    metafile: true,
    absWorkingDir: here("../.."),
    logLevel: "error",
  });
  const needed = new Set();
  const visit = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind } of metafile.outputs[path].imports) {
      if (kind === "import-statement" && metafile.outputs[next]) visit(next);
    }
  };
  visit(Object.keys(metafile.outputs).find((path) => basename(path) === `${name}.mjs`));
  return [...needed].map((path) => here(`../../${path}`));
}

/** The folder of TF.js's modules. */
export const tfjsFolder = `${join(packages, TFJS.wasm, "dist")}/`;
export const ortModule = join(packages, "onnxruntime-web", "dist", "ort.wasm.bundle.min.mjs");

/** The bundles of the peers for Node, by name. */
export async function nodeBundles() {
  return {
    tfjs: (await bundle("tfjs", TFJS.source, "node"))[0],
    jax: (await bundle("jax", JAX.source, "node"))[0],
  };
}

/** Files that a page fetches before it can compute, for each library. */
async function downloads() {
  const found = {
    keratin: [here("../../build/dist/keratin.js")],
    "tfjs-wasm": [...(await bundle("tfjs", TFJS.source, "browser")), join(tfjsFolder, "tfjs-backend-wasm-simd.wasm")],
    "jax-js": await bundle("jax", JAX.source, "browser"),
  };
  if (installed("onnxruntime-web")) {
    found["onnxruntime-web"] = [ortModule, join(dirname(ortModule), "ort-wasm-simd-threaded.wasm")];
  }
  return found;
}

/** Bytes of a library's files, as they are and by gzip. */
export async function sizes() {
  return Object.entries(await downloads()).map(([library, paths]) => {
    const files = paths.map((path) => {
      const content = readFileSync(path);
      return { file: basename(path), raw: content.length, gzip: gzipSync(content, { level: 9 }).length };
    });
    const sum = (key) => files.reduce((total, file) => total + file[key], 0);
    return { library, raw: sum("raw"), gzip: sum("gzip"), files };
  });
}
