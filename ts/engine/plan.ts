/** Memory plan: where every intermediate value lies in the arena, decided before anything runs. */
import type { Tensor } from "../core/tensor";
import { align } from "./heap";
import type { Instruction } from "./lower";

/** Places of values in the arena. */
export interface Plan {
  readonly offsets: ReadonlyMap<Tensor, number>;
  /** Bytes of the arena. */
  readonly bytes: number;
  /** Bytes without sharing. */
  readonly unshared: number;
}

interface Block {
  tensors: Tensor[];
  bytes: number;
  from: number;
  to: number;
  offset: number;
}

/**
 * Packs lifetimes greedily by size: each block, the largest first, at the lowest place that is free for its whole life.
 *
 * @param planned Whether a tensor lives in the arena.
 * @param outputs Base tensors that must survive to the end.
 * @param inPlace Whether a group's result may take over the memory of an input that dies there.
 */
export function planMemory(
  instructions: readonly Instruction[],
  planned: (tensor: Tensor) => boolean,
  outputs: ReadonlySet<Tensor>,
  inPlace: boolean,
): Plan {
  const first = new Map<Tensor, number>();
  const last = new Map<Tensor, number>();
  instructions.forEach(({ reads, writes }, at) => {
    for (const tensor of writes) {
      if (!planned(tensor)) continue;
      if (!first.has(tensor)) first.set(tensor, at);
      last.set(tensor, at);
    }
    for (const tensor of reads) if (planned(tensor)) last.set(tensor, at);
  });
  for (const tensor of outputs) if (first.has(tensor)) last.set(tensor, instructions.length);

  const blockOf = new Map<Tensor, Block>();
  let unshared = 0;
  for (const [tensor, from] of first) {
    const bytes = align(tensor.size * 4);
    unshared += bytes;
    blockOf.set(tensor, { tensors: [tensor], bytes, from, to: last.get(tensor)!, offset: -1 });
  }
  if (inPlace) joinInPlace(instructions, blockOf);
  const blocks = [...new Set(blockOf.values())];
  const bytes = place(blocks);
  const offsets = new Map<Tensor, number>();
  for (const block of blocks) for (const tensor of block.tensors) offsets.set(tensor, block.offset);
  return { offsets, bytes, unshared };
}

function joinInPlace(instructions: readonly Instruction[], blockOf: Map<Tensor, Block>): void {
  instructions.forEach(({ group }, at) => {
    const taken = new Set<Block>();
    for (const [result, input] of group?.inPlace ?? []) {
      const own = blockOf.get(result);
      const dying = blockOf.get(input);
      if (!own || !dying || own === dying || taken.has(dying) || taken.has(own)) continue;
      if (own.from !== at || own.tensors.length > 1 || dying.to !== at || dying.bytes !== own.bytes) continue;
      taken.add(dying);
      dying.tensors.push(...own.tensors);
      dying.to = own.to;
      for (const tensor of own.tensors) blockOf.set(tensor, dying);
    }
  });
}

function place(blocks: Block[]): number {
  blocks.sort((a, b) => b.bytes - a.bytes || a.from - b.from);
  const placed: Block[] = [];
  let total = 0;
  for (const block of blocks) {
    let offset = 0;
    // `placed` stays in order of offset, so one pass finds the lowest gap.
    for (let i = 0; i < placed.length; i++) {
      const other = placed[i]!;
      if (other.to < block.from || other.from > block.to) continue;
      if (offset + block.bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    block.offset = offset;
    total = Math.max(total, offset + block.bytes);
    let at = placed.length;
    while (at > 0 && placed[at - 1]!.offset > offset) at--;
    placed.splice(at, 0, block);
  }
  return total;
}
