// keratin against its peers, interleaved: node bench.mjs [--only NAME] [--rounds N] [--json FILE]
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { noise } from "./data.mjs";
import * as jax from "./jax.mjs";
import * as keratin from "./keratin.mjs";
import * as tfjs from "./tfjs.mjs";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, rounds: { type: "string", default: "15" }, json: { type: "string" } },
});
const ROUNDS = Number(options.rounds);
const WARM = 300;
const STRETCH = 100;
/** A step longer than this gets SLOW_ROUNDS rounds. */
const SLOW = 1000;
const SLOW_ROUNDS = 2;

const common = [keratin, jax, tfjs.wasm];
const gemm = (n) => ({ name: `gemm ${n}`, open: (library) => library.gemm(n), check: productOf(n), libraries: common });
const mlp = (...sizes) => ({
  name: `mlp ${sizes.join("-")} sgd`,
  open: (library) => library.mlp(...sizes, 32),
  check: lossesOver(20),
  libraries: common,
});
const WORKLOADS = [
  gemm(256),
  gemm(384),
  gemm(512),
  mlp(784, 128, 10),
  mlp(16, 32, 4),
  {
    name: "mnist cnn adam",
    open: (library) => library.cnn(32),
    check: lossesOver(3),
    libraries: [...common, tfjs.cpu],
  },
].filter(({ name }) => !options.only || name.includes(options.only));
if (!WORKLOADS.length) throw new Error(`no workload's name contains "${options.only}"`);

/** Checks some rows of the product against sums in double precision. */
function productOf(n) {
  const a = noise(n * n);
  const b = noise(n * n, 2);
  return async (side) => {
    const c = await side.product();
    if (c.length !== n * n) throw new Error(`the product has ${c.length} elements`);
    for (let i = 0; i < n; i += 37) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
        if (!(Math.abs(sum - c[i * n + j]) < 1e-3)) throw new Error(`wrong product: ${c[i * n + j]}, not ${sum}`);
      }
    }
  };
}

/** Takes a few steps from the same weights: the losses fall, and are keratin's; what is timed lowers them further. */
function lossesOver(count) {
  let expected;
  return async (side) => {
    const losses = await side.losses(count);
    if (!(losses.at(-1) < losses[0])) throw new Error(`the loss does not fall: ${losses}`);
    expected ??= losses;
    const far = losses.findIndex((loss, i) => !(Math.abs(loss - expected[i]) < 1e-3 * expected[i]));
    if (far >= 0) throw new Error(`wrong loss at step ${far}: ${losses[far]}, not ${expected[far]}`);
    await side.run();
    const [after] = await side.losses(1);
    if (!(after < losses.at(-1))) throw new Error(`the timed run does not train: ${losses.at(-1)}, then ${after}`);
  };
}

/** Milliseconds of `repeats` runs. */
async function stretch(side, repeats) {
  await side.enter?.();
  const begin = performance.now();
  for (let i = 0; i < repeats; i++) {
    const result = side.run();
    if (result instanceof Promise) await result;
  }
  return performance.now() - begin;
}

/** Opens, checks and warms up one library on one workload; an error stands in its place. */
async function prepare(workload, library) {
  const figure = { library: library.name, times: [] };
  try {
    await library.start?.();
    const side = await workload.open(library);
    await workload.check(side);
    let last = 0;
    for (let spent = 0; spent < WARM; spent += last) last = await stretch(side, 1);
    return Object.assign(figure, {
      side,
      repeats: Math.max(1, Math.ceil(STRETCH / last)),
      slow: last / side.steps > SLOW,
    });
  } catch (error) {
    return Object.assign(figure, { error: String(error?.message ?? error) });
  }
}

async function measure(workload) {
  const figures = [];
  for (const library of workload.libraries) figures.push(await prepare(workload, library));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { side, slow, repeats, times } of figures) {
      if (!side || (slow && round >= SLOW_ROUNDS)) continue;
      times.push((await stretch(side, repeats)) / (repeats * side.steps));
    }
  }
  return figures.map(({ library, error, times }) => {
    if (error) return { library, error };
    const sorted = times.toSorted((a, b) => a - b);
    return { library, best: sorted[0], median: sorted[sorted.length >> 1], rounds: times.length };
  });
}

const digits = (x) => (x < 100 ? x.toPrecision(3) : x.toFixed(0));

function cell(figure, ours) {
  if (!figure) return "";
  if (figure.error) return `cannot: ${figure.error.slice(0, 36)}...`;
  const ms = `${digits(figure.best)} ms`;
  return figure === ours || !ours.best ? ms : `${ms}  x${digits(figure.best / ours.best)}`;
}

function print(results) {
  const names = [keratin, jax, tfjs.wasm, tfjs.cpu].map((library) => library.name);
  const lines = [["best per product or step", ...names]];
  for (const { workload, figures } of results) {
    const of = (name) => figures.find((figure) => figure.library === name);
    lines.push([workload, ...names.map((name) => cell(of(name), of(keratin.name)))]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    const padded = line.map((text, column) => text.padEnd(widths[column]));
    console.log(padded.join("  ").trimEnd());
  }
  console.log("xN: peer / keratin; above 1, keratin is faster.");
}

const about = {
  date: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, platform: process.platform, arch: process.arch },
  node: process.version,
  v8: process.versions.v8,
  rounds: ROUNDS,
};
console.log(`${about.machine.cpu}, ${about.machine.cores} cores, Node ${about.node}, ${about.date.slice(0, 10)}`);
const results = [];
for (const workload of WORKLOADS) {
  if (process.stderr.isTTY) process.stderr.write(`${workload.name} ...\n`);
  results.push({ workload: workload.name, figures: await measure(workload) });
}
print(results);
if (results.some(({ figures }) => figures[0].error)) process.exitCode = 1;
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
