/** The WebAssembly device: owns memory, compiles schedules, runs programs one after the other. */
import * as opcode from "../../assembly/gen/opcode";
import { ALIGN, REGION_ARENA, REGION_BOUND, REGION_CONSTANTS } from "../../assembly/layout";
import type { Device, DeviceBuffer, Program, Run, Schedule } from "../core/device";
import { bytesOf, type DType, type TypedArray } from "../core/dtypes";
import { DeviceError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { unview } from "../graph/walk";
import { ConstantPool, encode, type Place } from "./encode";
import { Heap } from "./heap";
import { type Instruction, lower } from "./lower";
import { type EngineExports, instantiate, MAX_PAGES } from "./module";
import { planMemory } from "./plan";
import { WasmProgram } from "./program";
import { readValues, toWords, writeValues } from "./values";

/** What an engine is made with. */
export interface EngineOptions {
  /** The most linear memory, in bytes; 4 GiB unless told otherwise. */
  memory?: number | undefined;
  /** A compiled module, for hosts that cannot compile bytes. */
  module?: WebAssembly.Module | undefined;
  /** Whether results may take over the memory of inputs that die. */
  inPlace?: boolean | undefined;
}

const KERNELS = new Set(Object.keys(opcode).map((name) => name.toLowerCase()));

/** Frees the memory of buffers whose owners were collected. */
const registry = new FinalizationRegistry<{ heap: Heap; address: number }>(({ heap, address }) =>
  heap.release(address),
);

/** A block of linear memory. */
class WasmBuffer implements DeviceBuffer {
  readonly bytes: number;
  readonly #device: WasmDevice;
  readonly #raw: boolean;
  #address: number;

  constructor(device: WasmDevice, bytes: number, what: string, raw = false) {
    const { heap } = device;
    this.#device = device;
    this.#raw = raw;
    this.bytes = bytes;
    this.#address = heap.allocate(bytes, what);
    registry.register(this, { heap, address: this.#address }, this);
  }

  get address(): number {
    if (this.#address < 0) throw new DeviceError("memory", "a disposed buffer is used");
    return this.#address;
  }

  write(values: TypedArray): void {
    const { heap, active } = this.#device;
    // A run that stands inside a step may need what was here.
    active?.settle();
    if (this.#raw) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      heap.bytes.set(bytes, this.address);
    } else writeValues(heap, this.address, values);
  }

  read(dtype: DType, length: number): TypedArray {
    const { heap, active } = this.#device;
    // A run that stands inside a step may have changed half of it.
    active?.settle();
    return readValues(heap, this.address, dtype, length);
  }

  dispose(): void {
    if (this.#address < 0) return;
    registry.unregister(this);
    this.#device.heap.release(this.#address);
    this.#address = -1;
  }
}

/** One engine: a memory, an instance, an arena that all its programs share. */
export class WasmDevice implements Device {
  readonly name = "wasm";
  readonly heap: Heap;
  readonly exports: EngineExports;
  readonly inPlace: boolean;
  readonly limit: number;
  /** The run that stands inside a step, if any: the arena is its. */
  active: Run | undefined;
  #arena = { address: 0, bytes: 0 };
  #scratch = { address: 0, bytes: 0 };

  constructor(options: EngineOptions = {}) {
    const limit = Math.min(options.memory ?? MAX_PAGES * 65536, MAX_PAGES * 65536);
    const pages = Math.max(1, Math.floor(limit / 65536));
    const memory = makeMemory(pages);
    this.exports = instantiate(memory, options.module);
    this.limit = pages * 65536;
    this.heap = new Heap(memory, this.exports.heapBase(), pages * 65536);
    this.inPlace = options.inPlace ?? true;
  }

  get arena(): number {
    return this.#arena.address;
  }

  get scratch(): number {
    return this.#scratch.address;
  }

  /** Bytes of the arena: the largest program's. */
  get arenaBytes(): number {
    return this.#arena.bytes;
  }

  allocate(bytes: number): DeviceBuffer {
    return new WasmBuffer(this, bytes, "a tensor");
  }

  upload(values: TypedArray): DeviceBuffer {
    const buffer = new WasmBuffer(this, values.length * bytesOf(dtypeOf(values)), "the data", true);
    buffer.write(values);
    return buffer;
  }

  usage(): { used: number; total: number } {
    return { used: this.heap.used, total: this.heap.total };
  }

  compile(schedule: Schedule): Program {
    const instructions = lower(schedule);
    const missing = new Set<string>();
    for (const { lowering, group } of instructions) {
      for (const kernel of group ? group.expressions.map((e) => e.kernel) : [lowering.kernel]) {
        if (!KERNELS.has(kernel)) missing.add(kernel);
      }
    }
    if (missing.size) throw new DeviceError("wasm", `the device lacks ${[...missing].join(", ")}`);
    const linker = new Linker(schedule);
    const plan = planMemory(instructions, (x) => linker.inArena(x), linker.outputs, this.inPlace);
    const placeOf = linker.places(plan.offsets);
    // Places are asked first, so that constants and regions are known before the header is written.
    for (const instruction of instructions) for (const x of touched(instruction)) placeOf(x);
    const outputs = schedule.outputs.map((x) => placeOf(unview(x)).offset);
    const variables = linker.variables;
    const bound = [...variables.map((v) => v.size * 4), ...schedule.inputs.map((x) => x.size * 4)];
    const encoded = encode(instructions, placeOf, plan.bytes, linker.constants.finish(), bound);
    this.#reserve(plan.bytes, encoded.scratchBytes);
    return new WasmProgram(this, encoded, variables, schedule, outputs, plan);
  }

  /** Grows the arena and the scratch to what a program needs. */
  #reserve(arena: number, scratch: number): void {
    if (arena > this.#arena.bytes) {
      this.active?.settle();
      const bytes = Math.max(arena, ALIGN);
      const address = this.heap.allocate(bytes, "the arena for intermediate values");
      if (this.#arena.address) this.heap.release(this.#arena.address);
      this.#arena = { address, bytes };
    }
    if (scratch > this.#scratch.bytes) {
      const address = this.heap.allocate(scratch, "scratch memory");
      if (this.#scratch.address) this.heap.release(this.#scratch.address);
      this.#scratch = { address, bytes: scratch };
    }
  }
}

function touched({ reads, writes }: Instruction): Tensor[] {
  return [...reads, ...writes];
}

function dtypeOf(values: TypedArray): DType {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "uint8";
}

/** A memory whose maximum an engine accepts; small devices refuse 4 GiB of address space. */
function makeMemory(pages: number): WebAssembly.Memory {
  for (let maximum = pages; ; maximum = Math.floor(maximum / 2)) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum });
    } catch (error) {
      if (maximum < 256) throw new DeviceError("memory", `no WebAssembly memory can be had (${error})`);
    }
  }
}

/** Decides in which region each tensor of a schedule lies. */
class Linker {
  readonly constants = new ConstantPool();
  readonly variables: Variable[] = [];
  readonly outputs: ReadonlySet<Tensor>;
  readonly #schedule: Schedule;
  readonly #inputs: ReadonlyMap<Tensor, number>;
  readonly #regions = new Map<Variable, number>();

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.outputs = new Set(schedule.outputs.map(unview));
    this.#inputs = new Map(schedule.inputs.map((x, index) => [x, index]));
    const note = (variable: Variable): void => {
      if (this.#regions.has(variable)) return;
      this.#regions.set(variable, REGION_BOUND + this.variables.length);
      this.variables.push(variable);
    };
    for (const step of schedule.steps) {
      for (const node of "node" in step ? [step.node] : step.group) {
        const assigned = schedule.assigns.get(node);
        if (assigned) note(assigned);
        if (node.source.kind !== "op") continue;
        for (const input of node.source.inputs) {
          const base = unview(input);
          if (base.source.kind === "variable" && !this.#inputs.has(base)) note(base.source.variable);
        }
      }
    }
  }

  /** Whether a base tensor is an intermediate value. */
  inArena(tensor: Tensor): boolean {
    return (
      !tensor.value && tensor.source.kind === "op" && !this.#schedule.assigns.has(tensor) && !this.#inputs.has(tensor)
    );
  }

  places(offsets: ReadonlyMap<Tensor, number>): (tensor: Tensor) => Place {
    const known = new Map<Tensor, Place>();
    return (tensor) => {
      let place = known.get(tensor);
      if (!place) known.set(tensor, (place = this.#place(tensor, offsets)));
      return place;
    };
  }

  #place(tensor: Tensor, offsets: ReadonlyMap<Tensor, number>): Place {
    const assigned = this.#schedule.assigns.get(tensor);
    if (assigned) return { region: this.#regions.get(assigned)!, offset: 0 };
    const input = this.#inputs.get(tensor);
    if (input !== undefined) return { region: REGION_BOUND + this.variables.length + input, offset: 0 };
    const offset = offsets.get(tensor);
    if (offset !== undefined) return { region: REGION_ARENA, offset };
    const source = tensor.source;
    if (source.kind === "variable") return { region: this.#regions.get(source.variable)!, offset: 0 };
    if (tensor.value) return { region: REGION_CONSTANTS, offset: this.constants.add(toWords(tensor.value)) };
    if (tensor.size === 0) return { region: REGION_ARENA, offset: 0 };
    throw new DeviceError("wasm", "internal: a tensor has no place", { received: `${source.kind} ${tensor.id}` });
  }
}

export type { WasmBuffer };
