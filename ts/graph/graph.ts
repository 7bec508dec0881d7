/** A graph: what a program computes and what it changes. */
import type { Attributes, Op } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";
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

/** Rebuilds a graph, inputs first; `change` gives a replacement for a node, or nothing to keep it. */
export function rewrite(graph: Graph, change: (node: Rewritten, origin: Origin) => Tensor | undefined): Graph {
  const news = new Map<Tensor, Tensor>();
  const olds = new Map<Tensor, Tensor>();
  const origin: Origin = (node) => olds.get(node) ?? node;
  let isSame = true;
  for (const old of nodesOf(graph)) {
    const source = old.source;
    if (old.value || source.kind !== "op") {
      news.set(old, old);
      continue;
    }
    const inputs = source.inputs.map((x) => news.get(x)!);
    const node = { old, op: source.op, inputs, attributes: source.attributes };
    const kept = (): Tensor =>
      inputs.every((x, i) => x === source.inputs[i]) ? old : makeNode(source.op, inputs, source.attributes);
    const made = withPlace(old.place, () => change(node, origin) ?? kept());
    news.set(old, made);
    if (made === old) continue;
    isSame = false;
    if (!olds.has(made)) olds.set(made, old);
  }
  if (isSame) return graph;
  const map = (x: Tensor): Tensor => news.get(x)!;
  return {
    outputs: graph.outputs.map(map),
    updates: graph.updates.map(map),
    assigns: new Map([...graph.assigns].map(([variable, x]) => [variable, map(x)])),
  };
}

/** How often each node is used: by other nodes and as a root. */
export function countUses(graph: Graph): Map<Tensor, number> {
  const uses = new Map<Tensor, number>();
  const add = (x: Tensor): void => {
    uses.set(x, (uses.get(x) ?? 0) + 1);
  };
  for (const node of nodesOf(graph)) {
    if (!node.value && node.source.kind === "op") node.source.inputs.forEach(add);
  }
  rootsOf(graph).forEach(add);
  return uses;
}
