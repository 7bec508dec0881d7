/** Sums of tensors that lie side by side in zeros: the gradients of slices of one tensor. They are joined instead. */
import { sameShape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { add } from "../../ops/add";
import { concatenate } from "../../ops/concatenate";
import { pad } from "../../ops/pad";
import { countUses, type Graph, nodesOf, rewrite } from "../graph";
import { asOpNode, isOp } from "../walk";

const CHANGED = new Set(["add"]);

/** A tensor that was padded with zeros along one axis, and where it lies. */
interface Strip {
  x: Tensor;
  axis: number;
  from: number;
  to: number;
}

/** Joins what is summed. */
export function joinPads(graph: Graph): { graph: Graph; changes: number } {
  if (nodesOf(graph).filter(isPad).length < 2) return { graph, changes: 0 };
  const uses = countUses(graph);
  const inner = addsInsideAdds(graph, uses);
  let changes = 0;
  const done = rewrite(
    graph,
    ({ old, inputs }, origin) => {
      if (inner.has(old)) return undefined;
      const terms: Tensor[] = [];
      const stack = [...inputs].reverse();
      for (let node = stack.pop(); node; node = stack.pop()) {
        const source = node.source;
        if (source.kind === "op" && inner.has(origin(node))) stack.push(...[...source.inputs].reverse());
        else terms.push(node);
      }
      const result = join(terms, old, (node) => uses.get(origin(node)) === 1);
      if (result) changes++;
      return result;
    },
    CHANGED,
  );
  return { graph: done, changes };
}

/** Additions of one shape whose only use is another one. */
function addsInsideAdds(graph: Graph, uses: ReadonlyMap<Tensor, number>): Set<Tensor> {
  const inner = new Set<Tensor>();
  for (const node of uses.keys()) {
    if (!isOp(node, "add")) continue;
    for (const input of asOpNode(node)!.inputs) {
      if (isOp(input, "add") && uses.get(input) === 1 && sameShape(input.shape, node.shape)) inner.add(input);
    }
  }
  for (const root of [...graph.outputs, ...graph.updates, ...graph.assigns.values()]) inner.delete(root);
  return inner;
}

/** The sum of terms with their strips joined; nothing where that gains nothing. */
function join(terms: readonly Tensor[], old: Tensor, single: (node: Tensor) => boolean): Tensor | undefined {
  const strips: Strip[] = [];
  const others: Tensor[] = [];
  for (const term of terms) {
    const strip = sameShape(term.shape, old.shape) && single(term) ? stripOf(term) : undefined;
    const fits = strip && strips.every((s) => s.axis === strip.axis && (s.to <= strip.from || strip.to <= s.from));
    if (fits) strips.push(strip);
    else others.push(term);
  }
  if (strips.length < 2) return undefined;
  strips.sort((a, b) => a.from - b.from);
  const parts: Tensor[] = [];
  for (let i = 0; i < strips.length; ) {
    const { axis, from } = strips[i]!;
    const run = [strips[i++]!];
    while (i < strips.length && strips[i]!.from === run.at(-1)!.to) run.push(strips[i++]!);
    const joined = concatenate(
      run.map(({ x }) => x),
      { axis },
    );
    const behind = old.dims[axis]! - run.at(-1)!.to;
    const around = old.dims.map((_, n): [number, number] => (n === axis ? [from, behind] : [0, 0]));
    parts.push(from === 0 && behind === 0 ? joined : pad(joined, around));
  }
  return [...parts, ...others].reduce((sum, part) => add(sum, part));
}

function isPad(x: Tensor): boolean {
  return isOp(x, "pad");
}

function stripOf(node: Tensor): Strip | undefined {
  if (!isPad(node) || node.dtype !== "float32") return undefined;
  const { inputs, attributes } = asOpNode(node)!;
  const { before, value } = attributes as { before: number[]; value: number };
  const x = inputs[0]!;
  const axes = node.dims.flatMap((size, i) => (size === x.dims[i] ? [] : [i]));
  if (value !== 0 || axes.length !== 1) return undefined;
  const axis = axes[0]!;
  return { x, axis, from: before[axis]!, to: before[axis]! + x.dims[axis]! };
}
