import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { clip } from "../composite/clip";
import { floor } from "../floor";
import { fromPlanes, planesOf } from "../kinds/colors";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import type { ColorOptions } from "./rgb_to_grayscale";
import { floatImages } from "./rgb_to_hsv";

function convert(images: TensorLike, options?: ColorOptions): Tensor {
  const where = "hsv_to_rgb";
  const form = 'ops.image.hsvToRgb(images, { dataFormat: "channels_first" })';
  const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
  const found = floatImages(where, images, dataFormat);
  const [hue, saturation, value] = planesOf(where, found);
  const sixth = multiply(subtract(hue, floor(hue)), 6);
  const gray = subtract(1, saturation);
  const mix = (pure: Tensor): Tensor => multiply(value, add(gray, multiply(saturation, clip(pure, 0, 1))));
  const red = mix(subtract(absolute(subtract(sixth, 3)), 1));
  const green = mix(subtract(2, absolute(subtract(sixth, 2))));
  const blue = mix(subtract(2, absolute(subtract(sixth, 4))));
  return fromPlanes([red, green, blue], found);
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
