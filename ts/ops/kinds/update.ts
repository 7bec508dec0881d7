/** The kind "update": ops that change variables in place. */
import { BLOCK } from "../../../assembly/layout";
import type { Attributes, Lowering, Op, OpNode } from "../../core/op";
import { makeNode, type Tensor } from "../../core/tensor";
import { currentTrace } from "../../core/trace";
import type { Variable } from "../../core/variable";

/** Makes an update op over `variables` leading inputs; the words come after the number of elements. */
export function updateOp(
  name: string,
  kernel: string,
  variables: number,
  words: (attributes: Attributes) => Lowering["words"],
): Op {
  return {
    name,
    kind: "update",
    writes: [...Array(variables).keys()],
    infer: () => ({ shape: [0], dtype: "float32" }),
    lower: ({ inputs, attributes }: OpNode) => ({
      kernel,
      units: Math.ceil(inputs[0]!.size / BLOCK),
      work: BLOCK * 8,
      operands: inputs,
      words: [inputs[0]!.size, ...words(attributes)],
    }),
  };
}

/** Notes an update in the running trace. */
export function update(
  op: Op,
  variables: readonly Variable[],
  others: readonly Tensor[],
  attributes: Attributes,
): void {
  const node = makeNode(op, [...variables.map((v) => v.value), ...others], attributes);
  currentTrace()!.update(node, variables);
}
