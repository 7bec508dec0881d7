/** What a model takes in memory, and whether it fits. */
import { engine } from "../backend/engine";
import type { ProgramMemory } from "../core/device";
import { type DType, makeArray } from "../core/dtypes";
import { DeviceError, ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import type { Dims, Shape } from "../core/shapes";
import { size as show } from "../core/table";
import type { Variable } from "../core/variable";
import type { Batch, Rows } from "./data";
import { count } from "./fit_options";
import type { Model } from "./model";
import { planStep } from "./programs";

/** Options of `memory`. */
export interface MemoryOptions {
  /** Plans a step of so many rows, which need not have run. */
  batchSize?: number;
  /** Whether it is a step of training; by default that of a compiled model is. */
  training?: boolean;
  /** Bytes that there are: the report says whether they suffice, and what would help. */
  budget?: number;
}

/** Bytes, as planned before anything runs. */
export interface MemoryReport {
  weights: number;
  /** Optimizer state. */
  slots: number;
  /** Intermediate values: the largest of the model's programs, since they take turns. */
  arena: number;
  /** What intermediate values would take without sharing. */
  unshared: number;
  /** What sharing saved. */
  saved: number;
  /** Programs and their constants. */
  programs: number;
  /** What is made once of weights that a program does not change: packed kernels, kernels with a normalization folded in. */
  kept: number;
  /** All of these together: what the engine's memory holds at most, beside the data. */
  peak: number;
  /** Copies of what training writes, outside linear memory: what is gone back to when a thread is lost. */
  snapshot: number;
  /** Whether the peak is within the budget, if one was given. */
  fits?: boolean;
  /** What would fit, if it does not. */
  advice?: readonly string[];
}

const bytesOf = (list: readonly { size: number }[]): number => list.reduce((sum, { size }) => sum + size * 4, 0);

/** Bytes of a model's weights, slots, programs and intermediate values. */
export function memoryOf(model: Model, options: MemoryOptions = {}): MemoryReport {
  const where = `${model.name}.memory`;
  const own = checkOptions(
    where,
    options,
    ["batchSize", "training", "budget"],
    "model.memory({ batchSize: 32, budget: 64e6 })",
  );
  const { budget } = own;
  if (budget !== undefined && !(budget > 0))
    throw new ValueError(where, "the budget is no number of bytes", { received: { budget } });
  if (own.batchSize === undefined && budget === undefined) {
    const programs = model.programs.all.map(({ program }) => program);
    // Programs that make the same share it.
    const kept = new Map(programs.map(({ keeps, memory }) => [keeps, memory.kept]));
    return reportOf(
      model,
      programs.map(({ memory }) => memory),
      [...kept.values()].reduce((sum, bytes) => sum + bytes, 0),
    );
  }
  const rows = count(where, "batchSize", own.batchSize, 32);
  const mode = (own.training ?? model.compiled !== undefined) ? "train" : "predict";
  if (mode === "train") model.compiledOrThrow("memory");
  const batch = specimen(model, where, mode);
  const report = planOf(model, mode, batch, rows);
  if (budget === undefined) return report;
  const fits = report.peak <= budget;
  return { ...report, fits, ...(fits ? {} : { advice: adviceFor(model, mode, batch, rows, budget) }) };
}

/** The report of one step that need not have run. */
function planOf(model: Model, mode: "train" | "predict", batch: Batch, rows: number): MemoryReport {
  const memory = planStep(model, mode, batch, rows);
  return reportOf(model, [memory], memory.kept);
}

function reportOf(model: Model, programs: readonly ProgramMemory[], kept: number): MemoryReport {
  const weights = bytesOf(model.weights);
  const slots = model.compiled ? bytesOf(model.compiled.optimizer.variables) : 0;
  const arena = Math.max(0, ...programs.map((memory) => memory.arena));
  const unshared = Math.max(0, ...programs.map((memory) => memory.unshared));
  const code = programs.reduce((sum, memory) => sum + memory.code + memory.constants, 0);
  return {
    ...{ weights, slots, arena, unshared, saved: unshared - arena, programs: code, kept },
    peak: weights + slots + arena + code + kept,
    snapshot: programs.reduce((sum, memory) => sum + memory.snapshot, 0),
  };
}

/** What data looks like that nobody has given yet. */
function specimen(model: Model, where: string, mode: "train" | "predict"): Batch {
  const rows = (shape: Shape | undefined, dtype: DType, name: string): Rows => {
    const row = shape?.slice(1);
    if (!row || row.some((d) => d === null)) {
      throw new ValueError(where, `the sizes of "${name}" are not known, so nothing can be planned`, {
        received: { shape },
        fix: "Run the model once, and call memory() without options",
      });
    }
    return { values: makeArray(dtype === "string" ? "int32" : dtype, 0), dtype, row: row as Dims, count: 0 };
  };
  const { inputSpec: x, outputSpec: y } = model;
  const feeds = model.network?.feeds;
  const inputs = x.shapes.map((shape, i) =>
    rows(feeds?.[i]?.shape ?? shape, feeds?.[i]?.dtype ?? "float32", x.names[i]!),
  );
  const targets = (mode === "train" ? y.shapes : []).map((shape, i) => {
    if (!model.compiled!.losses[i]) return undefined;
    const isSparse = model.compiled!.isSparse(i);
    return rows(isSparse ? shape?.slice(0, -1) : shape, isSparse ? "int32" : "float32", y.names[i]!);
  });
  return { x: inputs, y: targets, weights: targets.map(() => undefined), count: 0 };
}

/** What would fit: fewer rows, or fewer layers that are trained. */
function adviceFor(model: Model, mode: "train" | "predict", batch: Batch, rows: number, budget: number): string[] {
  const advice: string[] = [];
  const peak = (size: number): number => planOf(model, mode, batch, size).peak;
  for (let size = rows >> 1; size >= 1; size >>= 1) {
    const taken = peak(size);
    if (taken > budget) continue;
    advice.push(`a batch of ${size} takes ${show(taken)}`);
    break;
  }
  if (advice.length === 0) advice.push("no batch is small enough");
  const frozen = mode === "train" ? headAlone(model, batch, rows) : undefined;
  if (frozen !== undefined) {
    advice.push(
      `with all layers frozen but the last one with weights, ${rows} rows take ${show(frozen)}${frozen > budget ? ", which is too much as well" : ""}`,
    );
  }
  return advice;
}

/** The peak if nothing but the last trained layer were trained; undefined where that is all already. */
function headAlone(model: Model, batch: Batch, rows: number): number | undefined {
  const { optimizer, trained = [] } = model.compiledOrThrow("memory");
  const head = model.layers.findLast((layer) => layer.trainableWeights.length > 0)?.trainableWeights ?? [];
  const kept = trained.filter((variable) => head.includes(variable));
  if (kept.length === 0 || kept.length === trained.length) return undefined;
  const compiled = model.compiledOrThrow("memory");
  compiled.trained = kept;
  try {
    const memory = planStep(model, "train", batch, rows);
    const part = bytesOf(kept) / Math.max(1, bytesOf(trained));
    const slots = bytesOf(optimizer.variables) * part;
    return bytesOf(model.weights) + slots + memory.arena + memory.code + memory.constants + memory.kept;
  } finally {
    compiled.trained = trained;
  }
}

/**
 * Makes the program of a training before it starts. @throws DeviceError, with what would fit, when it cannot run in the memory that
 * there is.
 */
export async function checkFits(model: Model, batch: Batch, rows: number): Promise<void> {
  const { limit, room } = engine();
  if (limit === undefined || room === undefined) return;
  const size = Math.min(rows, batch.count);
  try {
    await model.programs.get("train", batch, size);
  } catch (error) {
    if (error instanceof DeviceError && error.message.startsWith("memory:"))
      throw tooLarge(model, batch, size, limit, error);
    throw error;
  }
  const compiled = model.compiledOrThrow("fit");
  const placed = (variable: Variable): boolean => variable.buffer !== undefined;
  const state = compiled.named.flatMap(({ metric }) => metric.variables);
  const all = [...model.weights, ...compiled.optimizer.variables, ...state];
  const data = Math.min(limit / 4, dataBytes(batch));
  if (bytesOf(all.filter((variable) => !placed(variable))) + data > engine().room!) {
    throw tooLarge(model, batch, size, limit);
  }
}

function dataBytes(batch: Batch): number {
  const lists = [...batch.x, ...batch.y, ...batch.weights];
  return lists.reduce((sum, rows) => sum + (rows?.values.byteLength ?? 0), batch.count * 4);
}

function tooLarge(model: Model, batch: Batch, rows: number, limit: number, cause?: unknown): DeviceError {
  const report = planOf(model, "train", batch, rows);
  const data = Math.min(limit / 4, dataBytes(batch));
  const others = Math.max(0, engine().usage().used - report.weights - report.slots);
  const advice = adviceFor(model, "train", batch, rows, Math.max(0, limit - data));
  const { weights, slots, arena, unshared, kept } = report;
  return new DeviceError(
    `${model.name}.fit`,
    `a step of training of ${rows} rows does not fit in memory; nothing was trained`,
    {
      expected: `at most ${show(limit)} of linear memory`,
      received: `${show(weights)} of weights, ${show(slots)} of the optimizer, ${show(arena)} of values (${show(unshared)} without sharing), ${show(kept)} of packed weights, ${show(data)} of data; ${show(others)} are in use by others`,
      fix: `${advice.join("; ")}. Or raise init({ memory })`.replace(/^./, (c) => c.toUpperCase()),
      cause,
    },
  );
}
