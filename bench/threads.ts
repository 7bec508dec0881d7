/**
 * Several threads against one, in turns in one process: node build/run.mjs bench/threads.ts [--threads N] [--rounds 12] [--only NAME]
 * [--build BUILD] [--json FILE]
 *
 * What the machine gives comes first: a product in a process for each core, all at once, against one alone. A virtual machine whose cores are lent
 * out elsewhere shows less than the number of its cores there, and no program can have more.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs, promisify } from "node:util";
import * as keratin from "keratin";
import { about, figure, inWords } from "./about";
import { feed } from "./feed";
import { INFER_NETS } from "./infer_nets";
import { NETS } from "./nets";

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "12" },
    only: { type: "string", default: "" },
    build: { type: "string", default: "simd" },
    json: { type: "string" },
  },
});
const THREADS = Number(options.threads);
/** Milliseconds that a workload runs in each round. */
const STRETCH = 120;
/** Milliseconds of the arithmetic that shows what the machine gives. */
const SHOWN = 400;

interface Side {
  steps: number;
  run(): unknown;
}

/** Products of so many rows and columns; nothing is copied out. What is multiplied depends on an input, or it would be made once. */
function product(n: number): Side {
  const { K, ops } = keratin;
  const [a, b, y] = [0, 1, 2].map((at) => {
    const values = Float32Array.from({ length: n * n }, (_, i) => Math.sin(i + at));
    return K.variable(keratin.tensor(values, [n, n]));
  }) as [keratin.Variable, keratin.Variable, keratin.Variable];
  const x = K.placeholder({ shape: [] });
  const multiply = K.function([x], [x], { updates: [[y, ops.matmul(ops.add(a, ops.multiply(x, 0)), b)]] });
  return { steps: 1, run: () => multiply([0]) };
}

const WORKLOADS: [string, () => Side][] = [
  ...[256, 512, 960].map((n): [string, () => Side] => [`matrix product ${n}`, () => product(n)]),
  ...Object.values(NETS).map((net): [string, () => Side] => [
    `training step, ${net.title}`,
    () => {
      const model = net.make(keratin);
      const { steps, x, y } = feed(keratin, model, net.batch, 150);
      return { steps, run: () => model.fit(x, y, { batchSize: net.batch, verbose: 0, shuffle: false }) };
    },
  ]),
  ...Object.values(INFER_NETS).map((net): [string, () => Side] => [
    `one row, ${net.title}`,
    () => {
      const model = net.make(keratin);
      const row = new Float32Array(model.inputShape.slice(1).reduce((size: number, d) => size * d!, 1)).fill(0.1);
      return { steps: 1, run: () => model.predict(row) };
    },
  ]),
];

/** How many cores' worth of arithmetic the machine gives to as many processes at once. */
async function coresAtOnce(count: number): Promise<number> {
  const program = `const t = performance.now(); let n = 0, x = 1; while (performance.now() - t < ${SHOWN}) for (let i = 0; i < 1e5; i++) { x = x * 1.0000001 + 1e-9; n++; } console.log(n + (x > 1e300 ? 1 : 0));`;
  const run = async (): Promise<number> =>
    Number((await promisify(execFile)(process.execPath, ["-e", program])).stdout);
  let best = 0;
  for (let turn = 0; turn < 3; turn++) {
    const alone = await run();
    const together = await Promise.all(Array.from({ length: count }, run));
    best = Math.max(best, together.reduce((sum, n) => sum + n, 0) / alone);
  }
  return best;
}

/** Milliseconds of one step, the best of a stretch. */
async function stretch({ steps, run }: Side): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + STRETCH; performance.now() < end; ) {
    const before = performance.now();
    await run();
    best = Math.min(best, performance.now() - before);
  }
  return best / steps;
}

const build = options.build as keratin.InitOptions["build"];
if (build !== "simd") await import(`keratin/${build}`);
const cores = await coresAtOnce(THREADS);
await keratin.init({ threads: THREADS, build });
const head = about(THREADS, keratin.info());
console.log(`${inWords(head)}; ${THREADS} processes at once do ${cores.toFixed(2)} times the work of one`);
const rows = [];
for (const [name, open] of WORKLOADS) {
  if (!name.includes(options.only)) continue;
  const side = open();
  const times: Record<number, number[]> = { 1: [], [THREADS]: [] };
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const threads of [1, THREADS]) {
      await keratin.init({ threads });
      const took = await stretch(side);
      // The first round waits for the compiler.
      if (round > 0) times[threads]!.push(took);
    }
  }
  const [one, more] = [figure("1 thread", times[1]!), figure(`${THREADS} threads`, times[THREADS]!)];
  rows.push({ name, figures: [one, more] });
  console.log(
    `${name.padEnd(62)}${one.best.toFixed(3).padStart(9)}${more.best.toFixed(3).padStart(9)}    x${(one.best / more.best).toFixed(2)}`,
  );
}
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...head, coresAtOnce: cores, rows }, null, 2)}\n`);
