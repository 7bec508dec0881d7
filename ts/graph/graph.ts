/** A graph: what a program computes and what it changes. */
import type { Attributes, Op } from "../core/op";
import { Tensor } from "../core/tensor";
import { withPlace } from "../core/trace";
import type { Variable } from "../core/variable";
import { nodesBehind } from "./walk";

/** Roots of a graph. */
export interface Graph {
  readonly outputs: readonly Tensor[];
  /** Nodes of update ops. */
  readonly updates: readonly Tensor[];
  /** New values of variables. */
  readonly assigns: ReadonlyMap<Variable, Tensor>;
}

/** All roots of a graph. */
export function rootsOf(graph: Graph): Tensor[] {
  return [...graph.outputs, ...graph.updates, ...graph.assigns.values()];
}

const nodes = new WeakMap<Graph, readonly Tensor[]>();

/** The nodes of a graph, inputs first. */
export function nodesOf(graph: Graph): readonly Tensor[] {
  let known = nodes.get(graph);
  if (!known) nodes.set(graph, (known = nodesBehind(rootsOf(graph))));
  return known;
}

/** An op node on the way through a rewrite: its inputs are new already. */
export interface Rewritten {
  readonly old: Tensor;
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/** The node of the graph before a rewrite that a node stands for; itself for one that only the rewrite made. */
export type Origin = (node: Tensor) => Tensor;

/** What a rewrite does with a node: a replacement of its shape and dtype, or nothing to keep it. */
export type Change = (node: Rewritten, origin: Origin) => Tensor | undefined;

/** The node over its new inputs: itself where they are the old ones. */
export function rebuilt({ old, op, inputs, attributes }: Rewritten): Tensor {
  if (old.source.kind === "op" && old.source.inputs === inputs) return old;
  return new Tensor(old.shape, old.dtype, { kind: "op", op, inputs, attributes });
}

/** Rebuilds a graph, inputs first. `ops`: names of those that `change` is asked about; default all. `leaves`: what stands for some of its leaves. */
export function rewrite(
  graph: Graph,
  change: Change,
  ops?: ReadonlySet<string>,
  leaves?: ReadonlyMap<Tensor, Tensor>,
): Graph {
  const news = new Map(leaves);
  const olds = new Map<Tensor, Tensor>();
  const origin: Origin = (node) => olds.get(node) ?? node;
  const isNew = (x: Tensor): boolean => news.has(x);
  const now = (x: Tensor): Tensor => news.get(x) ?? x;
  for (const old of nodesOf(graph)) {
    const source = old.source;
    if (old.value || source.kind !== "op") continue;
    const moved = news.size > 0 && source.inputs.some(isNew);
    const asked = !ops || ops.has(source.op.name);
    if (!moved && !asked) continue;
    const inputs = moved ? source.inputs.map(now) : source.inputs;
    const node = { old, op: source.op, inputs, attributes: source.attributes };
    const made = withPlace(old.place, () => (asked ? change(node, origin) : undefined) ?? rebuilt(node));
    if (made === old) continue;
    news.set(old, made);
    if (!olds.has(made)) olds.set(made, old);
  }
  if (news.size === 0) return graph;
  return {
    outputs: graph.outputs.map(now),
    updates: graph.updates.map(now),
    assigns: new Map([...graph.assigns].map(([variable, x]) => [variable, now(x)])),
  };
}

const counts = new WeakMap<Graph, ReadonlyMap<Tensor, number>>();

/** How often each node is used: by other nodes and as a root. */
export function countUses(graph: Graph): ReadonlyMap<Tensor, number> {
  const known = counts.get(graph);
  if (known) return known;
  const uses = new Map<Tensor, number>();
  const add = (x: Tensor): void => {
    uses.set(x, (uses.get(x) ?? 0) + 1);
  };
  for (const node of nodesOf(graph)) {
    if (!node.value && node.source.kind === "op") node.source.inputs.forEach(add);
  }
  rootsOf(graph).forEach(add);
  counts.set(graph, uses);
  return uses;
}
