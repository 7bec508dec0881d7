// Single operations of keratin against TF.js and jax-js, and against the roofline of this machine: node bench/operations.mjs
// [--group gemm|elementwise|conv] [--only SUBSTRING] [--rounds N] [--build simd|wide|relaxed|relaxed-wide] [--threads N] [--alone] [--json FILE]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { OPERATIONS } from "./operations/all.mjs";
import { apart } from "./operations/apart.mjs";
import * as jax from "./operations/jax.mjs";
import { about } from "./operations/machine.mjs";
import { measure } from "./operations/measure.mjs";
import { line, summary } from "./operations/report.mjs";
import * as tfjs from "./operations/tfjs.mjs";
import { attainable, describe, roofline } from "./roofline.mjs";

const { values: options } = parseArgs({
  options: {
    group: { type: "string", default: "" },
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "7" },
    build: { type: "string", default: "simd" },
    threads: { type: "string", default: "1" },
    alone: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const [rounds, threads] = [Number(options.rounds), Number(options.threads)];
const operations = OPERATIONS.filter(
  ({ group, name }) => (!options.group || group === options.group) && name.includes(options.only),
);
if (!operations.length) throw new Error(`no operation of group "${options.group}" has "${options.only}" in its name`);

/** keratin's side reaches below the public interface, so that no result is copied out of the engine: it is bundled. */
async function keratinSide() {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const outfile = here("../build/dist/run/operations-keratin.mjs");
  await build({
    entryPoints: [here("operations/keratin.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  if (options.build !== "simd") await import(`../build/dist/${options.build}.js`);
  const side = await import(outfile);
  await side.start({ threads, build: options.build });
  return side;
}

const libraries = [await keratinSide()];
// The flag of the wide build pairs everybody's vectors: peers get a process without it.
const others = options.build.endsWith("wide") && !options.alone ? await apart() : undefined;
if (others) libraries.push(...others.libraries);
else if (!options.alone) {
  for (const peer of [tfjs, jax]) {
    await peer.start();
    libraries.push(peer);
  }
}
const roof = await roofline({ relaxed: options.build === "relaxed" });
const head = about();
console.log(`${head.machine.cpu}, ${head.machine.cores} cores, Node ${head.node}, ${head.date.slice(0, 10)}`);
const members = threads === 1 ? "one thread" : `${threads} threads`;
const peers = options.alone ? "none" : `one thread${others ? ", in a process of their own" : ""}`;
console.log(`keratin: ${options.build}, ${members}; peers: ${peers}`);
console.log(describe(roof));
console.log("best (median); share of what is attainable, bound by c: arithmetic, m: memory; xN: peer / keratin\n");

const width = Math.max(...operations.map(({ name }) => name.length));
const results = [];
for (const op of operations) {
  const { group, name, net, count, flops, bytes } = op;
  const what = net && name.split(", ").at(-1);
  const { pace, figures } = await measure(op, libraries, rounds, roof.pace);
  const least = attainable(roof, op, threads, pace);
  results.push({ group, name, net, what, count, flops, bytes, pace, attainable: least, figures });
  console.log(line(results.at(-1), width));
}
console.log(summary(results, options.only === ""));
if (results.some(({ figures }) => figures[0].error)) process.exitCode = 1;
if (options.json) {
  const run = { ...head, build: options.build, threads, rounds, roofline: roof, results };
  writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
}
others?.leave();
process.exit();
