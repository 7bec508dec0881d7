import { type TensorLike, toTensor } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { sampleImages } from "../affine_transform";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { floor } from "../floor";
import { batchOf, imagesOf, type SampleOptions, sampleAttributes } from "../kinds/imaging";
import { multiply } from "../multiply";
import { sign } from "../sign";

/** Options of `affineTransform`. */
export interface AffineTransformOptions extends SampleOptions {}

function transformed(images: TensorLike, transform: TensorLike, options?: AffineTransformOptions): Tensor {
  const where = "affine_transform";
  const form = 'ops.image.affineTransform(images, transform, { fillMode: "reflect" })';
  const keys = ["interpolation", "fillMode", "fillValue", "dataFormat"];
  const own = checkOptions(where, options, keys, form);
  const attributes = sampleAttributes(where, own);
  const found = imagesOf(where, images, own.dataFormat);
  const { batch, back } = batchOf(found);
  const maps = cast(toTensor(where, transform), "float32");
  const count = batch.dims[0]!;
  const fits = maps.rank === 1 || (maps.rank === 2 && (maps.dims[0] === count || maps.dims[0] === 1));
  if (!fits || maps.dims[maps.rank - 1] !== 8) {
    throw new ShapeError(where, "the transform does not fit the images", {
      expected: `8 numbers, or 8 for each of ${count} images`,
      received: { "transform.shape": maps.shape },
    });
  }
  const y = sampleImages(cast(batch, "float32"), broadcastTo(maps, [count, 8]), attributes);
  return back(isInteger(found.x.dtype) ? cast(rounded(y), found.x.dtype) : y);
}

/** Whole numbers, halves away from zero. */
function rounded(x: Tensor): Tensor {
  return multiply(sign(x), floor(add(absolute(x), 0.5)));
}

/**
 * Images turned, scaled, sheared and shifted. The place (x, y) of the result takes the value that the images have at
 * ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k), k = c0 x + c1 y + 1. Whole numbers are rounded and stay of their dtype.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @param transform [a0, a1, a2, b0, b1, b2, c0, c1], or [batch, 8]
 * @throws ShapeError when the images have not rank 3 or 4, or the transform does not fit.
 * @example K.eval(ops.image.affineTransform([[[1], [2], [3]]], [1, 0, 1, 0, 1, 0, 0, 0])) // [[[2.] [3.] [0.]]]
 */
export const affineTransform: (images: TensorLike, transform: TensorLike, options?: AffineTransformOptions) => Tensor =
  callable("affine_transform", transformed);
