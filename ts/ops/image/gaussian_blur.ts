import { type TensorLike, tensorFrom, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { depthwiseConv } from "../depthwise_conv";
import { divide } from "../divide";
import { exp } from "../exp";
import { batchOf, imagesOf } from "../kinds/imaging";
import { sizesOf } from "../kinds/window";
import { multiply } from "../multiply";
import { slice } from "../slice";
import { square } from "../square";
import { sum } from "../sum";
import { reshape } from "../view/reshape";

/** Options of `gaussianBlur`. */
export interface GaussianBlurOptions {
  /** [width, height] of the kernel; [3, 3] by default. */
  kernelSize?: number | readonly number[];
  /** Standard deviations along the width and the height, in pixels; [1, 1] by default. */
  sigma?: TensorLike;
  dataFormat?: string | null;
}

/** The weights along one axis: their sum is 1. */
function weights(size: number, sigma: Tensor): Tensor {
  const from = Array.from({ length: size }, (_, i) => i - (size - 1) / 2);
  const bell = exp(multiply(-0.5, square(divide(tensorFrom("gaussian_blur", from), sigma))));
  return divide(bell, sum(bell));
}

function blurred(images: TensorLike, options?: GaussianBlurOptions): Tensor {
  const where = "gaussian_blur";
  const form = "ops.image.gaussianBlur(images, { kernelSize: [5, 5], sigma: [1, 1] })";
  const own = checkOptions(where, options, ["kernelSize", "sigma", "dataFormat"], form);
  const { batch, back } = batchOf(imagesOf(where, images, own.dataFormat));
  const [width, height] = sizesOf(where, "kernelSize", own.kernelSize ?? 3, 2) as [number, number];
  const given = cast(toTensor(where, own.sigma ?? 1), "float32");
  if (given.rank !== 0 && !(given.rank === 1 && given.dims[0] === 2)) {
    throw new ShapeError(where, "sigma does not fit", {
      expected: "one number or two",
      received: { sigma: own.sigma },
    });
  }
  const sigma = broadcastTo(given, [2]);
  const channels = batch.dims[3]!;
  const along = (at: number, size: number, shape: readonly [number, number]): Tensor => {
    const line = weights(size, slice(sigma, [at], [1]));
    return broadcastTo(reshape(line, [...shape, 1, 1]), [...shape, channels, 1]);
  };
  const wide = depthwiseConv(batch, along(0, width, [1, width]), { padding: "same" });
  return back(depthwiseConv(wide, along(1, height, [height, 1]), { padding: "same" }));
}

/**
 * Images blurred by a bell curve; beyond the borders there are zeros.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.gaussianBlur(ops.ones([1, 4, 6, 3]), { kernelSize: 5, sigma: 2 }).shape // [ 1, 4, 6, 3 ]
 */
export const gaussianBlur: (images: TensorLike, options?: GaussianBlurOptions) => Tensor = callable(
  "gaussian_blur",
  blurred,
);
