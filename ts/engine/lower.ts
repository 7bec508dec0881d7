/** From a schedule to instructions over tensors: operands packed as kernels want them, groups laid out. */
import type { Schedule } from "../core/device";
import { KeratinError } from "../core/errors";
import type { Lowering } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";
import { withPlace } from "../core/trace";
import { asOpNode, attributeKey, isView, unview } from "../graph/walk";
import { sumChunksOp } from "../ops/sum";
import { type GroupLayout, layoutGroup, splitGroup } from "./group";

/** One instruction before addresses are known. */
export interface Instruction {
  /** The node that failed when this instruction does. */
  readonly node: Tensor;
  readonly lowering: Lowering;
  readonly operands: readonly (Tensor | undefined)[];
  readonly group: GroupLayout | undefined;
  /** Base tensors that are read and written. */
  readonly reads: readonly Tensor[];
  readonly writes: readonly Tensor[];
}

/** Lowers all steps. */
export function lower(schedule: Schedule): Instruction[] {
  const out: Instruction[] = [];
  const shared = new Map<string, Tensor>();
  const known = new Set<Tensor>();
  const kept = usedOutside(schedule);

  const single = (node: Tensor): void => {
    const own = asOpNode(node)!;
    if (isView(own.op.name) || (node.size === 0 && own.op.kind !== "update")) {
      known.add(node);
      return;
    }
    if (own.op.kernel) {
      out.push(groupInstruction(layoutGroup([node], kept)));
      known.add(node);
      return;
    }
    if (!own.op.lower) throw new KeratinError(own.op.name, "internal: the op has no lowering");
    const prepared = own.op.prepare && withPlace(node.place, () => own.op.prepare!(own));
    const inputs = prepared?.map(prepare) ?? own.inputs;
    const lowering = own.op.lower({ ...own, inputs });
    const operands = lowering.operands ?? [...inputs, node];
    const written = new Set((own.op.writes ?? []).map((at) => unview(inputs[at]!)));
    if (own.op.kind !== "update") written.add(node);
    out.push({
      node,
      lowering,
      operands,
      group: undefined,
      reads: [...new Set(operands.flatMap((x) => (x && x !== node ? [unview(x)] : [])))],
      writes: [...written],
    });
    known.add(node);
  };

  /** Emits the sum of chunks that a group made. */
  const join = (fold: Tensor, chunks: Tensor): void => {
    const own = asOpNode(fold)!;
    const lowering = own.op.lower!({ ...own, inputs: [chunks] });
    out.push({ node: fold, lowering, operands: [chunks, fold], group: undefined, reads: [chunks], writes: [fold] });
    known.add(fold);
  };

  /** Emits what `prepare` of an op made new; equal preparations of one tensor are shared. */
  const prepare = (node: Tensor): Tensor => {
    const base = unview(node);
    const own = asOpNode(base);
    if (!own || base.value || known.has(base)) return node;
    const key = `${own.op.name}|${own.inputs.map((x) => `${unview(x).id}:${x.shape}`).join("|")}|${attributeKey(own.attributes)}`;
    const found = shared.get(key);
    if (found) return found;
    shared.set(key, node);
    single(base);
    return node;
  };

  for (const step of schedule.steps) {
    if ("node" in step) single(step.node);
    else {
      const chunks = new Map(step.folds.map((fold) => [fold, chunksOf(fold)]));
      const foldsOf = (part: readonly Tensor[]): ReadonlyMap<Tensor, Tensor> =>
        part === step.group
          ? chunks
          : new Map([...chunks].filter(([fold]) => part.includes(unview(asOpNode(fold)!.inputs[0]!))));
      for (const layout of splitGroup(step.group, kept, foldsOf)) {
        out.push(groupInstruction(layout));
        for (const node of layout.nodes) known.add(node);
        for (const [fold, chunks] of layout.sums) join(fold, chunks);
      }
    }
  }
  return out;
}

/** The node of the chunks of a sum over rows. */
function chunksOf(fold: Tensor): Tensor {
  const { inputs, attributes } = asOpNode(fold)!;
  return makeNode(sumChunksOp, inputs, attributes);
}

function groupInstruction(layout: GroupLayout): Instruction {
  const { nodes, units, work, scratchBytes, reads, stored, sums } = layout;
  return {
    node: nodes[0]!,
    lowering: { kernel: sums.size ? "group_sums" : "group", units, work, words: [], scratchBytes },
    operands: [],
    group: layout,
    reads,
    writes: [...stored, ...sums.values()],
  };
}

/** For each node, who uses it: other nodes, or the program's outputs (which use it as itself). */
function usedOutside(schedule: Schedule): Map<Tensor, Set<Tensor>> {
  const users = new Map<Tensor, Set<Tensor>>();
  const note = (node: Tensor, user: Tensor): void => {
    const base = unview(node);
    const set = users.get(base);
    if (set) set.add(user);
    else users.set(base, new Set([user]));
  };
  const noteAll = (node: Tensor): void => {
    for (const input of asOpNode(node)!.inputs) note(input, node);
  };
  for (const step of schedule.steps) {
    if ("node" in step) noteAll(step.node);
    else {
      step.group.forEach(noteAll);
      step.folds.forEach(noteAll);
    }
  }
  for (const output of schedule.outputs) note(output, unview(output));
  for (const node of schedule.assigns.keys()) note(node, node);
  return users;
}
