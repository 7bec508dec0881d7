/** The programs of a model: one step of training, testing or prediction, compiled per batch size and types. */

import { type CompileTimes, compileGraphSlowly, timed } from "../backend/compile";
import type { DeviceBuffer, Program } from "../core/device";
import type { DType } from "../core/dtypes";
import type { Dims } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { Trace, withPlace, withTrace } from "../core/trace";
import { differentiate } from "../graph/differentiate";
import { revision } from "../layers/core/revision";
import { gatherBatch } from "../ops/gather_batch";
import { turnIfDue } from "../platform/turn";
import type { Batch, Rows } from "./data";
import { signatureOf } from "./data";
import type { Model } from "./model";

/** What a program does. */
export type Mode = "train" | "test" | "predict";

/** Milliseconds of making a step: running the model on symbols, its gradients and updates, and the compiler. */
export interface StepTimes extends CompileTimes {
  trace: number;
  gradients: number;
}

/** A compiled step. */
export interface StepProgram {
  readonly program: Program;
  /** Shapes and dtypes of the outputs of a prediction. */
  readonly outputs: readonly { dims: Dims; dtype: DType }[];
  /** What the compiler did, by pass. */
  readonly report: ReadonlyMap<string, number>;
  /** Milliseconds that it took. */
  readonly times: StepTimes;
}

/** Steps kept for one model. */
const KEPT = 12;

/** The compiled steps of one model; compiling again begins anew. */
export class Programs {
  readonly #model: Model;
  readonly #known = new Map<string, StepProgram>();
  /** Programs in the making, by whom several calls may wait. */
  readonly #pending = new Map<string, Promise<StepProgram>>();
  /** How many programs were compiled: a second `fit` of equal shapes adds none. */
  compiled = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** All programs that are kept. */
  get all(): readonly StepProgram[] {
    return [...this.#known.values()];
  }

  /** The step for batches of `size` rows typed like `batch`; the event loop turns while it is compiled. */
  async get(mode: Mode, batch: Batch, size: number): Promise<StepProgram> {
    const key = `${mode}:${revision()}:${size}:${mode === "predict" ? signatureOf({ ...batch, y: [], weights: [] }) : signatureOf(batch)}`;
    const step = this.#known.get(key);
    if (step) {
      this.#known.delete(key);
      this.#known.set(key, step);
      return step;
    }
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#compile(mode, batch, size);
      this.#pending.set(key, pending);
      this.#keep(key, pending);
    }
    return pending;
  }

  /** Keeps a program when it is ready, unless it was cleared meanwhile. */
  async #keep(key: string, pending: Promise<StepProgram>): Promise<void> {
    const step = await pending.catch(() => undefined);
    if (this.#pending.get(key) !== pending) return;
    this.#pending.delete(key);
    if (!step) return;
    this.compiled++;
    this.#known.set(key, step);
    for (const [old, { program }] of this.#known) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(old);
      program.dispose();
    }
  }

  /** Frees all programs, or those of some modes. */
  clear(modes: readonly Mode[] = ["train", "test", "predict"]): void {
    for (const key of this.#pending.keys())
      if (modes.some((mode) => key.startsWith(`${mode}:`))) this.#pending.delete(key);
    for (const [key, { program }] of this.#known) {
      if (!modes.some((mode) => key.startsWith(`${mode}:`))) continue;
      this.#known.delete(key);
      program.dispose();
    }
  }

  async #compile(mode: Mode, batch: Batch, size: number): Promise<StepProgram> {
    const model = this.#model;
    const order = leaf("order", [0], "int32");
    const leaves: Tensor[] = [order];
    const gather = (rows: Rows | undefined, name: string, dtype: DType): Tensor | undefined => {
      if (!rows) return undefined;
      const data = leaf(name, [0, ...rows.row], rows.dtype);
      leaves.push(data);
      return gatherBatch(data, order, size, dtype);
    };
    const trace = new Trace({ training: mode === "train" });
    const optimizer = mode === "train" ? model.compiledOrThrow("fit").optimizer : undefined;
    const run = (): { outputs: Tensor[]; loss: Tensor | undefined } => {
      const x = batch.x.map((rows, i) => gather(rows, `x${i}`, model.inputDType(i))!);
      if (mode === "predict") return { outputs: model.forward(x, false), loss: undefined };
      const compiled = model.compiledOrThrow(mode === "train" ? "fit" : "evaluate");
      if (optimizer) trace.call = optimizer.iterationVariable.value;
      const y = batch.y.map((rows, i) => gather(rows, `y${i}`, rows?.dtype === "float32" ? "float32" : "int32"));
      const weights = batch.weights.map((rows, i) => gather(rows, `w${i}`, "float32"));
      const outputs = model.forward(x, mode === "train");
      compiled.trained ??= model.trainableWeights;
      const regularization = compiled.trained.flatMap((variable) =>
        variable.regularizer ? [variable.regularizer(variable.value)] : [],
      );
      const terms = [...trace.losses, ...regularization];
      const loss = compiled.totalLoss(model.name, y, outputs, weights, terms);
      compiled.updateMetrics(y, outputs, weights);
      return { outputs: [], loss };
    };
    const [{ outputs, loss }, traced] = timed(() => withTrace(trace, run));
    let gradients = 0;
    await turnIfDue();
    const trained = loss ? model.compiledOrThrow("fit").trained! : [];
    if (optimizer && loss && trained.length) {
      const update = (): void => {
        const leavesOf = trained.map((variable) => variable.value);
        const found = differentiate(optimizer.scaleLoss(loss), leavesOf);
        withPlace({ scope: optimizer.name, phase: "update" }, () => optimizer.apply(found, trained));
      };
      [, gradients] = timed(() => withTrace(trace, update));
      await turnIfDue();
    }
    const compiled = await compileGraphSlowly({ outputs, updates: trace.updates, assigns: trace.assigned }, leaves);
    return {
      ...compiled,
      times: { trace: traced, gradients, ...compiled.times },
      outputs: outputs.map((x) => ({ dims: x.dims, dtype: x.dtype })),
    };
  }
}

function leaf(name: string, dims: Dims, dtype: DType): Tensor {
  return new Tensor(dims, dtype, { kind: "input", name });
}

/** The buffers of a batch, in the order of a program's inputs behind the order of rows. */
export function feedsOf(batch: Batch, upload: (rows: Rows) => DeviceBuffer): DeviceBuffer[] {
  return [...batch.x, ...batch.y, ...batch.weights].flatMap((rows) => (rows ? [upload(rows)] : []));
}
