/** Common subexpressions: equal ops on equal inputs are computed once. */
import type { Tensor } from "../../core/tensor";
import { makeNode } from "../../core/tensor";
import { type Graph, rewrite } from "../graph";
import { attributeKey } from "../walk";

/** Merges equal nodes. Updates stay: they are effects. */
export function merge(graph: Graph): { graph: Graph; changes: number } {
  const known = new Map<string, Tensor>();
  const scalars = new Map<string, number>();
  let changes = 0;
  const idOf = (x: Tensor): number => {
    // Equal constant scalars count as one.
    if (x.source.kind !== "constant" || x.rank !== 0 || !x.value) return x.id;
    const value = x.value[0]!;
    const key = `${x.dtype}:${Object.is(value, -0) ? "-0" : value}`;
    if (!scalars.has(key)) scalars.set(key, x.id);
    return scalars.get(key)!;
  };
  const done = rewrite(graph, ({ old, op, inputs, attributes }) => {
    if (op.kind === "update") return undefined;
    const key = `${op.name}|${inputs.map(idOf).join(",")}|${old.dtype}|${attributeKey(attributes)}`;
    const found = known.get(key);
    if (found) {
      changes++;
      return found;
    }
    const source = old.source;
    const same = source.kind === "op" && inputs.every((x, i) => x === source.inputs[i]);
    const node = same ? old : makeNode(op, inputs, attributes);
    known.set(key, node);
    return node;
  });
  return { graph: done, changes };
}
