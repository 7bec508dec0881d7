/** Walks over graphs: every walk is a loop, so long chains never overflow a stack. */
import type { Attribute, OpNode } from "../core/op";
import type { Tensor } from "../core/tensor";

/** The nodes behind roots in an order that puts inputs first: the order in which they were made. */
export function nodesBehind(roots: Iterable<Tensor>): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const source = node.source;
    if (node.value || source.kind !== "op") continue;
    for (const x of source.inputs) if (!seen.has(x)) stack.push(x);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** A node seen by the rules of its op. */
export function asOpNode(node: Tensor): OpNode | undefined {
  const source = node.source;
  if (source.kind !== "op") return undefined;
  return { op: source.op, inputs: source.inputs, attributes: source.attributes, output: node };
}

/** Whether a tensor is computed by an op of this name. */
export function isOp({ value, source }: Tensor, name: string): boolean {
  return !value && source.kind === "op" && source.op.name === name;
}

/** Attributes as a text that is equal exactly when they are. */
export function attributeKey(attributes: Readonly<Record<string, Attribute>>): string {
  let key = keys.get(attributes);
  if (key !== undefined) return key;
  key = JSON.stringify(attributes, (_key, value) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : Object.is(value, -0) ? "-0" : value,
  );
  keys.set(attributes, key);
  return key;
}

const keys = new WeakMap<Readonly<Record<string, Attribute>>, string>();

/** The tensor whose memory a chain of views shows. */
export function unview(node: Tensor): Tensor {
  for (;;) {
    const source = node.source;
    if (node.value || source.kind !== "op" || !isView(source.op.name)) return node;
    node = source.inputs[0]!;
  }
}

/** Whether an op shows its input's memory under another shape. */
export function isView(name: string): boolean {
  return name === "reshape" || name === "stop_gradient" || name === "batch_normalized";
}
