/** A program in linear memory, and its runs. */
import {
  REGION_ARENA,
  REGION_BOUND,
  STATE_FAILED_PC,
  STATE_PC,
  STATE_STEP,
  STATE_STEPS,
  STATE_UNIT,
  STATE_VALUE,
  STATE_WORDS,
  STATUS_BAD_INDEX,
  STATUS_DONE,
  STATUS_PAUSED,
} from "../../assembly/layout";
import type { DeviceBuffer, Program, ProgramMemory, Run, Schedule } from "../core/device";
import type { DType, TypedArray } from "../core/dtypes";
import { DeviceError, KeratinError, StateError, ValueError } from "../core/errors";
import type { Variable } from "../core/variable";
import type { WasmBuffer, WasmDevice } from "./device";
import type { Encoded, Mark } from "./encode";
import { align, type Heap } from "./heap";
import type { Plan } from "./plan";
import { readValues } from "./values";

/** Frees the programs of owners that were collected. */
const registry = new FinalizationRegistry<{ heap: Heap; address: number }>(({ heap, address }) =>
  heap.release(address),
);

/** Scalar operations a millisecond, until it is measured. */
const FIRST_RATE = 1e6;

/** Where an output lies in the arena, and what it is. */
interface Output {
  readonly offset: number;
  readonly dtype: DType;
  readonly size: number;
}

/** Addresses of a run's region table and state. */
interface Block {
  readonly regions: number;
  readonly state: number;
}

/** A compiled program of the WebAssembly device. It keeps no tensor alive, only the variables it binds. */
export class WasmProgram implements Program {
  readonly memory: ProgramMemory;
  readonly instructions: number;
  readonly bytes: Uint8Array;
  readonly #device: WasmDevice;
  readonly #constantsAt: number;
  readonly #marks: readonly Mark[];
  readonly #variables: readonly Variable[];
  readonly #outputs: readonly Output[];
  readonly #writes: readonly Variable[];
  /** One block: the program, its region table, its state. */
  #address: number;
  readonly #block: Block;
  readonly #regionCount: number;
  /** The run that uses the program's own block. */
  #current: WasmRun | undefined;
  #rate = FIRST_RATE;

  constructor(
    device: WasmDevice,
    encoded: Encoded,
    variables: readonly Variable[],
    schedule: Schedule,
    outputs: readonly number[],
    plan: Plan,
  ) {
    this.#device = device;
    this.bytes = encoded.bytes;
    this.#constantsAt = encoded.constantsAt;
    this.#marks = encoded.marks;
    this.#variables = variables;
    this.#outputs = schedule.outputs.map(({ dtype, size }, index) => ({ offset: outputs[index]!, dtype, size }));
    this.#writes = writtenVariables(schedule);
    this.instructions = encoded.marks.length;
    const { heap } = device;
    const regions = align(encoded.bytes.byteLength);
    const state = regions + align((REGION_BOUND + variables.length + schedule.inputs.length) * 4);
    this.#address = heap.allocate(state + STATE_WORDS * 4, "a program");
    registry.register(this, { heap, address: this.#address }, this);
    this.#regionCount = REGION_BOUND + variables.length + schedule.inputs.length;
    this.#block = { regions: this.#address + regions, state: this.#address + state };
    heap.bytes.set(encoded.bytes, this.#address);
    this.memory = {
      arena: plan.bytes,
      unshared: plan.unshared,
      constants: encoded.bytes.byteLength - encoded.constantsAt,
      code: encoded.constantsAt,
      variables: variables.reduce((sum, v) => sum + v.size * 4, 0),
    };
  }

  start(feeds: readonly DeviceBuffer[], steps: number, from = 0): Run {
    const device = this.#device;
    if (this.#address < 0) throw new StateError("program", "is run after dispose");
    device.active?.settle();
    for (const variable of this.#writes) variable.settleReads();
    for (const variable of this.#variables) {
      if (!variable.buffer) variable.place(device.allocate(variable.size * 4));
    }
    const { heap } = device;
    // A second run beside an open one gets a block of its own.
    const beside = this.#current !== undefined && !this.#current.done;
    const block = beside ? this.#makeBlock() : this.#block;
    const addresses = [
      this.#address + this.#constantsAt,
      device.arena,
      block.state,
      ...this.#variables.map((variable) => (variable.buffer as WasmBuffer).address),
      ...feeds.map((feed) => (feed as WasmBuffer).address),
    ];
    heap.ints.set(addresses, block.regions >>> 2);
    const state = block.state >>> 2;
    heap.ints.fill(0, state, state + STATE_WORDS);
    heap.ints[state + STATE_STEP] = from;
    heap.ints[state + STATE_STEPS] = from + steps;
    const run = new WasmRun(this, block, from, steps, beside ? () => heap.release(block.regions) : undefined);
    if (!beside) this.#current = run;
    return run;
  }

  #makeBlock(): Block {
    const bytes = align(this.#regionCount * 4);
    const regions = this.#device.heap.allocate(bytes + STATE_WORDS * 4, "a run of a program");
    return { regions, state: regions + bytes };
  }

  /** Copies of all outputs, as they lie in the arena now. */
  outputs(): TypedArray[] {
    const { heap, arena } = this.#device;
    return this.#outputs.map(({ offset, dtype, size }) => readValues(heap, arena + offset, dtype, size));
  }

  /** A copy of one output. */
  output(index: number): TypedArray {
    const { offset, dtype, size } = this.#outputs[index]!;
    return readValues(this.#device.heap, this.#device.arena + offset, dtype, size);
  }

  dispose(): void {
    if (this.#address < 0) return;
    registry.unregister(this);
    this.#device.heap.release(this.#address);
    this.#address = -1;
  }

  /** Runs until `budget` is spent or all steps are done; true when they are. Throws what the program reports. */
  execute(budget: number, block: Block = this.#block): boolean {
    const { exports, heap, scratch } = this.#device;
    heap.ints[(block.regions >>> 2) + REGION_ARENA] = this.#device.arena;
    const status = exports.execute(this.#address, block.regions, block.state, scratch, budget);
    if (status === STATUS_DONE) return true;
    if (status === STATUS_PAUSED) return false;
    throw this.#failure(block, status);
  }

  /** As `execute`, for milliseconds; learns from it how fast the machine is. */
  spend(block: Block, milliseconds: number): boolean {
    if (milliseconds === Number.POSITIVE_INFINITY) return this.execute(milliseconds, block);
    const budget = Math.max(1, this.#rate * milliseconds);
    const before = performance.now();
    const done = this.execute(budget, block);
    const took = performance.now() - before;
    if (!done && took > 0) this.#rate = Math.max(1e3, Math.min((this.#rate + budget / took) / 2, this.#rate * 8));
    return done;
  }

  /** Where the run stands. */
  position(block: Block = this.#block): { step: number; inside: boolean } {
    const { ints } = this.#device.heap;
    const state = block.state >>> 2;
    const inside = ints[state + STATE_PC] !== 0 || ints[state + STATE_UNIT] !== 0;
    return { step: ints[state + STATE_STEP]!, inside };
  }

  /** Runs the step at hand to its end. */
  finishStep(block: Block): void {
    const { ints } = this.#device.heap;
    const state = block.state >>> 2;
    const steps = ints[state + STATE_STEPS]!;
    ints[state + STATE_STEPS] = ints[state + STATE_STEP]! + 1;
    try {
      this.execute(Number.POSITIVE_INFINITY, block);
    } finally {
      this.#device.heap.ints[state + STATE_STEPS] = steps;
    }
  }

  /** Tells the device whether this run holds the arena; another run that does so finishes its step first. */
  hold(run: Run, holds: boolean): void {
    if (holds && this.#device.active !== run) this.#device.active?.settle();
    if (holds) this.#device.active = run;
    else if (this.#device.active === run) this.#device.active = undefined;
  }

  #failure(block: Block, status: number): Error {
    const { ints } = this.#device.heap;
    const state = block.state >>> 2;
    const pc = ints[state + STATE_FAILED_PC]!;
    const value = ints[state + STATE_VALUE]!;
    const mark = this.#marks.find(({ word }) => word === pc);
    const name = mark?.name ?? "program";
    const where = mark?.scope ?? name;
    if (status === STATUS_BAD_INDEX) {
      const size = mark?.legal;
      return new ValueError(where, `an index or label is out of range${where === name ? "" : ` in ${name}`}`, {
        expected: size === undefined ? "an index inside the tensor" : `whole numbers from 0 to ${size - 1}`,
        received: `${value}`,
        fix: "Check the labels or indices",
      });
    }
    if (status > STATUS_BAD_INDEX) return new DeviceError(where, `internal: the program stopped with status ${status}`);
    return new KeratinError(where, `internal: unknown status ${status}`);
  }
}

/** One run of a program. */
class WasmRun implements Run {
  readonly #program: WasmProgram;
  readonly #block: Block;
  readonly #from: number;
  readonly #total: number;
  readonly #release: (() => void) | undefined;
  #done: boolean;
  /** Steps of a run that was given up. */
  #cancelled: number | undefined;
  /** Outputs, kept because another program took the arena over. */
  #kept: TypedArray[] | undefined;

  constructor(program: WasmProgram, block: Block, from: number, total: number, release: (() => void) | undefined) {
    this.#program = program;
    this.#block = block;
    this.#from = from;
    this.#total = total;
    this.#release = release;
    this.#done = total === 0;
    if (this.#done) release?.();
  }

  /** Whether it cannot go on. */
  get done(): boolean {
    return this.#done;
  }

  get steps(): number {
    if (this.#cancelled !== undefined) return this.#cancelled;
    return this.#done ? this.#total : this.#position().step - this.#from;
  }

  resume(milliseconds: number): boolean {
    if (this.#done) return true;
    this.#program.hold(this, true);
    let [holds, failed] = [false, true];
    try {
      const done = this.#program.spend(this.#block, milliseconds);
      holds = !done && this.#position().inside;
      failed = false;
      if (done) this.#end();
    } finally {
      this.#program.hold(this, holds);
      if (failed) this.#end();
    }
    return this.#done;
  }

  settle(): void {
    try {
      if (!this.#done && this.#position().inside) {
        this.#program.finishStep(this.#block);
        if (this.#position().step === this.#from + this.#total) this.#kept = this.#program.outputs();
      }
    } catch {
      // The step begins anew at the next `resume`, which reports the fault to whom it belongs.
    } finally {
      this.#program.hold(this, false);
    }
  }

  cancel(): void {
    if (this.#done) return;
    this.settle();
    this.#cancelled = this.#position().step - this.#from;
    this.#end();
  }

  output(index: number): TypedArray {
    return this.#kept ? this.#kept[index]! : this.#program.output(index);
  }

  #position(): { step: number; inside: boolean } {
    return this.#program.position(this.#block);
  }

  #end(): void {
    this.#done = true;
    this.#release?.();
  }
}

function writtenVariables(schedule: Schedule): Variable[] {
  const written = new Set<Variable>(schedule.assigns.values());
  for (const step of schedule.steps) {
    for (const node of "node" in step ? [step.node] : step.group) {
      const source = node.source;
      if (source.kind !== "op") continue;
      for (const at of source.op.writes ?? []) {
        const base = source.inputs[at]!.source;
        if (base.kind === "variable") written.add(base.variable);
      }
    }
  }
  return [...written];
}
