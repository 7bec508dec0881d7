/** `keratin bench` and `keratin profile`: how fast a user's own model is here. */
import { info, init, loadModel, type Model, type Profile, type Tensor } from "keratin";
import { count, size, table } from "../core/table";
import { type MadeUp, madeUp } from "./made_up";
import { progressLine } from "./progress";

/** Options of both. */
export interface MeasureOptions {
  batch: number;
  size?: number;
  train?: boolean;
  threads?: number;
  json?: boolean;
}

/** Milliseconds of some calls. */
export interface Timing {
  readonly what: "predict" | "train";
  readonly rows: number;
  readonly threads: number;
  readonly best: number;
  readonly median: number;
  readonly rounds: number;
}

/** What `keratin bench` tells. */
export interface BenchReport {
  readonly file: string;
  readonly engine: string;
  readonly load: number;
  readonly firstPrediction: number;
  readonly timings: readonly Timing[];
  readonly memory: ReturnType<Model["memory"]>;
  readonly notes: readonly string[];
}

/** Milliseconds of calls of one kind, and the fewest and most of them. */
const SPENT = 1500;
const LEAST = 5;
const MOST = 2000;

async function load(file: string, train: boolean): Promise<{ model: Model; took: number; notes: string[] }> {
  const progress = progressLine();
  const before = performance.now();
  const model = await loadModel(file, { onProgress: progress.show }).finally(progress.clear);
  const took = performance.now() - before;
  const notes: string[] = [];
  if (train && !model.compiled) {
    model.compile({ optimizer: "sgd", loss: "mse" });
    notes.push("the file is of a model that was not compiled: SGD and the mean squared error are taken");
  }
  return { model, took, notes };
}

async function calls(run: () => Promise<unknown>): Promise<Pick<Timing, "best" | "median" | "rounds">> {
  await run();
  const times: number[] = [];
  const until = performance.now() + SPENT;
  while (times.length < LEAST || (times.length < MOST && performance.now() < until)) {
    const before = performance.now();
    await run();
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  return { best: times[0]!, median: times[times.length >> 1]!, rounds: times.length };
}

/** Measures predictions and steps of training of a file. */
export async function bench(file: string, options: MeasureOptions): Promise<BenchReport> {
  const train = options.train ?? true;
  const { model, took, notes } = await load(file, train);
  const data = (rows: number): MadeUp => madeUp(model, rows, options.size);
  const [one, many] = [data(1), data(options.batch)];
  notes.push(...one.notes);
  const before = performance.now();
  await model.predictOnBatch(one.x);
  const firstPrediction = performance.now() - before;
  const timings: Timing[] = [];
  const most = options.threads ?? info().threads;
  for (const threads of most > 1 ? [1, most] : [1]) {
    await init({ threads });
    for (const { x, rows } of [
      { x: one.x, rows: 1 },
      ...(options.batch > 1 ? [{ x: many.x, rows: options.batch }] : []),
    ]) {
      timings.push({ what: "predict", rows, threads, ...(await calls(() => model.predictOnBatch(x))) });
    }
    if (!train) continue;
    const step = (): Promise<unknown> => model.trainOnBatch(many.x as Tensor, many.y as Tensor);
    timings.push({ what: "train", rows: options.batch, threads, ...(await calls(step)) });
  }
  const { build } = info();
  return { file, engine: `${build} build`, load: took, firstPrediction, timings, memory: model.memory(), notes };
}

/** A report in words and a table. */
export function benchText(report: BenchReport): string[] {
  const { memory } = report;
  const ms = (value: number): string => (value < 10 ? value.toFixed(3) : value.toFixed(1));
  const rows = report.timings.map(({ what, rows, threads, best, median }) => [
    what === "train" ? "step of training" : "prediction",
    count(rows),
    count(threads),
    ms(best),
    ms(median),
    count(Math.round((rows / best) * 1000)),
  ]);
  return [
    report.file,
    `  loaded in         ${ms(report.load)} ms`,
    `  first prediction  ${ms(report.firstPrediction)} ms, with what is compiled for it`,
    `  memory            ${size(memory.weights)} of weights, ${size(memory.slots)} of the optimizer, ${size(memory.arena)} of values`,
    `  engine            ${report.engine}`,
    "",
    ...table(["call", "rows", "threads", "best ms", "median ms", "rows a second"], rows, [1, 2, 3, 4, 5]),
    ...(report.notes.length ? ["", ...report.notes.map((note) => `  - ${note}`)] : []),
  ];
}

/** Profiles a step of training, or a prediction, of a file. */
export async function profile(
  file: string,
  options: MeasureOptions,
): Promise<{ profile: Profile; notes: readonly string[] }> {
  if (options.threads !== undefined) await init({ threads: options.threads });
  const { model, notes } = await load(file, options.train ?? false);
  const { x, y, notes: more } = madeUp(model, options.batch, options.size);
  const own = await model.profile(x, options.train ? y : undefined, { batchSize: options.batch });
  return { profile: own, notes: [...notes, ...more] };
}
