/** The order of a program: nodes, effects as early as they may stand, elementwise chains grouped. */
import { BLOCK, SUM_CHUNK } from "../../assembly/layout";
import type { Schedule, Step } from "../core/device";
import { KeratinError } from "../core/errors";
import type { OpNode } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import * as k from "../ops/gen/rules";
import { type Graph, rootsOf } from "./graph";
import type { PassName } from "./optimize";
import { asOpNode, isView, nodesBehind, unview } from "./walk";

/** Chunks of rows from which on a sum is made with the group before it. */
const LEAST_CHUNKS = 2;
/** The most expressions of one group. */
const MAX_GROUP = 40;

/** Puts a graph in order. */
export function schedule(graph: Graph, inputs: readonly Tensor[], off: ReadonlySet<PassName>): Schedule {
  const outputs = graph.outputs.map(inMemory);
  const assigns = new Map<Tensor, Variable>();
  for (const [variable, value] of graph.assigns) assigns.set(makeNode(k.copyOp, [readFirst(value)]), variable);
  const order = arrange(
    [...rootsOf({ ...graph, outputs, assigns: new Map() }), ...assigns.keys()],
    graph.updates,
    assigns,
  );
  return { steps: off.has("group") ? order.map(single) : group(order, assigns), inputs, outputs, assigns };
}

/** An output that is only a leaf or a view of one gets memory of its own, so that updates do not show through it. */
function inMemory(output: Tensor): Tensor {
  const base = unview(output);
  return base.value || base.source.kind !== "op" ? k.copy(output) : output;
}

/** A variable's value that goes to another one is read into the arena first: two variables may swap. */
function readFirst(value: Tensor): Tensor {
  return unview(value).source.kind === "variable" ? k.copy(value) : value;
}

const single = (node: Tensor): Step => ({ node });

/** Nodes in the order they were made; an effect follows as soon as all that must come before it has run. */
function arrange(
  roots: readonly Tensor[],
  updates: readonly Tensor[],
  assigns: ReadonlyMap<Tensor, Variable>,
): Tensor[] {
  const nodes = nodesBehind(roots).filter((node) => {
    const own = asOpNode(node);
    return own && !node.value && !isView(own.op.name);
  });
  const readers = new Map<Variable, Tensor[]>();
  const checks: Tensor[] = [];
  for (const node of nodes) {
    const own = asOpNode(node)!;
    if (own.op.checks) checks.push(node);
    for (const input of own.inputs) {
      const base = unview(input).source;
      if (base.kind === "variable") readers.set(base.variable, [...(readers.get(base.variable) ?? []), node]);
    }
  }
  const effects = new Set<Tensor>([...updates, ...assigns.keys()]);
  const waiting = new Map<Tensor, Set<Tensor>>();
  const wakes = new Map<Tensor, Tensor[]>();
  for (const effect of effects) {
    const own = asOpNode(effect)!;
    const before = new Set<Tensor>(checks);
    for (const variable of written(effect, assigns))
      for (const reader of readers.get(variable) ?? []) before.add(reader);
    for (const input of own.inputs) {
      const base = unview(input);
      if (!base.value && base.source.kind === "op") before.add(base);
    }
    before.delete(effect);
    waiting.set(effect, before);
    for (const node of before) {
      const list = wakes.get(node);
      if (list) list.push(effect);
      else wakes.set(node, [effect]);
    }
  }
  const order: Tensor[] = [];
  const emit = (node: Tensor): void => {
    order.push(node);
    for (const effect of wakes.get(node) ?? []) {
      const before = waiting.get(effect)!;
      before.delete(node);
      if (before.size === 0) emit(effect);
    }
  };
  const idle = [...effects].filter((effect) => waiting.get(effect)!.size === 0);
  for (const node of nodes) if (!effects.has(node)) emit(node);
  for (const effect of idle) emit(effect);
  const stuck = order.length < nodes.length && nodes.find((node) => !order.includes(node));
  if (stuck) throw new KeratinError(asOpNode(stuck)!.op.name, "internal: effects of a program wait for each other");
  return order;
}

/** The variables that a node changes. */
function written(node: Tensor, assigns: ReadonlyMap<Tensor, Variable>): Variable[] {
  const assigned = assigns.get(node);
  if (assigned) return [assigned];
  const own = asOpNode(node)!;
  return (own.op.writes ?? []).flatMap((at) => {
    const source = own.inputs[at]!.source;
    return source.kind === "variable" ? [source.variable] : [];
  });
}

/** Whether the sums over rows of two groups have as many columns: one group works row by row. */
function matches(a: Pick<Open, "folds">, b: Pick<Open, "folds">): boolean {
  const [x, y] = [a.folds[0], b.folds[0]];
  return !x || !y || x.size === y.size;
}

/** Whether a node sums rows of whole vectors, and enough of them to be shared between threads. */
function isFold({ op, inputs: [x], attributes, output }: OpNode): boolean {
  if (op.name !== "sum" || x!.dtype !== "float32" || attributes.from !== 0) return false;
  const columns = output.size;
  return columns % 4 === 0 && columns > 0 && columns <= BLOCK && x!.size / columns >= LEAST_CHUNKS * SUM_CHUNK;
}

/** A group that is still open: nobody outside has used what it computes. */
interface Open {
  nodes: Tensor[];
  /** Sums over rows of what it computes. */
  folds: Tensor[];
  /** Updates by those sums, which can wait for it. */
  after: Tensor[];
}

/** Joins elementwise nodes over one shape as long as nothing outside their group needs them in between. */
function group(order: readonly Tensor[], assigns: ReadonlyMap<Tensor, Variable>): Step[] {
  const steps: Step[] = [];
  const place = new Map(order.map((node, index) => [node, index]));
  const openOf = new Map<Tensor, Open>();
  const open = new Set<Open>();
  /** Variables whose update waits. */
  const waiting = new Map<Variable, Open>();
  /** Members of groups by the variables they read. */
  const readers = new Map<Variable, Tensor[]>();
  const closeReaders = (variable: Variable, own?: Open): void => {
    for (const reader of readers.get(variable) ?? []) {
      const chain = openOf.get(reader);
      if (chain && chain !== own && open.has(chain)) close(chain);
    }
  };
  const close = (chain: Open): void => {
    open.delete(chain);
    for (const node of [...chain.nodes, ...chain.folds]) openOf.delete(node);
    const isGroup = chain.nodes.length > 1 || chain.folds.length > 0;
    steps.push(isGroup ? { group: chain.nodes, folds: chain.folds } : single(chain.nodes[0]!));
    steps.push(...chain.after.map(single));
    for (const node of chain.after) for (const variable of written(node, assigns)) waiting.delete(variable);
  };
  const join = (chain: Open, other: Open): void => {
    open.delete(other);
    for (const node of [...other.nodes, ...other.folds]) openOf.set(node, chain);
    for (const node of other.after) for (const variable of written(node, assigns)) waiting.set(variable, chain);
    chain.nodes.push(...other.nodes);
    chain.nodes.sort((a, b) => place.get(a)! - place.get(b)!);
    chain.folds.push(...other.folds);
    chain.after.push(...other.after);
  };
  for (const node of order) {
    const own = asOpNode(node)!;
    const feeding: Open[] = [];
    for (const input of own.inputs) {
      const base = unview(input);
      const late = base.source.kind === "variable" ? waiting.get(base.source.variable) : undefined;
      if (late) close(late);
      const chain = openOf.get(base);
      if (chain && !feeding.includes(chain)) feeding.push(chain);
    }
    const uses = (members: readonly Tensor[]): boolean => own.inputs.some((x) => members.includes(unview(x)));
    const chain = feeding.length === 1 ? feeding[0] : undefined;
    if (chain && isFold(own) && uses(chain.nodes) && matches(chain, { folds: [node] })) {
      chain.folds.push(node);
      openOf.set(node, chain);
      continue;
    }
    // What waits for a fold alone need not end its group; what waits for a member would keep that alive too long.
    if (chain && own.op.kind === "update" && !uses(chain.nodes)) {
      for (const variable of written(node, assigns)) {
        closeReaders(variable, chain);
        waiting.set(variable, chain);
      }
      chain.after.push(node);
      continue;
    }
    const elementwise = own.op.kernel !== undefined && node.size > 0;
    // Through a view the shape differs but not the order of elements, so blocks still match.
    const fits = (chain: Open): boolean =>
      elementwise && chain.nodes.length < MAX_GROUP && chain.nodes[0]!.size === node.size && !uses(chain.folds);
    let joined: Open | undefined;
    for (const chain of feeding) {
      if (!fits(chain)) close(chain);
      else if (!joined) joined = chain;
      else if (joined.nodes.length + chain.nodes.length < MAX_GROUP && matches(joined, chain)) join(joined, chain);
      else close(chain);
    }
    // An effect on a variable must find its earlier readers done.
    for (const variable of written(node, assigns)) closeReaders(variable, joined);
    if (!elementwise) {
      steps.push(single(node));
      continue;
    }
    joined ??= { nodes: [], folds: [], after: [] };
    joined.nodes.push(node);
    openOf.set(node, joined);
    open.delete(joined);
    open.add(joined);
    for (const input of own.inputs) {
      const { source } = unview(input);
      if (source.kind !== "variable") continue;
      const list = readers.get(source.variable);
      if (list) list.push(node);
      else readers.set(source.variable, [node]);
    }
  }
  for (const chain of [...open]) close(chain);
  return steps;
}
