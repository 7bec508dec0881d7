import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { bell, filtered } from "../kinds/gaussian";
import { pictures } from "../kinds/pictures";
import { sizesOf } from "../kinds/window";

/** Options of `gaussianBlur`. */
export interface GaussianBlurOptions {
  /** Width and height of the bell; [3, 3] by default. */
  kernelSize?: readonly number[];
  /** Its standard deviations; [1, 1] by default. */
  sigma?: readonly number[];
  dataFormat?: string | null;
}

/**
 * Images blurred by a bell; beyond their edges is 0.
 *
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.gaussianBlur(ops.ones([4, 4, 3])).shape // [ 4, 4, 3 ]
 */
export const gaussianBlur: (images: TensorLike, options?: GaussianBlurOptions) => Tensor = callable(
  "gaussian_blur",
  (images: TensorLike, options?: GaussianBlurOptions): Tensor => {
    const form = "ops.image.gaussianBlur(images, { kernelSize: [3, 3] })";
    const own = checkOptions("gaussian_blur", options, ["kernelSize", "sigma", "dataFormat"], form);
    const [width, height] = sizesOf("gaussian_blur", "kernelSize", own.kernelSize ?? 3, 2) as [number, number];
    const [across, down] = (own.sigma ?? [1, 1]) as [number, number];
    const { x, back } = pictures("gaussian_blur", images, own.dataFormat);
    const line = bell(width, across);
    const kernel = bell(height, down).map((v) => line.map((u) => u * v));
    return back(filtered("gaussian_blur", cast(x, "float32"), kernel, "same"));
  },
);
