/** Which instructions a team of threads shares, and where its members must meet. */
import { FLAG_BARRIER, FLAG_SHARED, REGION_BOUND, SEGMENT_SHARED } from "../../assembly/layout";
import type { Tensor } from "../core/tensor";
import { asOpNode } from "../graph/walk";
import type { Place } from "./encode";
import type { Instruction } from "./lower";

/** Nanoseconds that sharing an instruction must save to pay for a meeting. */
const SHARE_NANOSECONDS = 4000;
/** Nanoseconds of a meeting when all cores are free. */
const MEETING_NANOSECONDS = 1000;

/** Nanoseconds of one unit of work: lowerings count vector operations, which take about the same in all kernels. */
const NANOSECONDS = 0.3;

/** How a program is shared. */
export interface Sharing {
  /** FLAG_* of each instruction. */
  readonly flags: readonly number[];
  /** Whether a team is faster than one thread. */
  readonly worth: boolean;
  /** Nanoseconds of a step on one thread, about. */
  readonly nanoseconds: number;
  /** Nanoseconds of the longest piece that one thread does without a pause. */
  readonly longest: number;
}

/** A stretch of memory that an instruction reads or writes. */
interface Access {
  readonly region: number;
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
  readonly shared: boolean;
}

/** Not a region of memory: whether all checks so far have passed. */
const VERDICT = -1;

/**
 * An instruction is shared when it is long enough. Members meet before an instruction that touches memory which another
 * thread may have at hand since the last meeting; instructions of one thread need no meeting among themselves.
 */
export function shareOut(
  instructions: readonly Instruction[],
  placeOf: (tensor: Tensor) => Place,
  least: number = SHARE_NANOSECONDS,
): Sharing {
  const flags: number[] = [];
  const open = new Map<number, Access[]>();
  let inSegment = 0;
  let total = 0;
  let shareable = 0;
  let meetings = 1;
  let longest = 0;
  for (const instruction of instructions) {
    const nanoseconds = nanosecondsOf(instruction);
    const shared = instruction.lowering.units > 1 && nanoseconds >= least;
    const own = accessesOf(instruction, placeOf, shared);
    let flag = shared ? FLAG_SHARED : 0;
    if (own.some((access) => meets(open, access)) || (shared && inSegment === SEGMENT_SHARED)) {
      flag |= FLAG_BARRIER;
      open.clear();
      inSegment = 0;
      meetings++;
    }
    if (shared) inSegment++;
    for (const access of own) {
      const list = open.get(access.region);
      if (list) list.push(access);
      else open.set(access.region, [access]);
    }
    flags.push(flag);
    total += nanoseconds;
    longest = Math.max(longest, shared ? nanoseconds / instruction.lowering.units : nanoseconds);
    if (shared) shareable += nanoseconds;
  }
  const saved = shareable / 2 - meetings * MEETING_NANOSECONDS;
  return { flags, worth: saved > total / 10, nanoseconds: total, longest };
}

/** About how long an instruction takes on one thread. */
function nanosecondsOf({ lowering }: Instruction): number {
  return lowering.units * lowering.work * NANOSECONDS;
}

function accessesOf(
  { node, reads, writes }: Instruction,
  placeOf: (tensor: Tensor) => Place,
  shared: boolean,
): Access[] {
  const own = asOpNode(node)!;
  const out: Access[] = [];
  const add = (tensor: Tensor, written: boolean): void => {
    const { region, offset } = placeOf(tensor);
    out.push({ region, from: offset, to: offset + tensor.size * 4, writes: written, shared });
  };
  for (const tensor of reads) add(tensor, false);
  for (const tensor of writes) add(tensor, true);
  // What changes a variable waits until every check before it has passed.
  const verdict = { region: VERDICT, from: 0, to: 1, shared };
  if (own.op.checks?.(own) !== undefined) out.push({ ...verdict, writes: true });
  if (out.some(({ writes, region }) => writes && region >= REGION_BOUND)) out.push({ ...verdict, writes: false });
  return out;
}

/** Whether an access must wait for one of another thread. */
function meets(open: ReadonlyMap<number, readonly Access[]>, access: Access): boolean {
  for (const other of open.get(access.region) ?? []) if (collide(access, other)) return true;
  return false;
}

function collide(a: Access, b: Access): boolean {
  return (a.writes || b.writes) && (a.shared || b.shared) && a.from < b.to && b.from < a.to;
}
