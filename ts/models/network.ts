/** A network: the calls between symbolic inputs and outputs, in Keras's order of layers. */
import { ValueError } from "../core/errors";
import { callsBehind, isSymbolic, nameOf, type Operation, replay, type SymbolicCall } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { Layer } from "../layers/core/layer";
import { inputLayerOf } from "../layers/core/symbols";

/** One use of an operation: an input layer's own, or a call. */
export interface NetworkNode {
  readonly operation: Operation;
  readonly call: SymbolicCall | undefined;
  readonly parents: readonly NetworkNode[];
}

/** A graph of layers. */
export class Network {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** All operations, deepest first; within a depth in the order of a walk from the outputs. */
  readonly operations: readonly Operation[];
  /** The nodes of each operation, in the order they were made. */
  readonly nodes: ReadonlyMap<Operation, readonly NetworkNode[]>;
  /** The calls, deepest first: a layer that is called twice updates its state in this order. */
  readonly #calls: readonly SymbolicCall[];
  readonly #nodeOf = new Map<SymbolicCall | Tensor, NetworkNode>();

  constructor(where: string, inputs: readonly Tensor[], outputs: readonly Tensor[]) {
    for (const x of [...inputs, ...outputs]) {
      if (!isSymbolic(x)) {
        throw new ValueError(where, "inputs and outputs must be symbolic tensors", {
          expected: "what input() gives, and what layers make of it",
          received: { tensor: x },
        });
      }
    }
    this.inputs = inputs;
    this.outputs = outputs;
    const given = new Map(inputs.map((x) => [x, true]));
    for (const call of callsBehind(outputs, given)) {
      for (const x of call.inputs) {
        if (given.has(x) || (x.source.kind === "symbolic" && x.source.call)) continue;
        throw new ValueError(
          where,
          `the graph is disconnected: "${call.operation.name}" needs the input "${nameOf(x)}"`,
          {
            fix: "List it among the model's inputs",
          },
        );
      }
    }
    const { order, walk } = this.#walk();
    const sorted = sortByDepth(
      order,
      walk,
      inputs.map((x) => this.nodeOf(x)),
    );
    this.operations = sorted.operations;
    this.#calls = sorted.nodes.flatMap((node) => node.call ?? []);
    const nodes = new Map<Operation, NetworkNode[]>();
    const stamp = (node: NetworkNode): number => node.call?.outputs[0]?.id ?? 0;
    for (const node of [...order].sort((a, b) => stamp(a) - stamp(b))) {
      nodes.set(node.operation, [...(nodes.get(node.operation) ?? []), node]);
    }
    this.nodes = nodes;
  }

  /** The layers, as Keras lists them. */
  get layers(): Layer[] {
    return this.operations.filter((operation): operation is Layer => operation instanceof Layer);
  }

  /** The node that made a tensor. */
  nodeOf(tensor: Tensor): NetworkNode {
    const source = tensor.source;
    const call = source.kind === "symbolic" ? source.call : undefined;
    const isInput = this.inputs.includes(tensor) || !call;
    const key = isInput ? tensor : call!;
    let node = this.#nodeOf.get(key);
    if (!node) {
      const operation = isInput ? inputLayerOf(tensor) : call!.operation;
      node = {
        operation,
        call: isInput ? undefined : call,
        parents: isInput ? [] : call!.inputs.map((x) => this.nodeOf(x)),
      };
      this.#nodeOf.set(key, node);
    }
    return node;
  }

  /** Computes the outputs for input values. */
  run(values: readonly Tensor[]): Tensor[] {
    return replay(this.outputs, new Map(this.inputs.map((x, i) => [x, values[i]!])), this.#calls);
  }

  /** Nodes, inputs first, and each operation's place in a depth-first walk from the outputs. */
  #walk(): { order: NetworkNode[]; walk: Map<Operation, number> } {
    const order: NetworkNode[] = [];
    const walk = new Map<Operation, number>();
    const state = new Map<NetworkNode, boolean>();
    const stack = [...this.outputs].reverse().map((x) => ({ node: this.nodeOf(x), leave: false }));
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { node, leave } = top;
      if (leave) {
        state.set(node, true);
        order.push(node);
        continue;
      }
      if (state.has(node)) continue;
      state.set(node, false);
      if (!walk.has(node.operation)) walk.set(node.operation, walk.size);
      stack.push({ node, leave: true });
      for (let i = node.parents.length - 1; i >= 0; i--) stack.push({ node: node.parents[i]!, leave: false });
    }
    return { order, walk };
  }
}

/** Keras's rule (ops/function.py): depth counts from the outputs; ties keep the order of the walk, those of nodes the
 * order in which a walk back from the outputs reaches them. */
function sortByDepth(
  order: readonly NetworkNode[],
  walk: Map<Operation, number>,
  inputs: readonly NetworkNode[],
): { operations: Operation[]; nodes: NetworkNode[] } {
  const nodeDepth = new Map<NetworkNode, number>();
  const depth = new Map<Operation, number>();
  for (const node of [...order].reverse()) {
    const own = Math.max(nodeDepth.get(node) ?? 0, depth.get(node.operation) ?? 0);
    depth.set(node.operation, own);
    nodeDepth.set(node, own);
    for (const parent of node.parents) nodeDepth.set(parent, Math.max(own + 1, nodeDepth.get(parent) ?? 0));
  }
  for (const { operation } of inputs) {
    if (depth.has(operation)) continue;
    depth.set(operation, 0);
    walk.set(operation, -1);
  }
  const operations = [...depth.keys()];
  operations.sort((a, b) => depth.get(b)! - depth.get(a)! || walk.get(a)! - walk.get(b)!);
  const nodes = [...nodeDepth.keys()].sort((a, b) => nodeDepth.get(b)! - nodeDepth.get(a)!);
  return { operations, nodes };
}
