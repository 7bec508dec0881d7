// The whole benchmark, part after part, into one file: node bench/all.mjs [--parts products,steps,...] [--build simd] [--rounds N]
// [--python BACKEND=PATH ...] [--json FILE] [--against FILE]. `--against`: how far the ratios of the parts are from those of an earlier run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    parts: { type: "string", default: "roofline,products,native,steps,answers,threads,plans,footprint,operations" },
    build: { type: "string", default: "simd" },
    rounds: { type: "string" },
    python: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    against: { type: "string" },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const run = (program) => ["build/run.mjs", program];
const build = ["--build", options.build];
const rounds = options.rounds ? ["--rounds", options.rounds] : [];
const python = options.python.flatMap((given) => ["--python", given]);
/** A part: its program with arguments, and what it measures. */
const PARTS = {
  roofline: ["what the machine gives", "bench/roofline.mjs", ...(options.build.endsWith("wide") ? ["--wide"] : [])],
  products: ["against JavaScript libraries, in one process", "bench/bench.mjs", ...rounds],
  native: ["products, against native ONNX Runtime", ...run("bench/native.ts"), ...build],
  steps: ["training steps, against Keras", ...run("bench/steps.ts"), ...build, ...rounds, ...python],
  answers: ["answers to one row", ...run("bench/infer.ts"), ...build, ...rounds, ...python],
  threads: ["two threads against one", ...run("bench/threads.ts"), ...build],
  plans: ["memory, a head alone, the compiler", ...run("bench/plans.ts")],
  footprint: ["start, size, memory", "bench/footprint.mjs"],
  operations: ["operations one by one", "bench/operations.mjs", ...build],
};

/** Ratios of a run by name: keratin's best time to a peer's. */
function ratios({ products, steps, answers }) {
  const found = new Map();
  const add = (name, [own, ...peers]) => {
    for (const peer of peers)
      if (peer.best > 0) found.set(`${name} / ${peer.side ?? peer.library}`, own.best / peer.best);
  };
  for (const { workload, figures } of products?.results ?? []) add(workload, figures);
  for (const { net, what, figures } of [...(steps?.rows ?? []), ...(answers?.rows ?? [])])
    add(`${net}, ${what}`, figures);
  return found;
}

const folder = mkdtempSync(join(tmpdir(), "keratin-all-"));
const results = {
  date: new Date().toISOString().slice(0, 10),
  cpu: cpus()[0]?.model,
  node: process.version,
  build: options.build,
};
for (const name of options.parts.split(",")) {
  const [title, ...command] = PARTS[name] ?? [];
  if (!title) throw new Error(`there is no part "${name}", only ${Object.keys(PARTS).join(", ")}`);
  console.log(`\n${name}: ${title}`);
  const file = join(folder, `${name}.json`);
  const { status } = spawnSync(process.execPath, [...command, "--json", file], { cwd: root, stdio: "inherit" });
  if (status === 0) results[name] = JSON.parse(readFileSync(file, "utf8"));
  else console.log(`${name} failed`);
}
rmSync(folder, { recursive: true });
if (options.json) writeFileSync(options.json, `${JSON.stringify(results)}\n`);
if (options.against) {
  const before = ratios(JSON.parse(readFileSync(options.against, "utf8")));
  const changes = [...ratios(results)].flatMap(([name, ratio]) =>
    before.has(name) ? [[ratio / before.get(name), name]] : [],
  );
  changes.sort(([a], [b]) => a - b);
  const at = (share) => changes[Math.floor(share * (changes.length - 1))][0].toFixed(2);
  console.log(
    `\n${changes.length} ratios, now to before: half of them from ${at(0.25)} to ${at(0.75)}, all from ${at(0)} to ${at(1)}`,
  );
  for (const [change, name] of changes)
    if (change < 0.85 || change > 1.18) console.log(`  x${change.toFixed(2)}  ${name}`);
}
