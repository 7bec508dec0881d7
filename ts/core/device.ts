/** Device: where programs run. Everything above this floor reaches an engine only through these interfaces. */
import type { DType, TypedArray } from "./dtypes";
import type { Tensor } from "./tensor";
import type { Place } from "./trace";
import type { Variable } from "./variable";

/** Memory on a device. */
export interface DeviceBuffer {
  readonly bytes: number;
  /** Copies values in, from element `start` on; whole elements take 4 bytes there, whatever their dtype. */
  write(values: TypedArray, start?: number): void;
  /** Copies all of another buffer of this device, which has the same size. */
  copy(from: DeviceBuffer): void;
  /** A copy of the first `length` elements. */
  read(dtype: DType, length: number): TypedArray;
  dispose(): void;
}

/** One step of a schedule: an op by itself, or a chain of elementwise ops over one shape, with sums of its values over rows. */
export type Step = { readonly node: Tensor } | { readonly group: readonly Tensor[]; readonly folds: readonly Tensor[] };

/** What a device compiles: nodes in order, and what must be kept. */
export interface Schedule {
  readonly steps: readonly Step[];
  /** Leaves bound at run time. */
  readonly inputs: readonly Tensor[];
  /** Nodes whose values can be read after a run. */
  readonly outputs: readonly Tensor[];
  /** Nodes that write their value into a variable (op "assign"). */
  readonly assigns: ReadonlyMap<Tensor, Variable>;
}

/** Where the bytes of a program go. */
export interface ProgramMemory {
  /** Intermediate values: the planned peak. */
  readonly arena: number;
  /** What the intermediate values would take without sharing. */
  readonly unshared: number;
  readonly constants: number;
  readonly code: number;
  /** Values made once from variables that do not change: packed kernels. Programs that make the same share them. */
  readonly kept: number;
  /** Variables and slots the program names. */
  readonly variables: number;
  /** Copies of what it writes, outside the device's memory, to go back to when a thread is lost. */
  readonly snapshot: number;
}

/** What a program does in a step: numbers that are the same on every machine. */
export interface ProgramCounts {
  readonly instructions: number;
  /** Where the threads of a team meet. */
  readonly barriers: number;
  /** Bytes of all operands and results. */
  readonly moved: number;
}

/** What one instruction does. */
export interface InstructionReport {
  readonly kernel: string;
  /** The ops in it, and where they come from: several for an elementwise group. */
  readonly parts: readonly ({ readonly op: string } & Place)[];
  /** Multiplications with an addition. */
  readonly macs: number;
  /** Bytes of operands and results. */
  readonly bytes: number;
}

/** How long an instruction takes. */
export interface InstructionTime extends InstructionReport {
  /** The least of all repetitions. */
  readonly milliseconds: number;
}

/** How long a step takes on the calling thread alone: the least milliseconds of all repetitions. */
export interface StepTime {
  readonly step: number;
  readonly instructions: readonly InstructionTime[];
}

/** How a run went on. */
export interface Run {
  /** Goes on for about `milliseconds`; true when all steps are done. `toStep`: at most to the end of the step at hand. */
  resume(milliseconds: number, toStep?: boolean): boolean;
  /** As `resume`, on threads of the device where the calling thread must not wait for them. */
  advance(milliseconds: number, toStep?: boolean): Promise<boolean>;
  /** Whether it stands inside a step. */
  readonly inside: boolean;
  /** Runs to the end of the step at hand, so that another program may run. */
  settle(): void;
  /** Gives the run up between steps; it cannot go on. */
  cancel(): void;
  /** A copy of the values of output `index` after the last step. */
  output(index: number): TypedArray;
  /** Steps done so far. */
  readonly steps: number;
}

/** A compiled program. */
export interface Program {
  readonly memory: ProgramMemory;
  readonly counts: ProgramCounts;
  /** Stands for the values it keeps: one object for all programs that share them. */
  readonly keeps: object | undefined;
  /** The program as it lies in memory, position independent. */
  readonly bytes: Uint8Array;
  /** Starts `steps` steps over the buffers given for the inputs; the first one is number `from`. */
  start(feeds: readonly DeviceBuffer[], steps: number, from?: number): Run;
  /** Runs the first step some times on the calling thread, whole and instruction by instruction. */
  time(feeds: readonly DeviceBuffer[], repeats: number): StepTime;
  /** A copy of the values of output `index`, as the last run of any program left them: read it at once. */
  output(index: number): TypedArray;
  dispose(): void;
}

/** A device. */
export interface Device {
  readonly name: string;
  /** Compiles a schedule, or throws a DeviceError that names the ops that are missing. */
  compile(schedule: Schedule): Program;
  /** The memory that a schedule would take, planned and not allocated. */
  plan(schedule: Schedule): ProgramMemory;
  /** Memory for `bytes` bytes; `what` they are for, should they not be had. */
  allocate(bytes: number, what?: string): DeviceBuffer;
  /** User data as it is (uint8 stays uint8), for `gather_batch`. */
  upload(values: TypedArray): DeviceBuffer;
  /** Runs `body` when no thread of the device is in the middle of a step. */
  exclusive<T>(body: () => T): Promise<T>;
  /** The most bytes the device may take, if there is a limit. */
  readonly limit?: number;
  /** Bytes that may still be had, if there is a limit. */
  readonly room?: number;
  /** Bytes of linear memory in use and in all. */
  usage(): { used: number; total: number };
}
