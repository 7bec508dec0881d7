/** The programs of a model: one step of training, testing or prediction, compiled per batch size and types. */

import { type CompileTimes, compileGraphSlowly, planGraph } from "../backend/compile";
import type { DeviceBuffer, Program, ProgramMemory } from "../core/device";
import type { DType } from "../core/dtypes";
import type { Dims } from "../core/shapes";
import { revision } from "../layers/core/revision";
import { turnIfDue } from "../platform/turn";
import type { Batch, Rows } from "./data";
import { signatureOf } from "./data";
import type { Model } from "./model";
import { type Mode, StepTrace } from "./step";

export type { Mode } from "./step";

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
    const step = new StepTrace(this.#model, mode);
    step.forward(batch, size);
    await turnIfDue();
    step.backward();
    await turnIfDue();
    const { graph, leaves } = step.graph;
    const compiled = await compileGraphSlowly(graph, leaves);
    return {
      ...compiled,
      times: { ...step.times, ...compiled.times },
      outputs: graph.outputs.map((x) => ({ dims: x.dims, dtype: x.dtype })),
    };
  }
}

/** The memory that a step would take, planned and not allocated. */
export function planStep(model: Model, mode: Mode, batch: Batch, size: number): ProgramMemory {
  const step = new StepTrace(model, mode);
  step.forward(batch, size);
  step.backward();
  const { graph, leaves } = step.graph;
  return planGraph(graph, leaves);
}

/** The buffers of a batch, in the order of a program's inputs behind the order of rows. */
export function feedsOf(batch: Batch, upload: (rows: Rows) => DeviceBuffer): DeviceBuffer[] {
  return [...batch.x, ...batch.y, ...batch.weights].flatMap((rows) => (rows ? [upload(rows)] : []));
}
