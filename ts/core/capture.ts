/** Tensors outside a symbolic graph that its calls use: what they read of variables is read when the graph runs. */

import { mapTensors } from "./nested";
import type { Attributes, Op } from "./op";
import type { SymbolicCall } from "./symbolic";
import { makeNode, Tensor } from "./tensor";
import { currentTrace, type Trace } from "./trace";
import type { Variable } from "./variable";

/** A node as it was when it was captured: evaluating or assigning may cut its history later. */
interface Recorded {
  readonly tensor: Tensor;
  readonly variable: Variable | undefined;
  readonly made: { readonly op: Op; readonly inputs: readonly Tensor[]; readonly attributes: Attributes } | undefined;
}

const symbols = new WeakMap<Tensor, Tensor>();
const rebuilt = new WeakMap<Trace, Map<Tensor, Tensor>>();

/** Arguments of a symbolic call, with symbolic tensors for those whose history reaches a variable. */
export function capture(args: readonly unknown[]): readonly unknown[] {
  return args.map((arg) => mapTensors(arg, captured));
}

function captured(tensor: Tensor): Tensor {
  const known = symbols.get(tensor);
  if (known) return known;
  const history = historyOf(tensor);
  if (!history.some(({ variable }) => variable)) return tensor;
  const operation = { name: "captured", replay: () => rebuild(history) };
  const outputs: Tensor[] = [];
  const call: SymbolicCall = { operation, args: [], inputs: [], outputs, many: false };
  const symbol = new Tensor(tensor.shape, tensor.dtype, { kind: "symbolic", call, index: 0, name: "captured" });
  outputs.push(symbol);
  symbols.set(tensor, symbol);
  return symbol;
}

function historyOf(tensor: Tensor): Recorded[] {
  const seen = new Set<Tensor>();
  const stack = [tensor];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.source.kind === "op") stack.push(...node.source.inputs);
  }
  return [...seen]
    .sort((a, b) => a.id - b.id)
    .map((node) => {
      const source = node.source;
      return {
        tensor: node,
        variable: source.kind === "variable" ? source.variable : undefined,
        made: source.kind === "op" ? source : undefined,
      };
    });
}

/** Makes the nodes again in the trace at hand, once for all that was captured of them. */
function rebuild(history: readonly Recorded[]): Tensor {
  const trace = currentTrace();
  let news = trace && rebuilt.get(trace);
  if (!news) {
    news = new Map<Tensor, Tensor>();
    if (trace) rebuilt.set(trace, news);
  }
  let last: Tensor | undefined;
  for (const { tensor, variable, made } of history) {
    last = news.get(tensor);
    if (last) continue;
    if (variable) last = variable.value;
    else
      last = made
        ? makeNode(
            made.op,
            made.inputs.map((x) => news.get(x)!),
            made.attributes,
          )
        : tensor;
    news.set(tensor, last);
  }
  return last!;
}
