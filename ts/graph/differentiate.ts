/** Reverse-mode differentiation of a graph, at compile time. */
import { scalar } from "../core/convert";
import { KeratinError, StateError } from "../core/errors";
import type { OpTable } from "../core/op";
import { sameShape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { withPlace } from "../core/trace";
import * as k from "../ops/gen/rules";
import { asOpNode } from "./walk";

const table: OpTable = k;

/**
 * The gradients of a scalar (or of the sum of a tensor) with respect to tensors of its graph; undefined where the
 * loss does not depend on one. Only nodes between are visited: what is frozen costs nothing.
 *
 * @throws StateError when an update stands on the way. An op without a gradient rule passes none.
 */
export function differentiate(loss: Tensor, targets: readonly Tensor[], seed?: Tensor): (Tensor | undefined)[] {
  const order = historyOf(loss);
  const reached = new Set<Tensor>(targets);
  for (const node of order) {
    const source = node.source;
    if (source.kind === "op" && source.op.name !== "stop_gradient" && source.inputs.some((x) => reached.has(x))) {
      reached.add(node);
    }
  }
  const gradients = new Map<Tensor, Tensor>();
  if (!reached.has(loss)) return targets.map(() => undefined);
  gradients.set(loss, seed ?? table.broadcastTo(scalar(1), loss.dims));
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const g = gradients.get(node);
    const own = asOpNode(node);
    if (!g || !own || !reached.has(node)) continue;
    if (!own.inputs.some((x) => reached.has(x))) continue;
    if (own.op.kind === "update") throw new StateError(own.op.name, "no gradient passes an update");
    withPlace({ scope: node.place.scope, phase: "backward" }, () => {
      const parts = own.op.gradient?.(own, g, table) ?? [];
      own.inputs.forEach((input, index) => {
        const part = parts[index];
        if (!part || !reached.has(input)) return;
        if (!sameShape(part.shape, input.shape)) {
          throw new KeratinError(own.op.name, "internal: a gradient has the wrong shape", {
            expected: `[${input.shape}]`,
            received: `[${part.shape}]`,
          });
        }
        const sum = gradients.get(input);
        gradients.set(input, sum ? table.add(sum, part) : part);
      });
    });
  }
  return targets.map((target) => gradients.get(target));
}

/** The nodes behind a tensor with their history, evaluated or not. */
function historyOf(loss: Tensor): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [loss];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.source.kind === "op") stack.push(...node.source.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
