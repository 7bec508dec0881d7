/** The WebAssembly device: owns memory, compiles schedules, runs programs one after the other. */
import { ALIGN } from "../../assembly/layout";
import type { Device, DeviceBuffer, Program, ProgramMemory, Run, Schedule } from "../core/device";
import { bytesOf, type DType, type TypedArray } from "../core/dtypes";
import { DeviceError } from "../core/errors";
import { cannotShare, canWait } from "../platform/workers";
import { WasmBuffer } from "./buffer";
import type { Build } from "./builds";
import { Gate } from "./gate";
import { Heap, stride } from "./heap";
import { type EngineExports, engineModule, instantiate, MAX_PAGES } from "./module";
import { memoryOf, type Parts, prepare } from "./prepare";
import { WasmProgram } from "./program";
import { Steady } from "./steady";
import { Threads } from "./threads";

/** What an engine is made with. */
export interface EngineOptions {
  /** The most linear memory, in bytes; 4 GiB unless told otherwise. */
  memory?: number | undefined;
  /** A compiled module, for hosts that cannot compile bytes. */
  module?: WebAssembly.Module | undefined;
  /** Which build of the module, when none is given. */
  build?: Build | undefined;
  /** Threads that may run one program; one unless told otherwise. */
  threads?: number | "cores" | undefined;
  /** The worker file of the package, for hosts that forbid others. */
  worker?: string | URL | undefined;
  /** Whether results may take over the memory of inputs that die. */
  inPlace?: boolean | undefined;
  /** Whether what depends on unchanging variables alone is made once and kept. */
  steady?: boolean | undefined;
}

/** Where a program's intermediate values and its threads' scratch lie. */
interface Workspace {
  arena: number;
  arenaBytes: number;
  scratch: number;
  scratchBytes: number;
}

/** One engine: a memory, an instance, an arena that all its programs share. */
export class WasmDevice implements Device {
  readonly name = "wasm";
  readonly heap: Heap;
  readonly exports: EngineExports;
  readonly inPlace: boolean;
  readonly limit: number;
  readonly threads: Threads;
  /** Turns of those who run programs on worker threads alone. */
  readonly gate: Gate = new Gate();
  /** The run that stands inside a step, if any: the arena is its. */
  active: Run | undefined;
  /** Buffers that the program uses, and those it writes, that worker threads alone run now. */
  flight: { used: ReadonlySet<DeviceBuffer>; written: ReadonlySet<DeviceBuffer> } | undefined;
  readonly #steady: boolean;
  /** What programs have made once; they own it. */
  readonly #steadies = new Set<WeakRef<Steady>>();
  readonly #main: Workspace = { arena: 0, arenaBytes: 0, scratch: 0, scratchBytes: 0 };
  /** For what the host's own thread runs meanwhile. */
  readonly #side: Workspace = { arena: 0, arenaBytes: 0, scratch: 0, scratchBytes: 0 };

  constructor(options: EngineOptions = {}) {
    const limit = Math.min(options.memory ?? MAX_PAGES * 65536, MAX_PAGES * 65536);
    const pages = Math.max(1, Math.floor(limit / 65536));
    const wanted = options.threads ?? 1;
    const why = wanted === 1 ? "asked for by init" : cannotShare();
    const build = options.build ?? "simd";
    const { memory, module, exports } = link(pages, why === undefined, build, options.module);
    const shared = isShared(memory);
    this.exports = exports;
    this.limit = pages * 65536;
    this.heap = new Heap(memory, this.exports.heapBase(), pages * 65536);
    this.inPlace = options.inPlace ?? true;
    this.#steady = options.steady ?? true;
    const parts = { heap: this.heap, exports, module, joins: shared && canWait(memory), file: options.worker };
    this.threads = new Threads(
      shared && !why ? parts : undefined,
      wanted === "cores" ? undefined : wanted,
      why ?? "this host has no shared memory, or the module was built without",
    );
  }

  get arena(): number {
    return this.#main.arena;
  }

  /** Bytes of the arena: the largest program's. */
  get arenaBytes(): number {
    return this.#main.arenaBytes;
  }

  /** Runs `body` when no worker thread is in the middle of a step. */
  async exclusive<T>(body: () => T): Promise<T> {
    if (!this.threads.awaits) return body();
    const leave = await this.gate.enter();
    try {
      return body();
    } finally {
      leave();
    }
  }

  allocate(bytes: number, what = "a tensor"): DeviceBuffer {
    return new WasmBuffer(this, bytes, what);
  }

  upload(values: TypedArray): DeviceBuffer {
    const buffer = new WasmBuffer(this, values.length * bytesOf(dtypeOf(values)), "the data", true);
    buffer.write(values);
    return buffer;
  }

  get room(): number {
    return this.heap.room;
  }

  usage(): { used: number; total: number } {
    return { used: this.heap.used, total: this.heap.total };
  }

  compile(schedule: Schedule): Program {
    const parts = prepare(schedule, this.inPlace, this.#steady);
    const steady = this.#steadyOf(parts);
    let program: WasmProgram | undefined;
    try {
      program = new WasmProgram(this, parts, schedule, steady);
      this.workspace(parts.plan.bytes, parts.encoded.scratchBytes, 1, program.figures);
    } catch (error) {
      program?.dispose();
      if (!program && steady?.users === 0) steady.dispose();
      throw error;
    }
    return program;
  }

  /** What a program's instructions need that are run once: from another program, if that makes the same. */
  #steadyOf({ steady }: Parts): Steady | undefined {
    if (!steady) return undefined;
    const { parts, variable, sources } = steady;
    for (const reference of this.#steadies) {
      const known = reference.deref();
      if (!known || known.users === 0) this.#steadies.delete(reference);
      else if (known.serves(sources, parts.encoded.bytes)) return known;
    }
    const program = new WasmProgram(this, parts, { inputs: [], outputs: [] });
    try {
      const made = new Steady(this, variable, sources, program);
      this.#steadies.add(new WeakRef(made));
      return made;
    } catch (error) {
      program.dispose();
      throw error;
    }
  }

  plan(schedule: Schedule): ProgramMemory {
    return memoryOf(prepare(schedule, this.inPlace, this.#steady), this.threads.possible);
  }

  /** Where a program runs that needs so many bytes; while worker threads run another, beside that. */
  workspace(arena: number, scratch: number, threads = 1, figures = ""): Workspace {
    const space = this.flight ? this.#side : this.#main;
    if (arena > space.arenaBytes) {
      if (!this.flight) this.active?.settle();
      const bytes = Math.max(arena, ALIGN);
      const address = this.heap.allocate(bytes, `the arena for intermediate values${figures}`);
      if (space.arena) this.heap.release(space.arena);
      space.arena = address;
      space.arenaBytes = bytes;
    }
    const bytes = stride(scratch) * threads;
    if (bytes > space.scratchBytes) {
      const address = this.heap.allocate(bytes, "scratch memory");
      if (space.scratch) this.heap.release(space.scratch);
      space.scratch = address;
      space.scratchBytes = bytes;
    }
    return space;
  }
}

function dtypeOf(values: TypedArray): DType {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "uint8";
}

/** Memory and an instance over it. A module that a user gives may be built for either kind of memory. */
function link(
  pages: number,
  share: boolean,
  build: Build,
  given: WebAssembly.Module | undefined,
): { memory: WebAssembly.Memory; module: WebAssembly.Module; exports: EngineExports } {
  const first = given || share ? [share, !share] : [false];
  for (const shared of first) {
    try {
      const module = given ?? engineModule(build, shared);
      const memory = makeMemory(pages, shared);
      return { memory, module, exports: instantiate(memory, module) };
    } catch (error) {
      // A host may lack shared memory, and a given module may be made for the other kind.
      if (shared === first.at(-1)) throw error;
    }
  }
  throw new DeviceError("keratin", "internal: no memory fits the module");
}

function isShared({ buffer }: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}

/** A memory whose maximum an engine accepts; small devices refuse 4 GiB of address space. */
function makeMemory(pages: number, shared: boolean): WebAssembly.Memory {
  for (let maximum = pages; ; maximum = Math.floor(maximum / 2)) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared });
    } catch (error) {
      if (maximum < 256) throw new DeviceError("memory", `no WebAssembly memory can be had (${error})`);
    }
  }
}
