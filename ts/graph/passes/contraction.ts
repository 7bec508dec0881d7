/** What the passes around contractions share. */
import type { OpNode } from "../../core/op";
import type { Tensor } from "../../core/tensor";
import * as k from "../../ops/gen/rules";
import { asOpNode } from "../walk";

/** The contraction behind a tensor, through reshapes that keep the last axis; every link used once. */
export function contraction(x: Tensor, once: (x: Tensor) => boolean): OpNode | undefined {
  const last = x.dims[x.rank - 1];
  for (let node: Tensor = x; ; ) {
    const own = asOpNode(node);
    if (!own || node.value || !once(node)) return undefined;
    if (own.op.epilogue) return node.dims[node.rank - 1] === last ? own : undefined;
    if (own.op.name !== "reshape") return undefined;
    node = own.inputs[0]!;
  }
}

/** Whether an operand varies only along the last axis of `target`. */
export function isChannels(x: Tensor, target: Tensor): boolean {
  const channels = target.dims[target.rank - 1];
  return channels !== undefined && channels !== 1 && x.size === channels && x.dims[x.rank - 1] === channels;
}

/** Such an operand as a vector [channels]. */
export function asVector(x: Tensor): Tensor {
  return k.reshape(x, [x.size]);
}

/** The value of a constant scalar. */
export function constantOf(x: Tensor | undefined): number | undefined {
  return x?.source.kind === "constant" && x.value && x.rank === 0 ? x.value[0] : undefined;
}
