/** Constant folding: scalars computed now, neutral elements and needless broadcasts dropped. */
import { scalar } from "../../core/convert";
import { sameShape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { makeNode } from "../../core/tensor";
import { type Graph, type Rewritten, rewrite } from "../graph";
import { asOpNode } from "../walk";
import { constantOf } from "./contraction";

/** Folds what is constant. */
export function simplify(graph: Graph): { graph: Graph; changes: number } {
  let changes = 0;
  const done = rewrite(graph, (node) => {
    const result = fold(node) ?? neutral(node) ?? bare(node) ?? clipped(node) ?? thin(node);
    if (result) changes++;
    return result;
  });
  return { graph: done, changes };
}

function fold({ op, inputs, old }: Rewritten): Tensor | undefined {
  if (old.rank !== 0 || !op.reference || old.dtype !== "float32") return undefined;
  const values = inputs.map(constantOf);
  if (values.includes(undefined)) return undefined;
  return scalar(op.reference(...(values as number[])));
}

const NEUTRAL: ReadonlyMap<string, number> = new Map([
  ["multiply", 1],
  ["divide", 1],
  ["add", 0],
  ["subtract", 0],
]);

/** x * 1, x / 1, x + 0, x - 0. */
function neutral({ op, inputs, old }: Rewritten): Tensor | undefined {
  const one = NEUTRAL.get(op.name);
  if (one === undefined) return undefined;
  const [a, b] = inputs as [Tensor, Tensor];
  if (old.dtype !== a.dtype) return undefined;
  if (constantOf(b) === one && sameShape(a.shape, old.shape)) return a;
  const commutes = op.name === "multiply" || op.name === "add";
  if (commutes && constantOf(a) === one && sameShape(b.shape, old.shape)) return b;
  return undefined;
}

/** What a view with a gradient of its own shows: gradients are made by now. */
function bare({ op, inputs }: Rewritten): Tensor | undefined {
  return op.name === "batch_normalized" ? inputs[0] : undefined;
}

/** where(0 < x and x < c, x, min(max(x, 0), c)), which has another gradient than the last of them, but not another value. */
function clipped({ op, inputs }: Rewritten): Tensor | undefined {
  if (op.name !== "where") return undefined;
  const [inside, x, other] = inputs as [Tensor, Tensor, Tensor];
  const stopped = asOpNode(other);
  const clip = stopped?.op.name === "stop_gradient" ? stopped.inputs[0]! : other;
  const [least, most] = [asOpNode(clip), asOpNode(inside)];
  if (least?.op.name !== "minimum" || most?.op.name !== "logical_and") return undefined;
  const lower = asOpNode(least.inputs[0]!);
  const [above, below] = most.inputs.map(asOpNode);
  const [zero, bound] = [constantOf(lower?.inputs[1]), constantOf(least.inputs[1])];
  const fits =
    lower?.op.name === "maximum" &&
    above?.op.name === "greater" &&
    below?.op.name === "less" &&
    [lower, above, below].every((node) => node.inputs[0] === x) &&
    zero === constantOf(above.inputs[1]) &&
    bound === constantOf(below.inputs[1]);
  return fits && zero === 0 && bound !== undefined && bound > 0 ? clip : undefined;
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

function isBroadcast({ value, source }: Tensor): boolean {
  return !value && source.kind === "op" && source.op.name === "broadcast_to";
}
