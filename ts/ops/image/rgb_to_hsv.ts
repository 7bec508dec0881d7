import type { TensorLike } from "../../core/convert";
import { DTypeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { fromPlanes, planesOf, toHsv } from "../kinds/colors";
import { type Images, imagesOf } from "../kinds/imaging";
import type { ColorOptions } from "./rgb_to_grayscale";

/** Images of float32. @throws DTypeError for whole numbers. */
export function floatImages(where: string, images: TensorLike, dataFormat: string | null | undefined): Images {
  const found = imagesOf(where, images, dataFormat);
  if (found.x.dtype === "float32") return found;
  throw new DTypeError(where, "needs float32", { received: { "x.dtype": found.x.dtype } });
}

function convert(images: TensorLike, options?: ColorOptions): Tensor {
  const where = "rgb_to_hsv";
  const form = 'ops.image.rgbToHsv(images, { dataFormat: "channels_first" })';
  const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
  const found = floatImages(where, images, dataFormat);
  return fromPlanes(toHsv(planesOf(where, found)), found);
}

/**
 * Red, green and blue as hue, saturation and value. Hue and saturation lie in 0 to 1, value is the largest of the three.
 *
 * @param images [batch, height, width, 3] or [height, width, 3]
 * @throws ShapeError when there are not three channels, or the rank is not 3 or 4.
 * @throws DTypeError for whole numbers.
 * @example K.eval(ops.image.rgbToHsv([[[0, 0.5, 0]]])) // [[[0.33333334 1.         0.5       ]]]
 */
export const rgbToHsv: (images: TensorLike, options?: ColorOptions) => Tensor = callable("rgb_to_hsv", convert);
