/** Batch-norm folding: a scale of channels behind a contraction goes into its kernel. */
import { makeNode, type Tensor } from "../../core/tensor";
import * as k from "../../ops/gen/rules";
import { countUses, type Graph, type Rewritten, rewrite } from "../graph";
import { nodesBehind } from "../walk";
import { asChannels, contraction } from "./contraction";

/** Moves add(add(conv, a), b) to add(conv, a + b), and multiply(conv(x, kernel) [+ bias], scale) into conv(x, kernel * scale) [+ bias * scale]. */
export function foldScale(graph: Graph): { graph: Graph; changes: number } {
  const uses = countUses(graph);
  let changes = 0;
  const done = rewrite(graph, (node, origin) => {
    const once = (x: Tensor): boolean => (uses.get(origin(x)) ?? 1) <= 1;
    const result =
      node.op.name === "multiply"
        ? (scaled(node, 0, once) ?? scaled(node, 1, once))
        : node.op.name === "add"
          ? (joined(node, 0, once) ?? joined(node, 1, once))
          : undefined;
    if (result) changes++;
    return result;
  });
  return { graph: done, changes };
}

function scaled({ inputs, old }: Rewritten, side: number, once: (x: Tensor) => boolean): Tensor | undefined {
  const product = inputs[side]!;
  const scale = asChannels(inputs[1 - side]!, product);
  if (!scale || !once(product)) return undefined;
  const direct = rescale(product, scale, once);
  if (direct) return k.reshape(direct, old.dims);
  const source = product.source;
  if (source.kind !== "op" || source.op.name !== "add") return undefined;
  for (const at of [0, 1]) {
    const bias = asChannels(source.inputs[1 - at]!, product);
    const inner = source.inputs[at]!;
    const moved = bias && once(inner) ? rescale(inner, scale, once) : undefined;
    if (bias && moved && isStill(bias)) return k.reshape(k.add(moved, k.multiply(bias, scale)), old.dims);
  }
  return undefined;
}

/** One vector of channels in place of two that are added one after the other. */
function joined({ inputs, old }: Rewritten, side: number, once: (x: Tensor) => boolean): Tensor | undefined {
  const sum = inputs[side]!;
  const shift = asChannels(inputs[1 - side]!, sum);
  const source = sum.source;
  if (!shift || !once(sum) || sum.value || source.kind !== "op" || source.op.name !== "add") return undefined;
  for (const at of [0, 1]) {
    const bias = asChannels(source.inputs[1 - at]!, sum);
    if (!bias || !contraction(source.inputs[at]!, once) || !isStill(bias) || !isStill(shift)) continue;
    return k.reshape(k.add(source.inputs[at]!, k.add(bias, shift)), old.dims);
  }
  return undefined;
}

/** The contraction with its kernel scaled, behind the same views. */
function rescale(product: Tensor, scale: Tensor, once: (x: Tensor) => boolean): Tensor | undefined {
  const found = contraction(product, once);
  // The walk behind the scale comes last: it is the dear part of the question.
  if (found?.inputs.length !== 2 || found.attributes.transposeB || !isStill(scale)) return undefined;
  const [x, kernel] = found.inputs as [Tensor, Tensor];
  return k.reshape(makeNode(found.op, [x, k.multiply(kernel, scale)], found.attributes), product.dims);
}

/** Whether only variables and constants reach it: then it is as small as the weights. */
function isStill(x: Tensor): boolean {
  return nodesBehind([x]).every((node) => node.value || node.source.kind === "variable" || node.source.kind === "op");
}
