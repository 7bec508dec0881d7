import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { expandDims } from "../composite/expand_dims";
import { checkChannels, planesOf } from "../kinds/colors";
import { imagesOf } from "../kinds/imaging";
import { multiply } from "../multiply";

/** Options of the ops that turn colours into others. */
export interface ColorOptions {
  /** "channels_last" (the default) or "channels_first". */
  dataFormat?: string | null;
}

function gray(images: TensorLike, options?: ColorOptions): Tensor {
  const where = "rgb_to_grayscale";
  const form = 'ops.image.rgbToGrayscale(images, { dataFormat: "channels_first" })';
  const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
  const found = imagesOf(where, images, dataFormat);
  checkChannels(where, found, [1, 3]);
  if (found.x.dims[found.channels] === 1) return found.x;
  const [r, g, b] = planesOf(where, { ...found, x: cast(found.x, "float32") });
  const sum = add(add(multiply(r, 0.2989), multiply(g, 0.587)), multiply(b, 0.114));
  return cast(expandDims(sum, found.channels), found.x.dtype);
}

/**
 * Images in shades of gray, with one channel: 0.2989 red + 0.587 green + 0.114 blue, in the dtype of the input.
 *
 * @param images [batch, height, width, 3] or [height, width, 3]; what has one channel is given back
 * @throws ShapeError when there are other channels, or the rank is not 3 or 4.
 * @example ops.image.rgbToGrayscale(ops.ones([1, 4, 6, 3])).shape // [ 1, 4, 6, 1 ]
 */
export const rgbToGrayscale: (images: TensorLike, options?: ColorOptions) => Tensor = callable(
  "rgb_to_grayscale",
  gray,
);
