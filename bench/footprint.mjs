// Cold start, bytes to download and peak memory: node bench/footprint.mjs [--runs 20] [--only start|size|memory] [--json FILE]
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execute } from "../tests/platform/support/process.mjs";
import { folder, installed, nodeBundles, ortModule, sizes, tfjsFolder } from "./footprint/bundles.mjs";
import { denseNetwork } from "./footprint/onnx.mjs";
import { about } from "./operations/machine.mjs";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    only: { type: "string", default: "" },
    json: { type: "string" },
  },
});
const runs = Number(options.runs);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const wanted = (part) => !options.only || options.only === part;
/** Processes of one kind whose memory is measured: what the system counts varies. */
const MEMORY_RUNS = 3;

/** The JSON that a program prints. */
async function ask(program, ...args) {
  const { stdout } = await execute(process.execPath, [here(program), ...args]);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** The least and the median of each figure, in turns; a program that fails has its error instead. */
async function inTurns(programs, count) {
  const found = new Map(programs.map(({ library }) => [library, []]));
  const errors = new Map();
  for (let run = 0; run < count; run++) {
    for (const { library, args } of programs) {
      if (errors.has(library)) continue;
      try {
        found.get(library).push(await ask(...args));
      } catch (error) {
        // What follows names files of this machine.
        errors.set(library, error.message.split("\n")[0]);
      }
    }
  }
  return programs.map(({ library }) => {
    if (errors.has(library)) return { library, error: errors.get(library) };
    const figures = {};
    for (const key of Object.keys(found.get(library)[0])) {
      const sorted = found
        .get(library)
        .map((figure) => figure[key])
        .toSorted((a, b) => a - b);
      figures[key] = { best: sorted[0], median: sorted[sorted.length >> 1] };
    }
    return { library, figures };
  });
}

async function coldStart() {
  const { tfjs, jax } = await nodeBundles();
  const programs = [
    { library: "keratin", args: ["../tests/platform/programs/first.mjs", here("../build/dist/keratin.js")] },
    { library: "tfjs-wasm", args: ["footprint/first/tfjs.mjs", tfjs, tfjsFolder] },
    { library: "jax-js", args: ["footprint/first/jax.mjs", jax] },
  ];
  if (installed("onnxruntime-web")) {
    const model = join(folder, "mlp.onnx");
    writeFileSync(model, denseNetwork(16, 32, 4));
    programs.push({ library: "onnxruntime-web", args: ["footprint/first/ort.mjs", ortModule, model] });
  }
  return inTurns(programs, runs);
}

const memory = () =>
  inTurns(
    ["keratin", "jax-js", "tfjs-wasm", "tfjs-cpu"].map((library) => ({
      library,
      args: ["footprint/memory.mjs", library],
    })),
    MEMORY_RUNS,
  );

const [ms, mb] = [(x) => `${x.toFixed(1)} ms`, (x) => `${(x / 1e6).toFixed(2)} MB`];
const pair = (figure, unit) => `${unit(figure.best).padStart(10)} (${unit(figure.median)})`;

mkdirSync(folder, { recursive: true });
const result = { ...about(), runs };
console.log(`${result.machine.cpu}, Node ${result.node}`);
if (wanted("size")) {
  result.sizes = await sizes();
  console.log("\nbytes that a page fetches, gzip in brackets");
  for (const { library, raw, gzip, files } of result.sizes) {
    console.log(
      `${library.padEnd(16)}${mb(raw).padStart(9)} (${mb(gzip)})  ${files.map(({ file }) => file).join(", ")}`,
    );
  }
}
if (wanted("start")) {
  result.start = await coldStart();
  console.log(`\nimport to the first prediction of an MLP 16-32-4, best (median) of ${runs} processes`);
  for (const { library, figures, error } of result.start) {
    const parts =
      figures && ["import", "model", "predict"].map((part) => `${part} ${ms(figures[part].best)}`).join(", ");
    console.log(
      `${library.padEnd(16)}${error ? `cannot: ${error.slice(0, 100)}` : `${pair(figures.all, ms)}  ${parts}`}`,
    );
  }
}
if (wanted("memory")) {
  result.memory = await memory();
  console.log(
    "\ngrowth of the process to its peak while it trains the MNIST CNN, library and data included, best (median) of 3",
  );
  for (const { library, figures, error } of result.memory) {
    const after =
      figures &&
      `after import ${mb(figures.imported.best)}; ${figures.steps.median} steps in ${figures.seconds.best.toFixed(2)} s`;
    console.log(
      `${library.padEnd(16)}${error ? `cannot: ${error.slice(0, 100)}` : `${pair(figures.peak, mb)}  ${after}`}`,
    );
  }
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
