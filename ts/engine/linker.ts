/** Where the tensors of a schedule lie. */
import { REGION_ARENA, REGION_BOUND, REGION_CONSTANTS } from "../../assembly/layout";
import type { Schedule } from "../core/device";
import { DeviceError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { unview } from "../graph/walk";
import { ConstantPool, type Place } from "./encode";
import type { Instruction } from "./lower";
import { toWords } from "./values";

/** Values that outlive a run, in the memory of a variable. */
export interface Kept {
  readonly variable: Variable;
  readonly offsets: ReadonlyMap<Tensor, number>;
}

/** Decides in which region each tensor of some instructions of a schedule lies. */
export class Linker {
  readonly constants: ConstantPool = new ConstantPool();
  readonly variables: Variable[] = [];
  readonly outputs: ReadonlySet<Tensor>;
  readonly #schedule: Schedule;
  readonly #inputs: ReadonlyMap<Tensor, number>;
  readonly #kept: Kept | undefined;
  readonly #regions = new Map<Variable, number>();

  constructor(instructions: readonly Instruction[], schedule: Schedule, kept?: Kept) {
    this.#schedule = schedule;
    this.#kept = kept;
    this.outputs = new Set(schedule.outputs.map(unview));
    this.#inputs = new Map(schedule.inputs.map((x, index) => [x, index]));
    const note = (variable: Variable): void => {
      if (this.#regions.has(variable)) return;
      this.#regions.set(variable, REGION_BOUND + this.variables.length);
      this.variables.push(variable);
    };
    const noteOwn = (x: Tensor): void => {
      if (x.source.kind === "variable" && !this.#inputs.has(x)) note(x.source.variable);
    };
    for (const { reads, writes } of instructions) {
      for (const x of writes) {
        const assigned = schedule.assigns.get(x);
        if (assigned) note(assigned);
      }
      reads.forEach(noteOwn);
      writes.forEach(noteOwn);
    }
    if (kept) note(kept.variable);
  }

  /** Whether a base tensor is an intermediate value. */
  inArena(tensor: Tensor): boolean {
    if (tensor.value || tensor.source.kind !== "op" || this.#kept?.offsets.has(tensor)) return false;
    return !this.#schedule.assigns.has(tensor) && !this.#inputs.has(tensor);
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
    const kept = this.#kept?.offsets.get(tensor);
    if (kept !== undefined) return { region: this.#regions.get(this.#kept!.variable)!, offset: kept };
    const offset = offsets.get(tensor);
    if (offset !== undefined) return { region: REGION_ARENA, offset };
    const source = tensor.source;
    if (source.kind === "variable") return { region: this.#regions.get(source.variable)!, offset: 0 };
    if (tensor.value) return { region: REGION_CONSTANTS, offset: this.constants.add(toWords(tensor.value)) };
    if (tensor.size === 0) return { region: REGION_ARENA, offset: 0 };
    throw new DeviceError("wasm", "internal: a tensor has no place", { received: `${source.kind} ${tensor.id}` });
  }
}
