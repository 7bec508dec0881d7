/** fit, evaluate, predict and their one-batch forms: from a user's arguments to passes over rows. */

import { engine } from "../backend/engine";
import { ShapeError, StateError, ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import type { Shape } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { concatenate } from "../ops/concatenate";
import { CallbackList, type Logs } from "./callbacks/callback";
import { History } from "./callbacks/history";
import { ProgbarLogger } from "./callbacks/progbar_logger";
import {
  type Batch,
  type DataLike,
  type InputSpec,
  makeBatch,
  namedInputs,
  type Rows,
  sliceBatch,
  withClassWeight,
} from "./data";
import {
  type BatchOptions,
  type BatchSource,
  checkRun,
  count,
  type EvaluateOptions,
  FIT_KEYS,
  type FitOptions,
  level,
  noTargets,
  type PredictOptions,
} from "./fit_options";
import { checkFits } from "./memory";
import type { Model } from "./model";
import type { Source } from "./source";
import { open, pass, predictRows, rowOrder } from "./training";

/** Arrays, tensors or other data of one call, as rows. Builds a model that knows no input shape yet. */
export function prepare(model: Model, where: string, x: DataLike, y: DataLike, sampleWeight: DataLike): Batch {
  const inputs = model.network || model.built ? model.inputSpec : unknownInputs(x);
  const batch = makeBatch(`${model.name}.${where}`, inputs, model.outputSpec, x, y, sampleWeight);
  if (!model.built) {
    const shapes = batch.x.map(({ row }): Shape => [null, ...row]);
    model.ensureBuilt(shapes.length === 1 ? shapes[0]! : shapes);
  }
  return model.staged ? { ...batch, x: prepareRows(model, batch.x) } : batch;
}

/** The rows that a program takes, of inputs that hold text. */
function prepareRows(model: Model, x: readonly Rows[]): Rows[] {
  const tensors = x.map(({ values, dtype, row, count }) => Tensor.constant(values, [count, ...row], dtype));
  return model.prepare(tensors).map((y) => ({
    values: y.peek(),
    dtype: y.dtype,
    row: y.dims.slice(1),
    count: y.dims[0]!,
  }));
}

/** What is known of the inputs of a subclassed model before its first call: several are a list of tensors. */
function unknownInputs(x: DataLike): InputSpec {
  const several = Array.isArray(x) && x.length > 1 && x.every((item) => item instanceof Tensor);
  return several ? namedInputs(x.map(() => undefined)) : namedInputs([undefined]);
}

function notEmpty(model: Model, where: string, batch: Batch): void {
  if (batch.count === 0) {
    throw new ShapeError(`${model.name}.${where}`, "the data is empty", {
      expected: "at least one row",
      received: "0 rows",
    });
  }
}

/** Trains a model. */
export async function fit(model: Model, x: DataLike, y: DataLike, options: FitOptions): Promise<History> {
  const where = `${model.name}.fit`;
  const own = checkOptions(where, options, FIT_KEYS, "model.fit(x, y, { epochs: 5, batchSize: 32 })");
  checkRun(where, own);
  const compiled = model.compiledOrThrow("fit");
  const epochs = count(where, "epochs", own.epochs, 1, 0);
  const batchSize = count(where, "batchSize", own.batchSize, 32);
  const first = own.initialEpoch ?? 0;
  const streams = typeof x === "function" ? (x as BatchSource) : undefined;
  if (streams) noTargets(where, y);
  let data: Batch | undefined;
  let validation: Batch | undefined;
  if (!streams) {
    data = prepare(model, "fit", x, y, own.sampleWeight);
    if (own.validationSplit && !own.validationData) [data, validation] = split(where, data, own.validationSplit);
    if (own.classWeight) data = withClassWeight(where, data, own.classWeight);
    notEmpty(model, "fit", data);
  } else if (own.validationSplit)
    throw new ValueError(where, "validationSplit needs arrays", { fix: "Give validationData" });
  if (own.validationData) {
    const [vx, vy, vw] = own.validationData;
    validation = prepare(model, "fit (validationData)", vx, vy, vw);
  }
  if (data) await checkFits(model, data, batchSize);
  const all = data ? Math.ceil(data.count / batchSize) : undefined;
  const steps = own.stepsPerEpoch === undefined ? all : count(where, "stepsPerEpoch", own.stepsPerEpoch, 1);
  const verbose = level(own.verbose);
  const history = new History();
  const callbacks = new CallbackList(
    [...(own.callbacks ?? []), history, ...(verbose ? [new ProgbarLogger()] : [])],
    model,
    { epochs, steps, verbose },
  );
  const stream = streams && new Stream(where, streams, own.stepsPerEpoch !== undefined);
  model.stopTraining = false;
  model.history = history;
  let finished = false;
  const opened: Source[] = [];
  const use = (batch: Batch): Source => {
    const source = open(batch);
    opened.push(source);
    return source;
  };
  try {
    const source = data && use(data);
    const validationSource = validation && use(validation);
    await callbacks.call((c) => c.onTrainBegin());
    // With stepsPerEpoch an epoch goes on in the data where the last one ended.
    let order: Int32Array | undefined;
    let at = 0;
    let last: Logs = {};
    const start = Math.max(first, ...callbacks.list.map(({ startEpoch }) => startEpoch));
    for (let epoch = start; epoch < epochs; epoch++) {
      await engine().exclusive(() => compiled.reset());
      await callbacks.call((c) => c.onEpochBegin(epoch));
      let taken: number;
      if (source) {
        if (!order || own.stepsPerEpoch === undefined || at >= all!) {
          order = rowOrder(source.batch.count, own.shuffle ?? true);
          at = 0;
        }
        taken = await pass(model, "train", source, order, {
          batchSize,
          signal: own.signal,
          first: at,
          steps,
          callbacks,
        });
        at += taken;
      } else taken = await streamed(model, stream!, own, callbacks);
      let logs = await engine().exclusive(() => compiled.logs());
      if (validationSource && (epoch + 1) % (own.validationFreq ?? 1) === 0) {
        const size = own.validationBatchSize ?? batchSize;
        await engine().exclusive(() => compiled.reset());
        await callbacks.call((c) => c.onTestBegin());
        await pass(model, "test", validationSource, rowOrder(validationSource.batch.count, false), {
          batchSize: size,
          signal: own.signal,
        });
        const results = await engine().exclusive(() => compiled.logs());
        const tested = Object.entries(results).map(([name, value]) => [`val_${name}`, value] as const);
        logs = { ...logs, ...Object.fromEntries(tested) };
        await callbacks.call((c) => c.onTestEnd(logs));
      }
      for (const callback of callbacks.list) if (callback instanceof ProgbarLogger) callback.steps = taken;
      await callbacks.call((c) => c.onEpochEnd(epoch, logs));
      last = logs;
      if (model.stopTraining) break;
    }
    await engine().exclusive(() => compiled.optimizer.finalizeVariableValues());
    finished = true;
    await callbacks.call((c) => c.onTrainEnd(last));
    return history;
  } finally {
    // As in Keras, averages take the place of weights even when training was cut short.
    if (!finished) await engine().exclusive(() => compiled.optimizer.finalizeVariableValues());
    await stream?.close();
    for (const source of opened) source.dispose();
  }
}

function split(where: string, data: Batch, part: number): [Batch, Batch] {
  if (!(part > 0 && part < 1))
    throw new ValueError(where, "validationSplit is not between 0 and 1", { received: { validationSplit: part } });
  const at = Math.floor(data.count * (1 - part));
  if (at === 0 || at === data.count) {
    throw new ValueError(where, "validationSplit leaves one side empty", {
      received: { rows: data.count, validationSplit: part },
    });
  }
  return [sliceBatch(data, 0, at), sliceBatch(data, at, data.count)];
}

/** Batches of a user's iterable, over epochs. */
class Stream {
  readonly #where: string;
  readonly #make: BatchSource;
  readonly #goesOn: boolean;
  #open: AsyncIterator<readonly DataLike[]> | Iterator<readonly DataLike[]> | undefined;

  /** @param goesOn Whether an epoch begins where the last one ended, rather than with a new iterable. */
  constructor(where: string, make: BatchSource, goesOn: boolean) {
    this.#where = where;
    this.#make = make;
    this.#goesOn = goesOn;
  }

  /** The next batch of an epoch that had `steps` of them; undefined at its end. */
  async next(steps: number): Promise<readonly DataLike[] | undefined> {
    for (;;) {
      const fresh = this.#open === undefined;
      this.#open ??= iterate(this.#where, this.#make());
      const { done, value } = await this.#open.next();
      if (!done) return value;
      this.#open = undefined;
      if (steps > 0) return undefined;
      if (fresh)
        throw new ValueError(this.#where, "the iterable gave no batch", { fix: "Return a new iterable at every call" });
    }
  }

  /** At the end of an epoch. */
  async endEpoch(): Promise<void> {
    if (!this.#goesOn) await this.close();
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.return?.();
  }
}

function iterate(
  where: string,
  given: ReturnType<BatchSource>,
): AsyncIterator<readonly DataLike[]> | Iterator<readonly DataLike[]> {
  if (Symbol.asyncIterator in Object(given))
    return (given as AsyncIterable<readonly DataLike[]>)[Symbol.asyncIterator]();
  if (Symbol.iterator in Object(given)) return (given as Iterable<readonly DataLike[]>)[Symbol.iterator]();
  throw new ValueError(where, "the function gave no iterable", {
    expected: "a function that returns an (async) iterable of [x, y]",
    received: { value: given },
  });
}

/** One epoch of batches from an iterable. */
async function streamed(model: Model, stream: Stream, options: FitOptions, callbacks: CallbackList): Promise<number> {
  const where = `${model.name}.fit`;
  let steps = 0;
  for (let item = await stream.next(0); item !== undefined; item = await stream.next(steps)) {
    if (!Array.isArray(item)) {
      throw new ValueError(where, "a batch is no list", {
        expected: "[x, y] or [x, y, sampleWeight]",
        received: { batch: item },
      });
    }
    let batch = prepare(model, "fit", item[0], item[1], item[2]);
    if (options.classWeight) batch = withClassWeight(where, batch, options.classWeight);
    notEmpty(model, "fit", batch);
    const source = open(batch);
    try {
      await callbacks.call((c) => c.onTrainBatchBegin(steps));
      await pass(model, "train", source, rowOrder(batch.count, false), {
        batchSize: batch.count,
        signal: options.signal,
      });
    } finally {
      source.dispose();
    }
    const logs = (): Logs => model.compiledOrThrow("fit").logs();
    if (callbacks.listens) {
      const values = await engine().exclusive(logs);
      await callbacks.call((c) => c.onTrainBatchEnd(steps, values));
    }
    steps++;
    for (const callback of callbacks.list) callback.onProgress(steps, logs);
    if (model.stopTraining || steps === options.stepsPerEpoch) break;
  }
  await stream.endEpoch();
  return steps;
}

/** The loss and metrics of a model over data. */
export async function evaluate(model: Model, x: DataLike, y: DataLike, options: EvaluateOptions): Promise<Logs> {
  const where = `${model.name}.evaluate`;
  const keys = ["batchSize", "sampleWeight", "verbose", "callbacks", "signal"];
  const own = checkOptions(where, options, keys, "model.evaluate(x, y, { batchSize: 32 })");
  checkRun(where, own);
  if (typeof x === "function") noTargets(where, y);
  const compiled = model.compiledOrThrow("evaluate");
  const batchSize = count(where, "batchSize", own.batchSize, 32);
  const callbacks = new CallbackList(own.callbacks ?? [], model, { epochs: 1, steps: undefined, verbose: 0 });
  await engine().exclusive(() => compiled.reset());
  await callbacks.call((c) => c.onTestBegin());
  for await (const item of typeof x === "function" ? (x as BatchSource)() : [[x, y, own.sampleWeight]]) {
    const batch = prepare(model, "evaluate", item[0], item[1], item[2]);
    notEmpty(model, "evaluate", batch);
    const source = open(batch);
    try {
      await pass(model, "test", source, rowOrder(batch.count, false), { batchSize, signal: own.signal });
    } finally {
      source.dispose();
    }
  }
  const logs = await engine().exclusive(() => compiled.logs());
  await callbacks.call((c) => c.onTestEnd(logs));
  return logs;
}

/** The outputs of a model for data. */
export async function predict(model: Model, x: DataLike, options: PredictOptions): Promise<Tensor[]> {
  const where = `${model.name}.predict`;
  const own = checkOptions(
    where,
    options,
    ["batchSize", "verbose", "callbacks", "signal"],
    "model.predict(x, { batchSize: 32 })",
  );
  checkRun(where, own);
  const batchSize = count(where, "batchSize", own.batchSize, 32);
  const callbacks = new CallbackList(own.callbacks ?? [], model, { epochs: 1, steps: undefined, verbose: 0 });
  await callbacks.call((c) => c.onPredictBegin());
  const parts: Tensor[][] = [];
  for await (const item of typeof x === "function" ? (x as BatchSource)() : [[x]]) {
    const batch = prepare(model, "predict", Array.isArray(item) ? item[0] : item, undefined, undefined);
    notEmpty(model, "predict", batch);
    parts.push(await predictRows(model, batch, Math.min(batchSize, batch.count), own.signal));
  }
  if (parts.length === 0) throw new ValueError(where, "the iterable gave no batch");
  await callbacks.call((c) => c.onPredictEnd());
  return parts.length === 1 ? parts[0]! : parts[0]!.map((_, i) => concatenate(parts.map((outputs) => outputs[i]!)));
}

/** One step on one batch. */
export async function onBatch(
  model: Model,
  mode: "train" | "test",
  x: DataLike,
  y: DataLike,
  options: BatchOptions,
): Promise<Logs> {
  const name = mode === "train" ? "trainOnBatch" : "testOnBatch";
  const own = checkOptions(
    `${model.name}.${name}`,
    options,
    ["sampleWeight", "classWeight"],
    `model.${name}(x, y, { sampleWeight })`,
  );
  const compiled = model.compiledOrThrow(name);
  if (own.sampleWeight !== undefined && own.classWeight !== undefined) {
    throw new StateError(`${model.name}.${name}`, "classWeight and sampleWeight cannot be given together");
  }
  let batch = prepare(model, name, x, y, own.sampleWeight);
  if (own.classWeight) batch = withClassWeight(`${model.name}.${name}`, batch, own.classWeight);
  notEmpty(model, name, batch);
  await engine().exclusive(() => compiled.reset());
  const source = open(batch);
  try {
    await pass(model, mode, source, rowOrder(batch.count, false), { batchSize: batch.count, signal: undefined });
  } finally {
    source.dispose();
  }
  return engine().exclusive(() => compiled.logs());
}
