/** A program in linear memory, and its runs. */
import {
  FLAG_BARRIER,
  REGION_ARENA,
  REGION_BOUND,
  STATE_PC,
  STATE_STEP,
  STATE_STEPS,
  STATE_UNIT,
  STATE_WORDS,
  STATUS_DONE,
  STATUS_LOST,
  STATUS_PAUSED,
} from "../../assembly/layout";
import type { DeviceBuffer, Program, ProgramCounts, ProgramMemory, Run, Schedule, StepTime } from "../core/device";
import type { DType, TypedArray } from "../core/dtypes";
import { DeviceError, StateError } from "../core/errors";
import type { Variable } from "../core/variable";
import type { WasmBuffer } from "./buffer";
import type { WasmDevice } from "./device";
import type { Mark } from "./encode";
import { faultOf } from "./fault";
import { align, type Heap, show, stride } from "./heap";
import { isProtected, memoryOf, type Parts } from "./prepare";
import { WasmRun } from "./run";
import type { Sharing } from "./share";
import { Snapshot } from "./snapshot";
import type { Preparation, Steady } from "./steady";
import type { Job, Team } from "./team";
import { timeStep } from "./timing";
import { readValues } from "./values";

/** Frees the programs of owners that were collected. */
const registry = new FinalizationRegistry<{ heap: Heap; address: number }>(({ heap, address }) =>
  heap.release(address),
);

/** Units of work a millisecond, until it is measured. */
const FIRST_RATE = 1e6;
/** Pieces of a slice, after each of which it looks at the clock: kernels differ in speed. */
const PIECES = 8;
/** A run that takes longer on one thread, in nanoseconds, is worth waking the others. */
const WAKE_NANOSECONDS = 100_000;
/** A job of worker threads alone takes at least so many milliseconds: a message brings its end. */
const FLIGHT_MILLISECONDS = 50;

/** Where an output lies in the arena, and what it is. */
interface Output {
  readonly offset: number;
  readonly dtype: DType;
  readonly size: number;
}

/** Addresses of a run's region table and state, and what it reads beside variables. */
export interface Block {
  readonly regions: number;
  readonly state: number;
  feeds: readonly DeviceBuffer[];
  /** The arena it ran in last. */
  arena: number;
}

/** A compiled program of the WebAssembly device. It keeps no tensor alive, only the variables it binds. */
export class WasmProgram implements Program, Preparation {
  readonly memory: ProgramMemory;
  readonly counts: ProgramCounts;
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
  readonly #scratchBytes: number;
  readonly #sharing: Sharing;
  readonly #snapshot: Snapshot | undefined;
  readonly #steady: Steady | undefined;
  #runs = 0;
  #disposed = false;
  /** The run that uses the program's own block. */
  #current: WasmRun | undefined;
  #rate = FIRST_RATE;

  constructor(device: WasmDevice, parts: Parts, schedule: Pick<Schedule, "inputs" | "outputs">, steady?: Steady) {
    const { encoded, writes, outputs, sharing } = parts;
    const variables = parts.variables.map((v) => (steady && v === parts.steady?.variable ? steady.variable : v));
    this.#device = device;
    this.bytes = encoded.bytes;
    this.#constantsAt = encoded.constantsAt;
    this.#marks = encoded.marks;
    this.#variables = variables;
    this.#outputs = schedule.outputs.map(({ dtype, size }, index) => ({ offset: outputs[index]!, dtype, size }));
    this.#writes = writes;
    this.#scratchBytes = encoded.scratchBytes;
    this.#sharing = sharing;
    this.#snapshot = isProtected(parts, device.threads.possible) ? new Snapshot(writes, this) : undefined;
    const barriers = sharing.flags.filter((flag) => flag & FLAG_BARRIER).length;
    const moved = encoded.marks.reduce((sum, { bytes }) => sum + bytes, 0);
    this.counts = { instructions: encoded.marks.length, barriers, moved };
    const { heap } = device;
    const regions = align(encoded.bytes.byteLength);
    const state = regions + align((REGION_BOUND + variables.length + schedule.inputs.length) * 4);
    this.#address = heap.allocate(state + STATE_WORDS * 4, "a program");
    registry.register(this, { heap, address: this.#address }, this);
    this.#regionCount = REGION_BOUND + variables.length + schedule.inputs.length;
    this.#block = { regions: this.#address + regions, state: this.#address + state, feeds: [], arena: 0 };
    heap.bytes.set(encoded.bytes, this.#address);
    this.memory = memoryOf(parts, device.threads.possible);
    this.#steady = steady;
    if (steady) steady.users++;
  }

  /** The plan in words, for an error. */
  get figures(): string {
    const { variables, arena, unshared, code, constants } = this.memory;
    const values = `${show(arena)} for values that take ${show(unshared)} without sharing`;
    return ` (planned: ${show(variables)} of variables, ${values}, ${show(code + constants)} of program)`;
  }

  get keeps(): object | undefined {
    return this.#steady;
  }

  start(feeds: readonly DeviceBuffer[], steps: number, from = 0): Run {
    const { block, beside, close } = this.#open(feeds, steps, from);
    const run = new WasmRun(this.#device, this, block, from, steps, close);
    if (!beside) this.#current = run;
    return run;
  }

  time(feeds: readonly DeviceBuffer[], repeats: number): StepTime {
    const { block, close } = this.#open(feeds, 1, 0);
    try {
      this.#steady?.refresh();
      const job = this.#job(block, Number.POSITIVE_INFINITY);
      const { step, instructions, status } = timeStep(this.#device, this.#marks, job, repeats);
      if (status !== STATUS_DONE) throw this.#fault(block, status);
      const timed = this.#marks.map(({ kernel, parts, macs, bytes }, i) => ({
        ...{ kernel, parts, macs, bytes },
        milliseconds: instructions[i]!,
      }));
      return { step, instructions: timed };
    } finally {
      for (const { buffer } of this.#writes) (buffer as WasmBuffer).version++;
      close();
    }
  }

  once(): void {
    const { block, close } = this.#open([], 1, 0);
    try {
      const { program, regions, state, scratch, budget } = this.#job(block, Number.POSITIVE_INFINITY);
      this.#end(block, this.#device.exports.execute(program, regions, state, scratch, budget));
    } finally {
      close();
    }
  }

  /** Places for a run, and what it reads and writes there. */
  #open(feeds: readonly DeviceBuffer[], steps: number, from: number): { block: Block; beside: boolean; close(): void } {
    const device = this.#device;
    if (this.#disposed) throw new StateError("program", "is run after dispose");
    device.active?.settle();
    for (const variable of this.#writes) variable.settleReads();
    for (const variable of this.#variables) {
      if (!variable.buffer) variable.place(device.allocate(variable.size * 4, `${variable.path}${this.figures}`));
      (variable.buffer as WasmBuffer).check(this.#writes.includes(variable));
    }
    for (const feed of feeds) (feed as WasmBuffer).check(false);
    const { heap } = device;
    // A second run beside an open one gets a block of its own.
    const beside = this.#current !== undefined && !this.#current.done;
    const block = beside ? this.#makeBlock() : this.#block;
    block.feeds = feeds;
    const addresses = [
      this.#address + this.#constantsAt,
      0,
      block.state,
      ...this.#variables.map((variable) => (variable.buffer as WasmBuffer).address),
      ...feeds.map((feed) => (feed as WasmBuffer).address),
    ];
    heap.ints.set(addresses, block.regions >>> 2);
    const state = block.state >>> 2;
    heap.ints.fill(0, state, state + STATE_WORDS);
    heap.ints[state + STATE_STEP] = from;
    heap.ints[state + STATE_STEPS] = from + steps;
    this.#runs++;
    const close = (): void => {
      block.feeds = [];
      if (beside) heap.release(block.regions);
      if (--this.#runs === 0 && this.#disposed) this.dispose();
    };
    return { block, beside, close };
  }

  #makeBlock(): Block {
    const bytes = align(this.#regionCount * 4);
    const regions = this.#device.heap.allocate(bytes + STATE_WORDS * 4, "a run of a program");
    return { regions, state: regions + bytes, feeds: [], arena: 0 };
  }

  /** Copies of all outputs, as they lie in the arena now. */
  outputs(block: Block): TypedArray[] {
    return this.#outputs.map((_, index) => this.output(index, block));
  }

  /** A copy of one output. */
  output(index: number, block: Block = this.#block): TypedArray {
    const { offset, dtype, size } = this.#outputs[index]!;
    return readValues(this.#device.heap, block.arena + offset, dtype, size);
  }

  dispose(): void {
    this.#disposed = true;
    // A run that is open keeps its program until it ends.
    if (this.#address < 0 || this.#runs > 0) return;
    registry.unregister(this);
    this.#device.heap.release(this.#address);
    this.#address = -1;
    if (this.#steady && --this.#steady.users === 0) this.#steady.dispose();
  }

  /** Runs until `budget` is spent or all steps are done; true when they are. Throws what the program reports. */
  execute(budget: number, block: Block = this.#block, fresh = true): boolean {
    if (!this.position(block).inside) this.#steady?.refresh();
    const team = this.#device.threads.awaits ? undefined : this.#team(block);
    const job = this.#job(block, budget, team);
    if (!team) {
      const { exports } = this.#device;
      return this.#end(block, exports.execute(job.program, job.regions, job.state, job.scratch, budget));
    }
    this.#keep(block, fresh);
    return this.#end(block, team.run(job), team);
  }

  /** As `execute`, for milliseconds; learns from it how fast the machine is. */
  spend(block: Block, milliseconds: number, fresh: boolean, toStep = false): boolean {
    if (milliseconds === Number.POSITIVE_INFINITY) return this.execute(milliseconds, block, fresh);
    const end = performance.now() + milliseconds;
    const piece = milliseconds / PIECES;
    for (let begins = fresh; ; begins = false) {
      const before = performance.now();
      const budget = this.#budget(piece);
      if (toStep ? this.#toStep(block, budget) : this.execute(budget, block, begins)) return true;
      const after = performance.now();
      this.#learn(budget, after - before);
      if (after >= end - piece / 2 || (toStep && !this.position(block).inside)) return false;
    }
  }

  /** As `execute`, no further than to the end of the step at hand. */
  #toStep(block: Block, budget: number): boolean {
    const state = block.state >>> 2;
    const { ints } = this.#device.heap;
    const steps = ints[state + STATE_STEPS]!;
    const next = ints[state + STATE_STEP]! + 1;
    ints[state + STATE_STEPS] = next;
    try {
      return this.execute(budget, block, false) && next === steps;
    } finally {
      this.#device.heap.ints[state + STATE_STEPS] = steps;
    }
  }

  /** As `spend`, on worker threads alone, while the calling thread goes on; undefined when there is no team for it. */
  spendAside(block: Block, milliseconds: number, fresh: () => boolean): Promise<boolean> | undefined {
    const team = this.#device.threads.awaits ? this.#team(block) : undefined;
    return team && this.#fly(team, block, Math.max(milliseconds, FLIGHT_MILLISECONDS), fresh());
  }

  async #fly(team: Team, block: Block, milliseconds: number, fresh: boolean): Promise<boolean> {
    const device = this.#device;
    const { gate } = device;
    const { step, inside } = this.position(block);
    if (!inside) {
      this.#steady?.refresh();
      await this.#snapshot?.takeSlowly(step, fresh);
    }
    const budget = this.#budget(milliseconds);
    const job = this.#job(block, budget, team);
    const written = new Set<DeviceBuffer>(this.#writes.map((variable) => variable.buffer!));
    device.flight = { written, used: new Set([...this.#variables.map((v) => v.buffer!), ...block.feeds]) };
    const before = performance.now();
    let status: number;
    try {
      const flight = team.runAsync(job);
      gate.onWait = () => team.pause();
      if (gate.wanted) team.pause();
      status = await flight;
    } finally {
      device.flight = undefined;
      gate.onWait = undefined;
    }
    const done = this.#end(block, status, team);
    if (!done && !gate.wanted) this.#learn(budget, performance.now() - before);
    return done;
  }

  #budget(milliseconds: number): number {
    return Math.max(1, this.#rate * milliseconds);
  }

  #learn(budget: number, took: number): void {
    if (took > 0) this.#rate = Math.max(1e3, Math.min((this.#rate + budget / took) / 2, this.#rate * 2));
  }

  /** The team, if what is left to do is worth waking it. */
  #team(block: Block): Team | undefined {
    if (!this.#sharing.worth) return undefined;
    // A step that one thread began without a snapshot, one thread ends.
    if (this.#snapshot && !this.#snapshot.held && this.position(block).inside) return undefined;
    const { ints } = this.#device.heap;
    const state = block.state >>> 2;
    const left = ints[state + STATE_STEPS]! - ints[state + STATE_STEP]!;
    return left * this.#sharing.nanoseconds < WAKE_NANOSECONDS ? undefined : this.#device.threads.team();
  }

  #job(block: Block, budget: number, team?: Team): Job {
    const device = this.#device;
    const space = device.workspace(this.memory.arena, this.#scratchBytes, team?.threads);
    block.arena = space.arena;
    device.heap.ints[(block.regions >>> 2) + REGION_ARENA] = space.arena;
    const { regions, state } = block;
    return {
      program: this.#address,
      regions,
      state,
      scratch: space.scratch,
      stride: stride(this.#scratchBytes),
      budget,
      longest: this.#sharing.longest,
    };
  }

  /** Keeps what a lost step would spoil. */
  #keep(block: Block, fresh: boolean): void {
    const { step, inside } = this.position(block);
    if (!inside) this.#snapshot?.take(step, fresh);
  }

  /** What a status means: true when all steps are done. */
  #end(block: Block, status: number, team?: Team): boolean {
    for (const variable of this.#writes) {
      const buffer = variable.buffer as WasmBuffer;
      // What another wrote since the snapshot must not be undone.
      if (!team && buffer.writer !== this) this.#snapshot?.drop();
      buffer.writer = this;
      buffer.version++;
    }
    if (team && status !== STATUS_LOST) this.#device.threads.succeeded();
    if (status === STATUS_DONE) return true;
    if (status === STATUS_PAUSED) return false;
    throw status === STATUS_LOST ? this.#lost(block, team!) : this.#fault(block, status);
  }

  #fault({ state }: Block, status: number): Error {
    return faultOf(this.#marks, this.#device.heap.ints.subarray(state >>> 2, (state >>> 2) + STATE_WORDS), status);
  }

  /** Goes back to the last snapshot. */
  #lost(block: Block, team: Team): Error {
    const { step } = this.position(block);
    const snapshot = this.#snapshot;
    snapshot?.restore();
    const state = block.state >>> 2;
    if (snapshot) this.#device.heap.ints[state + STATE_STEP] = snapshot.step;
    const back = snapshot ? `All weights are those of before step ${snapshot.step + 1}` : "No weight was changed";
    return new DeviceError("threads", `a thread was lost in the middle of step ${step + 1} (${team.ended})`, {
      expected: `${team.threads} threads that answer`,
      fix: `${back}. Call again: the threads start anew`,
    });
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
    this.#toStep(block, Number.POSITIVE_INFINITY);
  }

  /** Tells the device whether this run holds the arena; another run that does so finishes its step first. */
  hold(run: Run, holds: boolean): void {
    if (holds && this.#device.active !== run) this.#device.active?.settle();
    if (holds) this.#device.active = run;
    else if (this.#device.active === run) this.#device.active = undefined;
  }
}
