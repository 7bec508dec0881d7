/** What a program computes from variables that it does not change: done once, and again only when one of them changes. */
import type { Schedule } from "../core/device";
import type { Tensor } from "../core/tensor";
import { Variable } from "../core/variable";
import { asOpNode, unview } from "../graph/walk";
import type { WasmBuffer } from "./buffer";
import type { WasmDevice } from "./device";
import { align } from "./heap";
import type { Instruction } from "./lower";
import { writtenVariables } from "./written";

/** Less is not worth a program of its own. */
const LEAST_BYTES = 1024;
/** What grows by more (a vector spread over a batch) is made anew each time instead. */
const MOST_GROWTH = 8;

/** The instructions of a program in two parts, and where the values between them lie. */
export interface Split {
  readonly steady: readonly Instruction[];
  readonly rest: readonly Instruction[];
  /** Byte offsets in the memory that outlives a run. */
  readonly kept: ReadonlyMap<Tensor, number>;
  readonly bytes: number;
  /** The variables behind them. */
  readonly sources: readonly Variable[];
}

/** Takes out what depends on unchanging variables alone: packed kernels, kernels with a normalization folded in. */
export function split(instructions: readonly Instruction[], schedule: Schedule): Split | undefined {
  const inputs = new Set(schedule.inputs);
  const written = new Set(writtenVariables(schedule));
  const outputs = new Set(schedule.outputs.map(unview));
  const made = new Set<Tensor>();
  const isSteady = ({ node, reads, writes }: Instruction): boolean => {
    const { op } = asOpNode(node)!;
    if (op.kind === "random" || op.kind === "update" || op.checks) return false;
    if (writes.some((x) => schedule.assigns.has(x) || outputs.has(x))) return false;
    const size = reads.reduce((sum, x) => sum + x.size, 0);
    if (writes.some((x) => x.size > MOST_GROWTH * size)) return false;
    return reads.every((x) => {
      if (inputs.has(x)) return false;
      if (made.has(x) || x.value) return true;
      return x.source.kind === "variable" && !written.has(x.source.variable);
    });
  };
  const steady: Instruction[] = [];
  const rest: Instruction[] = [];
  const sources = new Set<Variable>();
  for (const instruction of instructions) {
    if (!isSteady(instruction)) {
      rest.push(instruction);
      continue;
    }
    steady.push(instruction);
    for (const x of instruction.writes) made.add(x);
    for (const { value, source } of instruction.reads) {
      if (!value && source.kind === "variable") sources.add(source.variable);
    }
  }
  const kept = new Map<Tensor, number>();
  let bytes = 0;
  for (const { reads } of rest) {
    for (const x of reads) {
      if (!made.has(x) || kept.has(x)) continue;
      kept.set(x, bytes);
      bytes += align(x.size * 4);
    }
  }
  if (bytes < LEAST_BYTES || sources.size === 0) return undefined;
  return { steady, rest, kept, bytes, sources: [...sources] };
}

/** The variable in whose memory kept values lie. It has no values on the host. */
export function keptVariable(bytes: number): Variable {
  const size = bytes / 4;
  const make = (): never => {
    throw new Error("internal: kept values are made on the device");
  };
  return new Variable({ dims: [size], dtype: "float32", make }, { trainable: false, name: "kept" });
}

/** What of a program runs them. */
export interface Preparation {
  /** The whole program, in the order of its instructions. */
  readonly bytes: Uint8Array;
  once(): void;
  dispose(): void;
}

/** Kept values, which all programs share that make the same ones: those of a model for several sizes of a batch. */
export class Steady {
  readonly variable: Variable;
  readonly #program: Preparation;
  readonly #sources: readonly Variable[];
  #seen: readonly (readonly [WasmBuffer, number])[] = [];
  /** Programs that use them. */
  users = 0;

  constructor(device: WasmDevice, variable: Variable, sources: readonly Variable[], program: Preparation) {
    this.variable = variable;
    this.#program = program;
    this.#sources = sources;
    variable.adopt(device.allocate(variable.size * 4, "packed weights"));
  }

  /** Whether another preparation makes the same of the same. */
  serves(sources: readonly Variable[], bytes: Uint8Array): boolean {
    const own = this.#program.bytes;
    if (bytes.length !== own.length || sources.length !== this.#sources.length) return false;
    return sources.every((x, i) => x === this.#sources[i]) && bytes.every((x, i) => x === own[i]);
  }

  /** Makes the values anew if a variable behind them changed. */
  refresh(): void {
    const buffers = this.#sources.map(({ buffer }) => buffer as WasmBuffer | undefined);
    if (buffers.every((buffer, i) => buffer && buffer === this.#seen[i]?.[0] && buffer.version === this.#seen[i]![1]))
      return;
    this.#program.once();
    this.#seen = this.#sources.map(({ buffer }) => [buffer as WasmBuffer, (buffer as WasmBuffer).version]);
  }

  dispose(): void {
    this.#program.dispose();
    this.variable.buffer?.dispose();
  }
}
