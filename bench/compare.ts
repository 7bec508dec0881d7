/**
 * Compares two builds of the engine, interleaved in one process: the ratio of best times, workload by workload.
 * node bench/compare.mjs BASE.wasm HEAD.wasm [NAME ...]
 */
import { readFileSync } from "node:fs";
import { Tensor } from "../ts/core/tensor";
import { WasmDevice } from "../ts/engine/device";
import { differentiate } from "../ts/graph/differentiate";
import { optimize } from "../ts/graph/optimize";
import { schedule } from "../ts/graph/schedule";
import * as ops from "../ts/ops/gen/public";

const leaf = (name: string, dims: number[]): Tensor => new Tensor(dims, "float32", { kind: "input", name });
type Workload = () => { inputs: Tensor[]; outputs: Tensor[]; flops: number };

const gemm =
  (m: number, n: number, k: number): Workload =>
  () => {
    const [a, b] = [leaf("a", [m, k]), leaf("b", [k, n])];
    return { inputs: [a, b], outputs: [ops.matmul(a, b)], flops: 2 * m * n * k };
  };
const gemmGrad =
  (m: number, n: number, k: number): Workload =>
  () => {
    const [a, b, g] = [leaf("a", [m, k]), leaf("b", [k, n]), leaf("g", [m, n])];
    const [ga, gb] = differentiate(ops.matmul(a, b), [a, b], g) as Tensor[];
    return { inputs: [a, b, g], outputs: [ga!, gb!], flops: 4 * m * n * k };
  };
const conv =
  (batch: number, side: number, channels: number, filters: number, what: number, size = 3): Workload =>
  () => {
    const [x, k] = [leaf("x", [batch, side, side, channels]), leaf("k", [size, size, channels, filters])];
    const y = ops.conv(x, k);
    const g = leaf("g", [...y.dims]);
    const outputs = what === 0 ? [y] : [differentiate(y, [x, k], g)[what - 1]!];
    return { inputs: what === 0 ? [x, k] : [x, k, g], outputs, flops: 2 * y.size * size * size * channels };
  };
const map =
  (n: number, make: (x: Tensor) => Tensor): Workload =>
  () => {
    const x = leaf("x", [n]);
    return { inputs: [x], outputs: [make(x)], flops: n };
  };
const pool =
  (what: number): Workload =>
  () => {
    const x = leaf("x", [32, 26, 26, 16]);
    const y = ops.maxPool(x, 2);
    const g = leaf("g", [...y.dims]);
    return what === 0
      ? { inputs: [x], outputs: [y], flops: x.size }
      : { inputs: [x, g], outputs: [differentiate(y, [x], g)[0]!], flops: x.size };
  };
const workloads: Record<string, Workload> = {
  gemm64: gemm(64, 64, 64),
  gemm256: gemm(256, 256, 256),
  gemm512: gemm(512, 512, 512),
  dense: gemm(32, 128, 784),
  denseGrad: gemmGrad(32, 128, 784),
  gemmGrad256: gemmGrad(256, 256, 256),
  conv1: conv(32, 28, 1, 16, 0),
  conv1Kernel: conv(32, 28, 1, 16, 2),
  picture: conv(8, 48, 3, 16, 0),
  conv2: conv(32, 13, 16, 32, 0),
  conv2Input: conv(32, 13, 16, 32, 1),
  conv2Kernel: conv(32, 13, 16, 32, 2),
  pointwise: conv(8, 24, 64, 64, 0, 1),
  pointwiseKernel: conv(8, 24, 64, 64, 2, 1),
  tallGrad: gemmGrad(4608, 64, 64),
  tall: gemm(4608, 64, 64),
  pointwiseInput: conv(8, 24, 64, 64, 1, 1),
  maxPool: pool(0),
  maxPoolGrad: pool(1),
  relu: map(100_000, (x) => ops.relu(x)),
  tanh: map(100_000, (x) => ops.tanh(x)),
  exp: map(100_000, (x) => ops.exp(x)),
  gelu: map(100_000, (x) => ops.gelu(x)),
  columnSum: () => {
    const x = leaf("x", [21632, 16]);
    return { inputs: [x], outputs: [ops.sum(x, { axis: 0 })], flops: x.size };
  },
};

const [basePath, headPath, ...names] = process.argv.slice(2);
const off = new Set<never>();
const build = (path: string): ((name: string) => { run: () => void; flops: number }) => {
  const device = new WasmDevice({ module: new WebAssembly.Module(readFileSync(path)), memory: 2 ** 30 });
  return (name) => {
    const { inputs, outputs, flops } = workloads[name]!();
    const graph = optimize({ outputs, updates: [], assigns: new Map() }, off, new Map());
    const program = device.compile(schedule(graph, inputs, off));
    const feeds = inputs.map((x, i) => {
      const buffer = device.allocate(x.size * 4);
      buffer.write(Float32Array.from({ length: x.size }, (_, j) => Math.sin(j * 0.37 + i)));
      return buffer;
    });
    return { run: () => void program.start(feeds, 1).resume(Number.POSITIVE_INFINITY), flops };
  };
};
const [base, head] = [build(basePath!), build(headPath!)];
for (const name of names.length ? names : Object.keys(workloads)) {
  const sides = [base(name), head(name)];
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const warm = performance.now();
  while (performance.now() - warm < 300) for (const side of sides) side.run();
  const once = (performance.now() - warm) / 2;
  const repeats = Math.max(1, Math.min(200, Math.ceil(3 / Math.max(0.005, once / 1000))));
  for (let round = 0; round < 40; round++) {
    sides.forEach((side, i) => {
      const start = performance.now();
      for (let r = 0; r < repeats; r++) side.run();
      best[i] = Math.min(best[i]!, (performance.now() - start) / repeats);
    });
  }
  const rate = (i: number): string =>
    `${(best[i]! * 1000).toFixed(1).padStart(9)} us ${(sides[i]!.flops / best[i]! / 1e6).toFixed(2).padStart(6)} G/s`;
  console.log(`${name.padEnd(12)} ${rate(0)}  ${rate(1)}  x${(best[0]! / best[1]!).toFixed(2)}`);
}
