import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { fromPlanes, planesOf, toRgb } from "../kinds/colors";
import type { ColorOptions } from "./rgb_to_grayscale";
import { floatImages } from "./rgb_to_hsv";

function convert(images: TensorLike, options?: ColorOptions): Tensor {
  const where = "hsv_to_rgb";
  const form = 'ops.image.hsvToRgb(images, { dataFormat: "channels_first" })';
  const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
  const found = floatImages(where, images, dataFormat);
  return fromPlanes(toRgb(planesOf(where, found)), found);
}

/**
 * Hue, saturation and value as red, green and blue. Hues outside 0 to 1 go round.
 *
 * @param images [batch, height, width, 3] or [height, width, 3]
 * @throws ShapeError when there are not three channels, or the rank is not 3 or 4.
 * @throws DTypeError for whole numbers.
 * @example K.eval(ops.image.hsvToRgb([[[0, 1, 0.5]]])) // [[[0.5 0.  0. ]]]
 */
export const hsvToRgb: (images: TensorLike, options?: ColorOptions) => Tensor = callable("hsv_to_rgb", convert);
