/** The loops of fit, evaluate and predict: many steps per call into the engine, the event loop in between. */
import type { Run } from "../core/device";
import { makeArray } from "../core/dtypes";
import { StateError, ValueError } from "../core/errors";
import { sizeOf } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { engine } from "../backend/engine";
import { SeedSource } from "../backend/seeds";
import { permutation } from "../ops/permutation";
import { nextTurn, sliceMilliseconds } from "../platform/turn";
import type { CallbackList, Logs } from "./callbacks/callback";
import type { Batch } from "./data";
import type { Model } from "./model";
import { type Source, openSource } from "./source";
import type { Mode, StepProgram } from "./programs";

/** What a pass over data is told. */
export interface PassOptions {
  batchSize: number;
  signal: AbortSignal | undefined;
  /** The most steps of the pass. */
  steps?: number | undefined;
  callbacks?: CallbackList | undefined;
  /** Takes the outputs of each step of a prediction. */
  collect?: ((step: StepProgram, rows: number) => void) | undefined;
}

/** Bytes of data that are put on the device at once: a quarter of what it may take. */
function dataLimit(): number {
  return (engine().limit ?? 2 ** 32) / 4;
}

/** One pass over rows in a given order. Returns the number of steps. */
export async function pass(model: Model, mode: Mode, source: Source, order: Int32Array, options: PassOptions): Promise<number> {
  const { batchSize, signal, callbacks, collect } = options;
  const rows = order.length;
  const whole = Math.floor(rows / batchSize);
  const most = options.steps ?? Number.POSITIVE_INFINITY;
  const total = Math.min(most, Math.ceil(rows / batchSize));
  source.order(order);
  let done = 0;
  for (const part of [
    { size: batchSize, first: 0, steps: Math.min(whole, total) },
    { size: rows - whole * batchSize, first: whole * batchSize, steps: total > whole && rows % batchSize ? 1 : 0 },
  ]) {
    if (part.steps === 0) continue;
    const step = model.programs.get(mode, source.batch, part.size);
    const perStep = collect !== undefined || callbacks?.listens === true;
    for (let at = 0; at < part.steps && !(mode === "train" && model.stopTraining); ) {
      const window = source.window(part.first + at * part.size, part.size, part.steps - at);
      for (let i = 0; i < window.steps; ) {
        const count = perStep ? 1 : window.steps - i;
        if (perStep && mode === "train") await callbacks?.call((c) => c.onTrainBatchBegin(done));
        const run = step.program.start(window.feeds, count, window.from + i);
        await drive(run, signal, (taken) => report(model, mode, callbacks, done + taken));
        collect?.(step, part.size);
        i += count;
        done += count;
        if (perStep && mode === "train") {
          const logs = callbacks?.listens ? model.compiledOrThrow("fit").logs() : {};
          await callbacks?.call((c) => c.onTrainBatchEnd(done - 1, logs));
          report(model, mode, callbacks, done);
          if (model.stopTraining) break;
        }
      }
      at += window.steps;
    }
  }
  return done;
}

function report(model: Model, mode: Mode, callbacks: CallbackList | undefined, steps: number): void {
  if (mode !== "train" || !callbacks) return;
  const logs = (): Logs => model.compiledOrThrow("fit").logs();
  for (const callback of callbacks.list) callback.onProgress(steps, logs);
}

/** Drives a run to its end in slices; stops at a whole step when aborted. */
async function drive(run: Run, signal: AbortSignal | undefined, progress: (steps: number) => void): Promise<void> {
  const slice = sliceMilliseconds();
  signal?.throwIfAborted();
  let turned = performance.now();
  while (!run.resume(slice)) {
    progress(run.steps);
    await nextTurn();
    if (signal?.aborted) {
      run.settle();
      signal.throwIfAborted();
    }
    turned = performance.now();
  }
  // Many short runs must let the event loop turn too.
  if (performance.now() - lastTurn > slice) {
    await nextTurn();
    turned = performance.now();
  }
  lastTurn = turned;
}

let lastTurn = 0;

/** 0 .. n - 1, shuffled by the seed source or in order. */
export function rowOrder(n: number, shuffle: SeedSource | undefined): Int32Array {
  if (!shuffle) return Int32Array.from({ length: n }, (_, i) => i);
  const { seed, call } = shuffle.next();
  return permutation(call, n, seed).dataSync() as Int32Array;
}

/** Opens a batch for passes over it. */
export function open(batch: Batch): Source {
  return openSource(engine(), batch, dataLimit());
}

/** Predicts all rows: one array per output. */
export async function predictRows(model: Model, batch: Batch, batchSize: number, signal: AbortSignal | undefined): Promise<Tensor[]> {
  const source = open(batch);
  try {
    let results: { values: ReturnType<typeof makeArray>; at: number; shape: number[]; dtype: Tensor["dtype"] }[] | undefined;
    await pass(model, "predict", source, rowOrder(batch.count, undefined), {
      batchSize,
      signal,
      collect: (step, rows) => {
        results ??= step.outputs.map(({ dims, dtype }) => {
          const row = dims.slice(1);
          return { values: makeArray(dtype, batch.count * sizeOf(row)), at: 0, shape: [batch.count, ...row], dtype };
        });
        step.outputs.forEach(({ dims }, i) => {
          if (dims[0] !== rows) {
            throw new StateError(model.name, "an output has another number of rows than the input", {
              received: { shape: dims },
              fix: "Use predictOnBatch",
            });
          }
          const result = results![i]!;
          const values = step.program.output(i);
          result.values.set(values as never, result.at);
          result.at += values.length;
        });
      },
    });
    if (!results) throw new ValueError(`${model.name}.predict`, "there are no rows to predict", { received: { rows: batch.count } });
    return results.map(({ values, shape, dtype }) => Tensor.constant(values, shape, dtype));
  } finally {
    source.dispose();
  }
}

