import { StateError } from "../core/errors";
import type { Lowering, Op, OpNode } from "../core/op";
import { sizeOf } from "../core/shapes";
import { makeNode, type Tensor } from "../core/tensor";
import { FILL_MODES, type SampleAttributes } from "./kinds/imaging";

/** The words of an instruction; the kernel keeps a cell's addresses and weights, and one line of channels, in scratch. */
function lowerSample(kernel: string, { inputs: [x], attributes }: OpNode, byRow: boolean): Lowering {
  const [n, height, width, channels] = x!.dims as [number, number, number, number];
  const empty = sizeOf(x!.dims) === 0;
  const { interpolation, fillMode, fillValue } = attributes as unknown as SampleAttributes;
  const mode = FILL_MODES.indexOf(fillMode);
  return {
    kernel,
    units: empty ? 0 : byRow ? n * height : n,
    work: (byRow ? 1 : height) * width * (20 + 4 * Math.ceil(channels / 4)),
    words: [n, height, width, channels, interpolation === "bilinear" ? 1 : 0, mode, { f: fillValue }],
    scratchBytes: 64 + 32 + 16 * Math.ceil(channels / 4),
  };
}

/** The record of `affine_transform`: images [n, height, width, channels] and maps [n, 8]. */
export const affineTransformOp: Op = {
  name: "affine_transform",
  kind: "window",
  keras: "keras.src.ops.image.AffineTransform",
  infer: ([x]) => ({ shape: x!.dims, dtype: "float32" }),
  gradient: ({ inputs: [x, maps], attributes }, g) => [
    makeNode(affineTransformGradOp, [g, maps!], attributes),
    slope(x!, maps!, g, attributes as unknown as SampleAttributes),
  ],
  lower: (node) => lowerSample("affine_transform", node, true),
};

/** The record of the gradient to the images: what a value was made of takes its gradient. */
const affineTransformGradOp: Op = {
  name: "affine_transform_grad",
  kind: "window",
  infer: ([g]) => ({ shape: g!.dims, dtype: "float32" }),
  gradient: ({ inputs: [g, maps], attributes }, h) => {
    const dark = { ...(attributes as unknown as SampleAttributes), fillValue: 0 };
    return [makeNode(affineTransformOp, [h, maps!], { ...dark }), slope(h, maps!, g!, dark)];
  },
  lower: (node) => lowerSample("affine_transform_grad", node, false),
};

/** The record of the gradient to the maps. */
const affineTransformSlopeOp: Op = {
  name: "affine_transform_slope",
  kind: "window",
  infer: ([, maps]) => ({ shape: maps!.dims, dtype: "float32" }),
  gradient: () => {
    throw new StateError("affine_transform", "the gradient of its transform has no gradient");
  },
  lower: (node) => lowerSample("affine_transform_slope", node, false),
};

/** The gradient to the maps; there is none where the nearest cell is taken. */
function slope(x: Tensor, maps: Tensor, g: Tensor, attributes: SampleAttributes): Tensor | undefined {
  if (attributes.interpolation === "nearest") return undefined;
  return makeNode(affineTransformSlopeOp, [x, maps, g], { ...attributes });
}

/**
 * Images [n, height, width, channels] read where maps [n, 8] take each place: (x, y) to ((m0 x + m1 y + m2) / k,
 * (m3 x + m4 y + m5) / k), k = m6 x + m7 y + 1.
 */
export function sampleImages(images: Tensor, maps: Tensor, attributes: SampleAttributes): Tensor {
  return makeNode(affineTransformOp, [images, maps], { ...attributes });
}
