/** A network: the calls between symbolic inputs and outputs, in Keras's order of layers. */
import { ValueError } from "../core/errors";
import { callsBehind, isSymbolic, nameOf, type Operation, replay, type SymbolicCall } from "../core/symbolic";
import { Tensor } from "../core/tensor";
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
  /** The calls that run before the program, on text. */
  readonly #early: readonly SymbolicCall[];
  /** What the program takes: the inputs, with what early calls make in the place of text. */
  readonly feeds: readonly Tensor[];
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
      // From the inputs on, so that no chain of nodes is followed to its end.
      this.nodeOf(call.outputs[0]!);
    }
    const { order, walk } = this.#walk();
    const ends = inputs.map((x) => this.nodeOf(x));
    const sorted = sortByDepth(order, walk, ends);
    this.operations = sorted.operations;
    const calls = sorted.nodes.flatMap((node) => node.call ?? []);
    const { early, feeds } = staged(where, inputs, outputs, calls);
    this.#early = early;
    this.feeds = feeds;
    this.#calls = calls.filter((call) => !early.includes(call));
    const nodes = new Map<Operation, NetworkNode[]>();
    const stamp = (node: NetworkNode): number => node.call?.outputs[0]?.id ?? 0;
    const unused = ends.filter((node) => !order.includes(node));
    for (const node of [...unused, ...order].sort((a, b) => stamp(a) - stamp(b))) {
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

  /** Whether something must run before the program. */
  get staged(): boolean {
    return this.#early.length > 0;
  }

  /** Computes what the program takes from input values: what reads text runs here. */
  prepare(values: readonly Tensor[]): Tensor[] {
    return replay(this.feeds, new Map(this.inputs.map((x, i) => [x, values[i]!])), this.#early);
  }

  /** Computes the outputs from what `prepare` gave. As in Keras, the mode of the whole is that of every layer in it. */
  run(feeds: readonly Tensor[], training: boolean): Tensor[] {
    const inMode = ({ operation }: SymbolicCall, args: readonly unknown[]): readonly unknown[] =>
      operation instanceof Layer ? [args[0], { ...(args[1] as object | undefined), training }] : args;
    return replay(this.outputs, new Map(this.feeds.map((x, i) => [x, feeds[i]!])), this.#calls, inMode);
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

/** The inputs or outputs of a model: one tensor, some, or some by names, which stand in the order in which Keras flattens. */
export function endsOf(given: Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>): {
  tensors: readonly Tensor[];
  keys: readonly string[] | undefined;
} {
  if (given instanceof Tensor) return { tensors: [given], keys: undefined };
  if (Array.isArray(given)) return { tensors: [...given], keys: undefined };
  const named = given as Readonly<Record<string, Tensor>>;
  const keys = Object.keys(named).sort();
  return { tensors: keys.map((key) => named[key]!), keys };
}

/** What has no weights and makes the inputs of operations on the host: a cast, a slice. */
function callsBefore(calls: readonly SymbolicCall[]): ReadonlySet<SymbolicCall> {
  const makers = new Map(calls.flatMap((call) => call.outputs.map((y) => [y, call] as const)));
  const before = new Set<SymbolicCall>();
  const waiting = calls.filter((call) => call.operation.onHost).flatMap((call) => call.inputs);
  for (let x = waiting.pop(); x; x = waiting.pop()) {
    const call = makers.get(x);
    if (!call || call.operation.onHost || before.has(call)) continue;
    if (call.operation instanceof Layer && call.operation.weights.length > 0) continue;
    before.add(call);
    waiting.push(...call.inputs);
  }
  return before;
}

/** What runs before the program (operations on the host, on inputs or on each other's results), and what the program takes. */
function staged(
  where: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  calls: readonly SymbolicCall[],
): { early: SymbolicCall[]; feeds: Tensor[] } {
  const known = new Set<Tensor>(inputs);
  const before = callsBefore(calls);
  const early = calls.filter((call) => {
    if (!call.operation.onHost && !before.has(call)) return false;
    const late = call.inputs.find((x) => !known.has(x));
    if (late) {
      throw new ValueError(where, `"${call.operation.name}" works before the model's program, on its inputs`, {
        expected: "inputs of the model, or what other layers of its kind made of them",
        received: { input: nameOf(late) },
      });
    }
    for (const y of call.outputs) known.add(y);
    return true;
  });
  const read = new Set([...calls.filter((call) => !early.includes(call)).flatMap((call) => call.inputs), ...outputs]);
  const feeds = early.length ? [...known].filter((x) => read.has(x)) : [...inputs];
  const text = feeds.find((x) => x.dtype === "string");
  if (text) {
    throw new ValueError(where, `the text of "${nameOf(text)}" reaches a layer or output that takes numbers`, {
      fix: "Turn it into numbers first: layers.stringLookup, layers.textVectorization",
    });
  }
  return { early, feeds };
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
