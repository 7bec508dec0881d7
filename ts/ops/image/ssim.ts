import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { mean } from "../composite/mean";
import { divide } from "../divide";
import { bell, filtered } from "../kinds/gaussian";
import { pictures } from "../kinds/pictures";
import { multiply } from "../multiply";
import { square } from "../square";
import { subtract } from "../subtract";
import { reshape } from "../view/reshape";

/** Options of `ssim`. */
export interface SsimOptions {
  /** The largest possible value; 1 by default. */
  maxVal?: number;
  filterSize?: number;
  filterSigma?: number;
  k1?: number;
  k2?: number;
  dataFormat?: string | null;
}

/**
 * How alike images are in their structure (Wang et al., 2004): 1 for equal ones, one number for each pair.
 *
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.ssim(ops.ones([2, 16, 16, 3]), ops.ones([2, 16, 16, 3])).shape // [ 2 ]
 */
export const ssim: (image1: TensorLike, image2: TensorLike, options?: SsimOptions) => Tensor = callable(
  "ssim",
  (image1: TensorLike, image2: TensorLike, options?: SsimOptions): Tensor => {
    const keys = ["maxVal", "filterSize", "filterSigma", "k1", "k2", "dataFormat"];
    const own = checkOptions("ssim", options, keys, "ops.image.ssim(a, b, { maxVal: 255 })");
    const { maxVal = 1, filterSize = 11, filterSigma = 1.5, k1 = 0.01, k2 = 0.03 } = own;
    const [x, y] = [image1, image2].map((image) => cast(pictures("ssim", image, own.dataFormat).x, "float32")) as [
      Tensor,
      Tensor,
    ];
    const line = bell(filterSize, filterSigma);
    const kernel = line.map((v) => line.map((u) => u * v));
    const blur = (t: Tensor): Tensor => filtered("ssim", t, kernel, "valid");
    const [c1, c2] = [(k1 * maxVal) ** 2, (k2 * maxVal) ** 2];
    const [mx, my] = [blur(x), blur(y)];
    const [xx, yy, xy] = [square(mx), square(my), multiply(mx, my)];
    const spread = add(subtract(blur(square(x)), xx), subtract(blur(square(y)), yy));
    const common = subtract(blur(multiply(x, y)), xy);
    const above = multiply(add(multiply(2, xy), c1), add(multiply(2, common), c2));
    const result = mean(divide(above, multiply(add(add(xx, yy), c1), add(spread, c2))), { axis: [1, 2, 3] });
    const whole = toTensor("ssim", image1);
    return cast(whole.rank === 3 ? reshape(result, []) : result, whole.dtype);
  },
);
