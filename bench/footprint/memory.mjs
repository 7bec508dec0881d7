// The memory that an epoch of the MNIST CNN takes, in a process of its own: memory.mjs LIBRARY. Prints bytes as JSON.
// A slow library stops early: the peak is there after the first steps.
import { resourceUsage } from "node:process";

const [library] = process.argv.slice(2);
const LIBRARIES = {
  keratin: () => import("../keratin.mjs"),
  "jax-js": () => import("../jax.mjs"),
  "tfjs-wasm": async () => (await import("../tfjs.mjs")).wasm,
  "tfjs-cpu": async () => (await import("../tfjs.mjs")).cpu,
};
/** Batches of an epoch, and seconds after which no other step begins. */
const STEPS = 20;
const LIMIT = 5;
const before = process.memoryUsage.rss();
const side = await LIBRARIES[library]();
await side.start?.();
const imported = process.memoryUsage.rss();
const { run, steps } = await side.cnn(32);
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
let done = 0;
for (; done < STEPS && seconds() < LIMIT; done += steps) await run();
const peak = resourceUsage().maxRSS * 1024 - before;
console.log(JSON.stringify({ imported: imported - before, peak, steps: done, seconds: seconds() }));
process.exit();
