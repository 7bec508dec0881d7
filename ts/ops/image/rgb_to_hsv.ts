import type { TensorLike } from "../../core/convert";
import { DTypeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { equal } from "../equal";
import { greater } from "../greater";
import { fromPlanes, planesOf } from "../kinds/colors";
import { type Images, imagesOf } from "../kinds/imaging";
import { less } from "../less";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { where as choose } from "../where";
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
  const x = choose(less(absolute(found.x), 2 ** -23), 0, found.x);
  const [r, g, b] = planesOf(where, { ...found, x });
  const value = maximum(maximum(r, g), b);
  const range = subtract(value, minimum(minimum(r, g), b));
  const colored = greater(range, 0);
  const bright = greater(value, 0);
  const saturation = choose(bright, divide(range, choose(bright, value, 1)), 0);
  const norm = divide(1, multiply(6, choose(colored, range, 1)));
  const fromGreen = add(multiply(norm, subtract(b, r)), 2 / 6);
  const fromBlue = add(multiply(norm, subtract(r, g)), 4 / 6);
  const hue = choose(equal(value, r), multiply(norm, subtract(g, b)), choose(equal(value, g), fromGreen, fromBlue));
  const turned = add(choose(colored, hue, 0), cast(less(hue, 0), "float32"));
  return fromPlanes([turned, saturation, value], found);
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
