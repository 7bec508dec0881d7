/** Constant folding: scalars computed now, neutral elements and needless broadcasts dropped. */
import { scalar } from "../../core/convert";
import { sameShape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { makeNode } from "../../core/tensor";
import { type Graph, type Rewritten, rewrite } from "../graph";
import { asOpNode, isOp } from "../walk";
import { constantOf } from "./contraction";

/** Folds what is constant. */
export function simplify(graph: Graph): { graph: Graph; changes: number } {
  let changes = 0;
  const done = rewrite(graph, (node) => {
    const result = fold(node) ?? neutral(node) ?? bare(node) ?? thin(node);
    if (result) changes++;
    return result;
  });
  return { graph: done, changes };
}

/** Ops whose float64 formula, rounded, is what their kernel gives, in every JavaScript engine. */
const EXACT = new Set("abs add divide maximum minimum multiply negative relu relu6 sqrt square subtract".split(" "));

function fold({ op, inputs, old }: Rewritten): Tensor | undefined {
  if (old.rank !== 0 || !op.reference || old.dtype !== "float32" || !EXACT.has(op.name)) return undefined;
  const values = inputs.map(constantOf);
  if (values.includes(undefined)) return undefined;
  return scalar(op.reference(...(values as number[])));
}

/** What changes no x, not even -0: x + 0 is 0 there. */
const NEUTRAL: ReadonlyMap<string, number> = new Map([
  ["multiply", 1],
  ["divide", 1],
  ["add", -0],
  ["subtract", 0],
]);

/** x * 1, x / 1, x + -0, x - 0; of integers x + 0 as well. */
function neutral({ op, inputs, old }: Rewritten): Tensor | undefined {
  const one = NEUTRAL.get(op.name);
  if (one === undefined) return undefined;
  const [a, b] = inputs as [Tensor, Tensor];
  if (old.dtype !== a.dtype) return undefined;
  const isOne = (x: Tensor): boolean => {
    const value = constantOf(x);
    return old.dtype === "float32" ? Object.is(value, one) : value === one;
  };
  if (isOne(b) && sameShape(a.shape, old.shape)) return a;
  const commutes = op.name === "multiply" || op.name === "add";
  if (commutes && isOne(a) && sameShape(b.shape, old.shape)) return b;
  return undefined;
}

/** What a view with a gradient of its own shows: gradients are made by now. */
function bare({ op, inputs }: Rewritten): Tensor | undefined {
  return op.name === "batch_normalized" ? inputs[0] : undefined;
}

/** An operand that was broadcast for an op that broadcasts by itself. */
function thin({ op, inputs, attributes, old }: Rewritten): Tensor | undefined {
  if (op.kind !== "zip" || !inputs.some(isBroadcast)) return undefined;
  const thinner = inputs.map((x, i) => {
    const fits = isBroadcast(x) && inputs.some((other, j) => j !== i && sameShape(other.shape, old.shape));
    return fits ? asOpNode(x)!.inputs[0]! : x;
  });
  if (thinner.every((x, i) => x === inputs[i])) return undefined;
  // Two broadcasts must not both be dropped where only they gave the shape.
  const kept = thinner.some((x) => sameShape(x.shape, old.shape)) ? thinner : [inputs[0]!, ...thinner.slice(1)];
  return makeNode(op, kept, attributes);
}

function isBroadcast(x: Tensor): boolean {
  return isOp(x, "broadcast_to");
}
