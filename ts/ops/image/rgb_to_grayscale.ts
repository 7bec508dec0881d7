import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { colours, type ImageFunction, type ImageOptions, pictures } from "../kinds/pictures";
import { multiply } from "../multiply";

/**
 * Images in shades of grey: the luma of red, green and blue. Of one channel they stay what they are.
 *
 * @throws ShapeError unless the images have one channel or three.
 * @example ops.image.rgbToGrayscale(ops.ones([2, 2, 3])).shape // [ 2, 2, 1 ]
 */
export const rgbToGrayscale: ImageFunction = callable(
  "rgb_to_grayscale",
  (images: TensorLike, options?: ImageOptions): Tensor => {
    const { x, back } = pictures("rgb_to_grayscale", images, options?.dataFormat);
    return x.dims[3] === 1 ? back(x) : luma(images, options);
  },
);

const luma: ImageFunction = colours("rgb_to_grayscale", "rgbToGrayscale", ([red, green, blue], dtype) => [
  cast(add(add(multiply(red, 0.2989), multiply(green, 0.587)), multiply(blue, 0.114)), dtype),
]);
