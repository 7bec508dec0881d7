/** From a schedule to all that a program is made of: nothing is in memory yet. */
import type { ProgramMemory, Schedule } from "../core/device";
import { DeviceError } from "../core/errors";
import type { Variable } from "../core/variable";
import { unview } from "../graph/walk";
import { type Encoded, encode, OPCODES } from "./encode";
import { type Kept, Linker } from "./linker";
import { type Instruction, lower } from "./lower";
import { type Plan, planMemory } from "./plan";
import { type Sharing, shareOut } from "./share";
import { keptVariable, split } from "./steady";
import { writtenVariables } from "./written";

/** What a program is made of. */
export interface Parts {
  readonly encoded: Encoded;
  readonly variables: readonly Variable[];
  /** Those that it changes. */
  readonly writes: readonly Variable[];
  readonly plan: Plan;
  /** Where each output lies in the arena. */
  readonly outputs: readonly number[];
  readonly sharing: Sharing;
  /** What runs before it once, its results in a variable of their own, and the variables it depends on. */
  readonly steady?: { readonly parts: Parts; readonly variable: Variable; readonly sources: readonly Variable[] };
}

/** @throws DeviceError that names the kernels that are missing. */
export function prepare(schedule: Schedule, inPlace: boolean, steady: boolean): Parts {
  const instructions = lower(schedule);
  const missing = new Set<string>();
  for (const { lowering, group } of instructions) {
    for (const kernel of group ? group.expressions.map((e) => e.kernel) : [lowering.kernel]) {
      if (!OPCODES.has(kernel)) missing.add(kernel);
    }
  }
  if (missing.size) throw new DeviceError("wasm", `the device lacks ${[...missing].join(", ")}`);
  const division = steady ? split(instructions, schedule) : undefined;
  if (!division) return assemble(instructions, schedule, undefined, inPlace);
  const variable = keptVariable(division.bytes);
  const kept = { variable, offsets: division.kept };
  const alone = { steps: [], inputs: [], outputs: [], assigns: new Map() };
  const before = assemble(division.steady, alone, kept, inPlace);
  return {
    ...assemble(division.rest, schedule, kept, inPlace),
    steady: {
      parts: { ...before, writes: [variable], sharing: { ...before.sharing, worth: false } },
      variable,
      sources: division.sources,
    },
  };
}

function assemble(
  instructions: readonly Instruction[],
  schedule: Schedule,
  kept: Kept | undefined,
  inPlace: boolean,
): Parts {
  const linker = new Linker(instructions, schedule, kept);
  const plan = planMemory(instructions, (x) => linker.inArena(x), linker.outputs, inPlace);
  const placeOf = linker.places(plan.offsets);
  // Places are asked first, so that constants and regions are known before the header is written.
  for (const { reads, writes } of instructions) {
    reads.forEach(placeOf);
    writes.forEach(placeOf);
  }
  const outputs = schedule.outputs.map((x) => placeOf(unview(x)).offset);
  const { variables } = linker;
  const bound = [...variables.map((v) => v.size * 4), ...schedule.inputs.map((x) => x.size * 4)];
  const sharing = shareOut(instructions, placeOf);
  const encoded = encode(instructions, placeOf, plan.bytes, linker.constants.finish(), bound, sharing);
  return { encoded, variables, writes: writtenVariables(schedule), plan, outputs, sharing };
}

/** Whether a thread that is lost could spoil variables. */
export function isProtected({ sharing, writes }: Parts, threads: boolean): boolean {
  return sharing.worth && threads && writes.length > 0;
}

/** Where the bytes of a program go. `threads`: whether there may be several. */
export function memoryOf(parts: Parts, threads: boolean): ProgramMemory {
  const { encoded, variables, writes, plan, steady } = parts;
  const bytes = (list: Iterable<Variable>): number => [...list].reduce((sum, v) => sum + v.size * 4, 0);
  const before = steady && memoryOf(steady.parts, threads);
  const named = new Set([...variables, ...(steady?.sources ?? [])]);
  if (steady) named.delete(steady.variable);
  return {
    arena: Math.max(plan.bytes, before?.arena ?? 0),
    unshared: plan.unshared,
    constants: encoded.bytes.byteLength - encoded.constantsAt + (before?.constants ?? 0),
    code: encoded.constantsAt + (before?.code ?? 0),
    kept: steady ? steady.variable.size * 4 : 0,
    variables: bytes(named),
    snapshot: isProtected(parts, threads) ? bytes(writes) : 0,
  };
}
