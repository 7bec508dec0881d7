/**
 * Steps of training and predictions of keratin and of Keras on each of its backends, in turns: node build/run.mjs bench/steps.ts
 * [--only NAME] [--rounds 8] [--threads 1] [--build BUILD] [--python BACKEND=PATH ...] [--json FILE]
 *
 * Keras opens the `.keras` file that keratin saved, so both train the same weights on the same batches; losses are compared first.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as keratin from "keratin";
import { about, figure, inWords, type Row } from "./about";
import { rowsFor } from "./feed";
import { KerasSide } from "./keras_side";
import { NETS, type Net } from "./nets";

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
/** Milliseconds of an epoch, about. */
const EPOCH = 300;
const MOST_STEPS = 200;
/** First losses of both sides differ by less, relatively; later ones may drift, as those of Keras's backends do from each other. */
const TOLERANCE = 1e-4;
const DRIFT = 0.5;

async function measure(key: string, net: Net, sides: readonly KerasSide[], folder: string): Promise<Row[]> {
  const model = net.make(keratin);
  const whole = model.inputs[0]!.dtype === "int32";
  const data = (steps: number): ReturnType<typeof rowsFor> => rowsFor(model, steps * net.batch);
  const { row } = data(1);
  const size = row.reduce((product, d) => product * d, 1);
  const tensorOf = (values: Float32Array | Int32Array, rows: number): keratin.Tensor =>
    keratin.tensor(values, [rows, ...row]);
  const epoch = async ({ x, y }: ReturnType<typeof data>, steps: number): Promise<number> => {
    const rows = tensorOf(x, steps * net.batch);
    const before = performance.now();
    await model.fit(rows, y, { batchSize: net.batch, epochs: 1, verbose: 0, shuffle: false });
    return performance.now() - before;
  };
  const file = join(folder, `${key}.keras`);
  await model.save(file);
  const few = data(1);
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) losses.push((await model.trainOnBatch(tensorOf(few.x, net.batch), few.y))["loss"]!);
  let once = await epoch(few, 1);
  for (let i = 0; i < 3; i++) once = Math.min(once, await epoch(few, 1));
  const steps = Math.max(2, Math.min(MOST_STEPS, Math.round(EPOCH / once)));
  const all = data(steps);
  const [xFile, yFile] = [join(folder, `${key}.x`), join(folder, `${key}.y`)];
  writeFileSync(xFile, all.x);
  writeFileSync(yFile, all.y);
  const failed: Record<string, string> = {};
  const ready: KerasSide[] = [];
  for (const side of sides) {
    try {
      await side.ask({
        do: "open",
        file,
        batch: net.batch,
        x: { path: xFile, dtype: whole ? "int32" : "float32", shape: [steps * net.batch, ...row] },
        y: { path: yFile, dtype: "int32", shape: [steps * net.batch] },
      });
      const theirs = (await side.ask({ do: "losses", count: 3 }))["losses"] as number[];
      const apart = losses.map((loss, i) => Math.abs(loss - theirs[i]!) / Math.max(1e-3, Math.abs(loss)));
      if (!(apart[0]! < TOLERANCE && Math.max(...apart) < DRIFT))
        throw new Error(`other losses: ${theirs.join(" ")}, not ${losses.join(" ")}`);
      await side.ask({ do: "train" });
      ready.push(side);
    } catch (error) {
      failed[side.name] = (error as Error).message;
    }
  }
  await epoch(all, steps);
  const ours: number[] = [];
  const theirs = new Map(ready.map((side) => [side, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    ours.push((await epoch(all, steps)) / steps);
    for (const side of ready) theirs.get(side)!.push(((await side.ask({ do: "train" }))["ms"] as number) / steps);
  }
  const training: Row = {
    net: net.title,
    what: "training step",
    failed,
    figures: [figure("keratin", ours), ...[...theirs].map(([side, times]) => figure(side.name, times))],
  };
  // One row, as an edge device answers.
  const one = tensorOf(few.x.slice(0, size), 1);
  const own: number[] = [];
  const answers = new Map(ready.map((side) => [side, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 20; i++) {
      const before = performance.now();
      await model.predictOnBatch(one);
      best = Math.min(best, performance.now() - before);
    }
    own.push(best);
    for (const side of ready) {
      answers.get(side)!.push((await side.ask({ do: "predict", rows: 1, count: 20 }))["ms"] as number);
    }
  }
  model.dispose();
  const prediction: Row = {
    net: net.title,
    what: "prediction of one row",
    failed: {},
    figures: [figure("keratin", own), ...[...answers].map(([side, times]) => figure(side.name, times))],
  };
  return [training, prediction];
}

function print(rows: readonly Row[]): void {
  const ms = (value: number): string =>
    value < 1 ? value.toFixed(4) : value < 100 ? value.toFixed(2) : value.toFixed(0);
  for (const { net, what, figures, failed } of rows) {
    const [own, ...others] = figures;
    const peers = others.map(({ side, best }) => `${side} ${ms(best)} (x${(own!.best / best).toFixed(2)})`);
    const lost = Object.entries(failed).map(([side, why]) => `${side}: ${why}`);
    console.log(`${net}, ${what}: ${ms(own!.best)} ms (median ${ms(own!.median)}); ${[...peers, ...lost].join("; ")}`);
  }
}

const build = options.build as keratin.InitOptions["build"];
if (build !== "simd") await import(`keratin/${build}`);
await keratin.init({ threads: THREADS, build });
const sides: KerasSide[] = [];
for (const given of options.python) {
  const [backend, python] = given.split("=") as [string, string];
  const side = await KerasSide.start(python, backend, THREADS);
  if (side) sides.push(side);
  else console.log(`${backend}: ${python} does not run Keras`);
}
const folder = mkdtempSync(join(tmpdir(), "keratin-bench-"));
const header = about(THREADS, keratin.info());
console.log(`${inWords(header)}; xN: keratin / peer, below 1 keratin is faster`);
const rows: Row[] = [];
for (const [key, net] of Object.entries(NETS)) {
  if (!key.includes(options.only)) continue;
  const own = await measure(key, net, sides, folder);
  print(own);
  rows.push(...own);
}
for (const side of sides) side.stop();
rmSync(folder, { recursive: true });
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...header, rows }, null, 2)}\n`);
