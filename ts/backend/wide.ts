/** Builds that need paired vectors are used only where they are seen to give what they should, and to be faster. */

import { DeviceError } from "../core/errors";
import { Tensor } from "../core/tensor";
import { type Build, isRelaxed } from "../engine/builds";
import { WasmDevice } from "../engine/device";
import { schedule } from "../graph/schedule";
import { matmul } from "../ops/matmul";
import { pairVectors } from "../platform/vectors";

/** Rows, terms and columns of the product that is tried: odd ones, so that all tails are met. */
const [M, K, N] = [101, 300, 109];
/** How often, and how much faster it must be: pairs almost double the speed, without them it is slower. */
const [ROUNDS, TIMES, GAIN] = [12, 12, 1.15];

/** What fused multiplication may change in such a product. */
const FUSED = 1e-4;

/** @throws DeviceError when this host does not pair vectors, or the results differ. */
export function verifyWide(build: Build): void {
  const fix = 'Leave build out, or write init({ build: "simd" })';
  if (!pairVectors()) {
    throw new DeviceError("init", `the ${build} build needs a flag that this host does not have`, {
      expected: "Node 24 or later on x86-64",
      fix,
    });
  }
  const [strict, wide] = [trial("simd"), trial(build)];
  // Turns, so that both meet the same disturbances; the first rounds wait for the optimizing compiler.
  for (let round = 0; round < ROUNDS; round++) {
    strict.run();
    wide.run();
  }
  const [expected, given] = [strict.result(), wide.result()];
  const agrees = isRelaxed(build)
    ? (x: number, i: number): boolean => Math.abs(x - expected[i]!) < FUSED
    : (x: number, i: number): boolean => Object.is(x, expected[i]);
  if (!given.every(agrees)) throw new DeviceError("init", `the ${build} build gives other results here`, { fix });
  if (wide.best() * GAIN > strict.best()) {
    throw new DeviceError("init", `this JavaScript engine does not pair vectors: the ${build} build is no faster`, {
      expected: `a product in less than ${strict.best().toFixed(2)} ms / ${GAIN}`,
      received: `${wide.best().toFixed(2)} ms`,
      fix,
    });
  }
}

/** A product on an engine of its own. */
function trial(build: Build): { run(): void; best(): number; result(): Float32Array } {
  const device = new WasmDevice({ build, memory: 2 ** 24 });
  const leaves = [
    [M, K],
    [K, N],
  ].map((dims, i) => new Tensor(dims, "float32", { kind: "input", name: `x${i}` }));
  const outputs = [matmul(leaves[0]!, leaves[1]!)];
  const off = new Set<never>();
  const program = device.compile(schedule({ outputs, updates: [], assigns: new Map() }, leaves, off));
  const feeds = leaves.map((leaf, at) => {
    const buffer = device.allocate(leaf.size * 4);
    buffer.write(Float32Array.from({ length: leaf.size }, (_, i) => Math.sin(i * (at + 0.7))));
    return buffer;
  });
  let best = Number.POSITIVE_INFINITY;
  return {
    run() {
      const before = performance.now();
      program.start(feeds, TIMES).resume(Number.POSITIVE_INFINITY);
      best = Math.min(best, performance.now() - before);
    },
    best: () => best,
    result: () => program.output(0) as Float32Array,
  };
}
