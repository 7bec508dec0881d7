// What this machine gives to WebAssembly in this runtime: node bench/roofline.mjs [--wide] [--json FILE]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { about } from "./operations/machine.mjs";
import { kernels } from "./roofline/compile.mjs";

const [KB, MB] = [1024, 2 ** 20];
/** Memory that is touched by turns; a size lies well inside the cache it stands for, on usual machines. */
const LEVELS = [
  { name: "L1", bytes: 24 * KB },
  { name: "L2", bytes: MB },
  { name: "L3", bytes: 16 * MB },
  { name: "between", bytes: 64 * MB },
  { name: "memory", bytes: 256 * MB },
];
/** Kernels with their operations a turn of the loop. */
const ARITHMETIC = { arithmetic: 64, arithmetic10: 80 };
const PRODUCTS = { product4x8: 64, product6x8: 96, product4x16: 128 };
/** Terms of a panel: the panels of all kernels lie in 24 KB. */
const TERMS = 256;
const [A, B, TARGET, START] = [1024, 24 * KB, 48 * KB, 65536];
/** Milliseconds of a stretch, and how many are taken: the first ones wait for the optimizing compiler. */
const STRETCH = 4;
const STRETCHES = 25;
/** Milliseconds of a look at the machine's pace, and how many are taken together. */
const [PULSE, PULSES] = [0.3, 5];

/** Runs of `body` in a second, at best. `body` runs `times` times. */
function rate(body) {
  let times = 1;
  let best = 0;
  for (let i = 0; i < STRETCHES; i++) {
    const begin = performance.now();
    body(times);
    const spent = performance.now() - begin;
    best = Math.max(best, (times / spent) * 1000);
    times = Math.max(1, Math.min(times * 8, Math.round((best * STRETCH) / 1000)));
  }
  return best;
}

/** GFLOP/s of each kernel. */
function operations(wasm, counts) {
  const found = {};
  for (const [name, count] of Object.entries(counts)) {
    const once = rate((times) => {
      for (let i = 0; i < times; i++) wasm[name](TERMS, A, B, TARGET);
    });
    found[name] = (once * count * TERMS) / 1e9;
  }
  return found;
}

/**
 * The roofline: GFLOP/s of arithmetic and of products of panels in L1, and GB/s that are read, and copied (read and written),
 * at each level. Undefined where `relaxed` is wanted and not there.
 */
export async function roofline({ relaxed = false } = {}) {
  const wasm = await kernels(START + LEVELS.at(-1).bytes, relaxed);
  if (!wasm) return undefined;
  // Small numbers, since denormal ones and infinities may be slower.
  new Float32Array(wasm.memory.buffer).fill(1e-3);
  const levels = LEVELS.map(({ name, bytes }) => ({
    name,
    bytes,
    read: (rate((times) => wasm.read(START, bytes, times, TARGET)) * bytes) / 1e9,
    copy: (rate((times) => wasm.copy(START, START + bytes / 2, bytes / 2, times)) * bytes) / 1e9,
  }));
  const kernel = { ...operations(wasm, ARITHMETIC), ...operations(wasm, PRODUCTS) };
  const [[fastest]] = Object.entries(kernel).sort(([, a], [, b]) => b - a);
  const most = (counts) => Math.max(...Object.keys(counts).map((name) => kernel[name]));
  /** How fast the machine is at this moment, as a part of the peak: others may have it, or its clock be lower. */
  const pace = () => {
    const times = Math.ceil((kernel[fastest] * PULSE * 1e6) / ({ ...ARITHMETIC, ...PRODUCTS }[fastest] * TERMS));
    let best = 0;
    for (let pulse = 0; pulse < PULSES; pulse++) {
      const begin = performance.now();
      for (let i = 0; i < times; i++) wasm[fastest](TERMS, A, B, TARGET);
      const done = times * { ...ARITHMETIC, ...PRODUCTS }[fastest] * TERMS;
      best = Math.max(best, done / (performance.now() - begin) / 1e6 / kernel[fastest]);
    }
    return best;
  };
  return { relaxed, arithmetic: most(ARITHMETIC), product: most(PRODUCTS), kernels: kernel, levels, pace };
}

/** The level that holds so many bytes. */
const levelOf = (roof, bytes) => roof.levels.find((level) => bytes <= level.bytes) ?? roof.levels.at(-1);

/** GB/s of copying, or of reading alone, where so many bytes lie. */
export const bandwidth = (roof, bytes, readsOnly) => levelOf(roof, bytes)[readsOnly ? "read" : "copy"];

/**
 * The least milliseconds for so many operations over so many bytes, on `threads` threads that hinder each other nowhere,
 * while the machine computes at some pace.
 */
export function attainable(roof, { flops = 0, bytes, readsOnly = false }, threads = 1, pace = 1) {
  const compute = flops / (Math.max(roof.arithmetic, roof.product) * pace * 1e6);
  const memory = bytes / (bandwidth(roof, bytes, readsOnly) * 1e6);
  return { milliseconds: Math.max(compute, memory) / threads, bound: compute >= memory ? "compute" : "memory" };
}

/** The roofline in words. */
export function describe(roof) {
  const kernel = Object.entries(roof.kernels).map(([name, figure]) => `${name} ${figure.toFixed(1)}`);
  const levels = roof.levels.map(({ name, bytes, read, copy }) => {
    const size = bytes < MB ? `${bytes / KB} KB` : `${bytes / MB} MB`;
    return `  ${name.padEnd(7)} ${size.padStart(7)}   read ${read.toFixed(1).padStart(6)} GB/s   copy ${copy.toFixed(1).padStart(6)} GB/s`;
  });
  return [
    `multiply and add, ${roof.relaxed ? "fused (relaxed)" : "128-bit strict"}: ${roof.arithmetic.toFixed(1)} GFLOP/s in registers, ${roof.product.toFixed(1)} as a product of panels in L1`,
    `  ${kernel.join(", ")}`,
    ...levels,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: "string" }, wide: { type: "boolean", default: false } } });
  if (values.wide) setFlagsFromString("--experimental-wasm-revectorize");
  const found = { ...about(), wide: values.wide, strict: await roofline(), fused: await roofline({ relaxed: true }) };
  console.log(`${found.machine.cpu}, Node ${found.node}${values.wide ? ", V8 pairs vectors" : ""}`);
  console.log(describe(found.strict));
  console.log(found.fused ? describe(found.fused) : "this runtime has no relaxed SIMD");
  if (values.json) writeFileSync(values.json, `${JSON.stringify(found, null, 2)}\n`);
}
