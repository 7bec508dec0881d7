/** The loops of fit, evaluate and predict: many steps per call into the engine, the event loop in between. */

import { engine } from "../backend/engine";
import { drawFor } from "../backend/seeds";
import type { Run } from "../core/device";
import { makeArray } from "../core/dtypes";
import { StateError, ValueError } from "../core/errors";
import { sizeOf } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { permutation } from "../ops/permutation";
import { nextTurn, sliceMilliseconds, turnIfDue } from "../platform/turn";
import type { CallbackList, Logs } from "./callbacks/callback";
import type { Batch } from "./data";
import type { Model } from "./model";
import type { Mode, StepProgram } from "./programs";
import { openSource, type Source } from "./source";

/** What a pass over data is told. */
export interface PassOptions {
  batchSize: number;
  signal: AbortSignal | undefined;
  /** The number of the first step, and the most steps from there. */
  first?: number | undefined;
  steps?: number | undefined;
  callbacks?: CallbackList | undefined;
  /** Takes the outputs of each step of a prediction. */
  collect?: ((step: StepProgram, rows: number, run: Run) => void) | undefined;
}

/** Bytes of data that are put on the device at once: a quarter of what it may take. */
function dataLimit(): number {
  return (engine().limit ?? 2 ** 32) / 4;
}

/** One pass over rows in a given order. Returns the number of steps; training may be stopped between them. */
export async function pass(
  model: Model,
  mode: Mode,
  source: Source,
  order: Int32Array,
  options: PassOptions,
): Promise<number> {
  const { batchSize, signal, callbacks, collect } = options;
  const rows = order.length;
  const whole = Math.floor(rows / batchSize);
  const begin = options.first ?? 0;
  const end = Math.min(begin + (options.steps ?? Number.POSITIVE_INFINITY), Math.ceil(rows / batchSize));
  const perStep = collect !== undefined || callbacks?.listens === true;
  const stopped = (): boolean => callbacks !== undefined && model.stopTraining;
  source.order(order);
  let done = 0;
  for (const part of [
    { size: batchSize, begin, end: Math.min(whole, end) },
    { size: rows - whole * batchSize, begin: Math.max(begin, whole), end },
  ]) {
    if (part.begin >= part.end) continue;
    const step = await model.programs.get(mode, source.batch, part.size);
    for (let at = part.begin; at < part.end && !stopped(); ) {
      const window = source.window(at * batchSize, part.size, part.end - at);
      for (let i = 0; i < window.steps && !stopped(); ) {
        const count = perStep ? 1 : window.steps - i;
        if (perStep) await callbacks?.call((c) => c.onTrainBatchBegin(done));
        const run = await engine().exclusive(() => step.program.start(window.feeds, count, window.from + i));
        await drive(run, signal, stopped, {
          progress: callbacks?.follows ? (taken) => report(model, callbacks, done + taken) : undefined,
          finish: () => collect?.(step, part.size, run),
        });
        i += run.steps;
        done += run.steps;
        if (perStep && callbacks) {
          const logs = await engine().exclusive(() => model.compiledOrThrow("fit").logs());
          await callbacks.call((c) => c.onTrainBatchEnd(done - 1, logs));
          await engine().exclusive(() => report(model, callbacks, done));
        }
      }
      at += window.steps;
    }
  }
  return done;
}

function report(model: Model, callbacks: CallbackList | undefined, steps: number): void {
  const logs = (): Logs => model.compiledOrThrow("fit").logs();
  for (const callback of callbacks?.list ?? []) callback.onProgress(steps, logs);
}

/** Drives a run to its end in slices; ends it at a whole step when it is stopped or aborted. */
async function drive(
  run: Run,
  signal: AbortSignal | undefined,
  stopped: () => boolean,
  hooks: { progress: ((steps: number) => void) | undefined; finish: () => void },
): Promise<void> {
  const slice = sliceMilliseconds();
  signal?.throwIfAborted();
  for (let done = false; !done; ) {
    // Progress is told between steps: what stands inside one first goes to its end, in slices too.
    done = await run.advance(slice, run.inside && hooks.progress !== undefined);
    // Outputs are read before another program takes the arena over.
    if (done) hooks.finish();
    else if (hooks.progress && !run.inside) await engine().exclusive(() => hooks.progress!(run.steps));
    // Many short runs must let the event loop turn too.
    if (done) await turnIfDue();
    else await nextTurn();
    if (done || !(signal?.aborted || stopped())) continue;
    run.cancel();
    signal?.throwIfAborted();
    return;
  }
}

/** 0 .. n - 1, shuffled or in order. */
export function rowOrder(n: number, shuffle: boolean): Int32Array {
  if (!shuffle) {
    const rows = new Int32Array(n);
    for (let i = 0; i < n; i++) rows[i] = i;
    return rows;
  }
  // The global source of draws: a source for each fit would need a program for each.
  const { seed, call } = drawFor(undefined);
  return permutation(call, n, seed).dataSync() as Int32Array;
}

/** Opens a batch for passes over it. */
export function open(batch: Batch): Source {
  return openSource(engine(), batch, dataLimit());
}

/** Predicts all rows: one array per output. */
export async function predictRows(
  model: Model,
  batch: Batch,
  batchSize: number,
  signal: AbortSignal | undefined,
): Promise<Tensor[]> {
  const source = open(batch);
  try {
    let results:
      | { values: ReturnType<typeof makeArray>; at: number; shape: number[]; dtype: Tensor["dtype"] }[]
      | undefined;
    await pass(model, "predict", source, rowOrder(batch.count, false), {
      batchSize,
      signal,
      collect: (step, rows, run) => {
        results ??= step.outputs.map(({ dims, dtype }) => {
          const shape = rows === batch.count ? [...dims] : [batch.count, ...dims.slice(1)];
          return { values: makeArray(dtype, sizeOf(shape)), at: 0, shape, dtype };
        });
        step.outputs.forEach(({ dims }, i) => {
          if (dims[0] !== rows && rows !== batch.count) {
            throw new StateError(model.name, "an output has another number of rows than the input", {
              received: { shape: dims },
              fix: "Use predictOnBatch",
            });
          }
          const result = results![i]!;
          const values = run.output(i);
          result.values.set(values as never, result.at);
          result.at += values.length;
        });
      },
    });
    if (!results)
      throw new ValueError(`${model.name}.predict`, "there are no rows to predict", {
        received: { rows: batch.count },
      });
    return results.map(({ values, shape, dtype }) => Tensor.constant(values, shape, dtype));
  } finally {
    source.dispose();
  }
}
