/** Batch-norm folding: a scale of channels behind a contraction goes into its kernel. */
import { makeNode, type Tensor } from "../../core/tensor";
import * as k from "../../ops/gen/rules";
import { countUses, type Graph, type Rewritten, rewrite } from "../graph";
import { asOpNode, isOp } from "../walk";
import { asVector, contraction, isChannels } from "./contraction";

type Test = (x: Tensor) => boolean;

const CHANGED = new Set(["multiply", "add"]);

/** Moves add(add(conv, a), b) to add(conv, a + b), and multiply(conv(x, kernel) [+ bias], scale) into conv(x, kernel * scale) [+ bias * scale]. */
export function foldScale(graph: Graph): { graph: Graph; changes: number } {
  const uses = countUses(graph);
  const isStill = stillness();
  let changes = 0;
  const done = rewrite(
    graph,
    (node, origin) => {
      const once = (x: Tensor): boolean => (uses.get(origin(x)) ?? 1) <= 1;
      const result =
        node.op.name === "multiply"
          ? (scaled(node, 0, once, isStill) ?? scaled(node, 1, once, isStill))
          : (joined(node, 0, once, isStill) ?? joined(node, 1, once, isStill));
      if (result) changes++;
      return result;
    },
    CHANGED,
  );
  return { graph: done, changes };
}

function scaled({ inputs, old }: Rewritten, side: number, once: Test, isStill: Test): Tensor | undefined {
  const product = inputs[side]!;
  const scale = inputs[1 - side]!;
  if (!isChannels(scale, product) || !once(product) || !isStill(scale)) return undefined;
  const direct = rescale(product, scale, once);
  if (direct) return k.reshape(direct, old.dims);
  if (!isOp(product, "add")) return undefined;
  const terms = asOpNode(product)!.inputs;
  for (const at of [0, 1]) {
    const bias = terms[1 - at]!;
    if (!isChannels(bias, product) || !isStill(bias)) continue;
    const moved = rescale(terms[at]!, scale, once);
    if (moved) return k.reshape(k.add(moved, k.multiply(asVector(bias), asVector(scale))), old.dims);
  }
  return undefined;
}

/** One vector of channels in place of two that are added one after the other. */
function joined({ inputs, old }: Rewritten, side: number, once: Test, isStill: Test): Tensor | undefined {
  const sum = inputs[side]!;
  const shift = inputs[1 - side]!;
  if (!isOp(sum, "add") || !once(sum)) return undefined;
  const terms = asOpNode(sum)!.inputs;
  if (!isChannels(shift, sum) || !isStill(shift)) return undefined;
  for (const at of [0, 1]) {
    const bias = terms[1 - at]!;
    if (!isChannels(bias, sum) || !isStill(bias) || !contraction(terms[at]!, once)) continue;
    return k.reshape(k.add(terms[at]!, k.add(asVector(bias), asVector(shift))), old.dims);
  }
  return undefined;
}

/** The contraction with its kernel scaled, behind the same views. */
function rescale(product: Tensor, scale: Tensor, once: Test): Tensor | undefined {
  const found = contraction(product, once);
  if (found?.inputs.length !== 2 || found.attributes.transposeB) return undefined;
  const [x, kernel] = found.inputs as [Tensor, Tensor];
  return k.reshape(makeNode(found.op, [x, k.multiply(kernel, asVector(scale))], found.attributes), product.dims);
}

/** Tells whether only variables and constants reach a tensor: then it is as small as the weights. */
function stillness(): (x: Tensor) => boolean {
  const known = new Map<Tensor, boolean>();
  return (x) => {
    const stack = [x];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const { source } = node;
      const inputs = !node.value && source.kind === "op" ? source.inputs : [];
      const open = inputs.find((input) => !known.has(input));
      if (open) {
        stack.push(open);
        continue;
      }
      const leaf = node.value !== undefined || source.kind === "variable";
      known.set(node, leaf || (source.kind === "op" && inputs.every((input) => known.get(input))));
      stack.pop();
    }
    return known.get(x)!;
  };
}
