/** Common subexpressions: equal ops on equal inputs are computed once. */
import type { Tensor } from "../../core/tensor";
import { type Graph, type Rewritten, rebuilt, rewrite } from "../graph";
import { asOpNode, attributeKey } from "../walk";

/** Merges equal nodes. Updates stay: they are effects. */
export function merge(graph: Graph): { graph: Graph; changes: number } {
  const scalars = new Map<string, Tensor>();
  // Equal nodes have the same last input, and few nodes share one.
  const byLast = new Map<Tensor | undefined, Tensor[]>();
  let changes = 0;
  /** Equal constant scalars count as one. */
  const one = (x: Tensor): Tensor => {
    if (x.source.kind !== "constant" || x.rank !== 0 || !x.value) return x;
    const value = x.value[0]!;
    const key = `${x.dtype}:${Object.is(value, -0) ? "-0" : value}`;
    const first = scalars.get(key);
    if (!first) scalars.set(key, x);
    return first ?? x;
  };
  const equals = (node: Tensor, { op, inputs, old, attributes }: Rewritten): boolean => {
    const own = asOpNode(node)!;
    if (own.op !== op || node.dtype !== old.dtype || own.inputs.length !== inputs.length) return false;
    if (!inputs.every((x, i) => one(x) === one(own.inputs[i]!))) return false;
    return own.attributes === attributes || attributeKey(own.attributes) === attributeKey(attributes);
  };
  const done = rewrite(graph, (node) => {
    const { op, inputs } = node;
    if (op.kind === "update") return undefined;
    const last = inputs.reduce<Tensor | undefined>((a, x) => (!a || one(x).id > a.id ? one(x) : a), undefined);
    const same = byLast.get(last) ?? [];
    const found = same.find((other) => equals(other, node));
    if (found) {
      changes++;
      return found;
    }
    const made = rebuilt(node);
    if (same.push(made) === 1) byLast.set(last, same);
    return made;
  });
  return { graph: done, changes };
}
