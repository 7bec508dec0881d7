/**
 * Answers to one row of keratin, TensorFlow.js, both ONNX Runtimes and Keras, in turns: node build/run.mjs bench/infer.ts
 * [--only NAME] [--rounds 8] [--threads 1] [--build simd|wide|relaxed|relaxed-wide] [--python BACKEND=PATH ...] [--json FILE]
 *
 * All have the weights that keratin saved. Input and output are arrays; outputs are compared first.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as keratin from "keratin";
import { about, figure, inWords, type Row } from "./about";
import { noise } from "./data.mjs";
import { graphOf, product } from "./graph";
import { INFER_NETS, type InferNet } from "./infer_nets";
import { PEERS } from "./infer_peers";
import { KerasSide } from "./keras_side";
import { compare, timesOf } from "./turns";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "8" },
    threads: { type: "string", default: "1" },
    build: { type: "string", default: "simd" },
    python: { type: "string", multiple: true, default: ["jax=build/dist/venv/bin/python"] },
    json: { type: "string" },
  },
});
const ROUNDS = Number(options.rounds);
const THREADS = Number(options.threads);
/** Milliseconds of a side in a round, about, and its fewest and most answers there. */
const STRETCH = 100;
const [FEWEST, MOST] = [3, 200];
const WARM = 5;
/** Milliseconds between sides, in which threads of the last one that spin go to sleep. */
const REST = 20;
/** A library with the network, here or in a process of its own. */
interface Competitor {
  readonly name: string;
  readonly predict: () => Promise<ArrayLike<number>>;
  /** Milliseconds of each of some answers. */
  readonly time: (count: number) => Promise<number[]>;
  readonly close: () => Promise<void> | void;
  readonly times: number[];
}

function here(
  name: string,
  predict: () => Promise<Float32Array> | Float32Array,
  close: () => Promise<void> | void,
): Competitor {
  return { name, predict: async () => predict(), time: (count) => timesOf(predict, count), close, times: [] };
}

async function inPython(side: KerasSide, file: string, x: object): Promise<Competitor> {
  await side.ask({ do: "open", file, batch: 1, x });
  const ask = (count: number): ReturnType<KerasSide["ask"]> => side.ask({ do: "predict", rows: 1, count });
  return {
    name: side.name,
    predict: async () => (await ask(1))["out"] as number[],
    time: async (count) => (await ask(count))["times"] as number[],
    close: () => {},
    times: [],
  };
}

async function measure(key: string, net: InferNet, pythons: readonly KerasSide[], folder: string): Promise<Row> {
  const model = net.make(keratin);
  const shape = model.inputShape.slice(1) as number[];
  const x = noise(product(shape), 7, 1);
  const files = await model.save({ format: "tfjs" });
  const given = { graph: graphOf(files), files, x };
  const [file, xFile] = [join(folder, `${key}.keras`), join(folder, `${key}.x`)];
  await model.save(file);
  writeFileSync(xFile, x);
  const row = [1, ...shape];
  const predict = async (): Promise<Float32Array> => (await model.predict(x)).dataSync() as Float32Array;
  const own = here("keratin", predict, () => model.dispose());
  const openers: [string, () => Promise<Competitor>][] = [
    ...PEERS.map(({ name, open }): [string, () => Promise<Competitor>] => [
      name,
      async () => {
        const side = await open(given, THREADS);
        return here(name, side.predict, side.close);
      },
    ]),
    ...pythons.map((side): [string, () => Promise<Competitor>] => [
      side.name,
      () => inPython(side, file, { path: xFile, dtype: "float32", shape: row }),
    ]),
  ];
  const expected = await own.predict();
  const ready = [own];
  const failed: Record<string, string> = {};
  for (const [name, open] of openers) {
    let side: Competitor | undefined;
    try {
      side = await open();
      compare(await side.predict(), expected);
      ready.push(side);
    } catch (error) {
      failed[name] = (error as Error).message;
      await side?.close();
    }
  }
  const counts = new Map<Competitor, number>();
  for (const side of ready) {
    const once = Math.min(...(await side.time(WARM)));
    counts.set(side, Math.max(FEWEST, Math.min(MOST, Math.round(STRETCH / once))));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of ready) {
      side.times.push(...(await side.time(counts.get(side)!)));
      await pause(REST);
    }
  }
  for (const side of ready) await side.close();
  return {
    net: net.title,
    what: "prediction of one row",
    failed,
    figures: ready.map(({ name, times }) => figure(name, times)),
  };
}

function print({ net, figures, failed }: Row): void {
  const ms = (value: number): string => value.toFixed(value < 1 ? 4 : 2);
  const own = figures[0]!;
  console.log(net);
  for (const { side, best, median } of figures) {
    const ratio = side === own.side ? "" : `  x${(own.best / best).toFixed(2)} (x${(own.median / median).toFixed(2)})`;
    console.log(`  ${side.padEnd(28)}${ms(best).padStart(9)} ms, median ${ms(median).padStart(9)}${ratio}`);
  }
  for (const [side, why] of Object.entries(failed)) console.log(`  ${side.padEnd(28)}failed: ${why}`);
}

if (options.build !== "simd") await import(`keratin/${options.build}`);
await keratin.init({ threads: THREADS, build: options.build as keratin.InitOptions["build"] });
const pythons: KerasSide[] = [];
for (const given of options.python) {
  const [backend, python] = given.split("=") as [string, string];
  const side = await KerasSide.start(python, backend, THREADS);
  if (side) pythons.push(side);
  else console.log(`${backend}: ${python} does not run Keras`);
}
const folder = mkdtempSync(join(tmpdir(), "keratin-bench-"));
const header = about(THREADS, keratin.info());
console.log(
  `${inWords(header)}, the ${options.build} build; xN: keratin / peer, below 1 keratin is faster (of the medians)`,
);
const rows: Row[] = [];
for (const [key, net] of Object.entries(INFER_NETS)) {
  if (!key.includes(options.only)) continue;
  const row = await measure(key, net, pythons, folder);
  print(row);
  rows.push(row);
}
for (const side of pythons) side.stop();
rmSync(folder, { recursive: true });
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...header, rows }, null, 2)}\n`);
