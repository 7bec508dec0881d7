/** Zeros around an image that a convolution reads: part of its geometry instead of a copy of the image. */
import { makeNode, type Tensor } from "../../core/tensor";
import { HEIGHT, PAD_LEFT, PAD_TOP, WIDTH } from "../../ops/kinds/window";
import { countUses, type Graph, type Rewritten, rewrite } from "../graph";
import { asOpNode } from "../walk";

/** Ops whose first input is the image. */
const READERS = new Set(["conv", "conv_kernel", "depthwise_conv", "depthwise_conv_kernel"]);
/** Ops whose output is the gradient of the image. */
const WRITERS = new Set(["conv_input", "depthwise_conv_input"]);
const CHANGED = new Set([...READERS, "slice"]);

/** Folds pads into what reads them, and the slices that undo them into what they cut. */
export function foldPad(graph: Graph): { graph: Graph; changes: number } {
  const uses = countUses(graph);
  let changes = 0;
  const done = rewrite(
    graph,
    (node, origin) => {
      const result = padded(node) ?? cut(node, (x) => uses.get(origin(x)) === 1);
      if (result) changes++;
      return result;
    },
    CHANGED,
  );
  return { graph: done, changes };
}

function padded({ op, inputs, attributes }: Rewritten): Tensor | undefined {
  if (!READERS.has(op.name)) return undefined;
  const own = asOpNode(inputs[0]!);
  if (own?.op.name !== "pad" || inputs[0]!.value || own.attributes.value !== 0) return undefined;
  const image = own.inputs[0]!;
  const geometry = inner(attributes.geometry as number[], inputs[0]!, image, own.attributes.before as number[]);
  return geometry && makeNode(op, [image, ...inputs.slice(1)], { ...attributes, geometry });
}

function cut({ op, inputs, attributes, old }: Rewritten, once: (x: Tensor) => boolean): Tensor | undefined {
  if (op.name !== "slice") return undefined;
  const own = asOpNode(inputs[0]!);
  if (!own || inputs[0]!.value || !WRITERS.has(own.op.name) || !once(inputs[0]!)) return undefined;
  const geometry = inner(own.attributes.geometry as number[], inputs[0]!, old, attributes.start as number[]);
  return geometry && makeNode(own.op, own.inputs, { ...own.attributes, geometry });
}

/** The geometry over the inner part of an image; nothing when more than rows and columns are cut. */
function inner(
  geometry: readonly number[],
  whole: Tensor,
  part: Tensor,
  start: readonly number[],
): number[] | undefined {
  if (whole.rank !== 4 || whole.dims[0] !== part.dims[0] || whole.dims[3] !== part.dims[3]) return undefined;
  const own = [...geometry];
  own[HEIGHT] = part.dims[1]!;
  own[WIDTH] = part.dims[2]!;
  own[PAD_TOP]! += start[1]!;
  own[PAD_LEFT]! += start[2]!;
  return own;
}
