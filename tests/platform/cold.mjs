// How long Node takes from `import` to the first prediction of a small network, and the whole process.
// node tests/platform/cold.mjs [--runs 20] [--profile]; build first. --profile says where the time goes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { execute } from "./support/process.mjs";

const TARGET = 40;
const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({ options: { runs: { type: "string", default: "20" }, profile: { type: "boolean" } } });
const first = fileURLToPath(new URL("programs/first.mjs", import.meta.url));
const library = new URL("../../build/dist/keratin.js", import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), "keratin-cold-"));

/** Milliseconds of a process, and what it printed. */
async function timed(...args) {
  const started = performance.now();
  const { stdout } = await execute(process.execPath, args);
  return { whole: performance.now() - started, ...JSON.parse(stdout || "{}") };
}

/** The library as one file with readable names, and the source of each of its lines. */
async function readable() {
  const { build } = await import("esbuild");
  const outfile = join(folder, "keratin.mjs");
  const options = { bundle: true, format: "esm", target: "es2022", mainFields: ["module", "main"], outfile };
  await build({ ...options, absWorkingDir: root, entryPoints: ["ts/index.ts"], keepNames: true, logLevel: "warning" });
  let source = "esbuild's helpers";
  const sources = readFileSync(outfile, "utf8")
    .split("\n")
    .map((line) => (source = /^\/\/ ((?:ts|assembly|build|node_modules)\/\S+)$/.exec(line)?.[1] ?? source));
  return { url: pathToFileURL(outfile).href, sources };
}

/** Milliseconds by source file, or by function for what is Node's own; longest first. */
function hottest({ nodes, samples, timeDeltas }, { url, sources }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map();
  const add = (name, time) => times.set(name, (times.get(name) ?? 0) + time / 1000);
  const ours = new Map();
  samples.forEach((id, i) => {
    const { callFrame } = byId.get(id);
    if (callFrame.url === url) ours.set(id, (ours.get(id) ?? 0) + timeDeltas[i]);
    else add(`${callFrame.functionName || "(top level)"} ${basename(callFrame.url)}`.trim(), timeDeltas[i]);
  });
  for (const [id, time] of ours) {
    const ticks = byId.get(id).positionTicks ?? [];
    const all = ticks.reduce((sum, tick) => sum + tick.ticks, 0);
    for (const { line, ticks: count } of ticks) add(sources[line - 1], (time * count) / all);
  }
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, 12);
}

try {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  const runs = [];
  const idle = [];
  for (let i = 0; i < Number(values.runs); i++) {
    runs.push(await timed(first, library));
    idle.push((await timed(empty)).whole);
  }
  const best = (key) => Math.min(...runs.map((run) => run[key])).toFixed(1);
  const sorted = runs.map((run) => run.all).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1].toFixed(1);
  console.log(`Node ${process.versions.node}, ${runs.length} runs, best of each in ms`);
  console.log(`import ${best("import")}, model ${best("model")}, predict ${best("predict")}`);
  console.log(`import to first prediction ${best("all")} (median ${median}; the target is ${TARGET})`);
  console.log(`whole process ${best("whole")}, of which an empty one takes ${Math.min(...idle).toFixed(1)}`);
  if (values.profile) {
    const profiled = await readable();
    const flags = ["--cpu-prof", "--cpu-prof-interval", "50", `--cpu-prof-dir=${folder}`];
    await execute(process.execPath, [...flags, first, profiled.url]);
    const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    console.log("\nself time in ms of one run under the profiler, unminified, Node's own start included:");
    for (const [name, time] of hottest(JSON.parse(readFileSync(join(folder, file), "utf8")), profiled)) {
      console.log(`${time.toFixed(1).padStart(6)}  ${name}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
