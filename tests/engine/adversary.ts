/**
 * The worst team of threads that the rules allow, on one thread: between two meetings the shared instructions run last
 * to first, their units too, each with scratch full of NaN, and what one member runs alone comes before or after them.
 */
import * as layout from "../../assembly/layout";
import type { WasmDevice } from "../../ts/engine/device";
import { Numbers } from "../ops/laws/support";

const NAN = 0x7fc00000;
/** Budget for one unit. */
const ONE = 1e-9;

/** One instruction: its place, units and flags. */
interface Instruction {
  pc: number;
  units: number;
  flags: number;
}

/** Replaces a device's `execute`; gives back how many units ran out of order. */
export function unleash(device: WasmDevice): { units: number } {
  const numbers = new Numbers(77);
  const counts = { units: 0 };
  const owner = device as { exports: WasmDevice["exports"] };
  const real = owner.exports;
  const execute: typeof real.execute = (program, regions, state, scratch) => {
    const at = state >>> 2;
    const set = (word: number, value: number): void => {
      device.heap.ints[at + word] = value;
    };
    const segments = segmentsOf(device.heap.ints, program);
    const steps = device.heap.ints[at + layout.STATE_STEPS]!;
    set(layout.STATE_STEPS, 2 ** 30);
    for (let step = device.heap.ints[at + layout.STATE_STEP]!; step < steps; step++) {
      for (const segment of segments) {
        for (const { pc, units } of shuffled(segment, numbers)) {
          for (let unit = units - 1; unit >= 0; unit--) {
            if (units < 64) device.heap.ints.fill(NAN, scratch >>> 2, (scratch >>> 2) + scratchWords(device, program));
            set(layout.STATE_PC, pc);
            set(layout.STATE_UNIT, unit);
            set(layout.STATE_STEP, step);
            counts.units++;
            const status = real.execute(program, regions, state, scratch, ONE);
            if (status === layout.STATUS_PAUSED) continue;
            set(layout.STATE_STEPS, steps);
            return status;
          }
        }
      }
    }
    set(layout.STATE_PC, 0);
    set(layout.STATE_UNIT, 0);
    set(layout.STATE_STEP, steps);
    set(layout.STATE_STEPS, steps);
    return layout.STATUS_DONE;
  };
  owner.exports = { ...real, opcodes: real.opcodes, execute };
  return counts;
}

function scratchWords(device: WasmDevice, program: number): number {
  return device.heap.ints[(program >>> 2) + layout.HEADER_SCRATCH_BYTES]! >>> 2;
}

/** The instructions of a program between meetings. */
function segmentsOf(ints: Int32Array, program: number): Instruction[][] {
  const header = program >>> 2;
  const code = header + layout.HEADER_WORDS + ints[header + layout.HEADER_REGIONS]!;
  const segments: Instruction[][] = [[]];
  for (let pc = 0; pc < ints[header + layout.HEADER_CODE_WORDS]!; ) {
    const p = code + pc;
    const flags = ints[p + layout.INSTRUCTION_FLAGS]!;
    if (flags & layout.FLAG_BARRIER) segments.push([]);
    segments.at(-1)!.push({ pc, units: ints[p + layout.INSTRUCTION_UNITS]!, flags });
    pc += ints[p + layout.INSTRUCTION_LENGTH]!;
  }
  return segments;
}

function shuffled(segment: readonly Instruction[], numbers: Numbers): Instruction[] {
  const alone = segment.filter(({ flags }) => !(flags & layout.FLAG_SHARED));
  const shared = segment.filter(({ flags }) => flags & layout.FLAG_SHARED).reverse();
  const at = numbers.int(0, shared.length);
  return [...shared.slice(0, at), ...alone, ...shared.slice(at)];
}
