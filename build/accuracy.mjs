// The exhaustive check of assembly/simd: every float32 through every function of one argument, 10^9 pairs through pow.
//
//   node build/accuracy.mjs [--only exp,log] [--stride N] [--pairs N] [--out file]
//
// A full check (stride 1) records its figures in tests/golden/accuracy.json; a partial one only prints them.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const golden = new URL("../tests/golden/accuracy.json", import.meta.url);
const PAIRS = 1_000_000_000;

// The order of the constants in accuracy/index.ts, with the interval that the speed is measured on.
const functions = {
  exp: [-10, 10],
  expm1: [-10, 10],
  log: [0.001, 10],
  log1p: [-0.9, 10],
  tanh: [-4, 4],
  sigmoid: [-10, 10],
  softplus: [-10, 10],
  erf: [-3, 3],
  sin: [-10, 10],
  cos: [-10, 10],
  rsqrt: [0.001, 10],
};

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    stride: { type: "string", default: "1" },
    pairs: { type: "string", default: String(PAIRS) },
  },
});
const names = [...Object.keys(functions), "pow"];
const only = options.only?.split(",") ?? names;
const stride = Number(options.stride);
const pairs = Math.ceil(Number(options.pairs) / stride);
const unknown = only.find((name) => !names.includes(name));
if (unknown !== undefined)
  throw new Error(`accuracy: unknown function. Expected one of ${names}. Received ${unknown}.`);
if (!Number.isInteger(stride) || stride < 1)
  throw new Error(`accuracy: stride must be a positive integer. Received ${options.stride}.`);

const engine = await compile();
const memory = engine.memory;
const tally = 65536; // below lies the module's static data (tables of the float64 reference)
const scratch = tally + 256;
if (engine.__heap_base > tally) throw new Error("accuracy: the static data reaches the scratch memory.");
memory.grow(4);

const rows = {};
let failed = false;
for (const name of only) {
  const started = performance.now();
  new Uint8Array(memory.buffer, tally, 64).fill(0);
  if (name === "pow") checkPow();
  else checkEvery(names.indexOf(name));
  rows[name] = { ...readTally(name), nsPerElement: measure(name) };
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { maxUlp, worstInput, checked, specialErrors, firstSpecialError, nsPerElement } = rows[name];
  if (maxUlp > 2 || specialErrors > 0) failed = true;
  console.log(
    name.padEnd(9),
    `max ${maxUlp.toFixed(4)} ulp at ${JSON.stringify(worstInput)}`.padEnd(62),
    `${specialErrors} special errors${firstSpecialError === undefined ? "" : ` (${JSON.stringify(firstSpecialError)})`}`.padEnd(
      20,
    ),
    `${nsPerElement.toFixed(2)} ns/element`.padEnd(18),
    `${checked} inputs in ${seconds} s`,
  );
}

if (stride === 1 && pairs >= PAIRS) record();
else console.log("a partial check: nothing recorded");
process.exitCode = failed ? 1 : 0;

async function compile() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "build/accuracy/index.ts",
      "-o",
      "accuracy.wasm",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--use",
      "abort=",
    ],
    {
      readFile: (name, base) => {
        if (name === "asconfig.json") return null; // the engine's, with entries of its own
        try {
          return readFileSync(`${base || root}/${name}`, "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return new WebAssembly.Instance(new WebAssembly.Module(binary), {}).exports;
}

function checkEvery(f) {
  const total = Math.ceil(2 ** 32 / stride);
  const part = 2 ** 22;
  for (let done = 0; done < total; done += part) {
    engine.check(f, (done * stride) >>> 0, Math.min(part, total - done), stride, tally, scratch);
  }
}

function checkPow() {
  const special = [
    0,
    2 ** -149,
    2 ** -127,
    2 ** -126,
    0.25,
    1 / 3,
    0.5,
    1 - 2 ** -24,
    1,
    1 + 2 ** -23,
    1.5,
    2,
    2.5,
    3,
    4,
    5,
  ];
  special.push(
    127,
    128,
    149,
    150,
    1e10,
    2 ** 23 - 0.5,
    2 ** 23 - 1,
    2 ** 23 + 1,
    2 ** 24 - 1,
    2 ** 24,
    2 ** 24 + 2,
    3.4028234663852886e38,
  );
  special.push(Infinity, NaN);
  const both = special.flatMap((x) => [x, -x]);
  const xs = Float32Array.from(both.flatMap((x) => both.map(() => x)));
  const ys = Float32Array.from(both.flatMap(() => both));
  const x = scratch + 8192;
  const y = x + xs.byteLength + 4096;
  new Float32Array(memory.buffer, x, xs.length).set(xs);
  new Float32Array(memory.buffer, y, ys.length).set(ys);
  engine.checkPairs(x, y, xs.length, tally, scratch);
  const part = 2 ** 22;
  for (let done = 0, seed = 1n; done < pairs; done += part, seed++) {
    engine.checkPow((seed << 32n) + 2463534242n, Math.min(part, pairs - done), tally, scratch);
  }
}

function readTally(name) {
  const view = new DataView(memory.buffer, tally);
  const input = (at) => {
    const all = name === "pow" ? [view.getFloat32(at, true), view.getFloat32(at + 4, true)] : view.getFloat32(at, true);
    return all;
  };
  const specialErrors = view.getUint32(24, true);
  const special = name === "pow" ? [view.getFloat32(28, true), view.getFloat32(32, true)] : view.getFloat32(28, true);
  return {
    maxUlp: Number(view.getFloat64(0, true).toFixed(4)),
    worstInput: input(16),
    checked: view.getFloat64(8, true),
    specialErrors,
    ...(specialErrors > 0 ? { firstSpecialError: special } : {}),
  };
}

/** The best of many runs over 4096 floats, which stay in the first-level cache. */
function measure(name) {
  const n = 4096;
  const [low, high] = name === "pow" ? [0.001, 10] : functions[name];
  const x = scratch;
  const y = x + 4 * n;
  const z = y + 4 * n;
  const floats = new Float32Array(memory.buffer, x, 2 * n);
  let seed = 1;
  for (let i = 0; i < 2 * n; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    floats[i] = i < n ? low + ((high - low) * seed) / 2 ** 32 : (6 * seed) / 2 ** 32 - 3;
  }
  const f = names.indexOf(name);
  let best = Infinity;
  for (let run = 0; run < 300; run++) {
    const started = performance.now();
    for (let i = 0; i < 20; i++) {
      if (name === "pow") engine.applyPow(x, y, z, n);
      else engine.apply(f, x, y, n);
    }
    best = Math.min(best, performance.now() - started);
  }
  return Number(((best * 1e6) / (20 * n)).toFixed(3));
}

function record() {
  let all = {};
  try {
    all = JSON.parse(readFileSync(golden, "utf8")).functions;
  } catch {}
  const functions = {};
  for (const name of names) if (rows[name] ?? all[name]) functions[name] = rows[name] ?? all[name];
  const machine = {
    cpu: cpus()[0].model.trim(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    v8: process.versions.v8,
  };
  writeFileSync(golden, `${JSON.stringify({ format: "keratin accuracy", version: 1, machine, functions }, null, 2)}\n`);
}
