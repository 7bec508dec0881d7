/** Bias and activation at the write-back of the contraction that feeds them. */
import { ACTIVATION_RELU, ACTIVATION_RELU6 } from "../../../assembly/layout";
import type { Attributes } from "../../core/op";
import { makeNode, type Tensor } from "../../core/tensor";
import * as k from "../../ops/gen/rules";
import { countUses, type Graph, type Rewritten, rewrite } from "../graph";
import { asVector, constantOf, contraction, isChannels } from "./contraction";

const CHANGED = new Set(["add", "relu", "relu6", "maximum", "minimum"]);

/** Fuses add(contraction, bias), relu(contraction), relu6(contraction) and min(relu(contraction), 6). */
export function fuseEpilogue(graph: Graph): { graph: Graph; changes: number } {
  const uses = countUses(graph);
  let changes = 0;
  const done = rewrite(
    graph,
    (node, origin) => {
      // Nodes made here are new to the count: they have the uses of what they replace.
      const once = (x: Tensor): boolean => (uses.get(origin(x)) ?? 1) <= 1;
      const result = node.op.name === "add" ? withBias(node, once) : withActivation(node, once);
      if (result) changes++;
      return result;
    },
    CHANGED,
  );
  return { graph: done, changes };
}

function withBias({ inputs, old }: Rewritten, once: (x: Tensor) => boolean): Tensor | undefined {
  for (const side of [0, 1]) {
    const product = inputs[side]!;
    const bias = inputs[1 - side]!;
    if (product.size !== old.size || !isChannels(bias, product)) continue;
    const found = contraction(product, once);
    if (found?.inputs.length !== 2 || found.attributes.activation) continue;
    return k.reshape(makeNode(found.op, [...found.inputs, asVector(bias)], found.attributes), old.dims);
  }
  return undefined;
}

function withActivation({ op, inputs, old }: Rewritten, once: (x: Tensor) => boolean): Tensor | undefined {
  const bound = op.name === "relu" ? 0 : constantOf(inputs[1]);
  const isRelu = op.name === "relu" || (op.name === "maximum" && Object.is(bound, 0));
  const isClip = op.name === "minimum" && bound === 6;
  if (!isRelu && !isClip && op.name !== "relu6") return undefined;
  const found = contraction(inputs[0]!, once);
  if (!found || (found.attributes.activation ?? 0) !== (isClip ? ACTIVATION_RELU : 0)) return undefined;
  const attributes: Attributes = { ...found.attributes, activation: isRelu ? ACTIVATION_RELU : ACTIVATION_RELU6 };
  return k.reshape(makeNode(found.op, found.inputs, attributes), old.dims);
}
